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
