import FlowRuntime
import SimulatedBackend
import SourceText
import YAMLTree

/// What a recording or a stream is expected to hold.
struct CaptureContent: Sendable {
    /// Nothing: there is none.
    private let expected: Expected?

    private struct Expected: Sendable {
        var from: (time: ExpectedTime, range: SourceRange)?
        var to: (time: ExpectedTime, range: SourceRange)?
        var lasts: (time: ExpectedTime, range: SourceRange)?
        var contains: [VoicePattern] = []
        var without: [VoicePattern] = []
    }

    private static let keys = ["from", "to", "lasts", "contains", "without"]

    /// `others` are keys that the kind reads itself.
    init?(_ node: YAMLNode, _ key: String, _ others: [String], _ reader: inout ExpectationReader) {
        if node.scalar != nil {
            guard reader.word(node, "'\(key)', if no map,", among: ["nothing"]) != nil else { return nil }
            expected = nil
            return
        }
        guard let entries = reader.entries(of: node, "'\(key)'") else { return nil }
        if entries.isEmpty {
            reader.report("cannot-match", "'\(key)' says nothing: name \(listed(Self.keys))", node.range)
            return nil
        }
        var expected = Expected()
        for entry in entries {
            reader.checkKey(entry.key, among: Self.keys + others)
            let (value, range) = (entry.value, entry.value.range)
            switch entry.key.scalar?.text {
            case "from": expected.from = reader.time(value, "'from'").map { ($0, range) }
            case "to": expected.to = reader.time(value, "'to'").map { ($0, range) }
            case "lasts": expected.lasts = reader.time(value, "'lasts'").map { ($0, range) }
            case "contains": expected.contains = VoicePattern.list(value, "contains", &reader)
            case "without": expected.without = VoicePattern.list(value, "without", &reader)
            case _: break
            }
        }
        guard Self.check(expected, node, &reader) else { return nil }
        self.expected = expected
    }

    private static func check(_ expected: Expected, _ node: YAMLNode, _ reader: inout ExpectationReader)
        -> Bool
    {
        if let from = expected.from?.time, let to = expected.to?.time {
            if from > to {
                reader.report(
                    "cannot-match", "it ends before it begins: \(from.shown) to \(to.shown)", node.range)
                return false
            }
            if let lasts = expected.lasts?.time, !lasts.matches(to.duration - from.duration) {
                reader.report(
                    "cannot-match", "from \(from.shown) to \(to.shown) is not \(lasts.shown)", node.range)
                return false
            }
        }
        for voice in expected.contains where expected.without.contains(where: { $0.isSame(as: voice) }) {
            reader.report(
                "cannot-match", "\(voice.shown) stands under 'contains' and under 'without'", voice.range)
            return false
        }
        return true
    }

    // MARK: Judging

    /// `captures` are those of all instances, of which the last that there is counts.
    func judge(_ captures: [Capture], _ what: String, _ verdict: inout Verdict) {
        let found = captures.last { $0.begin != nil }
        guard let expected else {
            guard let found else { return }
            return verdict.fail(
                "expected no \(what); there was one from "
                    + Self.times(found, verdict.evidence),
                event: found.begin?.event)
        }
        guard let found, let begin = found.begin else {
            return verdict.fail("expected a \(what); there was none")
        }
        if found.hasFailed {
            verdict.fail("expected a \(what); it failed and left no file", event: found.end?.event)
        }
        let end = found.end
        check(expected.from, "the \(what) from", begin, &verdict)
        if let end {
            check(expected.to, "the \(what) to", end, &verdict)
            let length = Duration.milliseconds(end.at.milliseconds(since: begin.at))
            if let lasts = expected.lasts, !lasts.time.matches(length) {
                verdict.fail(
                    "expected a \(what) of \(lasts.time.shown); it lasted \(length.shown)", at: lasts.range,
                    event: end.event)
            }
        } else if let (_, range) = expected.to ?? expected.lasts {
            verdict.fail("expected an end of the \(what); it had none", at: range, event: begin.event)
        }
        judgeVoices(expected, found, what, &verdict)
    }

