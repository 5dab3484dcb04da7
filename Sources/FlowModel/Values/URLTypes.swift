import FlowExpressions
import SourceText

// URLs: the scheme is checked, an odd host is a warning (design §2.2).

extension ParameterTypes {
    /// An absolute `http` or `https` URL: callbacks, documents, requests.
    static let webURL = ParameterType<Text>(
        "an http or https URL", .text(pattern: "^[hH][tT][tT][pP][sS]?://."), placeholders: .anywhere,
        advice: { input, _ in URLText.hostAdvice(input) }, prefix: { URLText.webProblem(ofPrefix: $0) }
    ) { input in
        if URLText.isOrdinaryWeb(input.bytes) { return .success(Text(input.text)) }
        return readText(input).flatMap { text in
            URLText.problem(text.string, schemes: URLText.web).map(Result.failure) ?? .success(text)
        }
    }

    /// A `wss` URL: media streams. Plain `ws` would send the audio in the clear and is refused (C-49).
    static let streamURL = ParameterType<Text>(
        "a wss URL", .text(pattern: "^[wW][sS][sS]://."), placeholders: .anywhere,
        advice: { input, _ in URLText.hostAdvice(input) },
        prefix: { URLText.streamProblem(ofPrefix: $0) }
    ) { input in
        if URLText.isOrdinaryStream(input.bytes) { return .success(Text(input.text)) }
        return readText(input).flatMap { text in
            URLText.problem(text.string, schemes: URLText.stream).map(Result.failure) ?? .success(text)
        }
    }

    /// A section's name, a URL, or a document in the text itself (§1.6).
    static let target = ParameterType<DocumentTarget>(
        "a section's name, an http or https URL, or a document", .text(pattern: "."), placeholders: .anywhere,
        advice: { input, target in
            if case .url = target { URLText.hostAdvice(input) } else { nil }
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
        if string.withBytes(isName) { return .success(.section(text)) }
        if let scheme = URLText.scheme(string), URLText.web.contains(scheme), string.contains("://") {
            return URLText.problem(string, schemes: URLText.web).map(Result.failure) ?? .success(.url(text))
        }
        return .success(isDocument(string) ? .inline(text) : .section(text))
    }

    /// Letters, digits, `_` and `-`: a section's name, and nothing else.
    private static func isName(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        bytes.allSatisfy {
            URLText.isLetter($0) || DecimalText.isDigit($0) || $0 == UInt8(ascii: "_")
                || $0 == UInt8(ascii: "-")
        }
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

/// The parts of a URL that matter here, without a URL parser: everything behind the host is the server's
/// business.
enum URLText {
    static let web = ["http", "https"]
    static let stream = ["wss"]

    /// Whether a text is a URL as nearly all are, in one pass: scheme, `//`, a plain host, perhaps a port,
    /// and no blank behind it. Only what is not is looked at more closely.
    static func isOrdinaryWeb(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        isOrdinary(text, "https") || isOrdinary(text, "http")
    }

    /// The same for `wss`.
    static func isOrdinaryStream(_ text: UnsafeBufferPointer<UInt8>) -> Bool { isOrdinary(text, "wss") }

    private static func isOrdinary(_ bytes: UnsafeBufferPointer<UInt8>, _ scheme: StaticString) -> Bool {
        let start = scheme.utf8CodeUnitCount + 3
        guard bytes.count > start else { return false }
        for offset in 0..<start - 3 where bytes[offset] != scheme.utf8Start[offset] { return false }
        guard bytes[start - 3] == UInt8(ascii: ":"), bytes[start - 2] == UInt8(ascii: "/"),
            bytes[start - 1] == UInt8(ascii: "/"), isLetter(bytes[start]) || DecimalText.isDigit(bytes[start])
        else { return false }
        var index = start
        while index < bytes.count, isHostByte(bytes[index]) {
            if bytes[index] == UInt8(ascii: "."), bytes[index - 1] == UInt8(ascii: ".") { return false }
            index += 1
        }
        guard index < bytes.count else { return true }
        guard bytes[index] == UInt8(ascii: "/") else { return false }
        while index < bytes.count {
            guard bytes[index] > 0x20, bytes[index] != 0x7F else { return false }
            index += 1
        }
        return true
    }

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
            if text.isEmpty { return .wrong() }
            if isFileName(text) { return fileProblem(text) }
            return .wrong(.wrongScheme, suggestion: suggestion(for: text, schemes))
        }
        if let problem = schemeProblem(scheme, text, schemes) { return problem }
        let rest = text.behind(scheme.utf8.count + 1)
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

    /// `hold.mp3`: a sound's name without a host, of which no URL can be made.
    static func isFileName(_ text: String) -> Bool {
        guard !text.utf8.contains(UInt8(ascii: "/")), !text.utf8.contains(UInt8(ascii: ":")) else {
            return false
        }
        return mediaSuffixes.contains { text.lowercased().hasSuffix($0) }
    }

    private static let mediaSuffixes = [
        ".mp3", ".wav", ".ogg", ".aiff", ".aif", ".gsm", ".ulaw", ".m3u", ".m4a", ".flac", ".opus", ".mp4",
        ".mov", ".webm",
    ]

    static func fileProblem(_ name: String) -> CoercionProblem {
        .because("must be a whole URL: write https://HOST/\(name.shortened)", .wrongScheme)
    }

    /// `example.com/x` and `htps://example.com` have an obvious correction.
    private static func suggestion(for text: String, _ schemes: [String]) -> String? {
        guard let last = schemes.last else { return nil }
        if let scheme = scheme(text), let near = nearest(to: scheme, among: schemes) {
            return near + text.behind(scheme.utf8.count)
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
    static func hostAdvice(_ input: ScalarInput) -> Advice? {
        isOrdinaryWeb(input.bytes) || isOrdinaryStream(input.bytes) ? nil : hostAdvice(input.text)
    }

    /// The same for the text of an address.
    static func hostAdvice(_ text: String) -> Advice? {
        if text.withBytes({ isOrdinaryWeb($0) || isOrdinaryStream($0) }) { return nil }
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
