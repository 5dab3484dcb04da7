/// Fixed spellings, found by their first byte and compared in place: nothing is allocated or hashed, and a
/// text that begins with none of them is told by one look. Spellings are known by their index.
package struct SpellingTable: Sendable {
    private struct Entry {
        var index: Int
        /// The spelling's place in `bytes`.
        var start: Int
        var count: Int
    }

    /// By first byte, longer ones first.
    private var entries: [Entry] = []
    /// Where the entries of each ASCII byte begin, and one more.
    private var starts: [Int] = []
    private var bytes: [UInt8] = []

    /// Spellings that begin with an ASCII character, each of them once.
    package init(_ spellings: [String]) {
        let sorted = spellings.enumerated().sorted { $0.element.utf8.count > $1.element.utf8.count }
        for first in UInt8(0)..<128 {
            starts.append(entries.count)
            for (index, spelling) in sorted where spelling.utf8.first == first {
                entries.append(Entry(index: index, start: bytes.count, count: spelling.utf8.count))
                bytes += spelling.utf8
            }
        }
        starts.append(entries.count)
        precondition(entries.count == spellings.count, "a spelling begins with an ASCII character")
    }

    /// The spelling that a text is, byte by byte.
    package func index(of text: Text) -> Int? {
        text.withUTF8 { index(of: $0) } ?? nil
    }

    /// The spelling that a text in UTF-8 is.
    package func index(of text: UnsafeBufferPointer<UInt8>) -> Int? {
        guard let first = text.first, first < 128 else { return nil }
        for place in starts[Int(first)]..<starts[Int(first) + 1] {
            let entry = entries[place]
            if entry.count == text.count, spells(text, 0, entry) { return entry.index }
        }
        return nil
    }

    /// The longest spelling at an offset, and its length.
    func longest(_ text: Bytes, at offset: Int, to end: Int) -> (index: Int, count: Int)? {
        guard offset < end, text[offset] < 128 else { return nil }
        let first = Int(text[offset])
        for place in starts[first]..<starts[first + 1] {
            let entry = entries[place]
            if entry.count <= end - offset, spells(text, offset, entry) { return (entry.index, entry.count) }
        }
        return nil
    }

    /// Whether an entry's bytes stand at an offset behind which there are enough; the first is known.
    @inline(__always)
    private func spells(_ text: UnsafeBufferPointer<UInt8>, _ offset: Int, _ entry: Entry) -> Bool {
        var index = 1
        while index < entry.count {
            if text[offset + index] != bytes[entry.start + index] { return false }
            index += 1
        }
        return true
    }
}
