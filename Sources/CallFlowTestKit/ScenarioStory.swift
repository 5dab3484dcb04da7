public import CallFlow
import SimulatedBackend

/// What happened in a scenario, call by call.
public struct ScenarioStory: Sendable {
    /// One caller's call, or that of somebody whom a flow has dialled and who answered.
    public struct Call: Sendable {
        /// The name in the scenario file; the number of somebody who is dialled and has no name there.
        public let caller: String
        public let info: CallInfo
        /// What the flow decided and did, in order.
        public internal(set) var journal: [JournalEntry]
        /// What the call was given to hear, in order: the words or the URL of a sound, `beep`, `ringback`;
        /// without the voices of others.
        public internal(set) var heard: [String] = []
        /// The requests of the flow, in order, as in `POST https://example.com/a`.
        public internal(set) var requests: [String] = []

        /// How the flow ended; `nil` when it had not when the story did.
        public var end: FlowEnd? {
            for entry in journal.reversed() {
                if case .note(.finished(let end)) = entry.content { return end }
            }
            return nil
        }

        /// The lines of the flow whose steps ran, from 1, in the order in which they began; without those of
        /// documents that were fetched.
        public func lines(of flow: Flow) -> [Int] {
            let table = LineTable(flow.file)
            return journal.compactMap { entry in
                guard case .note(.began(let step)) = entry.content, step.document == 0,
                    flow.steps.indices.contains(Int(step.step))
                else { return nil }
                return table.position(at: flow.steps[Int(step.step)].range.lower).line
            }
        }
    }

    /// In the order in which they came in or were answered; a caller who never dialled has none.
    public let calls: [Call]
    /// From the beginning to the last thing that happened, in virtual time.
    public let duration: Duration
    /// Whether everything had come to its end; no story is longer than a day.
    public let isOver: Bool
    /// Lines of the scenario that did not happen as written, a sentence each: what their caller waited for
    /// never came, or there was no call any more.
    public let unplayed: [String]

    init(
        _ world: World, callers: [LegID: String], from start: Timestamp, isOver: Bool, unplayed: [String]
    ) {
        var calls: [LegID: Call] = [:]
        var order: [LegID] = []
        for event in world.phone.events {
            guard let leg = event.leg else { continue }
            let info = world.phone.legs[Int(leg.rawValue)].info
            if let caller = event.what.begins(info) ? callers[leg] ?? info.to : nil {
                order.append(leg)
                calls[leg] = Call(caller: caller, info: info, journal: [])
            }
            calls[leg]?.add(event)
        }
        self.calls = order.compactMap { calls[$0] }
        let last = world.phone.events.last?.at ?? start
        duration = .milliseconds(last.milliseconds - start.milliseconds)
        self.isOver = isOver
        self.unplayed = unplayed
    }

    /// The first call of a caller, or of somebody who was dialled.
    public subscript(caller: String) -> Call? { calls.first { $0.caller == caller } }
}

extension WorldEvent.What {
    /// Whether a call has a flow from here on: when it comes in, and when it is answered that a flow dialled.
    fileprivate func begins(_ call: CallInfo) -> Bool {
        switch self {
        case .began: true
        case .answered: call.dialled != nil
        case .dialled, .ended, .note, .performed, .finished, .sound, .silence, .pressed, .spoke,
            .stoppedSpeaking, .bridged, .unbridged, .recordingBegan, .recordingEnded, .room, .callback,
            .unscripted, .warning:
            false
        }
    }
}

extension ScenarioStory.Call {
    fileprivate mutating func add(_ event: WorldEvent) {
        if case .note(let note) = event.what { journal.append(JournalEntry(.note(note), at: event.at)) }
        if case .sound(let sound) = event.what { heard.append(sound.text) }
        if case .performed(_, .request(let request)) = event.what {
            requests.append("\(request.method) \(request.url)")
        }
    }
}
