import Conferencing
import FlowModel
import FlowRuntime
import SimulatedBackend
import SourceText
import YAMLTree

/// How a conference came to its end.
struct RoomEnd: ExpectationContent {
    static let key = "end"
    static let usage = """
        {reason, by, at, lasted, size}: of the last instance, or a list
        for all; reason as in the callback, size of who is left
        """
    static let meaning = "The conference came to another end, at another time, or to none."

    private let ends: [End]
    private let isComplete: Bool

    private static let keys = ["reason", "by", "at", "lasted", "size"]

    private struct End: Sendable {
        var reason: (word: String, range: SourceRange)?
        var by: (name: String, range: SourceRange)?
        var at: (time: ExpectedTime, range: SourceRange)?
        var lasted: (time: ExpectedTime, range: SourceRange)?
        var size: (count: Int, range: SourceRange)?
    }

    init?(_ node: YAMLNode, _ reader: inout ExpectationReader) {
        isComplete = node.sequence != nil
        ends = (node.sequence ?? [node]).compactMap { Self.end($0, &reader) }
        if node.sequence?.isEmpty == true {
            reader.report("cannot-match", "every conference that began ends: name how", node.range)
        }
        if ends.isEmpty { return nil }
    }

    private static func end(_ node: YAMLNode, _ reader: inout ExpectationReader) -> End? {
        guard let entries = reader.entries(of: node, "'end'") else { return nil }
        if entries.isEmpty {
            reader.report("cannot-match", "'end' says nothing: name \(listed(keys))", node.range)
            return nil
        }
        var end = End()
        for entry in entries {
            reader.checkKey(entry.key, among: keys)
            let (value, range) = (entry.value, entry.value.range)
            switch entry.key.scalar?.text {
            case "reason":
                let words = ConferenceEndReason.allCases.map(\.rawValue)
                end.reason = reader.word(value, "'reason'", among: words).map { ($0, range) }
            case "by":
                let isNobody = value.scalar?.text == "nobody"
                end.by = (isNobody ? "nobody" : reader.party(value, "'by'")).map { ($0, range) }
            case "at": end.at = reader.time(value, "'at'").map { ($0, range) }
            case "lasted": end.lasted = reader.time(value, "'lasted'").map { ($0, range) }
            case "size": end.size = reader.count(value, "'size'").map { ($0, range) }
            case _: break
            }
        }
        return end
    }

    func judge(_ room: RoomEvidence, _ verdict: inout Verdict) {
        let found = room.instances.flatMap { instance in instance.ends.map { ($0, instance) } }
        if isComplete ? found.count != ends.count : found.isEmpty {
            return verdict.fail(
                "expected \(counted(ends.count, "end")) of \"\(room.name)\"; " + thereWere(found.count),
                event: found.last?.0.event ?? room.events.last?.event)
        }
        for (end, (seen, instance)) in zip(ends, found.suffix(ends.count)) {
            judge(end, seen, instance, &verdict)
        }
    }

    private func judge(
        _ end: End, _ seen: Seen<ConferenceEnd>, _ instance: RoomEvidence.Instance, _ verdict: inout Verdict
    ) {
        func check(_ what: String, _ expected: (String, SourceRange)?, _ found: String) {
            guard let (expected, range) = expected, !expected.isExactly(found) else { return }
            verdict.fail(
                "expected the end \(what) \(expected); it was \(found)", at: range, event: seen.event)
        }
        check("for the reason", end.reason.map { ($0.word, $0.range) }, seen.value.reason.rawValue)
        let by = seen.value.by.map { verdict.evidence.name(of: LegID($0)) } ?? "nobody"
        check("by", end.by.map { ($0.name, $0.range) }, by)
        let time = verdict.evidence.time(seen.at)
        check("at", end.at.map { ($0.time.shown(for: time), $0.range) }, time.shown)
        let lasted = seen.value.lasted.map { Duration.milliseconds($0) }
        check(
            "after", end.lasted.map { ($0.time.shown(for: lasted), $0.range) },
            lasted?.shown ?? "without a start")
        check("with the size", end.size.map { ("\($0.count)", $0.range) }, "\(instance.members.count)")
    }
}

/// That every instance ends, once.
struct RoomEndCount: ExpectationContent {
    static let key = "ends"
    static let usage = "once: every instance has exactly one end"
    static let meaning = "A conference had no end, or more than one."

    init?(_ node: YAMLNode, _ reader: inout ExpectationReader) {
        guard reader.word(node, "'ends' of a conference", among: ["once"]) != nil else { return nil }
    }

    func judge(_ room: RoomEvidence, _ verdict: inout Verdict) {
        for instance in room.instances where instance.ends.count != 1 {
            verdict.fail(
                "expected 1 end of \"\(room.name)\"; " + thereWere(instance.ends.count),
                event: instance.ends.last?.event ?? instance.created)
        }
    }
}
