/// Texts as numbers, by JavaScript's grammars and never by Swift's (which takes `0x1p3` and `infinity`).
package enum NumberParsing {
    /// `Number(text)`: the whole text, white space around it ignored; the empty text is 0.
    package static func number(_ text: Text) -> Double {
        let bytes = asciiBytes(text.trimmed())
        guard let bytes else { return .nan }
        if bytes.isEmpty { return 0 }
        if bytes.count > 2, bytes[0] == UInt8(ascii: "0"), let bits = radixBits(bytes[1]) {
            return wholeNumber(bytes[2...], bits: bits) ?? .nan
        }
        guard let (end, value) = decimalPrefix(bytes[...]), end == bytes.count else { return .nan }
        return value
    }

    /// `parseFloat(text)`: the longest decimal number the text begins with.
    package static func float(_ text: Text) -> Double {
        decimalPrefix(asciiPrefix(text)[...])?.value ?? .nan
    }

    /// `parseInt(text, radix)`; a radix of 0 means 10, or 16 after `0x`.
    package static func integer(_ text: Text, radix requested: Int32) -> Double {
        var bytes = asciiPrefix(text)[...]
        let isNegative = bytes.first == UInt8(ascii: "-")
        if isNegative || bytes.first == UInt8(ascii: "+") { bytes.removeFirst() }
        var radix = Int(requested)
        guard radix == 0 || (2...36).contains(radix) else { return .nan }
        let isHex =
            bytes.count >= 2 && bytes[bytes.startIndex] == 0x30 && bytes[bytes.startIndex + 1] | 0x20 == 0x78
        if isHex, radix == 0 || radix == 16 {
            bytes.removeFirst(2)
            radix = 16
        }
        if radix == 0 { radix = 10 }
        bytes = bytes.prefix { digit($0).map { $0 < radix } ?? false }
        guard !bytes.isEmpty else { return .nan }
        let value = whole(bytes, radix: radix)
        return isNegative ? -value : value
    }

    /// The value of text that is a decimal number already: digits, point, exponent.
    package static func decimal(_ bytes: some Collection<UInt8>) -> Double {
        Double(String(decoding: bytes, as: UTF8.self)) ?? .nan
    }

    /// The same for a part of a text; up to 15 digits alone are exact without more ado.
    static func decimal(_ bytes: Bytes, _ range: Range<Int>) -> Double {
        guard range.count <= 15 else { return decimal(bytes[range]) }
        var number = 0
        for offset in range {
            guard (0x30...0x39).contains(bytes[offset]) else { return decimal(bytes[range]) }
            number = number * 10 + Int(bytes[offset] - 0x30)
        }
        return Double(number)
    }

    /// The value of the digits of a `0x`, `0o` or `0b` number; nil when another character is among them.
    static func wholeNumber(_ bytes: some Collection<UInt8>, bits: Int) -> Double? {
        guard bytes.allSatisfy({ digit($0).map { $0 < 1 << bits } ?? false }) else { return nil }
        return powerOfTwo(bytes, bits: bits)
    }

    /// How many bits a digit has after `0x`, `0o` or `0b`.
    static func radixBits(_ letter: UInt8) -> Int? {
        switch letter | 0x20 {
        case UInt8(ascii: "x"): 4
        case UInt8(ascii: "o"): 3
        case UInt8(ascii: "b"): 1
        case _: nil
        }
    }
}

extension NumberParsing {
    private static func digit(_ byte: UInt8) -> Int? {
        switch byte {
        case 0x30...0x39: Int(byte) - 0x30
        case 0x41...0x5A: Int(byte) - 0x41 + 10
        case 0x61...0x7A: Int(byte) - 0x61 + 10
        case _: nil
        }
    }

    /// Nil when a character is not ASCII: no number has one.
    private static func asciiBytes(_ text: Text) -> [UInt8]? {
        let bytes = Array(text.string.utf8)
        return bytes.allSatisfy { $0 < 0x80 } ? bytes : nil
    }

    private static func asciiPrefix(_ text: Text) -> [UInt8] {
        Array(text.trimmed(end: false).string.utf8.prefix { $0 < 0x80 })
    }

    /// The decimal number that the bytes begin with: sign, `Infinity`, digits, point, exponent.
    private static func decimalPrefix(_ bytes: ArraySlice<UInt8>) -> (end: Int, value: Double)? {
        var end = bytes.startIndex
        func isDigit(_ offset: Int) -> Bool {
            offset < bytes.endIndex && (0x30...0x39).contains(bytes[offset])
        }
        func digits() -> Int {
            let start = end
            while isDigit(end) { end += 1 }
            return end - start
        }
        let isNegative = bytes.first == UInt8(ascii: "-")
        if isNegative || bytes.first == UInt8(ascii: "+") { end += 1 }
        let word = "Infinity".utf8
        if bytes[end...].starts(with: word) {
            return (end + word.count, isNegative ? -.infinity : .infinity)
        }
        var count = digits()
        if end < bytes.endIndex, bytes[end] == UInt8(ascii: "."), count > 0 || isDigit(end + 1) {
            end += 1
            count += digits()
        }
        guard count > 0 else { return nil }
        if end < bytes.endIndex, bytes[end] | 0x20 == UInt8(ascii: "e") {
            let hasSign = end + 1 < bytes.endIndex && [0x2B, 0x2D].contains(bytes[end + 1])
            let exponent = end + (hasSign ? 2 : 1)
            if isDigit(exponent) {
                end = exponent
                _ = digits()
            }
        }
        return (end, decimal(bytes[bytes.startIndex..<end]))
    }

    /// The value of digits, rounded as V8 rounds: exactly for 10 and the powers of two, else by parts of
    /// 32 bits.
    private static func whole(_ bytes: ArraySlice<UInt8>, radix: Int) -> Double {
        if radix == 10 { return decimal(bytes) }
        if radix.nonzeroBitCount == 1 { return powerOfTwo(bytes, bits: radix.trailingZeroBitCount) }
        let multiplierLimit = 0xFFFF_FFFF / 36
        var (result, part, multiplier) = (0.0, 0, 1)
        for byte in bytes.drop(while: { $0 == 0x30 }) {
            if multiplier * radix > multiplierLimit {
                result = result * Double(multiplier) + Double(part)
                (part, multiplier) = (0, 1)
            }
            part = part * radix + (digit(byte) ?? 0)
            multiplier *= radix
        }
        return result * Double(multiplier) + Double(part)
    }

    /// Exact: the first 64 bits are kept and anything cut off only breaks ties.
    private static func powerOfTwo(_ bytes: some Collection<UInt8>, bits: Int) -> Double {
        var (significand, dropped, isInexact): (UInt64, Int, Bool) = (0, 0, false)
        for byte in bytes {
            let value = UInt64(digit(byte) ?? 0)
            for shift in (0..<bits).reversed() {
                let bit = value >> UInt64(shift) & 1
                if significand >> 62 == 0 {
                    significand = significand << 1 | bit
                } else {
                    dropped += 1
                    isInexact = isInexact || bit == 1
                }
            }
        }
        // The last of 63 bits is below any tie, so it can carry "something non-zero followed".
        if isInexact { significand |= 1 }
        return dropped > 1100
            ? .infinity : Double(sign: .plus, exponent: dropped, significand: Double(significand))
    }
}
