import FlowExpressions
import SourceText

extension ParameterTypes {
    /// Whom `connect` calls (swml-language.md §5.2).
    static let address = ParameterType<Address>(
        "a phone number such as +15551234567, sip:USER@HOST, /RESOURCE, queue:NAME or stream:wss://…",
        .text(pattern: "."), placeholders: .anywhere, advice: Address.advice,
        prefix: Address.problem(ofPrefix:)
    ) { input in
        readText(input).flatMap { Address.read($0) }
    }

    /// Whom `dial` calls: somebody who can be in a call, so neither a queue nor a stream.
    static let callee = ParameterType<Address>(
        "a phone number such as +15551234567, sip:USER@HOST or /RESOURCE", .text(pattern: "."),
        placeholders: .anywhere, advice: Address.advice, prefix: Address.problem(ofPrefix:)
    ) { input in
        readText(input).flatMap { Address.read($0).flatMap(\.asCallee) }
    }

    /// A caller ID: a phone number or a SIP URI; other texts are the provider's business.
    static let callerID = ParameterType<Text>(
        "a phone number or a SIP URI", .text(pattern: nil), placeholders: .anywhere,
        advice: { input, value in textAdvice(input, value) ?? PhoneNumber.advice(value.string) }
    ) { input in
        readText(input).flatMap { text in
            PhoneNumber.problem(text.string).map(Result.failure) ?? .success(text)
        }
    }

    /// The number of a text message, E.164.
    static let phoneNumber = ParameterType<Text>(
        "a phone number such as +15551234567", .text(pattern: "."), placeholders: .anywhere,
        advice: { input, value in textAdvice(input, value) ?? PhoneNumber.advice(value.string) }
    ) { input in
        readText(input).flatMap { text in
            if text.isEmpty { return .failure(.wrong()) }
            return PhoneNumber.problem(text.string).map(Result.failure) ?? .success(text)
        }
    }
}

extension Address {
    static func read(_ text: Text) -> Result<Address, CoercionProblem> {
        let string = text.string
        switch URLText.scheme(string) {
        case "sip", "sips":
            return sip(text)
        case "queue":
            let name = string.behind("queue:".utf8.count)
            return name.isEmpty
                ? .failure(.because("names no queue: write queue:NAME"))
                : .success(.queue(Text(String(name))))
        case "stream":
            let url = String(string.behind("stream:".utf8.count))
            return URLText.problem(url, schemes: URLText.stream).map { .failure(streamProblem($0)) }
                ?? .success(.stream(Text(url)))
        case _?:
            return .failure(.wrong(.wrongScheme, suggestion: misspelt(string)))
        case nil:
            return plain(text)
        }
    }

    fileprivate var asCallee: Result<Address, CoercionProblem> {
        switch self {
        case .phone, .sip, .resource: .success(self)
        case .queue: .failure(.because("is a queue: `dial` calls somebody; `connect` takes from a queue"))
        case .stream: .failure(.because("is a stream: `dial` calls somebody; `connect` opens a stream"))
        }
    }

    private static func plain(_ text: Text) -> Result<Address, CoercionProblem> {
        let string = text.string
        switch string.utf8.first {
        case nil:
            return .failure(.wrong())
        case UInt8(ascii: "/"):
            return string.utf8.count > 1 ? .success(.resource(text)) : .failure(.wrong())
        case UInt8(ascii: "+"):
            return PhoneNumber.problem(string).map(Result.failure) ?? .success(.phone(text))
        case _:
            if string.utf8.allSatisfy(PhoneNumber.isFormatting) { return .success(.phone(text)) }
            let isUser = string.contains("@") && !string.contains(where: \.isWhitespace)
            return .failure(.wrong(suggestion: isUser ? "sip:\(string)" : nil))
        }
    }

