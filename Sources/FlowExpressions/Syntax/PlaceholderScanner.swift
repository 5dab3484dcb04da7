/// Finds where a placeholder ends (`swml-language.md` §2.1).
enum PlaceholderScanner {
    static func isSigil(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "$") || byte == UInt8(ascii: "%") }

    /// Whether `${` or `%{` stands at an offset.
    static func opens(_ bytes: Bytes, at offset: Int, to end: Int) -> Bool {
        offset + 1 < end && bytes[offset + 1] == UInt8(ascii: "{") && isSigil(bytes[offset])
    }

    /// Whether `${` or `%{`, without a `\` before it, stands anywhere in a text.
    static func stands(in bytes: Bytes) -> Bool {
        var offset = 0
        while let brace = bytes.firstOffset(of: UInt8(ascii: "{"), from: offset + 1) {
            if isSigil(bytes[brace - 1]), brace == 1 || bytes[brace - 2] != UInt8(ascii: "\\") { return true }
            offset = brace
        }
        return false
    }

    /// The offset of the `}` that closes a body, or nil when none does. Braces nest; strings, template
    /// literals and regular expressions are skipped.
    static func close(_ bytes: Bytes, from start: Int, to end: Int) -> Int? {
        // Most bodies have nothing that could hide a brace.
        for offset in start..<max(start, end) {
            switch bytes[offset] {
            case UInt8(ascii: "}"): return offset
            case UInt8(ascii: "{"), UInt8(ascii: "`"), UInt8(ascii: "'"), UInt8(ascii: "\""),
                UInt8(ascii: "/"):
                return closeOfNested(bytes, from: start, to: end)
            case _: continue
            }
        }
        return nil
    }

    private static func closeOfNested(_ bytes: Bytes, from start: Int, to end: Int) -> Int? {
        let (brace, backtick) = (UInt8(ascii: "{"), UInt8(ascii: "`"))
        // What is open: a brace, or a template literal in whose text we are.
        var open: [UInt8] = [brace]
        var offset = start
        // The last byte that is no space: it tells a division from a regular expression.
        var last = brace
        while offset < end {
            let byte = bytes[offset]
            if open.last == backtick {
                switch byte {
                case UInt8(ascii: "\\"): offset += 1
                case backtick: open.removeLast()
                case UInt8(ascii: "$") where opens(bytes, at: offset, to: end):
                    open.append(brace)
                    offset += 1
                case _: break
                }
                last = open.last == backtick ? brace : byte
                offset += 1
                continue
            }
            switch byte {
            case brace, backtick: open.append(byte)
            case UInt8(ascii: "}"):
                open.removeLast()
                if open.isEmpty { return offset }
            case UInt8(ascii: "'"), UInt8(ascii: "\""):
                guard let quote = endOfString(bytes, from: offset, to: end) else { return nil }
                offset = quote
            case UInt8(ascii: "/") where offset + 1 < end && bytes[offset + 1] == UInt8(ascii: "*"):
                // A comment, which the parser refuses.
                offset = endOfComment(bytes, from: offset + 2, to: end)
            case UInt8(ascii: "/") where beginsPattern(after: last):
                guard let slash = endOfPattern(bytes, from: offset + 1, to: end) else { return nil }
                offset = slash
            case _: break
            }
            if byte > 0x20 { last = byte }
            offset += 1
        }
        return nil
    }

    /// A `/` after one of these begins a regular expression; after anything else it divides.
    private static func beginsPattern(after byte: UInt8) -> Bool {
        "(,=:[!&|?{+-*%<>~^;".utf8.contains(byte)
    }

    private static func endOfString(_ bytes: Bytes, from start: Int, to end: Int) -> Int? {
        var offset = start + 1
        while offset < end, bytes[offset] != bytes[start] {
            if bytes[offset] == 0x0A { return nil }
            offset += bytes[offset] == UInt8(ascii: "\\") ? 2 : 1
        }
        return offset < end ? offset : nil
    }

    private static func endOfComment(_ bytes: Bytes, from start: Int, to end: Int) -> Int {
        var offset = start
        while offset + 1 < end, bytes[offset] != UInt8(ascii: "*") || bytes[offset + 1] != UInt8(ascii: "/") {
            offset += 1
        }
        return offset + 1
    }

    /// The offset of the `/` that ends a regular expression whose body begins at `start`; one inside `[…]`
    /// does not.
    static func endOfPattern(_ bytes: Bytes, from start: Int, to end: Int) -> Int? {
        var offset = start
        var isInClass = false
        while offset < end {
            switch bytes[offset] {
            case 0x0A, 0x0D: return nil
            case UInt8(ascii: "\\"): offset += 1
            case UInt8(ascii: "["): isInClass = true
            case UInt8(ascii: "]"): isInClass = false
            case UInt8(ascii: "/") where !isInClass: return offset
            case _: break
            }
            offset += 1
        }
        return nil
    }
}