    private func check(
        _ expected: (time: ExpectedTime, range: SourceRange)?, _ what: String, _ found: Seen<Void>,
        _ verdict: inout Verdict
    ) {
        let time = verdict.evidence.time(found.at)
        guard let expected, !expected.time.matches(time) else { return }
        verdict.fail(
            "expected \(what) \(expected.time.shown); it was \(time.shown)", at: expected.range,
            event: found.event)
    }

    private func judgeVoices(
        _ expected: Expected, _ found: Capture, _ what: String, _ verdict: inout Verdict
    ) {
        let evidence = verdict.evidence
        for pattern in expected.contains
        where !found.voices.contains(where: { pattern.matches($0, evidence) }) {
            let voices = found.voices.prefix(3).map { "\"\($0.text)\" by \($0.speaker(evidence))" }
            verdict.fail(
                "expected \(pattern.text == nil ? "the " : "")\(pattern.shown) in the \(what); it holds "
                    + (voices.isEmpty ? "no voice" : listed(voices)),
                at: pattern.range, event: found.begin?.event)
        }
        for pattern in expected.without {
            guard let voice = found.voices.first(where: { pattern.matches($0, evidence) }) else { continue }
            verdict.fail(
                "expected no \(pattern.shown) in the \(what); it holds \"\(voice.text)\" at "
                    + evidence.time(voice.from).shown,
                at: pattern.range, event: voice.event)
        }
    }

    private static func times(_ capture: Capture, _ evidence: Evidence) -> String {
        let from = capture.begin.map { evidence.time($0.at).shown } ?? ""
        return from + (capture.end.map { " to " + evidence.time($0.at).shown } ?? "")
    }
}

/// A voice in a recording: `agent`, or `{says: TEXT, by: NAME}`.
struct VoicePattern: Sendable {
    fileprivate let text: String?
    private let by: String?
    let range: SourceRange

    init?(_ node: YAMLNode, _ reader: inout ExpectationReader) {
        range = node.range
        if node.scalar != nil {
            guard let name = reader.party(node, "a voice") else { return nil }
            (text, by) = (nil, name)
            return
        }
        guard let entries = reader.entries(of: node, "a voice") else { return nil }
        for entry in entries { reader.checkKey(entry.key, among: ["says", "by"]) }
        text = reader.value("says", in: entries).flatMap { reader.text($0, "'says'") }
        by = reader.value("by", in: entries).flatMap { node in
            node.scalar?.text == "flow" ? "flow" : reader.party(node, "'by'")
        }
        if text?.isEmpty != false, by == nil {
            reader.report("cannot-match", "a voice is meant by {says: TEXT} or by a name", node.range)
            return nil
        }
    }

    static func list(_ node: YAMLNode, _ key: String, _ reader: inout ExpectationReader) -> [VoicePattern] {
        guard let items = reader.list(node, "'\(key)'") else { return [] }
        if items.isEmpty {
            reader.report("cannot-match", "an empty list expects nothing: name a voice", node.range)
        }
        return items.compactMap { VoicePattern($0, &reader) }
    }

    func matches(_ voice: Capture.Voice, _ evidence: Evidence) -> Bool {
        (by.map { $0.isExactly(voice.speaker(evidence)) } ?? true)
            && (text.map { voice.text.containsText($0) } ?? true)
    }

    func isSame(as other: VoicePattern) -> Bool { text == other.text && by == other.by }

    var shown: String {
        guard let text else { return "voice of \(by ?? "")" }
        return "\"\(text)\"" + (by.map { " by \($0)" } ?? "")
    }
}

extension Capture.Voice {
    /// Who says it: a name, a call's id, or `flow`.
    fileprivate func speaker(_ evidence: Evidence) -> String { leg.map(evidence.name(of:)) ?? "flow" }
}
