import FlowExpressions
import SourceText

extension ParameterTypes {
    /// The codec of a stream (swml-language.md §5.4).
    static let codec = ParameterType<StreamCodec>(
        "PCMU, PCMA, G722 or L16, with @RATEh and @MILLISECONDSi as in L16@24000h@40i",
        .text(pattern: "^([pP][cC][mM][uUaA]|[gG]722|[lL]16)(@[0-9]+[hi]){0,2}$"), placeholders: .anywhere
    ) { input in
        readText(input).flatMap { StreamCodec.read($0.string) }
    }

    /// The codecs of a call, a comma list (§5.4).
    static let codecs = ParameterType<Text>(
        "a comma list of codecs such as PCMU,OPUS", .text(pattern: nil), placeholders: .anywhere,
        advice: { input, _ in CallCodecs.advice(input.text) }
    ) { text.read($0) }
}

extension StreamCodec {
    static func read(_ text: String) -> Result<StreamCodec, CoercionProblem> {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard let first = parts.first, let name = Name(rawValue: first.uppercased()) else {
            let known = Name.allCases.map(\.rawValue)
            return .failure(.wrong(suggestion: nearest(to: String(parts.first ?? ""), among: known)))
        }
        var codec = StreamCodec(name)
        for part in parts.dropFirst() {
            if let problem = codec.add(part) { return .failure(problem) }
        }
        return .success(codec)
    }

    /// The rates of §5.4 in hertz; G722 is tolerated at 8000, as RTP calls it.
    private var rates: [Int] {
        switch name {
        case .pcmu, .pcma: [8000]
        case .g722: [16_000, 8000]
        case .l16: [8000, 16_000, 24_000, 32_000, 48_000]
        }
    }

    private mutating func add(_ modifier: Substring) -> CoercionProblem? {
        guard let number = Int(modifier.dropLast()), modifier.first?.isNumber == true else { return .wrong() }
        switch modifier.last {
        case "h" where rate == nil:
            guard rates.contains(number) else {
                let known = rates.map(String.init)
                return .because(
                    "has the rate \(number); \(name.rawValue) has \(Expectation.oneOf(known))", .outOfRange)
            }
            rate = number
        case "i" where packetTime == nil:
            guard (10...120).contains(number), number.isMultiple(of: 10) else {
                return .because(
                    "has packets of \(number) ms; 10 to 120 in steps of 10 are possible", .outOfRange)
            }
            packetTime = number
        case "h", "i":
            return .because("has the same modifier twice: `@\(modifier)`")
        default:
            return .wrong()
        }
        return nil
    }
}

/// The names in `answer.codecs` and `connect.codecs`; the schema has no pattern, so others are only odd.
enum CallCodecs {
    static let names = ["PCMU", "PCMA", "G722", "G729", "AMR-WB", "OPUS", "VP8", "H264"]

    static func advice(_ list: String) -> Advice? {
        for name in list.split(separator: ",") {
            let bare = name.drop { $0 == " " }.prefix { $0 != " " && $0 != "@" }
            guard !names.contains(bare.uppercased()) else { continue }
            let near = nearest(to: String(bare), among: names).map { "; did you mean `\($0)`?" } ?? ""
            return .warning(
                "unknown-codec",
                "has `\(String(bare).shortened)`; known are \(names.joined(separator: ", "))\(near)")
        }
        return nil
    }
}
