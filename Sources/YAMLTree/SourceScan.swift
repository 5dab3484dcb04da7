import SourceText

/// Small looks at the bytes round a mark, where libyaml's marks say less than they should.
enum SourceScan {
    static func isBreak(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }
    static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || isBreak(byte) }

    static func endOfLine(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        let raw = UnsafeRawBufferPointer(bytes)
        let (lineFeed, carriageReturn) = (SIMD16<UInt8>(repeating: 0x0A), SIMD16<UInt8>(repeating: 0x0D))
        var at = start
        while at + lineFeed.scalarCount <= bytes.count {
            let block = raw.loadUnaligned(fromByteOffset: at, as: SIMD16<UInt8>.self)
            if any((block .== lineFeed) .| (block .== carriageReturn)) { break }
            at += lineFeed.scalarCount
        }
        while at < bytes.count, !isBreak(bytes[at]) { at += 1 }
        return at
    }

    /// Whether a backslash stands in a range.
    static func hasEscape(in bytes: UnsafeBufferPointer<UInt8>, _ range: SourceRange) -> Bool {
        let raw = UnsafeRawBufferPointer(bytes)
        let backslash = SIMD16<UInt8>(repeating: UInt8(ascii: "\\"))
        var at = range.lower
        while at + backslash.scalarCount <= range.upper {
            let block = raw.loadUnaligned(fromByteOffset: at, as: SIMD16<UInt8>.self)
            if any(block .== backslash) { return true }
            at += backslash.scalarCount
        }
        while at < range.upper {
            if bytes[at] == UInt8(ascii: "\\") { return true }
            at += 1
        }
        return false
    }

    /// The first byte of the line that holds `offset`.
    static func startOfLine(in bytes: UnsafeBufferPointer<UInt8>, at offset: Int) -> Int {
        var at = min(offset, bytes.count)
        while at > 0, !isBreak(bytes[at - 1]) { at -= 1 }
        return at
    }

    /// The first line of an ASCII text that is not a comment and not empty; 0 when there is none. Many files
    /// begin with a page of comment, in which libyaml takes its time for every character. (It knows no tab at
    /// the beginning of a line.)
    static func endOfLeadingComments(in text: UnsafeBufferPointer<UInt8>) -> Int {
        var line = 0
        var at = 0
        while at < text.count {
            switch text[at] {
            case UInt8(ascii: " "):
                at += 1
            case UInt8(ascii: "#"):
                at = endOfLine(in: text, from: at)
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                at += 1
                line = at
            default:
                return line
            }
        }
        return 0
    }

    /// Past tags and anchors (`!!str &name`), with the blanks, line breaks and comments between them and the
    /// content; where nothing follows them before `limit`, their own end.
    static func endOfProperties(in bytes: UnsafeBufferPointer<UInt8>, from start: Int, to limit: Int) -> Int {
        var at = start
        var end = start
        while at < limit, bytes[at] == UInt8(ascii: "&") || bytes[at] == UInt8(ascii: "!") {
            while at < limit, !isBlank(bytes[at]), !isFlowEnd(bytes[at]) { at += 1 }
            end = at
            at = endOfTrivia(in: bytes, from: at, to: limit)
        }
        return at < limit ? at : min(end, limit)
    }

    /// A byte that ends an anchor or a tag in a flow collection.
    private static func isFlowEnd(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ",") || byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}")
    }

    private static func endOfTrivia(in bytes: UnsafeBufferPointer<UInt8>, from start: Int, to limit: Int)
        -> Int
    {
        var at = start
        while at < limit {
            if isBlank(bytes[at]) {
                at += 1
            } else if bytes[at] == UInt8(ascii: "#"), at > start {
                at = min(endOfLine(in: bytes, from: at), limit)
            } else {
                break
            }
        }
        return at
    }

    /// The end of a block scalar's last line that is not blank; of its header when there is none.
    static func endOfBlockScalar(in bytes: UnsafeBufferPointer<UInt8>, _ range: SourceRange) -> Int {
        var header = range.lower + 1
        while header < range.upper, bytes[header] != UInt8(ascii: "#"), !isBlank(bytes[header]) {
            header += 1
        }
        let headerEnd = endOfLine(in: bytes, from: header)
        var last = range.upper
        while last > headerEnd, isBlank(bytes[last - 1]) { last -= 1 }
        guard last > headerEnd else { return header }
        // Blanks at the end of the last line are content.
        return min(endOfLine(in: bytes, from: last), range.upper)
    }
}
