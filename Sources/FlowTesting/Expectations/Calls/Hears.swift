import FlowRuntime
import SimulatedBackend
import SourceText
import YAMLTree

/// What a party hears.
struct Hears: ExpectationContent {
    static let key = "hears"
    static let usage =
        "[SOUND, …] in order, or {only: [SOUND, …]}: nothing else"
    static let meaning =
        "A sound was not heard, at another time, in another order, or something else was heard."

    private let expected: [HeardPattern]
    private let isOnly: Bool

    init?(_ node: YAMLNode, _ reader: inout ExpectationReader) {
        var list = node
        var isOnly = false
        if node.mapping != nil {
            let entries = reader.entries(of: node, "'hears'") ?? []
            for entry in entries { reader.checkKey(entry.key, among: ["only"]) }
            guard let only = reader.value("only", in: entries) else {
                reader.report("missing-key", "'hears' is a list of sounds, or {only: [SOUND, …]}", node.range)
                return nil
            }
            (list, isOnly) = (only, true)
        }
        guard let items = reader.list(list, isOnly ? "'only'" : "'hears'") else { return nil }
        if items.isEmpty, !isOnly {
            reader.report(
                "cannot-match", "an empty list expects nothing; silence throughout is {only: []}", node.range)
            return nil
        }
        expected = items.compactMap { HeardPattern($0, &reader) }
        self.isOnly = isOnly
        checkOrder(&reader)
    }

    /// What must begin earlier than what stands before it is never heard after it.
    private func checkOrder(_ reader: inout ExpectationReader) {
        var latest: ExpectedTime?
        for pattern in expected {
            guard let from = pattern.from else { continue }
            if let latest, from < latest {
                reader.report(
                    "cannot-match",
                    "the list is in order, but this begins at \(from.shown), before \(latest.shown)",
                    pattern.range)
                return
            }
            latest = from
        }
    }

    func judge(_ call: CallEvidence, _ verdict: inout Verdict) {
        let timeline = verdict.timeline(of: call)
        if isOnly { judgeAll(call, timeline, &verdict) } else { judgeSome(call, timeline, &verdict) }
    }

    private func judgeSome(_ call: CallEvidence, _ timeline: HeardTimeline, _ verdict: inout Verdict) {
        var next = 0
        for pattern in expected {
            if let place = timeline.items[next...].firstIndex(where: { timeline.matches($0, pattern) }) {
                next = place + 1
                continue
            }
            let (sentence, item) = explanation(of: pattern, timeline, next)
            return verdict.fail(
                "expected to hear \(pattern.shown); \(sentence)", at: pattern.range,
                event: event(item, pattern, call, &verdict))
        }
    }

    private func judgeAll(_ call: CallEvidence, _ timeline: HeardTimeline, _ verdict: inout Verdict) {
        let needsSilence = expected.contains { if case .silence = $0.what { true } else { false } }
        let items = timeline.items.filter { $0.heard.map { !$0.isSilence } ?? needsSilence }
        for (place, pattern) in expected.enumerated() {
            guard items.indices.contains(place) else {
                let (sentence, item) = explanation(of: pattern, timeline, timeline.items.count)
                return verdict.fail(
                    "expected to hear \(pattern.shown); \(sentence)", at: pattern.range,
                    event: event(item, pattern, call, &verdict))
            }
            if timeline.matches(items[place], pattern) { continue }
            return verdict.fail(
                "expected to hear \(pattern.shown); heard \(timeline.shown(items[place]))", at: pattern.range,
                event: event(items[place], pattern, call, &verdict))
        }
        guard items.count > expected.count else { return }
        let surplus = items[expected.count]
        verdict.fail(
            "expected to hear nothing \(expected.isEmpty ? "at all" : "else"); "
                + "heard \(timeline.shown(surplus))",
            event: verdict.event(at: surplus.span.from))
    }

    /// What shows it: the moment that is expected or what was heard instead, whichever is earlier; else the
    /// call's end.
    private func event(
        _ item: HeardTimeline.Item?, _ pattern: HeardPattern, _ call: CallEvidence, _ verdict: inout Verdict
    ) -> Int? {
        let expected = (pattern.from ?? pattern.to).map { verdict.evidence.start.advanced(by: $0.duration) }
        let instants = [expected, item?.span.from].compactMap { $0 }
        return instants.min().map { verdict.event(at: $0) } ?? call.lastEvent
    }

    // MARK: The nearest match

    /// What was heard instead: the same at another time, before what stands before it, or something near.
    private func explanation(
        of pattern: HeardPattern, _ timeline: HeardTimeline, _ next: Int
    ) -> (sentence: String, item: HeardTimeline.Item?) {
        let same = timeline.items.indices.filter { timeline.isSame(timeline.items[$0], as: pattern) }
        if let place = same.first(where: { $0 >= next }) ?? same.last {
            let item = timeline.items[place]
            let isEarly = place < next && timeline.matches(item, pattern)
            let what = "heard it\(timeline.shownTimes(item))"
            return (isEarly ? what + ", before what stands before it" : what, item)
        }
        if let other = timeline.sameWords(as: pattern) {
            return ("heard \(timeline.shown(other))", other)
        }
        if let near = timeline.nearestName(to: pattern) { return ("did you mean \(near)?", nil) }
        let sounds = timeline.items.filter { $0.heard != nil }
        guard !sounds.isEmpty else { return ("heard nothing at all", nil) }
        let rest = timeline.items[min(next, timeline.items.count)...].filter { $0.heard != nil }
        let shown = (rest.isEmpty ? sounds : rest).prefix(3)
        return ("heard " + listed(shown.map(timeline.shown)), shown.first)
    }
}
