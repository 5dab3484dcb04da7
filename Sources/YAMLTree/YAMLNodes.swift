/// The nodes of a sequence, in order. An index is the place of a node among all of the document.
public struct YAMLNodes: Sendable, Collection {
    @usableFromInline let document: YAMLDocument
    @usableFromInline let index: Int32

    @inlinable
    init(_ document: YAMLDocument, _ index: Int32) {
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
        @usableFromInline let nodes: YAMLNodes
        @usableFromInline var place: Int
        @usableFromInline let end: Int

        @inlinable
        init(_ nodes: YAMLNodes) {
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
