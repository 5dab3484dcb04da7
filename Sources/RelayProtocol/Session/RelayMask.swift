package import FlowRuntime
import JSONRPC

/// Makes frames and texts fit for a log (relay-protocol.md §1.2): members that hold secrets lose their value,
/// and a credential of ours loses it wherever else it stands, however it is escaped.
///
/// Works on any bytes: a frame that was cut, or that is no JSON at all, is masked as far as it can be read.
package struct RelayMask: Sendable {
    private static let mask = Array(Secret.mask.utf8)
    private let patterns: [SecretPattern]
    private let members: Set<String>

    /// - Parameters:
    ///   - secrets: The credentials that are in use.
    ///   - showsCallers: Frames keep what tells of callers: numbers, keys, words, messages.
    package init(_ secrets: [Secret], showsCallers: Bool = true) {
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
    /// messages (§7), the text of a sound, and the keys and speech that were collected (§4.5, §4.6), also
    /// those of a prompt that the flow calls sensitive.
    private static let callerMembers: Set<String> = [
        "from", "to", "from_number", "to_number", "from_name", "sip_refer_to", "digits", "text", "body",
        "message_text",
    ]

    package func masked(_ text: String) -> String {
        patterns.isEmpty ? text : String(decoding: literally(Array(text.utf8)), as: UTF8.self)
    }

    /// A frame as it was sent or received, in a form that may be logged. Unchanged when it has no secrets.
    package func masked(frame: [UInt8]) -> [UInt8] {
        var reader = FrameMasking(frame, members) { text in literally(text) }
        return literally(reader.masked())
    }

    private func literally(_ text: [UInt8]) -> [UInt8] {
        patterns.reduce(text) { text, pattern in pattern.replaced(in: text, by: Self.mask) }
    }

    /// As it is, as a string of JSON, and as one by those who escape slashes too.
    private static func forms(of secret: String) -> [[UInt8]] {
        guard !secret.isEmpty else { return [] }
        var json = JSONText()
        json.element(secret)
        let quoted = Array(json.bytes.dropFirst().dropLast())
        let slash = UInt8(ascii: "/")
        return [
            Array(secret.utf8), quoted, quoted.flatMap { $0 == slash ? [UInt8(ascii: "\\"), slash] : [$0] },
        ]
    }
}

/// One frame on its way to the log, read string by string.
private struct FrameMasking {
    private static let mask = Array("\"\(Secret.mask)\"".utf8)

    private let input: [UInt8]
    /// Those whose value is not shown.
    private let members: Set<String>
    private let literally: ([UInt8]) -> [UInt8]
    private var place = 0
    private var output: [UInt8] = []

    init(_ input: [UInt8], _ members: Set<String>, literally: @escaping ([UInt8]) -> [UInt8]) {
        self.input = input
        self.members = members
        self.literally = literally
        output.reserveCapacity(input.count)
    }

    mutating func masked() -> [UInt8] {
        while place < input.count {
            if input[place] == UInt8(ascii: "\"") { string() } else { copy(to: place + 1) }
        }
        return output
    }

    private mutating func copy(to end: Int) {
        output += input[place..<end]
        place = end
    }

    /// A string; if it names a secret, its value as well.
    private mutating func string() {
        let end = endOfString(from: place)
        let source = input[place..<end]
        guard let text = Self.text(of: source) else { return copy(to: end) }
        let value = valueStart(after: end)
        if let value, members.contains(text) {
            copy(to: value)
            place = endOfValue(from: value)
            output += Self.mask
        } else {
            shown(text, source)
            place = end
        }
    }

    /// A string that may be shown but for the credentials in it. Without escapes they stand there as they
    /// are, and are found afterwards.
    private mutating func shown(_ text: String, _ source: ArraySlice<UInt8>) {
        guard source.contains(UInt8(ascii: "\\")) else { return output += source }
        let bytes = Array(text.utf8)
        let masked = literally(bytes)
        guard masked != bytes else { return output += source }
        var json = JSONText()
        json.element(String(decoding: masked, as: UTF8.self))
        output += json.bytes
    }

    /// What a string says; `nil` when it is no string of JSON.
    private static func text(of source: ArraySlice<UInt8>) -> String? {
        guard source.contains(UInt8(ascii: "\\")) else {
            return String(decoding: source.dropFirst().dropLast(), as: UTF8.self)
        }
        return (try? JSONDocument(Array(source)))?.root.string
    }

    /// After the closing quote, or the end of everything.
    private func endOfString(from start: Int) -> Int {
        var place = start + 1
        while place < input.count {
            switch input[place] {
            case UInt8(ascii: "\""): return place + 1
            case UInt8(ascii: "\\"): place += 2
            case _: place += 1
            }
        }
        return input.count
    }

    private func endOfSpace(from start: Int) -> Int {
        var place = start
        while place < input.count, [0x20, 0x09, 0x0A, 0x0D].contains(input[place]) { place += 1 }
        return place
    }

    /// Where the value of a key begins; `nil` when no colon follows.
    private func valueStart(after end: Int) -> Int? {
        let colon = endOfSpace(from: end)
        guard colon < input.count, input[colon] == UInt8(ascii: ":") else { return nil }
        return endOfSpace(from: colon + 1)
    }

    /// After a value of any type, or the end of everything.
    private func endOfValue(from start: Int) -> Int {
        var place = start
        var depth = 0
        while place < input.count {
            switch input[place] {
            case UInt8(ascii: "\""):
                place = endOfString(from: place)
                if depth == 0 { return place }
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if depth == 0 { return place }
                depth -= 1
                if depth == 0 { return place + 1 }
            case UInt8(ascii: ","):
                if depth == 0 { return place }
            case _: break
            }
            place += 1
        }
        return place
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
