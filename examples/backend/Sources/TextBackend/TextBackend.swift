public import CallFlow
import Synchronization

/// A phone system made of text: callers read what they would hear and type what they would press.
///
/// Time is real. It can answer, play, prompt for keys, wait and hang up; everything else is answered by
/// `.unsupported`, and no capability is claimed but that of sounds before the answer.
public struct TextBackend: CallBackend {
    public static let name = "text"
    public static let capabilities: Set<Capability> = [.earlyMedia]

    public let inboundCalls: BackendStream<Session>
    private let calls: BackendStream<Session>.Writer
    private let count = SharedCount()
    private let clock = CallClock()

    public init() { (inboundCalls, calls) = BackendStream<Session>.make() }

    /// Somebody calls: the telephone in their hand.
    public func ring(from: String, to: String) -> TextPhone {
        let info = CallInfo(id: CallID("text-\(count.next())"), from: from, to: to)
        let (signs, screen) = AsyncStream.makeStream(of: TextPhone.Sign.self)
        let (events, journal) = BackendStream<TimedEvent>.make()
        let call = TextCall(journal, screen: screen, clock: clock)
        calls.write(Session(call: info, events: events, machine: call))
        return TextPhone(signs: signs, call: call)
    }

    /// No more calls come in; those that have go on.
    public func shutDown() { calls.finish() }

    /// One call.
    public struct Session: CallSession {
        public let call: CallInfo
        public let events: BackendStream<TimedEvent>
        let machine: TextCall

        public func perform(_ command: CallCommand, as id: CommandID) async throws(BackendError) {
            await machine.perform(command, id)
        }
        public func close() async { await machine.close() }
    }
}

/// What a caller has in their hand.
public struct TextPhone: Sendable {
    /// What the caller notices.
    public enum Sign: Sendable, Hashable {
        case answered
        case sound(String)
        case ended
    }

    /// In order; ends with the call. To be read by one task.
    public let signs: AsyncStream<Sign>
    let call: TextCall

    /// Presses one key after another (`0-9*#`); other characters are passed over.
    public func press(_ keys: String) async {
        for key in keys where "0123456789*#".contains(key) { await call.press(String(key)) }
    }
    public func hangUp() async { await call.end(CallEnding(by: .caller)) }
}

/// The numbers 1, 2, 3, …, for whoever asks.
private final class SharedCount: Sendable {
    private let count = Mutex(0)
    func next() -> Int {
        count.withLock {
            $0 += 1
            return $0
        }
    }
}
