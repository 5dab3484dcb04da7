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
    package let kind: Kind
    private let source: Source

    /// A document's text is made into a `String` only for who asks: most types look at its bytes.
    private enum Source {
        case document(YAMLScalar)
        case value(String)
    }

    /// As written, without quotes; of a value, its text at the boundary.
    package var text: String {
        switch source {
        case .document(let scalar): scalar.text
        case .value(let text): text
        }
    }

    /// From a template: an empty value is then a variable that is missing, not a value that was forgotten.
    package var isExpanded: Bool {
        switch source {
        case .document: false
        case .value: true
        }
    }

    /// The text's bytes, in place.
    @inline(__always)
    func withUTF8<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        switch source {
        case .document(let scalar): scalar.withUTF8(body)
        case .value(let text): text.withBytes(body)
        }
    }

    var isEmpty: Bool { withUTF8(\.isEmpty) }

    /// Whether the text is exactly this.
    func spells(_ word: StaticString) -> Bool { withUTF8 { $0.spells(word) } }

    @inline(__always)
    init(_ scalar: YAMLScalar) {
        source = .document(scalar)
        switch scalar.resolved {
        case .string: kind = .text
        case .null: kind = .null
        case .bool(let flag): kind = .bool(flag)
        case .integer(let number): kind = .number(Double(number))
        case .float(let number): kind = .number(number)
        }
    }

    init(_ value: FlowExpressions.Value) {
        switch value {
        case .undefined, .null: (source, kind) = (.value(""), .null)
        case .bool(let flag): (source, kind) = (.value(flag ? "true" : "false"), .bool(flag))
        case .number(let number): (source, kind) = (.value(value.text.string), .number(number))
        case .string(let string): (source, kind) = (.value(string.string), .text)
        case .list, .map: (source, kind) = (.value(value.text.string), .collection)
        }
    }

    /// The number, also of a text that is one: `max: '3'` (swml-language.md §1.4, §2.6).
    var number: Double? {
        switch kind {
        case .number(let number): number
        case .text: beginsNumber ? DecimalText.value(of: text) : nil
        case .null, .bool, .collection: nil
        }
    }

    private var beginsNumber: Bool { withUTF8 { $0.first.map(DecimalText.beginsNumber) ?? false } }

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
