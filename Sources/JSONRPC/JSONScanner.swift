/// Reads JSON into a flat list of nodes, without recursion: nesting is a list of open containers.
struct JSONScanner {
    private let bytes: [UInt8]
    private var offset = 0
    private var nodes: [JSONDocument.Node] = []
    /// Nodes of lists and objects that are not closed yet.
    private var open: [Int] = []

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        // A frame's node is about a dozen bytes long.
        nodes.reserveCapacity(min(bytes.count, 1 << 20) / 12 + 4)
    }

    mutating func document() throws(JSONSyntaxError) -> [JSONDocument.Node] {
        guard bytes.count < Int32.max else { throw problem("the text is longer than 2 GiB") }
        try value()
        while let container = open.last {
            if try closes(container) { continue }
            try nextElement(of: container)
        }
        skipSpace()
        guard offset == bytes.count else { throw problem("unexpected text after the value") }
        return nodes
    }

    private func problem(_ message: String) -> JSONSyntaxError {
        JSONSyntaxError(message: message, offset: offset)
    }

    private var next: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { offset += 1 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        offset += 1
        return true
    }

    /// Closes the innermost container if its end is here.
    private mutating func closes(_ container: Int) throws(JSONSyntaxError) -> Bool {
        skipSpace()
        guard take(nodes[container].kind == .object ? UInt8(ascii: "}") : UInt8(ascii: "]")) else {
            return false
        }
        nodes[container].end = Int32(offset)
        nodes[container].next = Int32(nodes.count)
        open.removeLast()
        return true
    }

    private mutating func nextElement(of container: Int) throws(JSONSyntaxError) {
        let isFirst = nodes.count == container + 1
        if !isFirst {
            guard take(UInt8(ascii: ",")) else { throw problem("expected ',' or the end") }
            skipSpace()
        }
        if nodes[container].kind == .object {
            guard next == UInt8(ascii: "\"") else { throw problem("expected a key in double quotes") }
            try string()
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw problem("expected ':' after the key") }
        }
        try value()
    }

    private mutating func value() throws(JSONSyntaxError) {
        guard nodes.count < JSONDocument.valueLimit else {
            throw problem("it has more than \(JSONDocument.valueLimit) values")
        }
        skipSpace()
        switch next {
        case UInt8(ascii: "{"): try begin(.object)
        case UInt8(ascii: "["): try begin(.array)
        case UInt8(ascii: "\""): try string()
        case UInt8(ascii: "t"): try word("true", .bool)
        case UInt8(ascii: "f"): try word("false", .bool)
        case UInt8(ascii: "n"): try word("null", .null)
        case nil: throw problem("the text ends where a value was expected")
        case _: try number()
        }
    }

    private mutating func begin(_ kind: JSONItem.Kind) throws(JSONSyntaxError) {
        guard open.count < JSONDocument.depthLimit else {
            throw problem("it nests deeper than \(JSONDocument.depthLimit) levels")
        }
        open.append(nodes.count)
        append(kind, from: offset, to: offset)
        offset += 1
    }

    private mutating func append(
        _ kind: JSONItem.Kind, from start: Int, to end: Int, isEscaped: Bool = false
    ) {
        nodes.append(
            JSONDocument.Node(
                kind: kind, isEscaped: isEscaped, start: Int32(start), end: Int32(end),
                next: Int32(nodes.count + 1)))
    }

    private mutating func word(
        _ word: StaticString, _ kind: JSONItem.Kind
    ) throws(JSONSyntaxError) {
        let length = word.utf8CodeUnitCount
        guard offset + length <= bytes.count else { throw problem("expected a value") }
        for place in 0..<length where bytes[offset + place] != word.utf8Start[place] {
            throw problem("expected a value")
        }
        append(kind, from: offset, to: offset + length)
        offset += length
    }
}

// Strings and numbers.
extension JSONScanner {
    private mutating func string() throws(JSONSyntaxError) {
        offset += 1
        let start = offset
        var isEscaped = false
        while let byte = next {
            switch byte {
            case UInt8(ascii: "\""):
                append(.string, from: start, to: offset, isEscaped: isEscaped)
                offset += 1
                return
            case UInt8(ascii: "\\"):
                isEscaped = true
                try skipEscape()
            case 0..<0x20: throw problem("a control character in a string is written as an escape")
            case _: offset += 1
            }
        }
        throw problem("the text ends inside a string")
    }

    private mutating func skipEscape() throws(JSONSyntaxError) {
        offset += 1
        switch next {
        case UInt8(ascii: "u"):
            offset += 1
            for _ in 0..<4 {
                guard let byte = next, byte.hexValue != nil else { throw problem("expected four hex digits") }
                offset += 1
            }
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            offset += 1
        case _: throw problem("unknown escape in a string")
        }
    }

    private mutating func digits() -> Int {
        let start = offset
        while let byte = next, (0x30...0x39).contains(byte) { offset += 1 }
        return offset - start
    }

    private mutating func number() throws(JSONSyntaxError) {
        let start = offset
        _ = take(UInt8(ascii: "-"))
        let isZero = next == UInt8(ascii: "0")
        let whole = digits()
        guard whole > 0 else { throw problem("expected a value") }
        guard whole == 1 || !isZero else { throw problem("a number has no leading zero") }
        if take(UInt8(ascii: ".")), digits() == 0 { throw problem("expected digits after '.'") }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            if !take(UInt8(ascii: "-")) { _ = take(UInt8(ascii: "+")) }
            guard digits() > 0 else { throw problem("expected digits in the exponent") }
        }
        append(.number, from: start, to: offset)
    }
}

extension UInt8 {
    /// The value of a hexadecimal digit.
    var hexValue: UInt16? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt16(self - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt16(self - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt16(self - UInt8(ascii: "A") + 10)
        case _: nil
        }
    }
}
