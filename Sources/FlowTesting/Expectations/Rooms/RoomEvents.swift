import SourceText
import YAMLTree

/// All that happened to a conference.
struct RoomEvents: ExpectationContent {
    static let key = "events"
    static let usage = """
        [ann joins, start, bob joins, bob leaves, ann leaves, end]: in
        order, no others; also recording starts, recording stops,
        stream opens, stream closes, and NAME is refused, is muted,
        is unmuted, is held, is unheld
        """
    static let meaning = "Something else happened to the conference, or in another order."

    private let expected: RoomFacts

    init?(_ node: YAMLNode, _ reader: inout ExpectationReader) {
        guard let facts = RoomFacts(node, Self.key, &reader) else { return nil }
        expected = facts
    }

    func judge(_ room: RoomEvidence, _ verdict: inout Verdict) {
        let seen = RoomFacts.seen(room, verdict.evidence)
        for (place, (fact, range)) in expected.facts.enumerated() {
            guard seen.indices.contains(place) else {
                return verdict.fail(
                    "expected '\(fact.shown)' as event \(place + 1); nothing more happened", at: range,
                    event: seen.last?.event)
            }
            guard seen[place].value != fact else { continue }
            let later = seen[place...].first { $0.value == fact }
            let hint = later.map { " ('\(fact.shown)' came at \(verdict.evidence.time($0.at).shown))" } ?? ""
            return verdict.fail(
                "expected '\(fact.shown)' as event \(place + 1); '\(seen[place].value.shown)' came" + hint,
                at: range, event: seen[place].event)
        }
        guard seen.count > expected.facts.count else { return }
        let surplus = seen[expected.facts.count]
        verdict.fail("expected no further event; '\(surplus.value.shown)' came", event: surplus.event)
    }
}

/// Some of what happened to a conference.
struct RoomEventsInclude: ExpectationContent {
    static let key = "events include"
    static let usage = "the same, with others before, between and after"
    static let meaning = "Something did not happen to the conference, or not after what stands before it."

    private let expected: RoomFacts

    init?(_ node: YAMLNode, _ reader: inout ExpectationReader) {
        guard let facts = RoomFacts(node, Self.key, &reader) else { return nil }
        if node.sequence?.isEmpty == true {
            reader.report("cannot-match", "an empty list is always included: name an event", node.range)
            return nil
        }
        expected = facts
    }

    func judge(_ room: RoomEvidence, _ verdict: inout Verdict) {
        let seen = RoomFacts.seen(room, verdict.evidence)
        var next = 0
        for (fact, range) in expected.facts {
            if let place = seen[next...].firstIndex(where: { $0.value == fact }) {
                next = place + 1
                continue
            }
            let earlier = seen[..<next].last { $0.value == fact }
            let found = earlier.map { "it came at \(verdict.evidence.time($0.at).shown), too early" }
            return verdict.fail(
                "expected '\(fact.shown)'; \(found ?? "it never came")", at: range,
                event: earlier?.event ?? seen.last?.event)
        }
    }
}
