/// Something that goes wrong once, on cue.
///
/// ```swift
/// await double.arm(RelayFault(.dropAfter, at: .received("calling.join_conference")))
/// ```
public struct RelayFault: Sendable, Hashable {
    /// The frame that it happens at.
    public enum Moment: Sendable, Hashable {
        /// The frame of that number (`RelayFrame.number`): frames count from 1, over both directions and the
        /// whole life of the double.
        case frame(Int)
        /// An event or request of the double, by event type or method; the first from now on, or a later one.
        case sent(String, occurrence: Int = 1)
        /// The double's answer to a request of that method.
        case answered(String, occurrence: Int = 1)
        /// A request of the client, by method.
        case received(String, occurrence: Int = 1)
        /// The client's answer to an event or request of the double, by event type or method.
        case acknowledged(String, occurrence: Int = 1)
    }

    /// What happens to the frame, or to its socket.
    public enum Effect: Sendable, Hashable {
        /// The socket is closed and the frame is lost.
        case dropBefore
        /// The frame goes through, and the socket is closed before any other does: an answer to it is lost.
        case dropAfter
        /// The frame is lost, and nothing else.
        case lose
        /// The frame comes later; others overtake it.
        case delay(Duration)
        /// The frame comes twice.
        case duplicate
        /// The frame comes after the next one of its direction.
        case swapWithNext
        /// The first half of the frame comes instead of it.
        case malform
        /// The socket stays open, and nothing is read from it or written to it any more.
        case goSilent
        /// `signalwire.disconnect` is sent before the frame (or, if it came from the client, before the
        /// answer to it); the socket is closed when the client has answered, or after two seconds.
        case disconnect(restart: Bool)
        /// A request of the client is not done but refused: a negative code is a JSON-RPC error, another one
        /// is the `code` of the result. No effect on other frames.
        case refuse(code: Int, message: String = "Refused on cue")
    }

    public var effect: Effect
    public var moment: Moment

    public init(_ effect: Effect, at moment: Moment) {
        self.effect = effect
        self.moment = moment
    }
}

/// The faults that have not happened yet, in the order in which they were armed.
struct ArmedFaults: Sendable {
    private var faults: [(fault: RelayFault, remaining: Int)] = []

    mutating func arm(_ fault: RelayFault) { faults.append((fault, max(1, fault.moment.occurrence))) }
    mutating func disarm() { faults = [] }

    /// What happens to this frame; of several faults that meet here the first, and the others wait on.
    mutating func strike(_ frame: RelayFrame) -> RelayFault.Effect? {
        guard !faults.isEmpty else { return nil }
        for place in faults.indices where faults[place].fault.moment.matches(frame) {
            faults[place].remaining -= 1
            if faults[place].remaining == 0 { return faults.remove(at: place).fault.effect }
        }
        return nil
    }
}

extension RelayFault.Moment {
    fileprivate var occurrence: Int {
        switch self {
        case .frame: 1
        case .sent(_, let count), .answered(_, let count), .received(_, let count),
            .acknowledged(_, let count):
            count
        }
    }

    fileprivate func matches(_ frame: RelayFrame) -> Bool {
        switch (self, frame.direction, frame.kind) {
        case (.frame(let number), _, _): number == frame.number
        case (.sent(let name, _), .sent, .event), (.sent(let name, _), .sent, .request),
            (.answered(let name, _), .sent, .result), (.answered(let name, _), .sent, .error),
            (.received(let name, _), .received, .request),
            (.acknowledged(let name, _), .received, .result),
            (.acknowledged(let name, _), .received, .error):
            name == frame.name
        case (_, _, _): false
        }
    }
}
