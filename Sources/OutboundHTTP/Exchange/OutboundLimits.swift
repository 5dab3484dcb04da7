import FlowRuntime

/// Bounds of what one request may cost. Servers are other people's, and URLs may come from callers.
package struct OutboundLimits: Sendable, Hashable {
    /// For an answer when the flow does not say: a caller waits no longer in silence.
    package var time = Duration.seconds(30)
    /// For an answer whatever the flow says: a connection is held meanwhile.
    package var longestTime = Duration.seconds(600)
    /// For a connection when the flow does not say.
    package var connectTime = Duration.seconds(10)
    /// Redirects in a row; honest servers need two or three.
    package var redirects = 5
    /// All names and values of an answer's headers. Of the fields themselves `HTTPResponse.headerLimit` are
    /// kept.
    package var headerBytes = 65_536
    /// The most that is kept of the answer to a `request` (swml-language.md §1.7).
    package var bodyBytes = HTTPResponse.bodyLimit
    /// The longest document, as on disk (design §3.3).
    package var documentBytes = 1 << 20
    /// Connections of all calls at the same time; further requests wait for one within their time. A process
    /// has 1,024 files by default, and calls and journals need theirs.
    package var connections = 256
    /// Addresses of one host that are tried in turn.
    package var addresses = 4

    package init() {}
}

/// What an answer is for.
package enum AnswerKind: Sendable {
    /// For variables of a flow: cut where it is too long.
    case response
    /// To be run: refused when it is too long, for half a document is another one.
    case document
}
