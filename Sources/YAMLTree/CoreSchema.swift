/// The YAML 1.2 core schema (yaml.org/spec/1.2.2 §10.3.2): what an unquoted scalar means.
///
/// So `yes`, `on`, `0777`-as-octal and `12:30` of YAML 1.1 are not special here: text, text, 777, text.
enum CoreSchema {
    typealias Resolved = YAMLScalar.Resolved

    static func resolve(_ text: UnsafeBufferPointer<UInt8>) -> Resolved {
        guard let first = text.first else { return .null }
        switch first {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
            return number(text) ?? .string
        case UInt8(ascii: "~"), UInt8(ascii: "n"), UInt8(ascii: "N"):
            return isNull(text) ? .null : .string
        case UInt8(ascii: "t"), UInt8(ascii: "T"), UInt8(ascii: "f"), UInt8(ascii: "F"):
            return bool(text).map(Resolved.bool) ?? .string
        default:
            return .string
        }
    }

    static func isNull(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        text.isEmpty || text.spells("~") || text.spells("null") || text.spells("Null") || text.spells("NULL")
    }

    static func bool(_ text: UnsafeBufferPointer<UInt8>) -> Bool? {
        if text.spells("true") || text.spells("True") || text.spells("TRUE") { return true }
        if text.spells("false") || text.spells("False") || text.spells("FALSE") { return false }
        return nil
    }

    /// An integer or a float; an integer beyond `Int` is a float, never an error.
    static func number(_ text: UnsafeBufferPointer<UInt8>) -> Resolved? {
        if let special = specialFloat(text) { return .float(special) }
        if text.count > 2, text[0] == UInt8(ascii: "0") {
            if text[1] == UInt8(ascii: "x") { return prefixed(text, radix: 16) }
            if text[1] == UInt8(ascii: "o") { return prefixed(text, radix: 8) }
        }
        return decimal(text)
    }

    private static func prefixed(_ text: UnsafeBufferPointer<UInt8>, radix: UInt8) -> Resolved? {
        var exact: Int? = 0
        var rounded = 0.0
        for byte in text.dropFirst(2) {
            guard let digit = hexDigit(byte), digit < radix else { return nil }
            rounded = rounded * Double(radix) + Double(digit)
            exact = exact.flatMap { appending(digit, to: $0, radix: Int(radix), negative: false) }
        }
        return exact.map(Resolved.integer) ?? .float(rounded)
    }

    private static func decimal(_ text: UnsafeBufferPointer<UInt8>) -> Resolved? {
        var at = 0
        let negative = text[0] == UInt8(ascii: "-")
        if negative || text[0] == UInt8(ascii: "+") { at = 1 }
        var exact: Int? = 0
        let wholeStart = at
        while at < text.count, isDigit(text[at]) {
            let digit = text[at] - UInt8(ascii: "0")
            exact = exact.flatMap { appending(digit, to: $0, radix: 10, negative: negative) }
            at += 1
        }
        let wholeDigits = at - wholeStart
        if at == text.count, wholeDigits > 0 {
            return exact.map(Resolved.integer) ?? float(text)
        }
        guard let end = endOfFraction(text, from: at, wholeDigits: wholeDigits), end == text.count else {
            return nil
        }
        return float(text)
    }

    /// Past `.5`, `.`, `e9` and the like; `nil` when what stands at `from` is no fraction or exponent.
    private static func endOfFraction(
        _ text: UnsafeBufferPointer<UInt8>, from: Int, wholeDigits: Int
    ) -> Int? {
        var at = from
        var digits = wholeDigits
        if at < text.count, text[at] == UInt8(ascii: ".") {
            at += 1
            while at < text.count, isDigit(text[at]) {
                at += 1
                digits += 1
            }
        }
        guard digits > 0 else { return nil }
        guard at < text.count, text[at] | 0x20 == UInt8(ascii: "e") else { return at }
        at += 1
        if at < text.count, text[at] == UInt8(ascii: "+") || text[at] == UInt8(ascii: "-") { at += 1 }
        let exponentStart = at
        while at < text.count, isDigit(text[at]) { at += 1 }
        return at > exponentStart ? at : nil
    }

    /// Only for text that `decimal` has checked: `Double(_:)` alone would take `0x1p3` and `infinity`.
    private static func float(_ text: UnsafeBufferPointer<UInt8>) -> Resolved? {
        Double(String(decoding: text, as: UTF8.self)).map(Resolved.float)
    }

    private static func specialFloat(_ text: UnsafeBufferPointer<UInt8>) -> Double? {
        guard text.count == 4 || text.count == 5 else { return nil }
        var body = text
        var sign = 1.0
        if text[0] == UInt8(ascii: "-") || text[0] == UInt8(ascii: "+") {
            sign = text[0] == UInt8(ascii: "-") ? -1 : 1
            body = UnsafeBufferPointer(rebasing: text.dropFirst())
        }
        if body.spells(".inf") || body.spells(".Inf") || body.spells(".INF") { return sign * .infinity }
        let isSigned = body.count != text.count
        if !isSigned, body.spells(".nan") || body.spells(".NaN") || body.spells(".NAN") { return .nan }
        return nil
    }

    private static func appending(_ digit: UInt8, to value: Int, radix: Int, negative: Bool) -> Int? {
        let (product, overflow) = value.multipliedReportingOverflow(by: radix)
        guard !overflow else { return nil }
        let (sum, overflowed) =
            negative
            ? product.subtractingReportingOverflow(Int(digit)) : product.addingReportingOverflow(Int(digit))
        return overflowed ? nil : sum
    }
}

/// Whether `byte` is `0`…`9`.
func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

/// The value of a hexadecimal digit of either case.
func hexDigit(_ byte: UInt8) -> UInt8? {
    if isDigit(byte) { return byte - UInt8(ascii: "0") }
    let letter = (byte | 0x20) &- UInt8(ascii: "a")
    return letter < 6 ? letter + 10 : nil
}

extension UnsafeBufferPointer<UInt8> {
    /// Whether the bytes are exactly those of an ASCII word.
    @inlinable
    package func spells(_ word: StaticString) -> Bool {
        guard count == word.utf8CodeUnitCount else { return false }
        for index in 0..<count where self[index] != word.utf8Start[index] { return false }
        return true
    }
}
