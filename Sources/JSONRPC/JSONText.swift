/// Writes JSON as bytes, member by member, without building a tree.
///
/// Names are given by the program and must have no character that JSON escapes; texts may be anything.
package struct JSONText: Sendable, Hashable {
    package private(set) var bytes: [UInt8] = []
    /// Something stands before, in the same list or object: a comma is due.
    private var needsComma = false

    package init(capacity: Int = 256) { bytes.reserveCapacity(capacity) }

    /// An object as the next element or as the whole text.
    package mutating func object(_ body: (inout JSONText) -> Void) {
        comma()
        container(UInt8(ascii: "{"), UInt8(ascii: "}"), body)
    }

    /// An object's member that is an object.
    package mutating func object(_ name: StaticString, _ body: (inout JSONText) -> Void) {
        self.name(name)
        container(UInt8(ascii: "{"), UInt8(ascii: "}"), body)
    }

    /// An object's member that is a list; `body` writes elements.
    package mutating func array(_ name: StaticString, _ body: (inout JSONText) -> Void) {
        self.name(name)
        container(UInt8(ascii: "["), UInt8(ascii: "]"), body)
    }

    /// A list as the next element or as the whole text.
    package mutating func array(_ body: (inout JSONText) -> Void) {
        comma()
        container(UInt8(ascii: "["), UInt8(ascii: "]"), body)
    }

    package mutating func member(_ name: StaticString, _ text: String) {
        self.name(name)
        quote(text)
    }
    /// A text of the program's own, which must have no character that JSON escapes.
    package mutating func member(_ name: StaticString, constant text: StaticString) {
        self.name(name)
        bytes.append(UInt8(ascii: "\""))
        raw(text)
        bytes.append(UInt8(ascii: "\""))
    }
    package mutating func member(_ name: StaticString, _ flag: Bool) {
        self.name(name)
        raw(flag ? "true" : "false")
    }
    package mutating func member(_ name: StaticString, _ number: Int) {
        self.name(name)
        append(String(number))
    }
    /// Not finite is written as `null`: JSON has no word for it.
    package mutating func member(_ name: StaticString, _ number: Double) {
        self.name(name)
        append(number)
    }
    /// A member with bytes that are JSON already.
    package mutating func member(_ name: StaticString, json: some Sequence<UInt8>) {
        self.name(name)
        bytes.append(contentsOf: json)
    }
    /// A member whose name comes from outside.
    package mutating func member(named name: String, json: some Sequence<UInt8>) {
        comma()
        quote(name)
        bytes.append(UInt8(ascii: ":"))
        bytes.append(contentsOf: json)
        needsComma = true
    }

    package mutating func element(_ text: String) {
        comma()
        quote(text)
        needsComma = true
    }
    /// An element that is JSON already.
    package mutating func element(json: some Sequence<UInt8>) {
        comma()
        bytes.append(contentsOf: json)
        needsComma = true
    }

    private mutating func comma() { if needsComma { bytes.append(UInt8(ascii: ",")) } }

    private mutating func name(_ name: StaticString) {
        comma()
        bytes.append(UInt8(ascii: "\""))
        raw(name)
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
        needsComma = true
    }

    private mutating func container(_ first: UInt8, _ last: UInt8, _ body: (inout JSONText) -> Void) {
        bytes.append(first)
        needsComma = false
        body(&self)
        bytes.append(last)
        needsComma = true
    }

    private mutating func raw(_ text: StaticString) {
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }
    private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

    /// Whole numbers without `.0`, as every peer writes them.
    private mutating func append(_ number: Double) {
        guard number.isFinite else { return raw("null") }
        if let whole = Int(exactly: number) { append(String(whole)) } else { append(number.description) }
    }

    private mutating func quote(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0..<0x20:
                raw("\\u00")
                bytes.append(byte >> 4 == 0 ? UInt8(ascii: "0") : UInt8(ascii: "1"))
                bytes.append(Self.hexDigit(byte & 15))
            case _: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}
