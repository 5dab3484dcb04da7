import FlowExpressions
import SourceText
import YAMLTree

// The types of plain parameters: booleans, numbers, times, words, texts.

/// Where the parameter types that need no argument are kept, each created once.
enum ParameterTypes {
    static let boolean = ParameterType<Bool>("true or false", .boolean, placeholders: .whole) { input in
        switch input.kind {
        case .bool(let flag): .success(flag)
        case .text where input.spells("true"): .success(true)
        case .text where input.spells("false"): .success(false)
        case .text: .failure(booleanProblem(input.text))
        case .null, .number, .collection: .failure(.wrong(.wrongType))
        }
    }

    /// YAML 1.1's words, which YAML 1.2 reads as texts, are the usual mistake.
    private static func booleanProblem(_ text: String) -> CoercionProblem {
        switch text.lowercased() {
        case "yes", "on", "y": .wrong(.notBoolean, suggestion: "true")
        case "no", "off", "n": .wrong(.notBoolean, suggestion: "false")
        default: .wrong(.wrongType, suggestion: nearest(to: text, among: ["true", "false"]))
        }
    }

    /// Any text. A number keeps the text it was written as (swml-language.md §1.4).
    static let text = ParameterType<Text>(
        "a text", .text(pattern: nil), placeholders: .anywhere, advice: textAdvice, readText)

    static let nonEmptyText = ParameterType<Text>(
        "a text that is not empty", .text(pattern: "."), placeholders: .anywhere, advice: textAdvice
    ) { input in
        readText(input).flatMap { $0.isEmpty ? .failure(.wrong()) : .success($0) }
    }

    @Sendable static func readText(_ input: ScalarInput) -> Result<Text, CoercionProblem> {
        switch input.kind {
        case .text, .bool, .number: .success(Text(input.text))
        // Only an expanded placeholder is null without a finding of its own: missing variables are empty
        // (§2.7).
        case .null where input.isExpanded && input.isEmpty: .success("")
        case .null, .collection: .failure(.wrong(.wrongType))
        }
    }

    @Sendable static func textAdvice(_ input: ScalarInput, _ value: Text) -> Advice? {
        switch input.kind {
        case .text, .null, .collection:
            nil
        case .bool:
            .warning(
                "unquoted-text", "is a text, and YAML reads `\(input.text)` as a boolean; quote it",
                replacement: "\"\(input.text)\"")
        case .number:
            NumberHazard.differsAsText(input.text)
                ? .warning(
                    "unquoted-number", "is a text, and YAML reads `\(input.text)` as a number; quote it",
                    replacement: "\"\(input.text)\"") : nil
        }
    }

    static let region = ParameterType<Text>(
        "a region such as global, us, eu or ch", .text(pattern: nil), placeholders: .nowhere,
        advice: { input, _ in
            regions.index(of: input.bytes) != nil
                ? nil
                : .warning(
                    "unknown-region", "is `\(input.text)`; the regions of SWML are global, us, eu and ch")
        },
        { nonEmptyText.read($0) })

    private static let regions = SpellingTable(["global", "us", "eu", "ch"])

    static let sleepTime = ParameterType<SleepTime>(
        "a time in milliseconds, or -1 for ever", .either([.integer(-1...Int.max), TimeUnit.pattern]),
        placeholders: .whole
    ) { input in
        if input.number == -1 { return .success(.forever) }
        return TimeUnit.milliseconds.read(input, wholeOnly: true).map(SleepTime.time)
    }
}

extension ParameterType<Int> {
    /// A whole number; `5.0` and `'5'` are whole numbers too (swml-language.md §1.4).
    static func integer(_ range: ClosedRange<Int>) -> ParameterType {
        let expectation =
            range.upperBound == .max
            ? "a whole number from \(range.lowerBound)"
            : "a whole number from \(range.lowerBound) to \(range.upperBound)"
        return ParameterType(expectation, .integer(range), placeholders: .whole) { input in
            guard let number = input.number else { return .failure(.wrong(.wrongType)) }
            guard let whole = Int(exactly: number) else { return .failure(.wrong()) }
            return range.contains(whole) ? .success(whole) : .failure(.wrong(.outOfRange))
        }
    }
}

