import FlowExpressions
import YAMLTree

/// What a parameter's type reads: a scalar of a document or the value of an expanded template, seen alike.
///
/// It shows the text in place, so it is good only inside the function that it is handed to: most types look
/// at the bytes and never want a `String`.
package struct ScalarInput {
    /// What the value is, as far as parameters tell values apart.
    package enum Kind: Sendable, Hashable {
        case null, text, collection
        case bool(Bool)
        case number(Double)
    }
    package let kind: Kind
    /// As written, without quotes; of a value, its text at the boundary. In UTF-8.
    let bytes: UnsafeBufferPointer<UInt8>
    /// From a template: an empty value is then a variable that is missing, not a value that was forgotten.
    package let isExpanded: Bool

    /// A copy of the text.
    package var text: String { String(decoding: bytes, as: UTF8.self) }

    var isEmpty: Bool { bytes.isEmpty }

    /// Whether the text is exactly this.
    func spells(_ word: StaticString) -> Bool { bytes.spells(word) }

    /// Calls a function with a scalar of a document; `nil` for a list or a map.
    @inline(__always)
    static func reading<Result>(_ node: YAMLNode, _ body: (ScalarInput) -> Result) -> Result? {
        guard let resolved = node.resolved else { return nil }
        return node.withText { body(ScalarInput(kind: Kind(resolved), bytes: $0, isExpanded: false)) }
    }

    /// Calls a function with the value of a template.
    static func reading<Result>(
        _ value: FlowExpressions.Value, _ body: (ScalarInput) -> Result
    ) -> Result {
        let (text, kind): (String, Kind) =
            switch value {
            case .undefined, .null: ("", .null)
            case .bool(let flag): (flag ? "true" : "false", .bool(flag))
            case .number(let number): (value.text.string, .number(number))
            case .string(let string): (string.string, .text)
            case .list, .map: (value.text.string, .collection)
            }
        return text.withBytes { body(ScalarInput(kind: kind, bytes: $0, isExpanded: true)) }
    }

    /// The number, also of a text that is one: `max: '3'` (swml-language.md §1.4, §2.6).
    var number: Double? {
        switch kind {
        case .number(let number): number
        case .text: beginsNumber ? DecimalText.value(of: text) : nil
        case .null, .bool, .collection: nil
        }
    }

    private var beginsNumber: Bool { bytes.first.map(DecimalText.beginsNumber) ?? false }

    /// As a message shows it.
    var shown: String {
        switch kind {
        case .null where isEmpty: "nothing"
        case .text where isEmpty: "an empty text"
        case .collection: "a list or a map"
        case .null, .text, .bool, .number: "`\(text.shortened)`"
        }
    }
}

extension ScalarInput.Kind {
    @inline(__always)
    init(_ resolved: YAMLScalar.Resolved) {
        switch resolved {
        case .string: self = .text
        case .null: self = .null
        case .bool(let flag): self = .bool(flag)
        case .integer(let number): self = .number(Double(number))
        case .float(let number): self = .number(number)
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
        guard let first = text.utf8.first, beginsNumber(first) else { return nil }
        for byte in text.utf8 where !isNumeral(byte) { return nil }
        guard let number = Double(text), number.isFinite else { return nil }
        return number
    }

    static func beginsNumber(_ byte: UInt8) -> Bool {
        isDigit(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+") || byte == UInt8(ascii: ".")
    }

    /// A number as a person writes it: without a fraction when it is whole.
    static func shown(_ number: Double) -> String { Int(exactly: number).map(String.init) ?? String(number) }

    static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

    private static func isNumeral(_ byte: UInt8) -> Bool {
        isDigit(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
            || byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E")
    }
}
