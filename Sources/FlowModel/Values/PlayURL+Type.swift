import FlowExpressions
import SourceText

extension ParameterTypes {
    /// One sound (swml-language.md §5.1).
    static let playURL = ParameterType<PlayURL>(
        "say:TEXT, silence:SECONDS, ring:COUNTRY or an http(s) URL",
        .text(
            pattern:
                "^([hH][tT][tT][pP][sS]?://|[sS][aA][yY]:|[sS][iI][lL][eE][nN][cC][eE]:|[rR][iI][nN][gG]:)"),
        placeholders: .behindScheme,
        advice: { input, sound in
            if case .media = sound { URLText.hostAdvice(input) } else { nil }
        },
        prefix: PlayURL.problem(ofPrefix:)
    ) { input in
        if case .text = input.kind, let sound = PlayURL.ordinary(input.bytes) { return .success(sound) }
        return readText(input).flatMap { PlayURL.read($0.string) }
    }
}

extension PlayURL {
    static let schemes = ["http", "https", "say", "silence", "ring"]

    /// The sound that a text names when it is written as nearly always: a URL, or `say:` and its text.
    fileprivate static func ordinary(_ text: UnsafeBufferPointer<UInt8>) -> PlayURL? {
        if let speech = plainSpeech(text) { return .say(Text(speech)) }
        guard URLText.isOrdinaryWeb(text) else { return nil }
        return .media(Text(String(decoding: text, as: UTF8.self)))
    }

    /// The sound that a text names; case matters in no scheme.
    static func read(_ text: String) -> Result<PlayURL, CoercionProblem> {
        guard let scheme = URLText.scheme(text), schemes.contains(scheme) else {
            return .failure(unknownScheme(text))
        }
        var rest = text.behind(scheme.utf8.count + 1)
        switch scheme {
        case "say":
            // One blank after the colon belongs to the scheme.
            if rest.utf8.first == 0x20 { rest = Substring(rest.utf8.dropFirst()) }
            guard rest.utf8.contains(where: { $0 > 0x20 }) else {
                return .failure(.because("says nothing: `say:` wants a text behind it"))
            }
            return .success(.say(Text(String(rest))))
        case "silence":
            return seconds(rest).map(PlayURL.silence)
        case "ring":
            return ring(rest)
        default:
            return URLText.problem(text, schemes: URLText.web).map(Result.failure)
                ?? .success(.media(Text(text)))
        }
    }

    /// What `say:` says, written as nearly always; only what is not is looked at more closely.
    private static func plainSpeech(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
        guard bytes.count > 4, bytes[0] == UInt8(ascii: "s"), bytes[1] == UInt8(ascii: "a"),
            bytes[2] == UInt8(ascii: "y"), bytes[3] == UInt8(ascii: ":"), bytes[4] > 0x20
        else { return nil }
        return String(decoding: UnsafeBufferPointer(rebasing: bytes[4...]), as: UTF8.self)
    }

    /// The scheme decides already, whatever the placeholders behind it give.
    @Sendable static func problem(ofPrefix prefix: String) -> CoercionProblem? {
        if prefix.hasPrefix("say:") { return nil }
        guard let scheme = URLText.scheme(prefix), !schemes.contains(scheme) else { return nil }
        return unknownScheme(prefix)
    }

    private static func unknownScheme(_ text: String) -> CoercionProblem {
        if let scheme = URLText.scheme(text), let near = nearest(to: scheme, among: schemes) {
            return .wrong(.wrongScheme, suggestion: near + text.behind(scheme.utf8.count))
        }
        guard !text.isEmpty, !text.contains("://") else { return .wrong(.wrongScheme) }
        let isOneWord = !text.utf8.contains(0x20)
        if isOneWord, URLText.isFileName(text) { return URLText.fileProblem(text) }
        let isURL =
            isOneWord && text.utf8.contains(UInt8(ascii: ".")) && text.utf8.contains(UInt8(ascii: "/"))
        return .wrong(.wrongScheme, suggestion: (isURL ? "https://" : "say:") + text, isGuess: isOneWord)
    }

    private static func seconds(_ text: Substring) -> Result<Duration, CoercionProblem> {
        let digits = text.drop { $0 == " " }
        guard let first = digits.utf8.first, DecimalText.isDigit(first) || first == UInt8(ascii: "."),
            let number = DecimalText.value(of: digits), digits.utf8.last != UInt8(ascii: "e")
        else {
            return .failure(
                .because("has no length in seconds: `\(String(text).shortened)`; write silence:2"))
        }
        guard number <= Double(FlowLimits.duration.components.seconds) else {
            return .failure(.because("is longer than any call can last", .outOfRange))
        }
        return .success(.seconds(number))
    }

    /// `CC` or `SECONDS:CC`.
    private static func ring(_ text: Substring) -> Result<PlayURL, CoercionProblem> {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard let last = parts.last, parts.count <= 2 else {
            return .failure(.because("must be ring:COUNTRY or ring:SECONDS:COUNTRY"))
        }
        let name = last.drop { $0 == " " }.lowercased()
        guard let country = RingCountry(rawValue: name) else {
            let known = RingCountry.allCases.map(\.rawValue)
            let near = nearest(to: name, among: known).map { "; did you mean `\($0)`?" } ?? ""
            return .failure(
                .because("names no country with a known ring tone: `\(name.shortened)`\(near)"))
        }
        // The schema's pattern allows no digits between the colons: then it is once.
        guard parts.count == 2, let first = parts.first, first.contains(where: { $0 != " " }) else {
            return .success(.ring(country, nil))
        }
        return seconds(first).map { .ring(country, $0) }
    }
}
