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

extension Request {
    static let parameters = ObjectSchema(
        "request", "Sends an HTTP request and waits for the answer.", make: { Request() },
        check: { request, written, reader in reader.checkMethod(of: request, written()) }
    ) {
        Field("url", .webURL, .required, "Where to; `user:password@` may stand in it.") { $0.url = $1 }
        Field("method", .word(), "The method; GET without a body and POST with one when not written.") {
            $0.method = $1
        }
        Field("headers", .namedTexts, "Names and values of headers.") { $0.headers = $1 }
        Field("body", .value, "A text, sent as it is, or anything else, sent as JSON.") { $0.body = $1 }
        Field("timeout", .seconds, "How long the answer is waited for; 0 is without end.", default: "0") {
            $0.timeout = $1
        }
        Field("connectTimeout", .seconds, "How long the connection may take; 0 is without end.", default: "0")
        {
            $0.connectTimeout = $1
        }
        Field(
            "saveVariables", .boolean, "Whether a JSON answer becomes `request_response`.", default: "false"
        ) {
            $0.saveVariables = $1
        }
    }

    static let schema = StepSchema(parameters) { .request($0) }
}

extension FlowReader {
    /// SWML requires the method; we default it, with a hint (C-55).
    fileprivate mutating func checkMethod(of request: Request, _ written: WrittenObject) {
        guard !written.has("method"), !isCut(written.node) else { return }
        report(isStrict ? .notSWML(.noMethod, at: written.place) : .missingMethod(request, at: written.place))
    }
}
