package import FlowExpressions

/// Ours: places legs that are calls of their own and run a section (design §2.1).
///
/// With `to` the destinations are called in turn and the step waits until one has answered or all have
/// failed. With `each` all are called at once and the step does not wait.
package struct Dial: Sendable, Hashable {
    /// In turn, until one answers; exactly one of `to` and `each` is written.
    package var to: [Given<Address>]?
    /// All at once; everybody who answers gets a call.
    package var each: [Given<Address>]?
    /// The caller's own number when not written.
    package var from: Given<Text>?
    /// Until the answer, for each attempt; 60 s when not written.
    package var timeout: Given<Duration>?
    /// How often each is dialled until it answers; once when not written. With `to` these are rounds through
    /// the whole list.
    package var attempts: Given<Int>?
    /// The section (or document) that the new leg runs.
    package var dest: Given<DocumentTarget> = .missing
    /// Becomes `params` of the new leg.
    package var params: GivenValue?
    /// The default variable is `dial_result`.
    package var result: ResultHandler?
    package init() {}

    package static let defaultTimeout = Duration.seconds(60)
    /// Nobody's list of people is longer; a flow that is made up must not fill the memory with legs.
    package static let longestList = 100

    package var targets: [Given<Address>] { each ?? to ?? [] }
}

extension Dial {
    static let parameters = ObjectSchema(
        "dial", "Places calls of their own that run a section.", groups: [.exactlyOne(["to", "each"])],
        make: { Dial() }, check: { $0.checkLength($1(), &$2) }
    ) {
        Field(
            "to", .oneOrMore(ParameterTypes.callee),
            "Whom to call, one or a list: in turn, until one answers. The step waits for the answer, or "
                + "until all have failed in every round: `dial_result` is `answered`, with the new call's id "
                + "in `dial_call_id`, or `failed`, with the last reason in `dial_failed_reason`.",
            ours: true
        ) { $0.to = Array($1) }
        Field(
            "each", .list(ParameterTypes.callee, from: 1),
            "Whom to call, all at once; everybody who answers has a call. The step does not wait: "
                + "`dial_result` is `dialing`.",
            ours: true
        ) { $0.each = $1 }
        Field("from", .callerID, "The caller ID; the caller's own when not written.", ours: true) {
            $0.from = $1
        }
        Field(
            "timeout", .seconds, "How long an answer is waited for, at each attempt.", default: "60",
            ours: true
        ) { $0.timeout = $1 }
        Field(
            "attempts", .integer(1...100),
            "How often each is called until it answers; with a list in `to`, how many rounds.", default: "1",
            ours: true
        ) { $0.attempts = $1 }
        Field(
            "dest", .target, .required,
            "What the new call runs: a section, a URL, or a document. It begins without variables, "
                + "`call.parent.call_id` is the call that dialled, and it lives on when that one ends.",
            ours: true
        ) { $0.dest = $1 }
        Field("params", .valueMap, "The new call's `params`.", ours: true) { $0.params = $1 }
        Field(
            "result", .result("dial_result"), "What follows by the outcome; with `each` while it rings.",
            ours: true
        ) { $0.result = $1 }
    }

    static let schema = StepSchema(parameters, ours: true) { .dial($0) }

    private func checkLength(_ written: WrittenObject, _ reader: inout FlowReader) {
        guard targets.count > Self.longestList else { return }
        let name = each == nil ? "to" : "each"
        reader.report(
            .tooManyDestinations(name, Self.longestList, at: written.keyRange(name) ?? written.place))
    }
}

extension FieldType<Given<DocumentTarget>> {
    static var target: FieldType { .scalar(ParameterTypes.target) }
}
