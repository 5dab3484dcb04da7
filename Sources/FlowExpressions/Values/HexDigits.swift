/// Hexadecimal digits in ASCII text.
enum HexDigits {
    /// The value of one digit.
    static func value(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        case _: nil
        }
    }

    /// The number written with `count` digits at an offset; nil when they are not all there.
    static func number<Digits: RandomAccessCollection<UInt8>>(
        _ bytes: Digits, at offset: Int, count: Int
    ) -> UInt32? where Digits.Index == Int {
        guard offset + count <= bytes.endIndex else { return nil }
        var number: UInt32 = 0
        for byte in bytes[offset..<offset + count] {
            guard let digit = value(byte) else { return nil }
            number = number << 4 | UInt32(digit)
        }
        return number
    }

    /// A code unit written with four digits.
    static func unit(_ bytes: [UInt8], at offset: Int) -> UInt16? {
        number(bytes, at: offset, count: 4).map(UInt16.init(truncatingIfNeeded:))
    }
}
