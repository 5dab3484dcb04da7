/// The check before libyaml sees a byte: it reports bad UTF-8 and control characters without a place.
struct CharacterScan {
    enum Fault: Equatable {
        case badUTF8(Range<Int>)
        /// A control or non-character, with its code.
        case control(Range<Int>, UInt32)
    }

    /// Whether every byte is below 0x80: libyaml's marks are then byte offsets.
    let isASCII: Bool
    /// The first character that YAML does not allow.
    let fault: Fault?

    init(_ text: UnsafeBufferPointer<UInt8>) {
        var at = Self.plainPrefix(of: text)
        var sawWide = false
        while at < text.count {
            let byte = text[at]
            if byte >= 0x80 {
                sawWide = true
                guard let (code, length) = Self.wideScalar(in: text, at: at) else {
                    self.init(isASCII: false, fault: .badUTF8(at..<Self.endOfBadUTF8(in: text, at: at)))
                    return
                }
                if !Self.isAllowed(code) {
                    self.init(isASCII: false, fault: .control(at..<at + length, code))
                    return
                }
                at += length
            } else if Self.isForbidden(byte) {
                self.init(isASCII: !sawWide, fault: .control(at..<at + 1, UInt32(byte)))
                return
            } else {
                at += 1
            }
        }
        self.init(isASCII: !sawWide, fault: nil)
    }

    private init(isASCII: Bool, fault: Fault?) {
        self.isASCII = isASCII
        self.fault = fault
    }

    /// How many bytes, in whole blocks of 16, are ASCII without a forbidden control character.
    private static func plainPrefix(of text: UnsafeBufferPointer<UInt8>) -> Int {
        let raw = UnsafeRawBufferPointer(text)
        var at = 0
        while at + 16 <= raw.count {
            let block = raw.loadUnaligned(fromByteOffset: at, as: SIMD16<UInt8>.self)
            let control = block .< 0x20 .& block .!= 0x0A .& block .!= 0x0D .& block .!= 0x09
            if any(control .| block .>= 0x7F) { break }
            at += 16
        }
        return at
    }

    private static func isForbidden(_ byte: UInt8) -> Bool {
        byte == 0x7F || byte < 0x20 && byte != 0x0A && byte != 0x0D && byte != 0x09
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
