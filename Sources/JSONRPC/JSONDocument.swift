/// A JSON text that was read: its values in document order, over the bytes they were read from.
///
/// No tree is built. A value is a place in a flat list, texts are made when they are asked for, and members
/// are found by their bytes: a frame of a phone system is read once, and most of it is never looked at.
package final class JSONDocument: Sendable {
    /// How deep lists and objects may nest: no frame of a phone system needs a tenth of it.
    package static let depthLimit = 64

    /// How many values a text may have: a frame of the largest size that is nothing but commas must not take
    /// ten times its size.
    package static let valueLimit = 1_000_000

    /// One value. An object's members are key, value, key, value, …; a key is a string node.
    struct Node: Sendable {
        var kind: JSONItem.Kind
        /// The value has escapes: only strings may.
        var isEscaped = false
        /// Byte offsets; a string's are inside its quotes.
        var start: Int32
        var end: Int32
        /// The index after everything inside it.
        var next: Int32
    }

    package let bytes: [UInt8]
    let nodes: [Node]

    /// Reads strict JSON (RFC 8259). Of two equal keys the first counts.
    ///
    /// Throws where the text stops being JSON, nests deeper than `depthLimit` or has more than `valueLimit`
    /// values.
    package init(_ bytes: [UInt8]) throws(JSONSyntaxError) {
        var scanner = JSONScanner(bytes)
        nodes = try scanner.document()
        self.bytes = bytes
    }

    private init(bytes: [UInt8], nodes: [Node]) {
        self.bytes = bytes
        self.nodes = nodes
    }

    static let emptyObject = JSONDocument(
        bytes: Array("{}".utf8), nodes: [Node(kind: .object, start: 0, end: 2, next: 1)])

    package var root: JSONItem { JSONItem(document: self, index: 0) }
}

/// Why bytes are not JSON, and from which on.
package struct JSONSyntaxError: Error, Sendable, Hashable {
    package var message: String
    /// In bytes.
    package var offset: Int
}
