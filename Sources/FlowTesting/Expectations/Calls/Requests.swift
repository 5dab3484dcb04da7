import FlowRuntime
import SourceText
import YAMLTree

/// All requests of a call's flow.
struct Requests: ExpectationContent {
    static let key = "requests"
    static let usage = """
        [POST https://example.com/a, {GET: URL, headers: {}, body: {}}]:
        in order, no others; a body has at least these keys
        """
    static let meaning = "The flow sent other requests, in another order, or with other contents."

    private let expected: [RequestPattern]

    init?(_ node: YAMLNode, _ reader: inout ExpectationReader) {
        guard let requests = RequestPattern.list(node, Self.key, &reader) else { return nil }
        expected = requests
    }

    func judge(_ call: CallEvidence, _ verdict: inout Verdict) {
        let requests = call.requests
        for (place, pattern) in expected.enumerated() {
            guard requests.indices.contains(place) else {
                return verdict.fail(
                    "expected \(pattern.shown(verdict.evidence)); "
                        + (place == 0 ? "no request was sent" : "no further request was sent"),
                    at: pattern.range, event: requests.last?.event ?? call.ends.last?.event)
            }
            guard
                let difference = pattern.difference(from: requests[place].value, verdict.evidence)
            else { continue }
            return verdict.fail(difference.text, at: difference.range, event: requests[place].event)
        }
        guard requests.count > expected.count else { return }
        let surplus = requests[expected.count]
        verdict.fail(
            "expected no \(expected.isEmpty ? "" : "further ")request; "
                + "\(surplus.value.method) \(surplus.value.displayURL) was sent",
            event: surplus.event)
    }
}

/// Some requests of a call's flow.
struct RequestsInclude: ExpectationContent {
    static let key = "requests include"
    static let usage = "the same, with others before, between and after"
    static let meaning = "The flow did not send a request, or not after those that stand before it."

    private let expected: [RequestPattern]

    init?(_ node: YAMLNode, _ reader: inout ExpectationReader) {
        guard let requests = RequestPattern.list(node, Self.key, &reader) else { return nil }
        if node.sequence?.isEmpty == true {
            reader.report("cannot-match", "an empty list is always included: name a request", node.range)
            return nil
        }
        expected = requests
    }

    func judge(_ call: CallEvidence, _ verdict: inout Verdict) {
        let requests = call.requests
        var next = 0
        for pattern in expected {
            let evidence = verdict.evidence
            if let place = requests[next...].firstIndex(where: {
                pattern.difference(from: $0.value, evidence) == nil
            }) {
                next = place + 1
                continue
            }
            // The one that goes to the same place says best what is different.
            let near = requests[next...].first {
                pattern.shown(evidence).isExactly("\($0.value.method) \($0.value.url)")
            }
            let difference = near.flatMap { pattern.difference(from: $0.value, evidence) }
            return verdict.fail(
                difference?.text ?? "expected \(pattern.shown(evidence)); it was not sent",
                at: difference?.range ?? pattern.range,
                event: near?.event ?? call.ends.last?.event ?? requests.last?.event)
        }
    }
}
