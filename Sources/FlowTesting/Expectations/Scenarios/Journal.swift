import FlowRuntime
import SimulatedBackend
import SourceText
import YAMLTree

/// What the journals of all calls warn of.
struct Journal: ExpectationContent {
    static let key = "journal"
    static let usage = """
        {warnings: [], errors: []}: in order, no others; a code, or
        part of the text; an error is one that stopped a flow
        """
    static let meaning = "A journal has other warnings, or a flow was stopped by an error, or by none."

    var mentions: FlowMentions { FlowMentions(namesErrors: errors != nil) }

    private let warnings: [Line]?
    private let errors: [Line]?

    /// A code, or part of a text.
    private struct Line: Sendable {
        var text: String
        var range: SourceRange

        func matches(_ entry: Entry) -> Bool {
            entry.code?.isExactly(text) == true || entry.text.containsText(text)
        }
    }

    /// What stands in a journal.
    private struct Entry: Sendable {
        var code: String?
        var text: String
        var shown: String { code.map { "\($0): \(text)" } ?? text }
    }

    init?(_ node: YAMLNode, _ reader: inout ExpectationReader) {
        guard let entries = reader.entries(of: node, "'journal'") else { return nil }
        for entry in entries { reader.checkKey(entry.key, among: ["warnings", "errors"]) }
        if entries.isEmpty {
            reader.report("cannot-match", "'journal' says nothing: name 'warnings' or 'errors'", node.range)
            return nil
        }
        warnings = Self.lines("warnings", entries, &reader)
        errors = Self.lines("errors", entries, &reader)
    }

    private static func lines(
        _ key: String, _ entries: [YAMLEntry], _ reader: inout ExpectationReader
    ) -> [Line]? {
        guard let node = reader.value(key, in: entries), let items = reader.list(node, "'\(key)'") else {
            return nil
        }
        return items.compactMap { item in
            guard let text = reader.text(item, "a line of '\(key)'") else { return nil }
            if text.isEmpty {
                reader.report("bad-value", "an empty text says nothing", item.range)
                return nil
            }
            return Line(text: text, range: item.range)
        }
    }

    func judge(_ evidence: Evidence, _ verdict: inout Verdict) {
        var (warned, stopped): ([Seen<Entry>], [Seen<Entry>]) = ([], [])
        for (place, event) in evidence.world.phone.events.enumerated() {
            func seen(_ code: String?, _ text: String) -> Seen<Entry> {
                Seen(value: Entry(code: code, text: text), at: event.at, event: place)
            }
            switch event.what {
            case .note(.warning(_, let error)): warned.append(seen(error.code.rawValue, error.message))
            case .warning(let text): warned.append(seen(nil, text))
            case .note(.finished(let end)):
                if let error = end.error { stopped.append(seen(error.code.rawValue, error.message)) }
            case .note, .began, .dialled, .answered, .ended, .performed, .finished, .sound, .silence,
                .pressed, .spoke, .stoppedSpeaking, .bridged, .unbridged, .recordingBegan, .recordingEnded,
                .room, .callback, .unscripted:
                break
            }
        }
        if let warnings { compare(warnings, warned, "warning", &verdict) }
        if let errors { compare(errors, stopped, "error", &verdict) }
    }

    private func compare(
        _ expected: [Line], _ found: [Seen<Entry>], _ what: String, _ verdict: inout Verdict
    ) {
        for (place, line) in expected.enumerated() {
            guard found.indices.contains(place) else {
                return verdict.fail(
                    "expected the \(what) '\(line.text)'; there was no "
                        + (place == 0 ? what : "further \(what)"),
                    at: line.range, event: found.last?.event)
            }
            guard !line.matches(found[place].value) else { continue }
            return verdict.fail(
                "expected the \(what) '\(line.text)'; it was '\(found[place].value.shown)'", at: line.range,
                event: found[place].event)
        }
        guard found.count > expected.count else { return }
        let surplus = found[expected.count]
        verdict.fail(
            "expected no \(expected.isEmpty ? "" : "further ")\(what); there was '\(surplus.value.shown)'",
            event: surplus.event)
    }
}
