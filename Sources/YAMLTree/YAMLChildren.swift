/// The nodes of a sequence, in order. An index is the place of a node among all of the document.
package struct YAMLNodes: Sendable, Collection {
    package let document: YAMLDocument
    package let index: Int32

    @inlinable
    package init(_ document: YAMLDocument, _ index: Int32) {
        self.document = document
        self.index = index
    }

    @inlinable package var startIndex: Int { Int(index) + 1 }
    @inlinable package var endIndex: Int { Int(document.records[Int(index)].next) }
    @inlinable package var count: Int { Int(document.records[Int(index)].count) }
    @inlinable package var isEmpty: Bool { count == 0 }
    @inlinable package func index(after place: Int) -> Int { Int(document.records[place].next) }
    @inlinable package subscript(place: Int) -> YAMLNode { YAMLNode(document, place) }
}

/// The entries of a mapping, in order. An index is the place of a key among all nodes of the document.
package struct YAMLEntries: Sendable, Collection {
    package let document: YAMLDocument
    package let index: Int32

    @inlinable
    package init(_ document: YAMLDocument, _ index: Int32) {
        self.document = document
        self.index = index
    }

    @inlinable package var startIndex: Int { Int(index) + 1 }
    @inlinable package var endIndex: Int { Int(document.records[Int(index)].next) }
    @inlinable package var count: Int { Int(document.records[Int(index)].count) / 2 }
    @inlinable package var isEmpty: Bool { count == 0 }

    @inlinable
    package func index(after place: Int) -> Int {
        Int(document.records[Int(document.records[place].next)].next)
    }

    @inlinable
    package subscript(place: Int) -> YAMLEntry {
        YAMLEntry(YAMLNode(document, place), YAMLNode(document, Int(document.records[place].next)))
    }
}
