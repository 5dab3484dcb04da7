/// The entries of a mapping, in order. An index is the place of a key among all nodes of the document.
public struct YAMLEntries: Sendable, Collection {
    @usableFromInline let document: YAMLDocument
    @usableFromInline let index: Int32

    @inlinable
    init(_ document: YAMLDocument, _ index: Int32) {
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

    @inlinable public var first: YAMLEntry? { isEmpty ? nil : self[startIndex] }

    /// The bytes of the key at an index, in place; `nil` when it is no scalar.
    @inlinable @inline(__always)
    public func withKey<Result>(
        at place: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result
    ) -> Result? {
        document.withText(at: place, body)
    }

    @inlinable public func makeIterator() -> Iterator { Iterator(self) }

    /// Goes from key to key; faster than by indices, which a collection's own iterator does.
    public struct Iterator: IteratorProtocol {
        @usableFromInline let entries: YAMLEntries
        @usableFromInline var place: Int
        @usableFromInline let end: Int

        @inlinable
        init(_ entries: YAMLEntries) {
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
