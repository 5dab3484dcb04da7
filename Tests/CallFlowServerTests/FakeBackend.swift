import FlowRuntime
import Synchronization

/// A phone system that a test plays: calls come when it says so. Everything succeeds at once, but for `play`,
/// which lasts until the call ends.
final class FakeBackend: CallBackend {
    typealias Session = FakeSession

    static let name = "simulator"
    static let capabilities = Set(Capability.allCases)

    let inboundCalls: BackendStream<FakeSession>
    private let calls: BackendStream<FakeSession>.Writer
    private let story = Mutex<[String]>([])

    init() { (inboundCalls, calls) = BackendStream.make() }

    /// What was done, in order: `c-1 answer`, `c-1 closed`, `drained`, …
    var log: [String] { story.withLock { $0 } }

    func note(_ line: String) { story.withLock { $0.append(line) } }

    /// How often that was done.
    func times(_ line: String) -> Int { log.count { $0 == line } }

    /// Returns when that was done.
    func until(_ line: String) async {
        while !log.contains(line) { await Task.yield() }
    }

    @discardableResult
    func offer(_ id: String, to: String = "+15555550100", dialledBy: (String, CommandID)? = nil)
        -> FakeSession
    {
        let run = dialledBy.map { DialOrigin(by: CallID($0.0), $0.1, run: DialledRun(.section("main"))) }
        let info = CallInfo(
            id: CallID(id), from: "+15555550111", to: to, direction: run == nil ? .inbound : .outbound,
            isAnswered: run != nil, dialled: run)
        let session = FakeSession(info, self)
        calls.write(session)
        return session
    }

    func finish(throwing error: BackendError? = nil) { calls.finish(throwing: error) }
    func drain() { note("drained") }
    func shutDown() {
        note("shut down")
        calls.finish()
    }
}

/// One of its calls.
final class FakeSession: CallSession {
    let call: CallInfo
    let events: BackendStream<TimedEvent>
    private let writer: BackendStream<TimedEvent>.Writer
    private let backend: FakeBackend
    /// Where the flow's hang-up is not done: a phone system that hangs.
    let isDeaf = Atomic(false)
    /// Where it is refused.
    let isStubborn = Atomic(false)

    init(_ call: CallInfo, _ backend: FakeBackend) {
        (self.call, self.backend) = (call, backend)
        (events, writer) = BackendStream.make()
        write(.started)
    }

    private func write(_ event: CallEvent) {
        writer.write(TimedEvent(event, at: Timestamp(milliseconds: 1_000_000)))
    }

    func hangUp(by party: CallEnding.Party = .caller) { write(.ended(CallEnding(by: party))) }
    func lose() { writer.finish(throwing: BackendError(.connectionLost, "the line is cut")) }

    func perform(_ command: CallCommand, as id: CommandID) async throws(BackendError) {
        backend.note("\(call.id) \(command.word)")
        switch command {
        case .play: break
        case .hangup:
            if isDeaf.load(ordering: .relaxed) { return }
            if isStubborn.load(ordering: .relaxed) {
                return write(.finished(id, .failed(CommandFailure(.refused, "500"))))
            }
            write(.finished(id, .done))
            write(.ended(CallEnding(by: .flow)))
        case _: write(.finished(id, .done))
        }
    }

    func close() async {
        backend.note("\(call.id) closed")
        writer.finish()
    }
    func passOn() async {
        backend.note("\(call.id) passed on")
        writer.finish()
    }
}

extension CallCommand {
    fileprivate var word: String { String("\(self)".prefix { $0 != "(" }) }
}
