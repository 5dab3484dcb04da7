package import FlowExpressions

/// Sends an HTTP request and waits for the answer (swml-language.md §3.11).
package struct Request: Sendable, Hashable {
    package var url: Given<Text> = .missing
    /// `GET` without a body, `POST` with one, when not written (C-55).
    package var method: Given<RequestMethod>?
    /// Values are texts, whatever scalar was written.
    package var headers: [NamedText]?
    /// A text is sent as it is, anything else as JSON.
    package var body: GivenValue?
    /// For the answer; zero, no limit, when not written.
    package var timeout: Given<Duration>?
    /// For the connection; zero, no limit, when not written.
    package var connectTimeout: Given<Duration>?
    /// Whether a JSON answer becomes `request_response`; false when not written.
    package var saveVariables: Given<Bool>?
    package init() {}

    /// The method when none is written.
    package var defaultMethod: RequestMethod { body == nil ? .get : .post }
}
