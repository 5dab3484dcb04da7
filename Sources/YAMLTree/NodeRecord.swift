public import SourceText

/// One node as it is stored: 28 bytes without a reference, so that a tree is built and freed at once.
@usableFromInline
struct NodeRecord: Sendable {
    /// The form of a node.
    @usableFromInline
    enum Kind: UInt8, Sendable {
        case scalar, sequence, mapping
        /// Stands for a node before it, with all that is in that one.
        case alias
    }

    /// What a scalar's text means; the numbers are read from the text when they are asked for.
    @usableFromInline
    enum Meaning: UInt8, Sendable { case null, `false`, `true`, integer, float, string }

    /// Of an alias: the range of `*name`.
    @usableFromInline var range: SourceRange
    /// Of a scalar: the offset of its text, in the file or among the texts that are not in it; of an alias:
    /// the node that it stands for.
    @usableFromInline var first: UInt32
    /// Of a scalar: the length of its text; of a collection: how many nodes are its children, so of a mapping
    /// twice the number of its entries.
    @usableFromInline var count: UInt32
    /// The node after this one and all that is inside it. While a collection is being built: the collection
    /// around it.
    @usableFromInline var next: UInt32
    @usableFromInline let kind: Kind
    @usableFromInline let style: YAMLScalar.Style
    @usableFromInline var meaning: Meaning
    /// Has a tag or an anchor, among the document's annotations.
    @usableFromInline var isAnnotated = false
    /// A mapping with a merge key among its keys.
    @usableFromInline var hasMergeKey = false
    /// A scalar whose text stands in the file, letter by letter.
    @usableFromInline var isVerbatim = false

    /// A collection or an alias.
    init(_ kind: Kind, _ range: SourceRange, first: Int = 0, next: Int) {
        self.range = range
        self.first = UInt32(truncatingIfNeeded: first)
        count = 0
        self.next = UInt32(truncatingIfNeeded: next)
        self.kind = kind
        style = .plain
        meaning = .string
    }

    /// A scalar whose text begins at `first` in the document's texts, or in the file.
    @inline(__always)
    init(
        _ range: SourceRange, _ style: YAMLScalar.Style, _ meaning: Meaning, first: Int, count: Int,
        isVerbatim: Bool = false, next: Int
    ) {
        self.range = range
        self.first = UInt32(truncatingIfNeeded: first)
        self.count = UInt32(truncatingIfNeeded: count)
        self.next = UInt32(truncatingIfNeeded: next)
        kind = .scalar
        self.style = style
        self.meaning = meaning
        self.isVerbatim = isVerbatim
    }
}

extension NodeRecord.Meaning {
    @inline(__always)
    init(_ resolved: YAMLScalar.Resolved) {
        switch resolved {
        case .null: self = .null
        case .bool(let flag): self = flag ? .true : .false
        case .integer: self = .integer
        case .float: self = .float
        case .string: self = .string
        }
    }

    /// What the text means; `nil` for a number, which is in the text.
    @inlinable var word: YAMLScalar.Resolved? {
        @inline(__always) get {
            switch self {
            case .null: .null
            case .false: .bool(false)
            case .true: .bool(true)
            case .string: .string
            case .integer, .float: nil
            }
        }
    }
}

/// All nodes of one document, in the order in which they are written: a node stands before its children, and
/// the texts of scalars stand in the file itself or, where they are not in it letter by letter, in one
/// buffer. So a tree costs a handful of allocations, whatever its size.
@usableFromInline
final class YAMLDocument: Sendable {
    @usableFromInline let records: ContiguousArray<NodeRecord>
    /// The file.
    @usableFromInline let source: [UInt8]
    /// The texts that are not in the file.
    @usableFromInline let texts: [UInt8]
    /// Tags and anchors of the few nodes that have one, by ascending node.
    let annotations: [NodeAnnotation]

    init(
        records: ContiguousArray<NodeRecord>, source: [UInt8], texts: [UInt8], annotations: [NodeAnnotation]
    ) {
        self.records = records
        self.source = source
        self.texts = texts
        self.annotations = annotations
    }

    /// The bytes of a scalar's text.
    @inlinable @inline(__always)
    func withText<Result>(of record: NodeRecord, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        let range = Int(record.first)..<Int(record.first) + Int(record.count)
        return source.withUnsafeBufferPointer { source in
            texts.withUnsafeBufferPointer { texts in
                body(UnsafeBufferPointer(rebasing: (record.isVerbatim ? source : texts)[range]))
            }
        }
    }

    /// The bytes of the scalar at a place, also behind an alias; `nil` when a collection stands there.
    @inlinable @inline(__always)
    func withText<Result>(at place: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result? {
        var record = records[place]
        if record.kind == .alias { record = records[Int(record.first)] }
        return record.kind == .scalar ? withText(of: record, body) : nil
    }

    /// The number that a scalar is. Read anew: few numbers are asked for, and none more than once.
    @usableFromInline
    func number(_ record: NodeRecord) -> YAMLScalar.Resolved {
        let number = withText(of: record) { CoreSchema.number($0) } ?? .string
        // `!!float 3`
        if record.meaning == .float, case .integer(let integer) = number { return .float(Double(integer)) }
        return number
    }
}

/// The tag and anchor of a node.
struct NodeAnnotation {
    let node: Int
    let tag: String?
    let anchor: String?
}

extension [NodeAnnotation] {
    /// What the node with this index carries.
    func of(_ node: Int) -> NodeAnnotation? {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle].node < node { low = middle + 1 } else { high = middle }
        }
        return low < count && self[low].node == node ? self[low] : nil
    }
}
