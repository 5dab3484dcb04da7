import SimulatedBackend
import SourceText
import YAMLTree

/// What a party must not hear.
struct NeverHears: ExpectationContent {
    static let key = "never hears"
    static let usage = """
        [SOUND, …]: none of these; from, to and for make a window:
        not then, not so long
        """
    static let meaning = "Something was heard that must not be heard."

    private let forbidden: [HeardPattern]

    init?(_ node: YAMLNode, _ reader: inout ExpectationReader) {
        guard let items = reader.list(node, "'never hears'") else { return nil }
        if items.isEmpty {
            reader.report("cannot-match", "an empty list forbids nothing: name a sound", node.range)
            return nil
        }
        forbidden = items.compactMap { HeardPattern($0, &reader) }
    }

    func judge(_ call: CallEvidence, _ verdict: inout Verdict) {
        let timeline = HeardTimeline(call, in: verdict.evidence)
        for pattern in forbidden {
            guard let item = timeline.items.first(where: { timeline.touches($0, pattern) }) else { continue }
            verdict.fail(
                "expected never to hear \(pattern.shownInWindow); heard \(timeline.shown(item))",
                at: pattern.range,
                event: verdict.event(at: item.span.from))
        }
    }
}