extension ParameterType<Double> {
    static func number(_ range: ClosedRange<Double>) -> ParameterType {
        let bounds = "\(DecimalText.shown(range.lowerBound)) to \(DecimalText.shown(range.upperBound))"
        return ParameterType("a number from \(bounds)", .number(range), placeholders: .whole) { input in
            guard let number = input.number, number.isFinite else { return .failure(.wrong(.wrongType)) }
            return range.contains(number) ? .success(number) : .failure(.wrong(.outOfRange))
        }
    }
}

extension ParameterType<Duration> {
    /// A time from zero on, in the unit of the parameter or with a unit of its own: `500ms`, `30s`, `5m`,
    /// `2h`.
    static func time(_ unit: TimeUnit, wholeOnly: Bool = false, from lowest: Int = 0) -> ParameterType {
        let number: JSONShape =
            wholeOnly ? .integer(lowest...Int.max) : .number(Double(lowest)...Double.greatestFiniteMagnitude)
        let expectation =
            "a time in \(wholeOnly ? "whole " : "")\(unit.name)\(lowest > 0 ? " from \(lowest)" : ""), "
            + "or with a unit as in 500ms, 30s, 5m"
        return ParameterType(expectation, .either([number, TimeUnit.pattern]), placeholders: .whole) {
            input in
            unit.read(input, wholeOnly: wholeOnly).flatMap { time in
                time < unit.duration(Double(lowest)) ? .failure(.wrong(.outOfRange)) : .success(time)
            }
        }
    }
}

/// The unit in which a parameter counts time.
enum TimeUnit: Sendable {
    case milliseconds, seconds

    static let pattern = JSONShape.text(pattern: #"^[0-9]+(\.[0-9]+)?(ms|s|m|h)$"#)

    var name: String {
        switch self {
        case .milliseconds: "milliseconds"
        case .seconds: "seconds"
        }
    }

    func duration(_ count: Double) -> Duration {
        switch self {
        case .milliseconds: .seconds(count / 1000)
        case .seconds: .seconds(count)
        }
    }

    func read(_ input: ScalarInput, wholeOnly: Bool) -> Result<Duration, CoercionProblem> {
        if let number = input.number {
            guard number.isFinite else { return .failure(.wrong(.wrongType)) }
            guard !wholeOnly || number == number.rounded() else { return .failure(.wrong()) }
            return bounded(seconds: self == .seconds ? number : number / 1000)
        }
        guard case .text = input.kind, let seconds = Self.seconds(withUnit: input.bytes) else {
            return .failure(.wrong(.wrongType))
        }
        return bounded(seconds: seconds)
    }

    private func bounded(seconds: Double) -> Result<Duration, CoercionProblem> {
        guard seconds >= 0 else { return .failure(.wrong(.outOfRange)) }
        guard seconds <= Double(FlowLimits.duration.components.seconds) else {
            return .failure(.because("is longer than any call can last", .outOfRange))
        }
        return .success(.seconds(seconds))
    }

    /// `1.5s` as seconds; `nil` without a unit.
    private static func seconds(withUnit text: UnsafeBufferPointer<UInt8>) -> Double? {
        guard let first = text.first, DecimalText.isDigit(first) else { return nil }
        let end = text.firstIndex { !DecimalText.isDigit($0) && $0 != UInt8(ascii: ".") } ?? text.count
        let unit = UnsafeBufferPointer(rebasing: text[end...])
        guard let number = number(UnsafeBufferPointer(rebasing: text[..<end])) else { return nil }
        if unit.spells("s") { return number }
        if unit.spells("ms") { return number / 1000 }
        if unit.spells("m") { return number * 60 }
        return unit.spells("h") ? number * 3600 : nil
    }

    private static func number(_ digits: UnsafeBufferPointer<UInt8>) -> Double? {
        // So few digits alone are exact without more ado.
        if digits.count <= 9, digits.allSatisfy(DecimalText.isDigit) {
            return Double(digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) })
        }
        return DecimalText.value(of: String(decoding: digits, as: UTF8.self))
    }
}
