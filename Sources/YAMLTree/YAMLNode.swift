public import SourceText

/// A node of a YAML document, with the exact bytes it stands in.
///
/// A place in the document's one array of nodes; an alias shares what its anchor names. Ranges are byte-exact
/// in the original text (libyaml's marks count scalars and run past comments; see `MarkTable`): a scalar's
/// range includes its quotes but neither its tag nor its anchor; a collection ends where its last child, or
/// its closing bracket, ends.
///
/// Public, as all that is asked of nodes, although no product shows this module: across modules the compiler
/// inlines what is public and nothing else, and reading a flow asks each node a dozen questions.
public struct YAMLNode: Sendable {
    /// Its form; an alias has that of its anchor.
    public enum Kind: Sendable { case scalar, sequence, mapping }

    @usableFromInline let document: YAMLDocument
    @usableFromInline var index: Int32
    /// The record of the alias through which this node was reached; -1 for nearly every node.
    @usableFromInline var aliasIndex: Int32

    /// The node that a record stands for: that of the anchor when the record is an alias.
    @inlinable @inline(__always)
    init(_ document: YAMLDocument, _ index: Int) {
        self.document = document
        (self.index, aliasIndex) = (0, -1)
        move(to: index)
    }

    /// The same node, reached through an alias.
    private init(_ node: YAMLNode, aliasIndex: Int32) {
        document = node.document
        index = node.index
        self.aliasIndex = aliasIndex
    }

    @inlinable var record: NodeRecord { document.records[Int(index)] }

    @inlinable public var range: SourceRange { record.range }

    @inlinable public var kind: Kind {
        @inline(__always) get {
            switch record.kind {
            case .scalar: .scalar
            case .sequence: .sequence
            case .mapping: .mapping
            case .alias: preconditionFailure("an alias stands for a node that is none")
            }
        }
    }

    @inlinable public var content: YAMLContent {
        @inline(__always) get {
            switch kind {
            case .scalar: .scalar(YAMLScalar(document, index))
            case .sequence: .sequence(YAMLNodes(document, index))
            case .mapping: .mapping(YAMLEntries(document, index))
            }
        }
    }

    /// Tag, anchor and alias; `nil` for nearly every node.
    public var annotation: YAMLAnnotation? {
        let own = record.isAnnotated ? document.annotations.of(Int(index)) : nil
        guard own != nil || aliasIndex >= 0 else { return nil }
        return YAMLAnnotation(tag: own?.tag, anchor: own?.anchor, alias: alias)
    }

    /// Where `*name` stands when this node was reached through an alias; `range` is then at the anchor.
    @inlinable public var alias: SourceRange? {
        aliasIndex < 0 ? nil : document.records[Int(aliasIndex)].range
    }

    /// Where this node stands in its parent: the alias if it was reached through one, else its own range.
    @inlinable public var place: SourceRange { alias ?? range }

    /// The number of items of a sequence.
    @inlinable public var itemCount: Int { Int(record.count) }

    /// The number of entries of a mapping.
    @inlinable public var entryCount: Int { Int(record.count) / 2 }

    /// A scalar's text, made anew at each call; `nil` for a collection.
    public var text: String? { withText { String(decoding: $0, as: UTF8.self) } }

    /// What the core schema makes of a scalar; `nil` for a collection.
    @inlinable public var resolved: YAMLScalar.Resolved? {
        @inline(__always) get {
            let record = record
            guard record.kind == .scalar else { return nil }
            return record.meaning.word ?? document.number(record)
        }
    }

    @inlinable public var scalar: YAMLScalar? { kind == .scalar ? YAMLScalar(document, index) : nil }
    /// The children as an array; `content` has them without one.
    public var sequence: [YAMLNode]? { kind == .sequence ? Array(YAMLNodes(document, index)) : nil }
    /// The entries as an array; `content` has them without one.
    public var mapping: [YAMLEntry]? { kind == .mapping ? Array(YAMLEntries(document, index)) : nil }
    /// Nothing, `~`, or `null`: a plain scalar that the core schema reads as null.
    public var isNull: Bool { record.kind == .scalar && record.meaning == .null }

    /// This node as the way through `outer` shows it: an alias of its own goes before that of `outer`.
    func reached(through outer: YAMLNode) -> YAMLNode {
        aliasIndex >= 0 ? self : YAMLNode(self, aliasIndex: outer.aliasIndex)
    }
}

extension YAMLNode: Equatable {
    /// Whether both are the same node of the same tree, reached the same way.
    public static func == (left: YAMLNode, right: YAMLNode) -> Bool {
        left.document === right.document && left.index == right.index && left.aliasIndex == right.aliasIndex
    }
}

/// What a node holds.
public enum YAMLContent: Sendable {
    case scalar(YAMLScalar)
    case sequence(YAMLNodes)
    /// Entries in document order. Merge keys (`<<`) are kept as entries; `mergedEntries` applies them.
    case mapping(YAMLEntries)
}

/// One entry of a mapping.
public struct YAMLEntry: Sendable {
    public var key: YAMLNode
    public var value: YAMLNode

    @inlinable
    public init(_ key: YAMLNode, _ value: YAMLNode) {
        self.key = key
        self.value = value
    }
}

/// What few nodes carry.
public struct YAMLAnnotation: Sendable, Hashable {
    /// The resolved tag as written, such as `!!str` expanded to `tag:yaml.org,2002:str`.
    public var tag: String?
    public var anchor: String?
    /// The range of `*name`, on the node that an alias stands for.
    public var alias: SourceRange?
    public init(tag: String? = nil, anchor: String? = nil, alias: SourceRange? = nil) {
        self.tag = tag
        self.anchor = anchor
        self.alias = alias
    }
}
