import OrderedCollections

/// Why a text is not JSON.
public struct JSONError: Error, Sendable, Hashable {
    /// In the user's words, lower case, no full stop.
    public var message: String
    /// Where, as a UTF-8 offset into the text.
    public var offset: Int
}

extension Value {
    /// The longest JSON text that is read: a web service's answer is cut at 64 KB, a document has 1 MiB.
    public static let jsonByteLimit = 1 << 20

    /// Reads strict JSON (RFC 8259): no comments, no trailing commas, nothing after the value.
    ///
    /// Keys keep their order, of two equal keys the last wins, an escaped lone surrogate is kept.
    public init(json text: String) throws(JSONError) {
        try self.init(jsonBytes: Array(text.utf8))
    }

    /// Reads JSON that this program wrote itself, of any length.
    package init(ownJSON text: String) throws(JSONError) {
        var reader = JSONReader(Array(text.utf8))
        self = try reader.document()
    }

    /// Reads strict JSON from UTF-8 bytes; bytes that are not UTF-8 become U+FFFD inside strings.
    public init(jsonBytes bytes: [UInt8]) throws(JSONError) {
        guard bytes.count <= Value.jsonByteLimit else {
            throw JSONError(message: "the text is longer than 1 MiB", offset: Value.jsonByteLimit)
        }
        var reader = JSONReader(bytes)
        self = try reader.document()
    }
}

/// A recursive-descent reader; the depth is limited by `Value.depthLimit`.
private struct JSONReader {
    private let bytes: [UInt8]
    private var offset = 0
    private var depth = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    private var next: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    mutating func document() throws(JSONError) -> Value {
        let value = try value()
        skipSpace()
        guard next == nil else { throw problem("unexpected text after the value") }
        return value
    }

    private func problem(_ message: String) -> JSONError { JSONError(message: message, offset: offset) }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { offset += 1 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        offset += 1
        return true
    }

    private mutating func value() throws(JSONError) -> Value {
        skipSpace()
        switch next {
        case nil: throw problem("the text ends where a value was expected")
        case UInt8(ascii: "{"): return try nested { (reader) throws(JSONError) in try reader.map() }
        case UInt8(ascii: "["): return try nested { (reader) throws(JSONError) in try reader.list() }
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case _: return try number()
        }
    }

    private mutating func nested(
        _ body: (inout JSONReader) throws(JSONError) -> Value
    ) throws(JSONError) -> Value {
        guard depth < Value.depthLimit else {
            throw problem("lists and maps nest deeper than \(Value.depthLimit) levels")
        }
        depth += 1
        offset += 1
        let value = try body(&self)
        depth -= 1
        return value
    }

    private mutating func list() throws(JSONError) -> Value {
        var elements: [Value] = []
        skipSpace()
        if take(UInt8(ascii: "]")) { return .list(elements) }
        while true {
            elements.append(try value())
            skipSpace()
            if take(UInt8(ascii: "]")) { return .list(elements) }
            guard take(UInt8(ascii: ",")) else { throw problem("expected ',' or ']'") }
        }
    }

    private mutating func map() throws(JSONError) -> Value {
        var map = ValueMap()
        skipSpace()
        if take(UInt8(ascii: "}")) { return .map(map) }
        while true {
            skipSpace()
            guard next == UInt8(ascii: "\"") else { throw problem("expected a key in double quotes") }
            let key = try string()
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw problem("expected ':' after the key") }
            map[key] = try value()
            skipSpace()
            if take(UInt8(ascii: "}")) { return .map(map) }
            guard take(UInt8(ascii: ",")) else { throw problem("expected ',' or '}'") }
        }
    }

    private mutating func word(_ word: StaticString, _ value: Value) throws(JSONError) -> Value {
        let letters = word.description.utf8
        guard bytes[offset...].starts(with: letters) else { throw problem("expected a value") }
        offset += letters.count
        return value
    }

    private mutating func digits() -> Int {
        let start = offset
        while let byte = next, (0x30...0x39).contains(byte) { offset += 1 }
        return offset - start
    }

    private mutating func number() throws(JSONError) -> Value {
        let start = offset
        _ = take(UInt8(ascii: "-"))
        let first = next
        let whole = digits()
        guard whole > 0 else { throw problem("expected a value") }
        guard whole == 1 || first != UInt8(ascii: "0") else { throw problem("a number has no leading zero") }
        if take(UInt8(ascii: ".")), digits() == 0 { throw problem("expected digits after '.'") }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            if !take(UInt8(ascii: "-")) { _ = take(UInt8(ascii: "+")) }
            guard digits() > 0 else { throw problem("expected digits in the exponent") }
        }
        return .number(NumberParsing.decimal(bytes[start..<offset]))
    }
}

extension JSONReader {
    /// Reads a string, the opening quote first. Plain runs are taken whole.
    private mutating func string() throws(JSONError) -> Text {
        offset += 1
        var text = Text("")
        var escaped: [UInt16] = []
        var start = offset
        while let byte = next {
            switch byte {
            case UInt8(ascii: "\""):
                flush(&escaped, start, into: &text)
                offset += 1
                return text
            case UInt8(ascii: "\\"):
                if start < offset { flush(&escaped, start, into: &text) }
                escaped.append(try escape())
                start = offset
            case 0..<0x20: throw problem("a control character in a string is written as an escape")
            case _: offset += 1
            }
        }
        throw problem("the text ends inside a string")
    }

    /// Adds pending escapes, then the plain bytes from `start` on.
    private func flush(_ escaped: inout [UInt16], _ start: Int, into text: inout Text) {
        if !escaped.isEmpty {
            text += Text(units: escaped)
            escaped.removeAll(keepingCapacity: true)
        }
        if start < offset { text += Text(String(decoding: bytes[start..<offset], as: UTF8.self)) }
    }

    private mutating func escape() throws(JSONError) -> UInt16 {
        offset += 1
        guard let byte = next else { throw problem("the text ends inside a string") }
        offset += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return UInt16(byte)
        case UInt8(ascii: "b"): return 0x08
        case UInt8(ascii: "f"): return 0x0C
        case UInt8(ascii: "n"): return 0x0A
        case UInt8(ascii: "r"): return 0x0D
        case UInt8(ascii: "t"): return 0x09
        case UInt8(ascii: "u"): return try hexUnit()
        case _:
            offset -= 1
            throw problem("unknown escape in a string")
        }
    }

    private mutating func hexUnit() throws(JSONError) -> UInt16 {
        guard let unit = HexDigits.unit(bytes, at: offset) else { throw problem("expected four hex digits") }
        offset += 4
        return unit
    }
}
