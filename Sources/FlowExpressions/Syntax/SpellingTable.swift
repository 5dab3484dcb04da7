/// Fixed spellings, found by their first byte and compared in place: nothing is allocated or hashed, and a
/// text that begins with none of them is told by one look. Spellings are known by their index.
package struct SpellingTable: Sendable {
    private struct Entry {
        var index: Int
        /// The spelling's place in `bytes`.
        var start: Int
        var count: Int

        /// Whether a text of its length has its bytes; the first is known.
        @inline(__always)
        func spells(_ text: UnsafeBufferPointer<UInt8>, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
            var offset = 1
            while offset < count {
                if text[offset] != bytes[start &+ offset] { return false }
                offset &+= 1
            }
            return true
        }
    }

    /// By first byte.
    private var entries: [Entry] = []
    /// Where the entries of each ASCII byte begin, and one more.
    private var starts: [Int] = []
    /// The marks of the entries of each ASCII byte: a text without one of them, as most are, is looked for no
    /// further.
    private var marks: [UInt64] = []
    private var bytes: [UInt8] = []

    /// Spellings that begin with an ASCII character, each of them once.
    package init(_ spellings: [String]) {
        for first in UInt8(0)..<128 {
            starts.append(entries.count)
            marks.append(0)
            for (index, spelling) in spellings.enumerated() where spelling.utf8.first == first {
                let entry = Entry(index: index, start: bytes.count, count: spelling.utf8.count)
                entries.append(entry)
                bytes += spelling.utf8
                marks[Int(first)] |= Self.mark(entry.count, bytes[bytes.count - 1])
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
        guard let first = text.first, first < 128,
            marks[Int(first)] & Self.mark(text.count, text[text.count - 1]) != 0
        else { return nil }
        return index(of: text, beginningWith: Int(first))
    }

    /// The spelling that a text is, among those that begin as it does.
    @inline(never)
    private func index(of text: UnsafeBufferPointer<UInt8>, beginningWith first: Int) -> Int? {
        bytes.withUnsafeBufferPointer { bytes in
            entries[starts[first]..<starts[first + 1]].first { entry in
                entry.count == text.count && entry.spells(text, in: bytes)
            }?.index
        }
    }

    /// One bit of 64, by the length and the last byte: they tell nearly all texts apart that begin with the
    /// same byte.
    private static func mark(_ count: Int, _ last: UInt8) -> UInt64 {
        1 << (UInt64(truncatingIfNeeded: count &* 7 &+ Int(last)) & 63)
    }
}
