/// A scalar: its text after unquoting and unescaping, and how it was written.
package struct YAMLScalar: Sendable {
    package enum Style: UInt8, Sendable, Hashable { case plain, singleQuoted, doubleQuoted, literal, folded }

    /// What the YAML core schema makes of the scalar. Quoted and block scalars are `.string` unless an
    /// explicit tag such as `!!int` says otherwise.
    package enum Resolved: Sendable, Hashable {
        case null
        case bool(Bool)
        case integer(Int)
        case float(Double)
        case string
    }

    package let document: YAMLDocument
    package let index: Int32

    @inlinable
    package init(_ document: YAMLDocument, _ index: Int32) {
        self.document = document
        self.index = index
    }

    @inlinable package var record: NodeRecord { document.records[Int(index)] }

    @inlinable package var style: Style { record.style }

    /// Made anew at each call; what only compares or scans goes by `withUTF8`.
    package var text: String { withUTF8 { String(decoding: $0, as: UTF8.self) } }

    /// In bytes of UTF-8.
    @inlinable package var byteCount: Int { Int(record.count) }
    @inlinable package var isEmpty: Bool { byteCount == 0 }

    /// The text's bytes in place.
    @inlinable
    package func withUTF8<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        let record = record
        let range = Int(record.first)..<Int(record.first) + Int(record.count)
        return document.texts.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[range])) }
    }

    /// Whether the text is exactly this.
    @inlinable
    package func spells(_ word: StaticString) -> Bool { withUTF8 { $0.spells(word) } }

    package var resolved: Resolved {
        switch record.meaning {
        case .null: .null
        case .false: .bool(false)
        case .true: .bool(true)
        case .string: .string
        case .integer, .float: number
        }
    }

    /// Read anew: few numbers are asked for, and none more than once.
    private var number: Resolved {
        let number = withUTF8 { CoreSchema.number($0) } ?? .string
        // `!!float 3`
        if record.meaning == .float, case .integer(let integer) = number { return .float(Double(integer)) }
        return number
    }
}
