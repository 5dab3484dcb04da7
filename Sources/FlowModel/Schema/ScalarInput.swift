import FlowExpressions
import YAMLTree

/// What a parameter's type reads: a scalar of a document or the value of an expanded template, seen alike.
package struct ScalarInput: Sendable {
    /// What the value is, as far as parameters tell values apart.
    package enum Kind: Sendable, Hashable {
        case null, text, collection
        case bool(Bool)
        case number(Double)
    }
    /// As written, without quotes; of a value, its text at the boundary.
    package let text: String
    package let kind: Kind
    /// From a template: an empty value is then a variable that is missing, not a value that was forgotten.
    package let isExpanded: Bool

    @inline(__always)
    init(_ scalar: YAMLScalar) {
        text = scalar.text
        isExpanded = false
        switch scalar.resolved {
        case .string: kind = .text
        case .null: kind = .null
        case .bool(let flag): kind = .bool(flag)
        case .integer(let number): kind = .number(Double(number))
        case .float(let number): kind = .number(number)
        }
    }

    init(_ value: FlowExpressions.Value) {
        isExpanded = true
        switch value {
        case .undefined, .null: (text, kind) = ("", .null)
        case .bool(let flag): (text, kind) = (flag ? "true" : "false", .bool(flag))
        case .number(let number): (text, kind) = (value.text.string, .number(number))
        case .string(let string): (text, kind) = (string.string, .text)
        case .list, .map: (text, kind) = (value.text.string, .collection)
        }
    }

    /// The number, also of a text that is one: `max: '3'` (swml-language.md §1.4, §2.6).
    var number: Double? {
        switch kind {
        case .number(let number): number
        case .text: DecimalText.value(of: text)
        case .null, .bool, .collection: nil
        }
    }

    /// As a message shows it.
    var shown: String {
        switch kind {
        case .null where text.isEmpty: "nothing"
        case .text where text.isEmpty: "an empty text"
        case .collection: "a list or a map"
        case .null, .text, .bool, .number: "`\(text.shortened)`"
        }
    }
}

extension String {
    /// The text, cut to what a message can hold.
    var shortened: String {
        let limit = 60
        return unicodeScalars.count <= limit
            ? self : String(String.UnicodeScalarView(unicodeScalars.prefix(limit))) + "…"
    }
}

/// Decimal numbers as JSON and SWML write them: no hexadecimal, no `inf`, no blanks.
enum DecimalText {
    static func value(of text: some StringProtocol) -> Double? {
        guard let first = text.utf8.first else { return nil }
        guard
            isDigit(first) || first == UInt8(ascii: "-") || first == UInt8(ascii: "+")
                || first == UInt8(ascii: ".")
        else { return nil }
        for byte in text.utf8 where !isNumeral(byte) { return nil }
        guard let number = Double(text), number.isFinite else { return nil }
        return number
    }

    /// A number as a person writes it: without a fraction when it is whole.
    static func shown(_ number: Double) -> String { Int(exactly: number).map(String.init) ?? String(number) }

    static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

    private static func isNumeral(_ byte: UInt8) -> Bool {
        isDigit(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
            || byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E")
    }
}
