/// Numbers as JavaScript prints them (ECMA-262 Number::toString).
package enum NumberText {
    /// The shortest decimal digits that read back as the same number.
    package static func decimal(_ number: Double) -> String {
        if number.isNaN { return "NaN" }
        if number.isInfinite { return number < 0 ? "-Infinity" : "Infinity" }
        if abs(number) < 9_007_199_254_740_992, number.rounded(.towardZero) == number {
            return String(Int64(number))  // also turns -0 into 0
        }
        let (digits, point) = shortest(abs(number))
        return (number < 0 ? "-" : "") + layout(digits, point)
    }

    /// The digits that Swift's own description of a positive number has, and where the point stands in them.
    private static func shortest(_ number: Double) -> (digits: [UInt8], point: Int) {
        var digits: [UInt8] = []
        var (point, exponent) = (-1, 0)
        let text = Array(number.description.utf8)
        for (index, byte) in text.enumerated() {
            switch byte {
            case UInt8(ascii: "."): point = digits.count
            case UInt8(ascii: "e"): exponent = Int(String(decoding: text[(index + 1)...], as: UTF8.self)) ?? 0
            case _: digits.append(byte)
            }
            if byte == UInt8(ascii: "e") { break }
        }
        if point < 0 { point = digits.count }
        let zeros = digits.prefix { $0 == UInt8(ascii: "0") }.count
        digits.removeFirst(zeros)
        while digits.last == UInt8(ascii: "0") { digits.removeLast() }
        return (digits, point - zeros + exponent)
    }

    /// Digits with a point or an exponent where JavaScript writes them: an exponent from 1e21 and below 1e-6.
    private static func layout(_ digits: [UInt8], _ point: Int) -> String {
        let count = digits.count
        func text(_ range: Range<Int>) -> String { String(decoding: digits[range], as: UTF8.self) }
        func zeros(_ count: Int) -> String { String(repeating: "0", count: count) }
        switch point {
        case count...21 where count <= 21: return text(0..<count) + zeros(point - count)
        case 1...21: return text(0..<point) + "." + text(point..<count)
        case -5...0: return "0." + zeros(-point) + text(0..<count)
        case _: return text(0..<1) + (count > 1 ? "." + text(1..<count) : "") + exponent(point - 1)
        }
    }

    fileprivate static func exponent(_ exponent: Int) -> String {
        "e" + (exponent < 0 ? "-" : "+") + String(abs(exponent))
    }
}

extension NumberText {
    /// `toFixed(places)`, exact for every number; `places` is 0…100.
    static func fixed(_ number: Double, places: Int) -> String {
        guard abs(number) < 1e21 else { return decimal(number) }
        guard number.isFinite else { return decimal(number) }
        var decimal = ExactDecimal(abs(number))
        decimal.round(toPlaces: places)
        let digits = decimal.digits(places: places)
        return (number < 0 ? "-" : "") + digits
    }

    /// `toPrecision(digits)`, exact for every number; `digits` is 1…100.
    static func precise(_ number: Double, digits count: Int) -> String {
        guard number.isFinite else { return decimal(number) }
        let sign = number < 0 ? "-" : ""
        var decimal = ExactDecimal(abs(number))
        decimal.round(toSignificant: count)
        let point = decimal.isZero ? 1 : decimal.point
        let digits = decimal.significant(count)
        if point < -5 || point > count {
            let rest = digits.dropFirst()
            return sign + digits.prefix(1) + (rest.isEmpty ? "" : "." + rest) + exponent(point - 1)
        }
        if point == count { return sign + digits }
        if point > 0 { return sign + digits.prefix(point) + "." + digits.dropFirst(point) }
        return sign + "0." + String(repeating: "0", count: -point) + digits
    }

    /// `toString(radix)` with a radix of 2…36, by V8's algorithm: fraction digits until they tell the number
    /// from its neighbours, then the last one rounded.
    static func radix(_ number: Double, _ radix: Int) -> String {
        guard number.isFinite, radix != 10 else { return decimal(number) }
        var integer = abs(number).rounded(.down)
        let fraction = fractionDigits(abs(number) - integer, of: abs(number), radix, carry: &integer)
        var whole: [UInt8] = []
        while integer / Double(radix) >= 9_007_199_254_740_992 {
            integer /= Double(radix)
            whole.append(0)
        }
        repeat {
            let remainder = integer.truncatingRemainder(dividingBy: Double(radix))
            whole.append(UInt8(remainder))
            integer = (integer - remainder) / Double(radix)
        } while integer > 0
        let text = whole.reversed().map(digit) + (fraction.isEmpty ? [] : [0x2E] + fraction.map(digit))
        return (number < 0 ? "-" : "") + String(decoding: text, as: UTF8.self)
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? 0x30 + value : UInt8(ascii: "a") + value - 10
    }

    private static func fractionDigits(
        _ start: Double, of number: Double, _ radix: Int, carry integer: inout Double
    ) -> [UInt8] {
        var fraction = start
        var delta = max(0.5 * (number.nextUp - number), Double.leastNonzeroMagnitude)
        var digits: [UInt8] = []
        guard fraction >= delta else { return digits }
        repeat {
            fraction *= Double(radix)
            delta *= Double(radix)
            let digit = UInt8(fraction)
            digits.append(digit)
            fraction -= Double(digit)
            let isAboveHalf = fraction > 0.5 || fraction == 0.5 && digit & 1 == 1
            if isAboveHalf, fraction + delta > 1 {
                roundUp(&digits, radix, carry: &integer)
                break
            }
        } while fraction >= delta
        return digits
    }

    private static func roundUp(_ digits: inout [UInt8], _ radix: Int, carry integer: inout Double) {
        while let last = digits.popLast() {
            if Int(last) + 1 < radix {
                digits.append(last + 1)
                return
            }
        }
        integer += 1
    }
}
