import FlowRuntime
import SimulatedBackend
import SourceText
import YAMLTree

/// All status callbacks of a run.
struct Callbacks: ExpectationContent {
    static let key = "callbacks"
    static let usage = """
        [{to: URL, method: POST, status: participant-join, at: 3s,
        body: {size: 2}}]: in order, no others; a body has at least
        these keys
        """
    static let meaning = "Other status callbacks were posted, in another order, or with other contents."

    private let expected: [CallbackPattern]

    init?(_ node: YAMLNode, _ reader: inout ExpectationReader) {
        guard let callbacks = CallbackPattern.list(node, Self.key, &reader) else { return nil }
        expected = callbacks
    }

    func judge(_ evidence: Evidence, _ verdict: inout Verdict) {
        let callbacks = evidence.callbacks
        for (place, pattern) in expected.enumerated() {
            guard callbacks.indices.contains(place) else {
                return verdict.fail(
                    "expected \(pattern.shown(evidence)); "
                        + "no \(place == 0 ? "" : "further ")callback was posted",
                    at: pattern.range, event: callbacks.last?.event, isOfCalls: false)
            }
            guard let difference = pattern.difference(from: callbacks[place].value, evidence) else {
                continue
            }
            return verdict.fail(
                difference.text, at: difference.range, event: callbacks[place].event, isOfCalls: false)
        }
        guard callbacks.count > expected.count else { return }
        let surplus = callbacks[expected.count]
        verdict.fail(
            "expected no \(expected.isEmpty ? "" : "further ")callback; "
                + "\(CallbackPattern.shown(surplus.value, evidence)) was posted",
            event: surplus.event, isOfCalls: false)
    }
}

/// Some status callbacks of a run.
struct CallbacksInclude: ExpectationContent {
    static let key = "callbacks include"
    static let usage = "the same, with others before, between and after"
    static let meaning = "A status callback was not posted, or not after those that stand before it."

    private let expected: [CallbackPattern]

    init?(_ node: YAMLNode, _ reader: inout ExpectationReader) {
        guard let callbacks = CallbackPattern.list(node, Self.key, &reader) else { return nil }
        if node.sequence?.isEmpty == true {
            reader.report("cannot-match", "an empty list is always included: name a callback", node.range)
            return nil
        }
        expected = callbacks
    }

    func judge(_ evidence: Evidence, _ verdict: inout Verdict) {
        let callbacks = evidence.callbacks
        var next = 0
        for pattern in expected {
            if let place = callbacks[next...].firstIndex(where: {
                pattern.difference(from: $0.value, evidence) == nil
            }) {
                next = place + 1
                continue
            }
            let near = callbacks[next...].first { pattern.isAddressed(as: $0.value, evidence) }
            let difference = near.flatMap { pattern.difference(from: $0.value, evidence) }
            return verdict.fail(
                difference?.text ?? "expected \(pattern.shown(evidence)); it was not posted",
                at: difference?.range ?? pattern.range, event: near?.event ?? callbacks.last?.event,
                isOfCalls: false)
        }
    }
}

extension Evidence {
    /// The status callbacks, in the order in which they were posted.
    fileprivate var callbacks: [Seen<PostedCallback>] {
        world.phone.events.enumerated().compactMap { place, event in
            guard case .callback(let number) = event.what, world.phone.callbacks.indices.contains(number)
            else { return nil }
            return Seen(value: world.phone.callbacks[number], at: event.at, event: place)
        }
    }
}
