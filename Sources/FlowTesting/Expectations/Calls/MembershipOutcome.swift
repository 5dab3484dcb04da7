import FlowModel
import FlowRuntime
import SimulatedBackend
import SourceText
import YAMLTree

/// What came of a caller's stay in a conference.
struct MembershipOutcome: ExpectationContent {
    static let key = "conference"
    static let usage = """
        none, or {name, outcome, reason, by, waited, talked,
        peak_size}, as the flow reads them; by is a caller or
        nobody; the last stay, or a list of all
        """
    static let meaning = "A stay in a conference, or the attempt at one, came to another end."

    private let stays: [Stay]
    /// All of them, and no others.
    private let isComplete: Bool

    private static let keys = ["name", "outcome", "reason", "by", "waited", "talked", "peak_size"]

    /// What is expected of one.
    private struct Stay: Sendable {
        var range: SourceRange
        var name: (text: ScriptText, range: SourceRange)?
        var outcome: (word: String, range: SourceRange)?
        var reason: (text: String, range: SourceRange)?
        /// Empty for nobody.
        var by: (name: String, range: SourceRange)?
        var waited: (time: ExpectedTime, range: SourceRange)?
        var talked: (time: ExpectedTime, range: SourceRange)?
        var peak: (count: Int, range: SourceRange)?
    }

    init?(_ node: YAMLNode, _ reader: inout ExpectationReader) {
        if node.scalar != nil {
            guard reader.word(node, "'conference', if no map,", among: ["none"]) != nil else { return nil }
            (stays, isComplete) = ([], true)
            return
        }
        if let items = node.sequence, items.isEmpty {
            reader.report("bad-value", "no stay at all is written as 'none'", node.range)
            return nil
        }
        stays = (node.sequence ?? [node]).compactMap { Self.stay($0, &reader) }
        isComplete = node.sequence != nil
        if stays.isEmpty { return nil }
    }

    private static func stay(_ node: YAMLNode, _ reader: inout ExpectationReader) -> Stay? {
        guard let entries = reader.entries(of: node, "'conference'") else { return nil }
        if entries.isEmpty {
            reader.report("cannot-match", "'conference' says nothing: name \(listed(keys))", node.range)
            return nil
        }
        var stay = Stay(range: node.range)
        for entry in entries {
            reader.checkKey(entry.key, among: keys)
            let (value, range) = (entry.value, entry.value.range)
            switch entry.key.scalar?.text {
            case "name": stay.name = reader.scriptText(value, "'name'").map { ($0, range) }
            case "outcome":
                let words = ConferenceOutcome.allCases.map(\.rawValue)
                stay.outcome = reader.word(value, "'outcome'", among: words).map { ($0, range) }
            case "reason": stay.reason = reader.text(value, "'reason'").map { ($0, range) }
            case "by":
                let isNobody = value.scalar?.text == "nobody"
                stay.by = (isNobody ? "" : reader.party(value, "'by'")).map { ($0, range) }
            case "waited": stay.waited = reader.time(value, "'waited'").map { ($0, range) }
            case "talked": stay.talked = reader.time(value, "'talked'").map { ($0, range) }
            case "peak_size": stay.peak = reader.count(value, "'peak_size'").map { ($0, range) }
            case _: break
            }
        }
        return stay
    }

    func judge(_ call: CallEvidence, _ verdict: inout Verdict) {
        let found = call.stays
        if isComplete, found.count != stays.count {
            let expected = stays.isEmpty ? "no conference" : counted(stays.count, "stay") + " in conferences"
            return verdict.fail(
                "expected \(expected); " + thereWere(found.count)
                    + (found.last.map { ", the last \($0.value.report.outcome)" } ?? ""),
                event: found.last?.event ?? call.lastEvent)
        }
        guard found.count >= stays.count else {
            return verdict.fail(
                "expected a conference; \(call.name) was in none", event: call.lastEvent)
        }
        for (stay, seen) in zip(stays, found.suffix(stays.count)) { judge(stay, seen, &verdict) }
    }

    private func judge(_ stay: Stay, _ seen: Seen<CallEvidence.Stay>, _ verdict: inout Verdict) {
        func check(_ what: String, _ expected: (String, SourceRange)?, _ found: String) {
            guard let (expected, range) = expected, !expected.isExactly(found) else { return }
            verdict.fail("expected \(what) \(expected); it was \(found)", at: range, event: seen.event)
        }
        func shown(_ name: String) -> String { name.isEmpty ? "nobody" : name }
        let (evidence, report) = (verdict.evidence, seen.value.report)
        let name = stay.name.map { ("\"\($0.text.expanded(evidence.callID))\"", $0.range) }
        check("the conference", name, "\"\(seen.value.name)\"")
        check("the outcome", stay.outcome.map { ($0.word, $0.range) }, report.outcome)
        check("the reason", stay.reason.map { ("\"\($0.text)\"", $0.range) }, "\"\(report.reason)\"")
        let by = report.by.isEmpty ? "" : evidence.name(ofCall: report.by)
        check("its end by", stay.by.map { (shown($0.name), $0.range) }, shown(by))
        let (waited, talked) = (Duration.seconds(report.waited), Duration.seconds(report.talked))
        check("a wait of", stay.waited.map { ($0.time.shown(for: waited), $0.range) }, waited.shown)
        check("a talk of", stay.talked.map { ($0.time.shown(for: talked), $0.range) }, talked.shown)
        check("a peak size of", stay.peak.map { ("\($0.count)", $0.range) }, "\(report.peakSize)")
    }
}
