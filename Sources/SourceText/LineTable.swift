/// Lines and columns of one text: built when a finding is shown, never while a clean document is read.
///
/// Lines end at LF, CRLF or CR. Bytes that are not UTF-8 count as one scalar each. All look-ups clamp: an
/// offset beyond the end is the end, one inside a scalar counts as that scalar's start.
public struct LineTable: Sendable {
    /// A place as people and editors name it.
    public struct Position: Sendable, Hashable {
        /// From 1.
        public var line: Int
        /// From 1, in Unicode scalars.
        public var column: Int
        /// From 0, in UTF-16 code units, as the Language Server Protocol counts.
        public var utf16Column: Int
    }

    private let bytes: [UInt8]
    /// The first byte of every line.
    private let starts: [Int]
    /// Counts at every `stride` bytes or so: a file of one long line, as JSON often is, stays cheap.
    private let counts: [Count]
    private static let stride = 256

    /// Scalars and UTF-16 code units before an offset.
    private struct Count {
        var offset = 0
        var scalars = 0
        var units = 0
    }

    public init(_ file: SourceFile) {
        bytes = file.bytes
        var starts = [0]
        for (offset, byte) in bytes.enumerated() {
            let isReturn = byte == 0x0D && !(offset + 1 < bytes.count && bytes[offset + 1] == 0x0A)
            if byte == 0x0A || isReturn { starts.append(offset + 1) }
        }
        self.starts = starts
        counts = Self.counts(bytes)
    }

    private static func counts(_ bytes: [UInt8]) -> [Count] {
        var result = [Count()]
        result.reserveCapacity(bytes.count / stride + 1)
        var next = stride
        var count = Count()
        while count.offset < bytes.count {
            if count.offset >= next {
                result.append(count)
                next += stride
            }
            advance(&count, in: bytes)
        }
        return result
    }

    private static func advance(_ count: inout Count, in bytes: [UInt8]) {
        let length = scalarLength(in: bytes, at: count.offset)
        count.offset += length
        count.scalars += 1
        count.units += length == 4 ? 2 : 1
    }

    private func count(at offset: Int) -> Count {
        var index = min(offset / Self.stride, counts.count - 1)
        if counts[index].offset > offset { index -= 1 }
        var count = counts[index]
        while count.offset < offset {
            var next = count
            Self.advance(&next, in: bytes)
            guard next.offset <= offset else { break }
            count = next
        }
        return count
    }

    /// One more than the line breaks: a text that ends with a break has an empty last line.
    public var lineCount: Int { starts.count }

    public func position(at offset: Int) -> Position {
        let offset = min(max(0, offset), bytes.count)
        let line = lineIndex(of: offset)
        let (start, place) = (count(at: starts[line]), count(at: offset))
        return Position(
            line: line + 1, column: place.scalars - start.scalars + 1, utf16Column: place.units - start.units)
    }

    /// The offset of a line and a column in scalars, both from 1; a column beyond the line is the line's end.
    public func offset(line: Int, column: Int) -> Int {
        walk(line: line, steps: column - 1) { _ in 1 }
    }

    /// The offset of a line from 1 and a column in UTF-16 code units from 0.
    public func offset(line: Int, utf16Column: Int) -> Int {
        walk(line: line, steps: utf16Column) { $0 == 4 ? 2 : 1 }
    }

    /// The bytes of a line, from 1, without its break.
    public func contents(ofLine line: Int) -> Range<Int> {
        let index = min(max(1, line), starts.count) - 1
        let start = starts[index]
        var end = index + 1 < starts.count ? starts[index + 1] : bytes.count
        while end > start, bytes[end - 1] == 0x0A || bytes[end - 1] == 0x0D { end -= 1 }
        return start..<end
    }

    private func walk(line: Int, steps: Int, width: (Int) -> Int) -> Int {
        let contents = contents(ofLine: line)
        var at = contents.lowerBound
        var done = 0
        while at < contents.upperBound {
            let length = Self.scalarLength(in: bytes, at: at)
            guard done + width(length) <= steps else { break }
            done += width(length)
            at += length
        }
        return at
    }

    /// The last line that begins at or before the offset.
    private func lineIndex(of offset: Int) -> Int {
        var (low, high) = (0, starts.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= offset { low = middle } else { high = middle }
        }
        return low
    }

    /// Bytes of the scalar that begins here; 1 for a byte that begins none.
    private static func scalarLength(in bytes: [UInt8], at offset: Int) -> Int {
        let length =
            switch bytes[offset] {
            case 0xC2...0xDF: 2
            case 0xE0...0xEF: 3
            case 0xF0...0xF4: 4
            default: 1
            }
        guard offset + length <= bytes.count else { return 1 }
        let rest = bytes[offset + 1..<offset + length]
        return rest.allSatisfy { $0 & 0xC0 == 0x80 } ? length : 1
    }
}
