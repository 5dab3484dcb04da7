package import FlowExpressions

/// Ours: places legs that are calls of their own and run a section (design §2.1).
///
/// With `to` the step waits until the leg has answered or failed; with `each` all are dialled at once and the
/// step does not wait.
package struct Dial: Sendable, Hashable {
    /// One destination; exactly one of `to` and `each` is written.
    package var to: Given<Address>?
    /// All at once; everybody who answers gets a call.
    package var each: [Given<Address>]?
    /// The caller's own number when not written.
    package var from: Given<Text>?
    /// Until the answer; 60 s when not written.
    package var timeout: Given<Duration>?
    /// How often each is dialled until it answers; once when not written.
    package var attempts: Given<Int>?
    /// The section (or document) that the new leg runs.
    package var dest: Given<DocumentTarget> = .missing
    /// Becomes `params` of the new leg.
    package var params: GivenValue?
    /// The default variable is `dial_result`.
    package var result: ResultHandler?
    package init() {}

    package static let defaultTimeout = Duration.seconds(60)
    package var targets: [Given<Address>] { each ?? (to.map { [$0] } ?? []) }
}

extension Dial {
    static let parameters = ObjectSchema(
        "dial", "Places calls of their own that run a section.", groups: [.exactlyOne(["to", "each"])],
        make: { Dial() }
    ) {
        Field("to", .scalar(ParameterTypes.address), "Whom to call.", ours: true) { $0.to = $1 }
        Field("each", .list(ParameterTypes.address, from: 1), "Whom to call, all at once.", ours: true) {
            $0.each = $1
        }
        Field("from", .callerID, "The caller ID.", ours: true) { $0.from = $1 }
        Field("timeout", .seconds, "How long an answer is waited for.", default: "60", ours: true) {
            $0.timeout = $1
        }
        Field(
            "attempts", .integer(1...100), "How often each is called until it answers.", default: "1",
            ours: true
        ) {
            $0.attempts = $1
        }
        Field("dest", .target, .required, "The section that the new call runs.", ours: true) { $0.dest = $1 }
        Field("params", .valueMap, "The new call's `params`.", ours: true) { $0.params = $1 }
        Field("result", .result("dial_result"), "What follows by the outcome.", ours: true) { $0.result = $1 }
    }

    static let schema = StepSchema(parameters, ours: true) { .dial($0) }
}

extension FieldType<Given<DocumentTarget>> {
    static var target: FieldType { .scalar(ParameterTypes.target) }
}
