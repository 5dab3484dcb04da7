import DequeModule
import FlowRuntime

/// What waits to be delivered in this instant, in the order in which flows go on.
///
/// A flow goes on until it waits for something that takes time, and only then the next one: what answers it
/// at once does not queue behind others. One thing does, the leave of a conference: when a room ends, its
/// members go on in join order, whoever made it end (design §2.1, *Order*). What is for one leg always keeps
/// its order.
struct Outbox: Sendable {
    private var queue: Deque<Delivery> = []
    /// For the leg whose turn it is.
    private var answers: Deque<Delivery> = []
    private var turn: LegID?
    /// How many events wait in `queue`, by leg.
    private var waiting: ContiguousArray<Int32> = []

    var isEmpty: Bool { queue.isEmpty && answers.isEmpty }

    mutating func append(_ delivery: Delivery) { queue.append(delivery) }

    mutating func append(_ event: CallEvent, to leg: LegID) {
        while waiting.count <= leg.index { waiting.append(0) }
        if turn == leg, waiting[leg.index] == 0, !event.isLeave {
            answers.append(.event(leg, event))
        } else {
            waiting[leg.index] += 1
            queue.append(.event(leg, event))
        }
    }

    mutating func next() -> Delivery? {
        if let answer = answers.popFirst() { return answer }
        guard let delivery = queue.popFirst() else {
            turn = nil
            return nil
        }
        switch delivery {
        case .event(let leg, _):
            waiting[leg.index] -= 1
            turn = leg
        case .inbound(let leg), .confirm(let leg, _, _), .waiting(let leg, _, _, _): turn = leg
        case .abandon: turn = nil
        }
        return delivery
    }
}

extension CallEvent {
    fileprivate var isLeave: Bool {
        if case .conference(let change) = self, case .left = change.kind { true } else { false }
    }
}
