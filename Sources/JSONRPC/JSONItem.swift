/// One value of a `JSONDocument`. Reading never fails loudly: what has another type is `nil`.
package struct JSONItem: Sendable {
    /// JSON's types.
    package enum Kind: UInt8, Sendable, Hashable { case object, array, string, number, bool, null }

    package let document: JSONDocument
    let index: Int

    /// `{}`: what an absent object is read as.
    package static let emptyObject = JSONDocument.emptyObject.root

    private var node: JSONDocument.Node { document.nodes[index] }

    package var kind: Kind { node.kind }
    package var isObject: Bool { kind == .object }

    /// As it stands in the document, a string with its quotes.
    package var source: ArraySlice<UInt8> {
        let isString = kind == .string
        return document.bytes[Int(node.start) - (isString ? 1 : 0)..<Int(node.end) + (isString ? 1 : 0)]
    }

    /// The member of that name.
    package subscript(_ name: StaticString) -> JSONItem? {
        guard kind == .object else { return nil }
        var place = index + 1
        let end = Int(node.next)
        while place < end {
            if document.key(at: place, is: name) { return JSONItem(document: document, index: place + 1) }
            place = Int(document.nodes[place + 1].next)
        }
        return nil
    }

    /// The members in document order; nothing of another type has any.
    package var members: [(name: String, value: JSONItem)] {
        guard kind == .object else { return [] }
        var members: [(name: String, value: JSONItem)] = []
        var place = index + 1
        while place < Int(node.next) {
            let key = JSONItem(document: document, index: place)
            members.append((key.string ?? "", JSONItem(document: document, index: place + 1)))
            place = Int(document.nodes[place + 1].next)
        }
        return members
    }

    /// The elements of a list; nothing of another type has any.
    package var elements: [JSONItem] {
        guard kind == .array else { return [] }
        var elements: [JSONItem] = []
        var place = index + 1
        while place < Int(node.next) {
            elements.append(JSONItem(document: document, index: place))
            place = Int(document.nodes[place].next)
        }
        return elements
    }

    /// A string's text; an escaped lone surrogate becomes U+FFFD.
    package var string: String? {
        guard kind == .string else { return nil }
        let bytes = document.bytes[Int(node.start)..<Int(node.end)]
        return node.isEscaped ? bytes.unescaped : String(decoding: bytes, as: UTF8.self)
    }

    /// Whether it is this string.
    package func isString(_ text: StaticString) -> Bool {
        kind == .string && document.key(at: index, is: text)
    }

    /// A truth value, also as the text `"true"` or `"false"` (relay-protocol.md §9 row 47).
    package var bool: Bool? {
        switch kind {
        case .bool: document.bytes[Int(node.start)] == UInt8(ascii: "t")
        case .string: isString("true") ? true : isString("false") ? false : nil
        case .object, .array, .number, .null: nil
        }
    }

    /// A number, also one in a string (relay-protocol.md §5). Never infinite, never NaN.
    package var double: Double? {
        guard kind == .number || kind == .string, node.end - node.start <= Self.numberLength else {
            return nil
        }
        let bytes = document.bytes[Int(node.start)..<Int(node.end)]
        guard bytes.allSatisfy(\.mayBeInNumber), let number = Double(String(decoding: bytes, as: UTF8.self)),
            number.isFinite
        else { return nil }
        return number
    }

    /// A whole number, also one in a string, or one with a fraction of nothing.
    package var int: Int? { double.flatMap { Int(exactly: $0) } }

    /// Longer numbers are none: a time in microseconds has 16 digits.
    private static let numberLength = 40
}

extension JSONDocument {
    func key(at index: Int, is name: StaticString) -> Bool {
        let node = nodes[index]
        let length = name.utf8CodeUnitCount
        // Nobody escapes a letter of a name, but everybody may.
        if node.isEscaped { return JSONItem(document: self, index: index).string == name.description }
        guard Int(node.end - node.start) == length else { return false }
        let start = Int(node.start)
        for place in 0..<length where bytes[start + place] != name.utf8Start[place] { return false }
        return true
    }
}

extension UInt8 {
    /// `Double` would also read `0x1p3` and `inf`.
    fileprivate var mayBeInNumber: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."),
            UInt8(ascii: "e"), UInt8(ascii: "E"):
            true
        case _: false
        }
    }
}

extension ArraySlice<UInt8> {
    /// The text of a string's inside; its escapes have been checked.
    fileprivate var unescaped: String {
        var units: [UInt16] = []
        var text = ""
        var start = startIndex
        var place = startIndex
        func flush(_ text: inout String, _ start: Int, _ end: Int) {
            if !units.isEmpty {
                text += String(decoding: units, as: UTF16.self)
                units.removeAll(keepingCapacity: true)
            }
            if start < end { text += String(decoding: self[start..<end], as: UTF8.self) }
        }
        while place < endIndex {
            guard self[place] == UInt8(ascii: "\\") else {
                place += 1
                continue
            }
            if start < place { flush(&text, start, place) }
            units.append(unit(after: &place))
            start = place
        }
        flush(&text, start, endIndex)
        return text
    }

    /// The UTF-16 unit of the escape at `place`, and past it.
    private func unit(after place: inout Int) -> UInt16 {
        let letter = self[place + 1]
        place += 2
        switch letter {
        case UInt8(ascii: "b"): return 0x08
        case UInt8(ascii: "f"): return 0x0C
        case UInt8(ascii: "n"): return 0x0A
        case UInt8(ascii: "r"): return 0x0D
        case UInt8(ascii: "t"): return 0x09
        case UInt8(ascii: "u"):
            let digits = self[place..<place + 4]
            place += 4
            return digits.reduce(0) { $0 << 4 | ($1.hexValue ?? 0) }
        case _: return UInt16(letter)
        }
    }
}
