import FlowExpressions
import SourceText

// URLs: the scheme is checked, an odd host is a warning (design §2.2).

extension ParameterTypes {
    /// An absolute `http` or `https` URL: callbacks, documents, requests.
    static let webURL = ParameterType<Text>(
        "an http or https URL", .text(pattern: "^[hH][tT][tT][pP][sS]?://."), placeholders: .anywhere,
        advice: { input, _ in URLText.hostAdvice(input.text) }, prefix: { URLText.webProblem(ofPrefix: $0) }
    ) { input in
        readText(input).flatMap { text in
            URLText.problem(text.string, schemes: URLText.web).map(Result.failure) ?? .success(text)
        }
    }

    /// A `wss` URL: media streams. Plain `ws` would send the audio in the clear and is refused (C-49).
    static let streamURL = ParameterType<Text>(
        "a wss URL", .text(pattern: "^[wW][sS][sS]://."), placeholders: .anywhere,
        advice: { input, _ in URLText.hostAdvice(input.text) },
        prefix: { URLText.streamProblem(ofPrefix: $0) }
    ) { input in
        readText(input).flatMap { text in
            URLText.problem(text.string, schemes: URLText.stream).map(Result.failure) ?? .success(text)
        }
    }

    /// A section's name, a URL, or a document in the text itself (§1.6).
    static let target = ParameterType<DocumentTarget>(
        "a section's name, an http or https URL, or a document", .text(pattern: "."), placeholders: .anywhere,
        advice: { input, target in
            if case .url = target { URLText.hostAdvice(input.text) } else { nil }
        }
    ) { input in readText(input).flatMap { DocumentTarget.read($0) } }

    /// A document by URL or in the text itself: `transferAfterBridge`.
    static let document = ParameterType<DocumentTarget>(
        "an http or https URL, or a document", .text(pattern: "."), placeholders: .anywhere
    ) { input in
        readText(input).flatMap { DocumentTarget.read($0) }.flatMap { target in
            if case .section = target { return .failure(.wrong()) }
            return .success(target)
        }
    }
}

extension DocumentTarget {
    static func read(_ text: Text) -> Result<DocumentTarget, CoercionProblem> {
        let string = text.string
        guard !string.isEmpty else { return .failure(.wrong()) }
        if let scheme = URLText.scheme(string), URLText.web.contains(scheme), string.contains("://") {
            return URLText.problem(string, schemes: URLText.web).map(Result.failure) ?? .success(.url(text))
        }
        return .success(isDocument(string) ? .inline(text) : .section(text))
    }

    /// Begins with `{`, or a line of it is the key `sections` (swml-language.md §1.6).
    private static func isDocument(_ text: String) -> Bool {
        if text.utf8.first(where: { $0 != 0x20 && $0 != 0x0A && $0 != 0x09 && $0 != 0x0D })
            == UInt8(ascii: "{")
        {
            return true
        }
        return text.split(whereSeparator: \.isNewline).contains { $0.hasPrefix("sections:") }
    }
}

/// The parts of a URL that matter here, without a URL parser: everything behind the host is the server's business.
enum URLText {
    static let web = ["http", "https"]
    static let stream = ["wss"]

    /// The scheme in lower case, when the text begins with one.
    static func scheme(_ text: String) -> String? {
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        let name = text[..<colon]
        guard let first = name.utf8.first, isLetter(first), name.utf8.allSatisfy(isSchemeByte) else {
            return nil
        }
        return name.lowercased()
    }

    static func problem(_ text: String, schemes: [String]) -> CoercionProblem? {
        guard let scheme = scheme(text) else {
            return text.isEmpty ? .wrong() : .wrong(.wrongScheme, suggestion: suggestion(for: text, schemes))
        }
        if let problem = schemeProblem(scheme, text, schemes) { return problem }
        let rest = text.dropFirst(scheme.utf8.count + 1)
        guard rest.hasPrefix("//"), let host = host(text), !host.isEmpty else {
            return .because("has no host: `\(text.shortened)`; write \(schemes.last ?? "https")://HOST/…")
        }
        if text.unicodeScalars.contains(where: { $0.value <= 0x20 || $0.value == 0x7F }) {
            return .because("has a blank in it; a URL writes %20")
        }
        return nil
    }

    private static func schemeProblem(_ scheme: String, _ text: String, _ schemes: [String])
        -> CoercionProblem?
    {
        guard !schemes.contains(scheme) else { return nil }
        if scheme == "ws", schemes == stream {
            return .because(
                "must be wss: plain ws would send the audio unprotected", .plainWebSocket,
                suggestion: "wss" + text.dropFirst(2).shortenedURL)
        }
        return .wrong(.wrongScheme, suggestion: suggestion(for: text, schemes))
    }

    /// `example.com/x` and `htps://example.com` have an obvious correction.
    private static func suggestion(for text: String, _ schemes: [String]) -> String? {
        guard let last = schemes.last else { return nil }
        if let scheme = scheme(text), let near = nearest(to: scheme, among: schemes) {
            return near + text.dropFirst(scheme.utf8.count)
        }
        let host = text.prefix { $0 != "/" && $0 != ":" }
        let isHost =
            host.contains(".") && host.utf8.allSatisfy(isHostByte) && host.utf8.first != UInt8(ascii: ".")
        return isHost ? "\(last)://\(text)" : nil
    }

    static func webProblem(ofPrefix prefix: String) -> CoercionProblem? {
        guard let scheme = scheme(prefix) else { return nil }
        return schemeProblem(scheme, prefix, web)
    }

    static func streamProblem(ofPrefix prefix: String) -> CoercionProblem? {
        guard let scheme = scheme(prefix) else { return nil }
        return schemeProblem(scheme, prefix, stream)
    }

    /// The host without user and port; `nil` without `//`.
    static func host(_ text: String) -> Substring? {
        guard let slashes = text.firstRange(of: "://") else { return nil }
        var authority = text[slashes.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        if let at = authority.lastIndex(of: "@") { authority = authority[authority.index(after: at)...] }
        if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") { return authority[...end] }
        return authority.prefix { $0 != ":" }
    }

    /// A host that resolves nowhere: a placeholder of the documentation, a name without a domain.
    static func hostAdvice(_ text: String) -> Advice? {
        guard let host = host(text), !host.isEmpty, !host.hasPrefix("[") else { return nil }
        let isPlain = host.utf8.allSatisfy { isHostByte($0) || $0 >= 0x80 }
        guard !isPlain || host.hasPrefix(".") || host.contains("..") else { return nil }
        return .warning("odd-host", "has the host `\(String(host).shortened)`, which no name server knows")
    }

    static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- UInt8(ascii: "a") < 26 }

    private static func isSchemeByte(_ byte: UInt8) -> Bool {
        isLetter(byte) || DecimalText.isDigit(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
            || byte == UInt8(ascii: ".")
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        isLetter(byte) || DecimalText.isDigit(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
            || byte == UInt8(ascii: "_")
    }
}

extension Substring {
    /// A URL's rest for a suggestion, whole: a suggestion is text to paste.
    fileprivate var shortenedURL: String { String(self) }
}
