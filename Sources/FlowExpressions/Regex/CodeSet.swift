/// A set of code points or code units.
struct CodeSet: Sendable, Hashable {
    /// Sorted, not touching each other.
    private(set) var ranges: [ClosedRange<UInt32>]
    var isNegated: Bool
    /// The members below 128, one bit each.
    private var low: UInt64 = 0
    private var high: UInt64 = 0

    init(_ members: [ClosedRange<UInt32>], isNegated: Bool = false) {
        var ranges: [ClosedRange<UInt32>] = []
        for range in members.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = ranges.last, range.lowerBound <= last.upperBound &+ 1 {
                ranges[ranges.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                ranges.append(range)
            }
        }
        self.ranges = ranges
        self.isNegated = isNegated
        for range in ranges where range.lowerBound < 128 {
            for code in range.lowerBound...min(range.upperBound, 127) {
                if code < 64 { low |= 1 << UInt64(code) } else { high |= 1 << UInt64(code - 64) }
            }
        }
    }

    /// Whether a code is among the members, the negation left aside.
    func holds(_ code: UInt32) -> Bool {
        if code < 64 { return low >> UInt64(code) & 1 == 1 }
        if code < 128 { return high >> UInt64(code - 64) & 1 == 1 }
        var (lower, upper) = (0, ranges.count)
        while lower < upper {
            let middle = (lower + upper) / 2
            if ranges[middle].upperBound < code { lower = middle + 1 } else { upper = middle }
        }
        return lower < ranges.count && ranges[lower].contains(code)
    }

    func contains(_ code: UInt32, ignoringCase: Bool, unicode: Bool) -> Bool {
        if holds(code) { return !isNegated }
        if ignoringCase, holdsVariant(of: code, unicode) { return !isNegated }
        return isNegated
    }

    /// Whether a member has the same folded form as a code.
    private func holdsVariant(of code: UInt32, _ unicode: Bool) -> Bool {
        let folded = CaseFolding.fold(code, unicode: unicode)
        return CaseFolding.variants(of: code).contains {
            holds($0) && CaseFolding.fold($0, unicode: unicode) == folded
        }
    }

    /// Every code that is no member.
    static func complement(_ ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
        var result: [ClosedRange<UInt32>] = []
        var next: UInt32 = 0
        for range in CodeSet(ranges).ranges {
            if range.lowerBound > next { result.append(next...range.lowerBound - 1) }
            next = range.upperBound + 1
        }
        if next <= 0x10FFFF { result.append(next...0x10FFFF) }
        return result
    }

    static let digits: [ClosedRange<UInt32>] = [0x30...0x39]
    static let word: [ClosedRange<UInt32>] = [0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A]
    static let space: [ClosedRange<UInt32>] = [
        0x09...0x0D, 0x20...0x20, 0xA0...0xA0, 0x1680...0x1680, 0x2000...0x200A, 0x2028...0x2029,
        0x202F...0x202F, 0x205F...0x205F, 0x3000...0x3000, 0xFEFF...0xFEFF,
    ]
    static let lineEnds: [ClosedRange<UInt32>] = [0x0A...0x0A, 0x0D...0x0D, 0x2028...0x2029]

    /// The members of `\d`, `\W` and the like; nil for another letter.
    static func escape(_ letter: UInt32) -> [ClosedRange<UInt32>]? {
        switch Unicode.Scalar(letter) {
        case "d": digits
        case "D": complement(digits)
        case "w": word
        case "W": complement(word)
        case "s": space
        case "S": complement(space)
        case _: nil
        }
    }
}

/// When two characters are the same but for their case (ECMA-262 Canonicalize).
enum CaseFolding {
    /// Without the flag `u` to upper case; with it to Unicode's simple folding, which for single characters
    /// is the lower case of the upper case.
    static func fold(_ code: UInt32, unicode: Bool) -> UInt32 {
        if code < 128 {
            if unicode { return (0x41...0x5A).contains(code) ? code + 0x20 : code }
            return (0x61...0x7A).contains(code) ? code - 0x20 : code
        }
        guard let scalar = Unicode.Scalar(code) else { return code }
        let upper = single(scalar.properties.uppercaseMapping) ?? scalar
        // The dotless i has an upper case and still folds to itself.
        if unicode {
            return scalar == "ı" ? code : (single(upper.properties.lowercaseMapping) ?? upper).value
        }
        // A character beyond ASCII never folds into it, nor across the border of the code units.
        return upper.value < 128 || (upper.value > 0xFFFF) != (code > 0xFFFF) ? code : upper.value
    }

    /// Other characters that may fold like this one.
    static func variants(of code: UInt32) -> [UInt32] {
        guard let scalar = Unicode.Scalar(code) else { return [] }
        let upper = single(scalar.properties.uppercaseMapping) ?? scalar
        let lower = single(scalar.properties.lowercaseMapping) ?? scalar
        let back = single(upper.properties.lowercaseMapping) ?? upper
        return [upper.value, lower.value, back.value]
    }

    private static func single(_ mapping: String) -> Unicode.Scalar? {
        let scalars = mapping.unicodeScalars
        return scalars.count == 1 ? scalars.first : nil
    }
}
