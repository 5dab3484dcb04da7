import CallFlowTestKit
import CassetteBackend
import Synchronization

/// The simulated phone system; what happens is kept, scene by scene.
struct RecordingHarness: ConformanceHarness {
    let time = ConformanceTime.virtual
    private let log = SceneLog()

    var scenes: [String: [CassetteEntry]] { log.scenes }

    func backend(for stage: ConformanceStage) async throws -> RecordingBackend {
        log.begin(stage.scene)
        return RecordingBackend(base: try await SimulatedHarness().backend(for: stage), log: log)
    }
    func shutDown(_ backend: RecordingBackend) async { backend.base.shutDown() }
}

/// What was recorded of each scene, played from the file's text.
struct CassetteHarness: ConformanceHarness {
    let capabilities = SimulatedBackend.capabilities
    let time = ConformanceTime.virtual
    private let cassettes: [String: Cassette]
    private let backends = Shelf()

    var played: [CassetteBackend] { backends.all }

    init(_ recording: RecordingHarness) throws {
        cassettes = try recording.scenes.mapValues { entries in
            let cassette = Cassette(
                backend: "simulator", date: SceneLog.begin, flows: [], environment: [:],
                variables: [:], entries: entries)
            return try Cassette(bytes: try cassette.bytes())
        }
    }

    /// No cassette has that scene.
    struct NotRecorded: Error {}

    func backend(for stage: ConformanceStage) async throws -> CassetteBackend {
        guard let cassette = cassettes[stage.scene] else { throw NotRecorded() }
        let backend = CassetteBackend(cassette)
        backends.add(backend)
        return backend
    }
    /// A cassette has no more calls than it has.
    func shutDown(_ backend: CassetteBackend) async {}
}

private final class Shelf: Sendable {
    private let backends = Mutex([CassetteBackend]())
    var all: [CassetteBackend] { backends.withLock { $0 } }
    func add(_ backend: CassetteBackend) { backends.withLock { $0.append(backend) } }
}

/// The entries of each scene, in the order in which everything happened.
final class SceneLog: Sendable {
    /// When the simulator's time begins.
    static let begin = Timestamp(milliseconds: 1_767_225_600_000)

    private struct State {
        var scenes: [String: [CassetteEntry]] = [:]
        var scene = ""
        var calls: [CallID: Int] = [:]
        var last: Int64 = 0
    }
    private let state = Mutex(State())

    var scenes: [String: [CassetteEntry]] { state.withLock { $0.scenes } }

    func begin(_ scene: String) {
        state.withLock {
            $0.scene = scene
            $0.scenes[scene] = []
            $0.calls = [:]
        }
    }

    func add(_ content: CassetteEntry.Content, of call: CallID, at time: Timestamp? = nil) {
        state.withLock { state in
            let number = state.calls[call, default: state.calls.count]
            state.calls[call] = number
            state.last = time?.milliseconds(since: Self.begin) ?? state.last
            state.scenes[state.scene]?.append(
                CassetteEntry(call: number, at: state.last, content: content))
        }
    }
}

/// A backend whose calls are kept as entries of a cassette.
struct RecordingBackend: CallBackend {
    static let name = SimulatedBackend.name
    static let capabilities = SimulatedBackend.capabilities

    let base: SimulatedBackend
    let log: SceneLog

    var inboundCalls: Calls { Calls(base: base.inboundCalls, log: log) }

    struct Calls: AsyncSequence, AsyncIteratorProtocol {
        typealias Failure = BackendError
        let base: SimulatedBackend.Calls
        let log: SceneLog

        func makeAsyncIterator() -> Calls { self }
        mutating func next(
            isolation actor: isolated (any Actor)? = #isolation
        ) async throws(BackendError) -> Session? {
            var calls = base.makeAsyncIterator()
            return try await calls.next(isolation: actor).map { Session(base: $0, log: log) }
        }
    }

    struct Session: CallSession {
        let base: SimulatedBackend.Session
        let log: SceneLog
        var call: CallInfo { base.call }
        var events: Events { Events(base: base.events.makeAsyncIterator(), call: call, log: log) }

        func perform(_ command: CallCommand, as id: CommandID) async throws(BackendError) {
            guard let entry = try? CassetteEntry.Content.command(id, command) else {
                throw BackendError(.protocolViolation, "a command without a written form")
            }
            log.add(entry, of: call.id)
            try await base.perform(command, as: id)
        }
        func close() async {
            log.add(.over(.null, place: ""), of: call.id)
            await base.close()
        }
    }

    struct Events: AsyncSequence, AsyncIteratorProtocol {
        typealias Failure = BackendError
        var base: SimulatedBackend.Events.Iterator
        let call: CallInfo
        let log: SceneLog

        func makeAsyncIterator() -> Events { self }
        mutating func next(
            isolation actor: isolated (any Actor)? = #isolation
        ) async throws(BackendError) -> TimedEvent? {
            guard let timed = try await base.next(isolation: actor) else { return nil }
            let isStart = timed.event == .started
            log.add(
                isStart ? .started(call, .call(flow: 0)) : .event(timed.event), of: call.id, at: timed.at)
            return timed
        }
    }
}
