public import SourceText

// Walking without counting references. A node holds its document, so that each new one counts a reference and
// each that is gone another. Who walks over many children moves one node from child to child instead.

extension YAMLNode {
    /// The place of the first child among all nodes of the document; `endPlace` when there is none.
    @inlinable public var firstPlace: Int { Int(index) + 1 }
    /// The place behind the last child.
    @inlinable public var endPlace: Int { Int(record.next) }

    /// The place behind the node at a place, and all that is inside that.
    @inlinable public func place(after place: Int) -> Int { Int(document.records[place].next) }

    /// The entry of this mapping whose key stands at a place.
    public func entry(at place: Int) -> YAMLEntry {
        YAMLEntry(YAMLNode(document, place), YAMLNode(document, self.place(after: place)))
    }

    /// Becomes the node at a place of the same document.
    @inlinable @inline(__always)
    public mutating func move(to place: Int) {
        let record = document.records[place]
        if record.kind == .alias {
            index = Int32(truncatingIfNeeded: record.first)
            aliasIndex = Int32(truncatingIfNeeded: place)
        } else {
            index = Int32(truncatingIfNeeded: place)
            aliasIndex = -1
        }
    }

    /// Calls a function with each item of a sequence.
    @inlinable @inline(__always)
    public func forEachItem(_ visit: (YAMLNode) -> Void) {
        var item = self
        var place = firstPlace
        while place < endPlace {
            item.move(to: place)
            visit(item)
            place = self.place(after: place)
        }
    }

    /// Calls a function with the key and the value of each entry of a mapping, merge keys included.
    @inlinable @inline(__always)
    public func forEachEntry(_ visit: (YAMLNode, YAMLNode) -> Void) {
        var (key, value) = (self, self)
        var place = firstPlace
        while place < endPlace {
            key.move(to: place)
            place = self.place(after: place)
            value.move(to: place)
            visit(key, value)
            place = self.place(after: place)
        }
    }

    /// The bytes of a scalar's text, in place; `nil` for a collection.
    @inlinable @inline(__always)
    public func withText<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result? {
        withText(at: Int(index), body)
    }

    /// Whether this is a scalar with exactly this text.
    @inlinable public func spells(_ word: StaticString) -> Bool { withText { $0.spells(word) } ?? false }

    /// The bytes of the scalar at a place, also behind an alias; `nil` when a collection stands there.
    @inlinable @inline(__always)
    public func withText<Result>(
        at place: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result
    ) -> Result? {
        document.withText(at: place, body)
    }

    /// Calls a function with the bytes of a mapping's first key, in place, and where it stands; `nil` when
    /// the mapping is empty or that key no scalar. With `moveToFirstValue` it leads into the many mappings of
    /// one entry without counting references.
    @inlinable @inline(__always)
    public func withFirstKey<Result>(
        _ body: (UnsafeBufferPointer<UInt8>, SourceRange) -> Result
    ) -> Result? {
        guard record.count > 0 else { return nil }
        var key = document.records[Int(index) + 1]
        if key.kind == .alias { key = document.records[Int(key.first)] }
        return withText(at: Int(index) + 1) { body($0, key.range) }
    }

    /// Becomes the value of this mapping's first entry; the mapping must not be empty.
    @inlinable @inline(__always)
    public mutating func moveToFirstValue() { move(to: place(after: firstPlace)) }
}
