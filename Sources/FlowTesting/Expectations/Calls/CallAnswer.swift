import FlowRuntime
import SourceText
import YAMLTree

/// Whether and when a call is answered.
struct CallAnswer: ExpectationContent {
    static let key = "answered"
    static let usage = "3s, never"
    static let meaning = "The call was answered at another time, or not at all, or though it must not be."

    /// Nothing: never.
    private let at: ExpectedTime?

    init?(_ node: YAMLNode, _ reader: inout ExpectationReader) {
        if node.scalar?.text == "never" {
            at = nil
        } else {
            guard let time = reader.time(node, "'answered', if not 'never',") else { return nil }
            at = time
        }
    }

    func judge(_ call: CallEvidence, _ verdict: inout Verdict) {
        let answer = call.answer
        let time = answer.map { verdict.evidence.time($0.at) }
        if let at, let time, at.matches(time) { return }
        if at == nil, time == nil { return }
        let expected = at.map { "expected an answer at \($0.shown)" } ?? "expected no answer"
        let found = time.map { "the call was answered at \($0.shown)" } ?? "the call was never answered"
        verdict.fail("\(expected); \(found)", event: answer?.event ?? call.lastEvent)
    }
}
