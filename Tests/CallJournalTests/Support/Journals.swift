import CallJournal
import FlowExpressions
import FlowModel
import FlowRuntime
import Foundation
import OrderedCollections
import SimulatedBackend
import SourceText
import TestSupport
import Testing

/// A call as a driver would have journaled it: every event, then the commands that follow from it, each
/// before and after it was sent.
struct ToldCall {
    var flow: Flow
    var call: CallInfo
    var environment: ValueMap
    var variables: ValueMap
    var records: [JournalRecord] = []
    /// The machine after each record.
    var machines: [FlowMachine] = []

    init(
        _ flow: Flow, _ call: CallInfo, environment: ValueMap, variables: ValueMap, _ inputs: [TimedEvent]
    ) {
        (self.flow, self.call, self.environment, self.variables) = (flow, call, environment, variables)
        var machine = FlowMachine(flow: flow, call: call, environment: environment, variables: variables)
        var reaction = Reaction()
        for timed in inputs where !machine.isFinished {
            machine.handle(timed.event, at: timed.at, into: &reaction)
            add(.event(timed), machine)
            for case .perform(let id, let command) in reaction.items {
                add(.command(id, command), machine)
                add(.sent(id), machine)
            }
            reaction.removeAll()
        }
    }

    private mutating func add(_ record: JournalRecord, _ machine: FlowMachine) {
        records.append(record)
        machines.append(machine)
    }

    func replay(_ records: some Sequence<JournalRecord>) throws(JournalMismatch) -> JournalReplay {
        try JournalReplay(
            flow, call: call, environment: environment, variables: variables, records: records)
    }
}

/// Calls of simulated worlds.
enum ToldCalls {
    /// The calls of a world that has been run and has recorded its inputs; not the scripts on other legs.
    static func of(_ world: World) -> [ToldCall] {
        guard let log = world.inputs else { return [] }
        return log.runs.enumerated().compactMap { number, run in
            guard case .call(let flow) = run.origin else { return nil }
            let inputs = log.inputs.filter { Int($0.run) == number }.map { TimedEvent($0.event, at: $0.at) }
            return ToldCall(
                world.flows[flow], run.call, environment: world.environment, variables: world.variables,
                inputs)
        }
    }

    /// Of every scenario of every flow that we ship.
    static func shipped(seed: UInt64) throws -> [ToldCall] {
        let names = try FileManager.default.contentsOfDirectory(atPath: Repository.flows.path).sorted()
        var calls: [ToldCall] = []
        for name in names where name.hasSuffix(".test.yaml") {
            let scenarios = ScenarioFile.read(try file(name)).scenarios
            let flows = try scenarios.flows.map { try #require(Flow.read(try file($0.path)).flow) }
            for scenario in scenarios.scenarios {
                var world = scenario.world(flows: flows, seed: seed)
                world.recordInputs()
                world.run()
                calls += of(world)
            }
        }
        return calls
    }

    private static func file(_ name: String) throws -> SourceFile {
        try Repository.source(Repository.flows.appending(path: name))
    }
}

/// A session that has been asked, and whose events are known beforehand.
struct ScriptedSession: CallSession {
    struct Events: AsyncSequence, AsyncIteratorProtocol {
        typealias Failure = BackendError
        var remaining: ArraySlice<TimedEvent>

        func makeAsyncIterator() -> Events { self }
        mutating func next() async throws(BackendError) -> TimedEvent? { remaining.popFirst() }
        mutating func next(isolation: isolated (any Actor)?) async throws(BackendError) -> TimedEvent? {
            remaining.popFirst()
        }
    }

    var call = CallInfo(id: CallID("c-1"), from: "+15555550111", to: "+15555550100", isAnswered: true)
    var events: Events
    var asked: @Sendable (CommandID, CallCommand) -> Void = { _, _ in }

    init(_ script: [TimedEvent]) { events = Events(remaining: script[...]) }

    func perform(_ command: CallCommand, as id: CommandID) async throws(BackendError) { asked(id, command) }
    func close() async {}
}

/// A flow of two sounds, and all that happens in a call of it.
enum TwoSounds {
    static let text = "version: 1.0.0\nsections: {main: [{play: 'say:hi'}, {play: 'say:bye'}]}\n"
    static let flow = JournaledFlow(name: "flows/two.yaml", text: text, environment: ["pin": "4711"])

    static func at(_ seconds: Int64, _ event: CallEvent) -> TimedEvent {
        TimedEvent(event, at: Timestamp(milliseconds: 1_700_000_000_000 + seconds * 1000))
    }

    static let events = [
        at(0, .started), at(1, .finished(CommandID(1), .played(failedItems: []))),
        at(2, .finished(CommandID(2), .played(failedItems: []))), at(3, .finished(CommandID(3), .done)),
        at(4, .ended(CallEnding(by: .flow))),
    ]

    static func run(
        _ store: JournalStore, _ session: ScriptedSession = ScriptedSession(events)
    ) async throws {
        let writer = store.begin(session.call, flow: flow, at: events[0].at)
        let driver = FlowDriver(try #require(flow.flow), environment: flow.environment)
        _ = try await driver.run(on: JournaledSession(session, writer))
    }

    static func call(_ number: Int) -> ScriptedSession {
        var session = ScriptedSession(events)
        session.call.id = CallID("c-\(number)")
        return session
    }
}
