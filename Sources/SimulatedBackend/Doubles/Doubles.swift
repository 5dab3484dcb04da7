package import FlowRuntime

/// What stands in for the outside world: web services, sounds, the people whom flows dial.
///
/// Nothing here ever reaches the network. What has no double is stated per field.
package struct Doubles: Sendable {
    /// By method and URL, as in `POST https://example.com/agents`. A request without a double fails with
    /// `.unreachable` and is reported (`WorldEvent.What.unscripted`).
    package var http: [String: HTTPDouble]
    /// By URL. A sound without a double lasts `Timing.media`.
    package var media: [String: MediaDouble]
    /// By destination. A party without a double behaves as `LegDouble.standard`.
    package var legs: [String: LegDouble]

    package init(
        http: [String: HTTPDouble] = [:], media: [String: MediaDouble] = [:], legs: [String: LegDouble] = [:]
    ) {
        self.http = http
        self.media = media
        self.legs = legs
    }
}

/// A web service's answers to one method and URL: one per request, the last of them for all further ones.
package struct HTTPDouble: Sendable, Hashable {
    /// One answer, and how long it takes.
    package struct Answer: Sendable, Hashable {
        /// What comes back.
        package enum Kind: Sendable, Hashable {
            case response(HTTPResponse)
            /// The service never answers: the request's own time-out, or `Timing.requestTimeout`, runs out.
            case timeout
            case refused
        }
        package var kind: Kind
        package var after: Duration
        package init(_ kind: Kind, after: Duration = .zero) {
            self.kind = kind
            self.after = after
        }
    }

    package var answers: [Answer]

    package init(_ answers: [Answer]) {
        precondition(!answers.isEmpty, "an HTTP double needs at least one answer")
        self.answers = answers
    }

    package init(status: Int, body: String = "", after: Duration = .zero) {
        self.init([Answer(.response(HTTPResponse(status: status, body: body)), after: after)])
    }
}

/// What a media URL gives.
package struct MediaDouble: Sendable, Hashable {
    /// What is at the URL.
    package enum Content: Sendable, Hashable {
        case sound(Duration)
        /// An HTTP status that is no success.
        case failure(status: Int)
        /// A flow document, as a `waitUrl` may give.
        case document(String)
    }
    package var content: Content
    /// How long the fetch takes.
    package var after: Duration
    package init(_ content: Content, after: Duration = .zero) {
        self.content = content
        self.after = after
    }
}

/// What the party at a number that `connect` or `dial` dials does.
package struct LegDouble: Sendable, Hashable {
    /// How the party meets the ringing.
    package enum Pickup: Sendable, Hashable {
        case answers, busy, declines, unreachable
        /// Rings until the caller gives up.
        case noAnswer
    }
    package var pickup: Pickup
    /// From dialling to the answer or the refusal.
    package var after: Duration
    /// What the party does from the answer on.
    package var deeds: [Deed]
    /// Others refer to the party by this, as to a caller.
    package var name: String?

    package init(
        _ pickup: Pickup, after: Duration = .zero, deeds: [Deed] = [], name: String? = nil
    ) {
        self.pickup = pickup
        self.after = after
        self.deeds = deeds
        self.name = name
    }

    /// Answers after two seconds and hangs up thirty seconds later: a friendly default, so that a flow with
    /// `connect` or `dial` runs to its end without any double.
    package static let standard = LegDouble(
        .answers, after: .seconds(2), deeds: [.wait(.seconds(30)), .hangUp])
}
