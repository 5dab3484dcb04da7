package import FlowRuntime
import JSONRPC

/// Makes frames and texts fit for a log (relay-protocol.md §1.2): members that hold secrets lose their value,
/// and a credential of ours, unless it is too short to be one, loses it wherever else it stands, however it
/// is escaped. URLs lose what lets
/// somebody in (`URLMask`), headers and parameters of streams the values whose name says so.
///
/// Works on any bytes: a frame that was cut, or that is no JSON at all, is masked as far as it can be read.
package struct RelayMask: Sendable {
    private static let mask = Array(Secret.mask.utf8)
    private let patterns: [SecretPattern]
    private let members: Set<String>
    private let showsCallers: Bool

    /// - Parameters:
    ///   - secrets: The credentials that are in use.
    ///   - showsCallers: Frames keep what tells of callers: numbers, keys, words, messages.
    package init(_ secrets: [Secret], showsCallers: Bool = true) {
        self.showsCallers = showsCallers
        members = showsCallers ? Self.secretMembers : Self.secretMembers.union(Self.callerMembers)
        let forms = Set(secrets.flatMap { Self.forms(of: $0.revealed) })
        // The longest first: one may stand inside another.
        patterns = forms.sorted { one, other in
            one.count == other.count ? one.lexicographicallyPrecedes(other) : one.count > other.count
        }.map { SecretPattern($0) }
    }

    /// Members whose value is never shown: §1.2, and the bearer token of a stream.
    private static let secretMembers: Set<String> = [
        "token", "project", "jwt_token", "authorization_state", "authorization_bearer_token", "password",
    ]

    /// Members that tell who calls whom, and what was typed, said or written: those of devices (§4.1) and
    /// messages (§7), the text of a sound, the keys and speech that were collected (§4.5, §4.6), also those
    /// of a prompt that the flow calls sensitive, and what a flow tells the other end of a stream (§4.3).
    private static let callerMembers: Set<String> = [
        "from", "to", "from_number", "to_number", "from_name", "sip_refer_to", "digits", "text", "body",
        "message_text", "custom_parameters",
    ]

    package func masked(_ text: String) -> String {
        patterns.isEmpty ? text : String(decoding: literally(Array(text.utf8)), as: UTF8.self)
    }

    /// A frame as it was sent or received, in a form that may be logged. Unchanged when it has no secrets.
    package func masked(frame: [UInt8]) -> [UInt8] {
        var reader = FrameMasking(frame, members, showsCallers: showsCallers) { text in literally(text) }
        return literally(reader.masked())
    }

    private func literally(_ text: [UInt8]) -> [UInt8] {
        patterns.reduce(text) { text, pattern in pattern.replaced(in: text, by: Self.mask) }
    }

    /// In bytes. Real project ids, tokens and states are longer. What is shorter is a part of ordinary words,
    /// and where the mask stands in those it tells what the secret is.
    private static let leastLength = 8

    /// As it is, as a string of JSON, and as one by those who escape slashes too.
    private static func forms(of secret: String) -> [[UInt8]] {
        guard secret.utf8.count >= leastLength else { return [] }
        var json = JSONText()
        json.element(secret)
        let quoted = Array(json.bytes.dropFirst().dropLast())
        let slash = UInt8(ascii: "/")
        return [
            Array(secret.utf8), quoted, quoted.flatMap { $0 == slash ? [UInt8(ascii: "\\"), slash] : [$0] },
        ]
    }
}

extension RelaySession {
    /// For whatever is logged now: credentials change while a connection lasts.
    var mask: RelayMask {
        switch configuration.credentials {
        case .token(let project, let token): RelayMask([project, token, authorizationState])
        case .jwt(let token): RelayMask([token, authorizationState])
        }
    }

    /// A text of the server's that is to be told to people, as much of it as they would read.
    func masked(_ text: String) -> String {
        String(String.UnicodeScalarView(mask.masked(text).unicodeScalars.prefix(Self.quotedLength)))
    }

    /// In Unicode scalars, for a single character may be megabytes long. Messages are a sentence; what is
    /// longer is not for people.
    private static let quotedLength = 240
}
