import FlowRuntime
import SimulatedBackend
import SourceText

/// Collects what was not as expected.
struct Verdict {
    let evidence: Evidence
    var failures: [ExpectationFailure] = []
    /// How many failures were not kept.
    private(set) var untold = 0
    /// Of the expectation that is judged now.
    private var id = Finding.ID("unmet")
    private var range = SourceRange(0, 0)
    private var call: CallEvidence?
    /// What each party heard, for those of whom something is expected to be heard.
    private var timelines: [String: HeardTimeline] = [:]

    /// How much a trace shows around a failure: what led to it, and a little of what came of it.
    private static let eventsBefore = 24
    private static let eventsAfter = 8
    /// More are counted and not kept: nobody reads them, and each is shown with its places and its trace, so
    /// that a file of 1 MiB could ask for hours.
    static let failuresMax = 100

    init(_ evidence: Evidence) { self.evidence = evidence }

    /// What is said from here on is about this expectation, and about this call if it is about one.
    mutating func turn(to expectation: Expectation, of call: CallEvidence? = nil) {
        turn(to: ExpectationFailure.id(ofKey: expectation.key), expectation.range, of: call)
    }

    mutating func turn(to id: Finding.ID, _ range: SourceRange, of call: CallEvidence? = nil) {
        self.id = id
        self.range = range
        self.call = call
    }

    /// Something is not as expected.
    ///
    /// - Parameters:
    ///   - message: What was expected, and what happened.
    ///   - range: In the scenario file; without it, the whole expectation.
    ///   - event: What shows it, a place in the world's events.
    ///   - step: The step that it is about; without it, the one that ran then.
    ///   - isOfCalls: Whether the event concerns the call on which it was seen: status callbacks and the end
    ///     of everything do not, whosever flow was under way.
    mutating func fail(
        _ message: String, at range: SourceRange? = nil, event: Int? = nil, step: StepPlace? = nil,
        isOfCalls: Bool = true
    ) {
        guard failures.count < Self.failuresMax else {
            untold += 1
            return
        }
        let events = evidence.world.phone.events
        let place = event.map { max(0, min($0, events.count - 1)) }
        let owner = call ?? (isOfCalls ? place.flatMap { call(of: events[$0].leg) } : nil)
        let step = step ?? place.flatMap { owner?.step(at: $0) }
        let middle = place ?? events.count
        failures.append(
            ExpectationFailure(
                id: id, message: message, range: range ?? self.range, caller: owner?.name,
                at: place.map { evidence.time(events[$0].at) }, place: step.map { FlowPlace($0) },
                event: place,
                window: max(0, middle - Self.eventsBefore)..<min(events.count, middle + Self.eventsAfter)))
    }

    private func call(of leg: LegID?) -> CallEvidence? {
        leg.flatMap { leg in evidence.calls.first { $0.leg == leg } }
    }

    /// What a party heard; made once, however much is expected of it.
    mutating func timeline(of call: CallEvidence) -> HeardTimeline {
        if let timeline = timelines[call.name] { return timeline }
        let timeline = HeardTimeline(call, in: evidence)
        timelines[call.name] = timeline
        return timeline
    }

    /// The last event at an instant, or before it.
    func event(at instant: Timestamp) -> Int? {
        evidence.world.phone.events.isEmpty ? nil : evidence.lastEvent(at: instant)
    }
}

extension ExpectationFailure {
    /// `unmet-never-hears` for `never hears`.
    static func id(ofKey key: String) -> Finding.ID {
        Finding.ID("unmet-" + key.split(separator: " ").joined(separator: "-"))
    }
}