    private static func sip(_ text: Text) -> Result<Address, CoercionProblem> {
        guard let colon = text.string.firstIndex(of: ":") else { return .failure(.wrong()) }
        let rest = text.string[text.string.index(after: colon)...]
        let host = rest.lastIndex(of: "@").map { rest[rest.index(after: $0)...] } ?? rest
        let isWhole = !rest.isEmpty && !rest.hasPrefix("@") && host.contains { $0 != ";" && $0 != "?" }
        guard isWhole, !rest.contains(where: \.isWhitespace), !rest.hasPrefix("//") else {
            return .failure(.because("is no SIP URI: `\(text.string.shortened)`; write sip:USER@HOST"))
        }
        return .success(.sip(text))
    }

    /// The problem of the URL inside `stream:…`, its suggestion made whole.
    private static func streamProblem(_ problem: CoercionProblem) -> CoercionProblem {
        var problem = problem
        problem.suggestion = problem.suggestion.map { "stream:\($0)" }
        return problem
    }

    private static func misspelt(_ text: String) -> String? {
        guard let scheme = URLText.scheme(text) else { return nil }
        if scheme == "wss" { return "stream:\(text)" }
        return nearest(to: scheme, among: ["sip", "sips", "queue", "stream"])
            .map { $0 + text.behind(scheme.utf8.count) }
    }

    @Sendable static func advice(_ input: ScalarInput, _ address: Address) -> Advice? {
        switch address {
        case .phone: ParameterTypes.textAdvice(input, Text(input.text)) ?? PhoneNumber.advice(input.text)
        case .stream(let url): URLText.hostAdvice(url.string)
        case .sip, .resource, .queue: nil
        }
    }

    @Sendable static func problem(ofPrefix prefix: String) -> CoercionProblem? {
        switch URLText.scheme(prefix) {
        case nil, "sip", "sips", "queue": nil
        case "stream":
            URLText.streamProblem(ofPrefix: String(prefix.behind("stream:".utf8.count))).map(streamProblem)
        case _?: .wrong(.wrongScheme, suggestion: misspelt(prefix))
        }
    }
}

/// Telephone numbers: `^\+[1-9][0-9]{1,14}$` is right, the rest is told apart by what was probably meant
/// (§5.2).
enum PhoneNumber {
    /// Why a text that begins with `+` cannot be dialled. The `X` of the documentation's examples is left to
    /// `advice`.
    static func problem(_ text: String) -> CoercionProblem? {
        guard text.utf8.first == UInt8(ascii: "+") else { return nil }
        let digits = text.utf8.dropFirst()
        if digits.allSatisfy({ DecimalText.isDigit($0) || isStandIn($0) }), (2...15).contains(digits.count),
            digits.first != UInt8(ascii: "0")
        {
            return nil
        }
        let bare = String(
            text.unicodeScalars.filter { $0.isASCII && ("0"..."9").contains($0) }.map(Character.init))
        let isFormatted =
            text.utf8.allSatisfy(isFormatting) && (2...15).contains(bare.utf8.count) && !bare.hasPrefix("0")
        return .because(
            "is no phone number: `\(text.shortened)`; write + and 2 to 15 digits",
            suggestion: isFormatted ? "+\(bare)" : nil)
    }

    static func advice(_ text: String) -> Advice? {
        if text.utf8.first == UInt8(ascii: "+") {
            return text.utf8.contains(where: isStandIn)
                ? .warning("placeholder-number", "is `\(text.shortened)`, a stand-in for a phone number")
                : nil
        }
        guard !text.isEmpty, text.utf8.allSatisfy(isFormatting) else { return nil }
        return .hint(
            "number-without-plus", "is a number without +; write it with + and its country code")
    }

    static func isFormatting(_ byte: UInt8) -> Bool {
        DecimalText.isDigit(byte) || "+-(). ".utf8.contains(byte)
    }

    /// The `X` in `+1XXXXXXXXXX`.
    private static func isStandIn(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "X") || byte == UInt8(ascii: "x")
    }
}
