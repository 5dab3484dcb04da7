package import FlowExpressions
package import FlowModel
package import FlowRuntime
import OrderedCollections
import SourceText

/// A phone system and the machines that run flows on its calls, stepped one after another in virtual time.
///
/// A value: a copy is another world that goes its own way from here. Equal inputs give equal worlds.
package struct World: Sendable {
    package var phone: PhoneSystem
    /// The flows that callers can be given to; the first is everybody's who has no other.
    package let flows: [Flow]
    package let environment: ValueMap
    package let variables: ValueMap
    /// By leg; nothing where no flow runs, or runs any more if `keepsMachines` is off.
    package private(set) var machines: ContiguousArray<FlowMachine?> = []
    /// By leg, for those with another flow than the first; whom a call dials gets the flow of that call.
    private var choices: [LegID: Int] = [:]
    /// Keeps machines that have finished: their variables are what a scenario looks at.
    package var keepsMachines = true
    /// Documents that were read, by URL and text.
    private var documents: [String: Flow] = [:]
    private var reaction = Reaction()
    /// What came in to every run, when it is recorded (`recordInputs`).
    package private(set) var inputs: InputLog?
    /// By leg: its run in `inputs`; -1 where none is recorded. Empty when nothing is.
    private var runs: ContiguousArray<Int32> = []

    package init(
        flows: [Flow], phone: PhoneSystem, environment: ValueMap = [:], variables: ValueMap = [:]
    ) {
        precondition(!flows.isEmpty, "a world needs a flow for its calls")
        self.flows = flows
        self.phone = phone
        self.environment = environment
        self.variables = variables
    }

    /// Keeps from now on what comes in to every flow that begins.
    package mutating func recordInputs() { inputs = InputLog() }

    // MARK: Calls and time

    /// Registers a caller (`PhoneSystem.dial`); `flow` is an index of `flows`.
    @discardableResult
    package mutating func dial(_ script: CallerScript, flow: Int = 0) -> LegID {
        let leg = phone.dial(script)
        give(leg, to: flow)
        return leg
    }

    /// The call of a caller who has not dialled yet will run that flow.
    package mutating func give(_ leg: LegID, to flow: Int) {
        precondition(flows.indices.contains(flow), "a caller is given to a flow that is not there")
        choices[leg] = flow == 0 ? nil : flow
    }

    /// One delivery or, when this instant is over, the next thing that comes due. `false` when nothing is
    /// left to happen.
    package mutating func step() -> Bool {
        guard let delivery = phone.nextDelivery() else { return phone.advance() }
        take(delivery)
        return true
    }

    package var nextEventTime: Timestamp? { phone.nextEventTime }

    /// Everything up to that instant, included; time stands there afterwards.
    package mutating func run(until instant: Timestamp) {
        while let next = nextEventTime, next <= instant, step() {}
        phone.pass(until: instant)
    }

    /// A day in the simulated world: no call lasts longer, unless a flow's own limit says so.
    package static let longestRun = Duration.seconds(86_400)

    /// Runs until nothing is left to happen, or the time is over: `false` then.
    @discardableResult
    package mutating func run(for duration: Duration = World.longestRun) -> Bool {
        run(until: phone.now.advanced(by: duration))
        return nextEventTime == nil
    }

    // MARK: Flows

    private mutating func take(_ delivery: Delivery) {
        switch delivery {
        case .event(let leg, let event): handle(event, on: leg)
        case .inbound(let leg):
            let call = phone.legs[leg.index].info
            // A call that was dialled runs the flow of the one that came in.
            let flow = choices[phone.root(of: leg)] ?? 0
            start(
                FlowMachine(
                    flow: flows[flow], call: call, environment: environment, variables: variables),
                .call(flow: flow), on: leg)
        case .confirm(let leg, let script, let caller): confirm(leg, script, of: caller)
        case .waiting(let leg, let document, let url, let member):
            wait(leg, document, url, of: member)
        case .abandon(let leg): remove(leg)
        }
    }

    private mutating func start(_ machine: FlowMachine, _ origin: InputLog.Origin, on leg: LegID) {
        while machines.count <= leg.index { machines.append(nil) }
        machines[leg.index] = machine
        beginRecording(origin, on: leg)
        handle(.started, on: leg)
    }

    private mutating func beginRecording(_ origin: InputLog.Origin, on leg: LegID) {
        guard let run = inputs?.begin(phone.legs[leg.index].info, origin) else { return }
        while runs.count <= leg.index { runs.append(-1) }
        runs[leg.index] = run
    }

    /// Apart from `handle`, so that a world that records nothing pays for one question.
    @inline(never)
    private mutating func record(_ event: CallEvent, on leg: LegID) {
        guard leg.index < runs.count, runs[leg.index] >= 0 else { return }
        inputs?.append(event, to: runs[leg.index], at: phone.now)
    }

    /// The run of a leg whose flow was recorded from its beginning.
    private func run(of leg: LegID) -> Int { runs.indices.contains(leg.index) ? Int(runs[leg.index]) : -1 }

    private mutating func remove(_ leg: LegID) {
        guard machines.indices.contains(leg.index) else { return }
        machines[leg.index] = nil
        if leg.index < runs.count { runs[leg.index] = -1 }
    }

    private mutating func handle(_ event: CallEvent, on leg: LegID) {
        guard machines.indices.contains(leg.index) else { return }
        if !runs.isEmpty { record(event, on: leg) }
        machines[leg.index]?.handle(event, at: phone.now, into: &reaction)
        for item in reaction.items {
            switch item {
            case .perform(let id, let command): phone.perform(command, as: id, for: leg)
            case .note(let note): phone.record(note, of: leg)
            }
        }
        let end = reaction.end
        reaction.removeAll()
        if let end { finished(leg, end) }
    }

    private mutating func finished(_ leg: LegID, _ end: FlowEnd) {
        switch phone.legs[leg.index].role {
        case .inbound, .placed:
            phone.close(leg)
            if !keepsMachines { remove(leg) }
        case .waiting where end.error != nil:
            // It would fail in every further round, too.
            remove(leg)
            phone.waitingDocumentFailed(leg)
        case .dialled:
            phone.scriptFinished(leg)
            if !keepsMachines { remove(leg) }
        case .waiting:
            remove(leg)
            phone.scriptFinished(leg)
        }
    }

    // MARK: Scripts on other legs

    private func machine(_ leg: LegID) -> FlowMachine? {
        machines.indices.contains(leg.index) ? machines[leg.index] : nil
    }

    private mutating func confirm(_ leg: LegID, _ script: ConfirmScript, of caller: LegID) {
        guard let machine = machine(caller) else { return }
        let call = phone.legs[leg.index].info
        switch script {
        case .steps(let block):
            start(
                FlowMachine(confirming: block, of: machine, call: call), .confirm(block, of: run(of: caller)),
                on: leg)
        case .url(let url):
            guard let text = phone.document(at: url), let flow = read(text, url),
                let main = flow.section(named: "main")
            else { return phone.confirmationFailed(leg, "no confirm document at \(url)") }
            let base = FlowMachine(flow: flow, call: call, environment: environment)
            let block = FlowBlock(document: 0, block: Int32(truncatingIfNeeded: main.block.index))
            start(
                FlowMachine(confirming: block, of: base, call: call),
                .confirmDocument(url: url, text: text, of: run(of: caller)), on: leg)
        }
    }

    private mutating func wait(_ leg: LegID, _ document: String, _ url: String, of member: LegID) {
        guard !phone.legs[leg.index].isClosed, let machine = machine(member) else { return }
        guard let flow = read(document, url), flow.section(named: "main") != nil else {
            return phone.waitingDocumentFailed(leg)
        }
        start(
            FlowMachine(waiting: flow, of: machine),
            .waiting(url: url, text: document, of: run(of: member)), on: leg)
    }

    /// A document is read once, however often it is run.
    private mutating func read(_ text: String, _ url: String) -> Flow? {
        let key = url + "\n" + text
        if let flow = documents[key] { return flow }
        let reading = Flow.read(SourceFile(name: url, text: text))
        guard !reading.findings.contains(where: { $0.severity == .error }) else { return nil }
        documents[key] = reading.flow
        return reading.flow
    }
}
