/// The nodes of a sequence, in order. An index is the place of a node among all of the document.
public struct YAMLNodes: Sendable, Collection {
    public let document: YAMLDocument
    public let index: Int32

    @inlinable
    public init(_ document: YAMLDocument, _ index: Int32) {
        self.document = document
        self.index = index
    }

    @inlinable public var startIndex: Int { Int(index) + 1 }
    @inlinable public var endIndex: Int { Int(document.records[Int(index)].next) }
    @inlinable public var count: Int { Int(document.records[Int(index)].count) }
    @inlinable public var isEmpty: Bool { count == 0 }
    @inlinable public func index(after place: Int) -> Int { Int(document.records[place].next) }
    @inlinable public subscript(place: Int) -> YAMLNode { YAMLNode(document, place) }
    @inlinable public func makeIterator() -> Iterator { Iterator(self) }

    /// Goes from node to node; faster than by indices, which a collection's own iterator does.
    public struct Iterator: IteratorProtocol {
        public let nodes: YAMLNodes
        public var place: Int
        public let end: Int

        @inlinable
        public init(_ nodes: YAMLNodes) {
            self.nodes = nodes
            place = nodes.startIndex
            end = nodes.endIndex
        }

        @inlinable @inline(__always)
        public mutating func next() -> YAMLNode? {
            guard place < end else { return nil }
            let node = nodes[place]
            place = nodes.index(after: place)
            return node
        }
    }
}

/// The entries of a mapping, in order. An index is the place of a key among all nodes of the document.
public struct YAMLEntries: Sendable, Collection {
    public let document: YAMLDocument
    public let index: Int32

    @inlinable
    public init(_ document: YAMLDocument, _ index: Int32) {
        self.document = document
        self.index = index
    }

    @inlinable public var startIndex: Int { Int(index) + 1 }
    @inlinable public var endIndex: Int { Int(document.records[Int(index)].next) }
    @inlinable public var count: Int { Int(document.records[Int(index)].count) / 2 }
    @inlinable public var isEmpty: Bool { count == 0 }

    @inlinable
    public func index(after place: Int) -> Int {
        Int(document.records[Int(document.records[place].next)].next)
    }

    @inlinable
    public subscript(place: Int) -> YAMLEntry {
        @inline(__always) get {
            YAMLEntry(YAMLNode(document, place), YAMLNode(document, Int(document.records[place].next)))
        }
    }

    @inlinable public func makeIterator() -> Iterator { Iterator(self) }

    /// Goes from key to key; faster than by indices, which a collection's own iterator does.
    public struct Iterator: IteratorProtocol {
        public let entries: YAMLEntries
        public var place: Int
        public let end: Int

        @inlinable
        public init(_ entries: YAMLEntries) {
            self.entries = entries
            place = entries.startIndex
            end = entries.endIndex
        }

        @inlinable @inline(__always)
        public mutating func next() -> YAMLEntry? {
            guard place < end else { return nil }
            let entry = entries[place]
            place = entries.index(after: place)
            return entry
        }
    }
}
