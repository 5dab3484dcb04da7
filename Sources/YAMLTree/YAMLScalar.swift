/// A scalar: its text after unquoting and unescaping, and how it was written.
public struct YAMLScalar: Sendable {
    /// How it was written.
    public enum Style: UInt8, Sendable, Hashable { case plain, singleQuoted, doubleQuoted, literal, folded }

    /// What the YAML core schema makes of the scalar. Quoted and block scalars are `.string` unless an
    /// explicit tag such as `!!int` says otherwise.
    public enum Resolved: Sendable, Hashable {
        case null
        case bool(Bool)
        case integer(Int)
        case float(Double)
        case string
    }

    @usableFromInline let document: YAMLDocument
    @usableFromInline let index: Int32

    @inlinable
    init(_ document: YAMLDocument, _ index: Int32) {
        self.document = document
        self.index = index
    }

    @inlinable var record: NodeRecord { document.records[Int(index)] }

    @inlinable public var style: Style { record.style }

    /// Made anew at each call; what only compares or scans goes by `withUTF8`.
    public var text: String { withUTF8 { String(decoding: $0, as: UTF8.self) } }

    /// In bytes of UTF-8.
    @inlinable public var byteCount: Int { Int(record.count) }
    @inlinable public var isEmpty: Bool { byteCount == 0 }

    /// The text's bytes in place.
    @inlinable @inline(__always)
    public func withUTF8<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        document.withText(of: record, body)
    }

    /// Whether the text is exactly this.
    @inlinable
    public func spells(_ word: StaticString) -> Bool { withUTF8 { $0.spells(word) } }

    public var resolved: Resolved { record.meaning.word ?? document.number(record) }
}
