/// The check before libyaml sees a byte: it reports bad UTF-8 and control characters without a place.
struct CharacterScan {
    enum Fault: Equatable {
        case badUTF8(Range<Int>)
        /// A control or non-character, with its code.
        case control(Range<Int>, UInt32)
    }

    /// The scalars of more than one byte, up to the fault.
    private(set) var wide = WideScalars()
    /// The first character that YAML does not allow.
    private(set) var fault: Fault?
    /// Whether all is ASCII, and allowed.
    var isPlain: Bool { wide.isEmpty && fault == nil }

    /// Scans from `start` to the end or the first fault; scalars are counted from `start`.
    init(_ text: UnsafeBufferPointer<UInt8>, from start: Int) {
        var at = start
        // Bytes less scalars, so far.
        var surplus = start
        while at < text.count {
            at = Self.endOfPlain(in: text, from: at)
            guard at < text.count else { return }
            let byte = text[at]
            if byte < 0x80 {
                if Self.isForbidden(byte) {
                    fault = .control(at..<at + 1, UInt32(byte))
                    return
                }
                at += 1
                continue
            }
            guard let (code, length) = Self.wideScalar(in: text, at: at) else {
                fault = .badUTF8(at..<Self.endOfBadUTF8(in: text, at: at))
                return
            }
            guard Self.isAllowed(code) else {
                fault = .control(at..<at + length, code)
                return
            }
            wide.append(index: at - surplus, length: length)
            surplus += length - 1
            at += length
        }
    }

    /// Past as many blocks as are ASCII without a forbidden control character. Without a branch in the
    /// inner loop the compiler makes vector instructions of it.
    private static func endOfPlain(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        let block = 32
        var at = start
        while at + block <= text.count {
            var forbidden: UInt8 = 0
            for index in at..<at + block {
                let byte = text[index]
                let isOutside: UInt8 = byte &- 0x20 >= 0x5F ? 1 : 0
                let isBreak: UInt8 = byte == 0x0A || byte == 0x0D || byte == 0x09 ? 1 : 0
                forbidden |= isOutside & ~isBreak
            }
            if forbidden != 0 { break }
            at += block
        }
        return at
    }

    private static func isForbidden(_ byte: UInt8) -> Bool {
        byte &- 0x20 >= 0x5F && byte != 0x0A && byte != 0x0D && byte != 0x09
    }

    /// YAML 1.2 §5.1 `c-printable`, as libyaml checks it.
    private static func isAllowed(_ code: UInt32) -> Bool {
        code == 0x85 || 0xA0...0xD7FF ~= code || 0xE000...0xFFFD ~= code || code >= 0x1_0000
    }

    /// Decodes a scalar of two to four bytes; `nil` for overlong forms, surrogates, and anything cut.
    private static func wideScalar(
        in text: UnsafeBufferPointer<UInt8>, at start: Int
    ) -> (code: UInt32, length: Int)? {
        let first = UInt32(text[start])
        let (length, lowest): (Int, UInt32)
        switch first {
        case 0xC2...0xDF: (length, lowest) = (2, 0x80)
        case 0xE0...0xEF: (length, lowest) = (3, 0x800)
        case 0xF0...0xF4: (length, lowest) = (4, 0x1_0000)
        default: return nil
        }
        guard start + length <= text.count else { return nil }
        var code = first & (0x7F >> UInt32(length))
        for index in start + 1..<start + length {
            guard isContinuation(text[index]) else { return nil }
            code = code << 6 | UInt32(text[index] & 0x3F)
        }
        guard code >= lowest, code <= 0x10_FFFF, !(0xD800...0xDFFF ~= code) else { return nil }
        return (code, length)
    }

    private static func endOfBadUTF8(in text: UnsafeBufferPointer<UInt8>, at start: Int) -> Int {
        var end = start + 1
        while end < text.count, end < start + 4, isContinuation(text[end]) { end += 1 }
        return end
    }
}
