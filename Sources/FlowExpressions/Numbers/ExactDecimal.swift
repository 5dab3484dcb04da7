/// The exact decimal digits of a finite, non-negative number: `0.d₁d₂d₃… × 10^point`.
///
/// A double is a whole number times a power of two, so its decimal form ends, after at most 767 digits.
struct ExactDecimal {
    /// Values 0…9, without zeros in front; empty for zero.
    private var digits: [UInt8]
    /// How many digits stand before the decimal point; negative when zeros follow it.
    private(set) var point: Int

    var isZero: Bool { digits.isEmpty }

    init(_ number: Double) {
        guard number > 0 else {
            (digits, point) = ([], 0)
            return
        }
        let isSubnormal = number.exponentBitPattern == 0
        let significand = number.significandBitPattern | (isSubnormal ? 0 : 1 << 52)
        let exponent = Int(max(number.exponentBitPattern, 1)) - 1075
        var whole = BigWhole(significand)
        if exponent >= 0 {
            for _ in 0..<exponent { whole.multiply(by: 2) }
            digits = whole.decimalDigits()
            point = digits.count
        } else {
            // m / 2ᵏ is m × 5ᵏ / 10ᵏ.
            for _ in 0..<(-exponent) { whole.multiply(by: 5) }
            digits = whole.decimalDigits()
            point = digits.count + exponent
        }
    }

    /// Rounds to a number of digits after the point, halves away from zero.
    mutating func round(toPlaces places: Int) { keep(point + places) }

    /// Rounds to a number of significant digits, halves away from zero.
    mutating func round(toSignificant count: Int) { keep(count) }

    private mutating func keep(_ count: Int) {
        guard count < digits.count else { return }
        guard count >= 0 else {
            (digits, point) = ([], 0)
            return
        }
        let roundsUp = digits[count] >= 5
        digits.removeSubrange(count...)
        guard roundsUp else {
            if digits.isEmpty { point = 0 }
            return
        }
        while digits.last == 9 { digits.removeLast() }
        if digits.isEmpty {
            digits = [1]
            point += 1
        } else {
            digits[digits.count - 1] += 1
        }
    }

    private func digit(_ index: Int) -> Character {
        guard digits.indices.contains(index) else { return "0" }
        return Character(Unicode.Scalar(0x30 + digits[index]))
    }

    /// Written with exactly `places` digits after the point.
    func digits(places: Int) -> String {
        var text = ""
        if point <= 0 { text = "0" } else { for index in 0..<point { text.append(digit(index)) } }
        guard places > 0 else { return text }
        text += "."
        for index in point..<(point + places) { text.append(digit(index)) }
        return text
    }

    /// The first `count` digits, filled up with zeros.
    func significant(_ count: Int) -> String {
        String((0..<count).map(digit))
    }
}

/// A whole number of any size, least significant word first; just what `ExactDecimal` needs.
private struct BigWhole {
    private var words: [UInt32]

    init(_ value: UInt64) {
        words = [UInt32(truncatingIfNeeded: value), UInt32(truncatingIfNeeded: value >> 32)]
    }

    mutating func multiply(by factor: UInt32) {
        var carry: UInt64 = 0
        for index in words.indices {
            let product = UInt64(words[index]) * UInt64(factor) + carry
            words[index] = UInt32(truncatingIfNeeded: product)
            carry = product >> 32
        }
        if carry > 0 { words.append(UInt32(carry)) }
    }

    /// Divides in place and gives the remainder.
    private mutating func divide(by divisor: UInt32) -> UInt32 {
        var remainder: UInt64 = 0
        for index in words.indices.reversed() {
            let dividend = remainder << 32 | UInt64(words[index])
            words[index] = UInt32(dividend / UInt64(divisor))
            remainder = dividend % UInt64(divisor)
        }
        while words.last == 0 { words.removeLast() }
        return UInt32(remainder)
    }

    /// Values 0…9, most significant first, without zeros in front.
    consuming func decimalDigits() -> [UInt8] {
        var digits: [UInt8] = []
        while words.contains(where: { $0 != 0 }) {
            var group = divide(by: 1_000_000_000)
            for _ in 0..<9 {
                digits.append(UInt8(group % 10))
                group /= 10
            }
        }
        while digits.last == 0 { digits.removeLast() }
        return digits.reversed()
    }
}
