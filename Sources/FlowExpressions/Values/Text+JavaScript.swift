extension Text {
    /// Whether a code unit is white space or a line end to JavaScript's `trim`, `Number` and `\s`.
    package static func isSpace(_ unit: UInt16) -> Bool {
        switch unit {
        case 0x09...0x0D, 0x20, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000, 0xFEFF:
            true
        case _: false
        }
    }

    /// The text without white space at the ends that are named.
    package func trimmed(start: Bool = true, end: Bool = true) -> Text {
        let units = self.units
        var (lower, upper) = (0, units.count)
        if start { while lower < upper, Text.isSpace(units[lower]) { lower += 1 } }
        if end { while upper > lower, Text.isSpace(units[upper - 1]) { upper -= 1 } }
        return lower == 0 && upper == units.count ? self : slice(lower..<upper)
    }

    /// `toUpperCase`: Unicode's full mapping, no locale (`ß` becomes `SS`).
    package func uppercased() -> Text {
        mappingScalars { scalar, _, _ in scalar.properties.uppercaseMapping }
    }

    /// `toLowerCase`: Unicode's full mapping, no locale; a sigma at the end of a word becomes `ς`.
    package func lowercased() -> Text {
        mappingScalars { scalar, units, offset in
            if scalar == "Σ" { return Text.isFinalSigma(in: units, at: offset) ? "ς" : "σ" }
            return scalar.properties.lowercaseMapping
        }
    }

    /// Every character replaced by a mapping; lone surrogates stay as they are.
    private func mappingScalars(_ mapping: (Unicode.Scalar, [UInt16], Int) -> String) -> Text {
        let units = self.units
        var result: [UInt16] = []
        result.reserveCapacity(units.count)
        var offset = 0
        while offset < units.count {
            let (scalar, width) = Text.scalar(in: units, at: offset)
            if let scalar {
                result.append(contentsOf: mapping(scalar, units, offset).utf16)
            } else {
                result.append(units[offset])
            }
            offset += width
        }
        return Text(units: result)
    }

    /// The character at an offset and its width in units; nil for a lone surrogate.
    package static func scalar(in units: [UInt16], at offset: Int) -> (scalar: Unicode.Scalar?, width: Int) {
        let unit = units[offset]
        if UTF16.isLeadSurrogate(unit), offset + 1 < units.count, UTF16.isTrailSurrogate(units[offset + 1]) {
            let value = 0x10000 + (UInt32(unit & 0x3FF) << 10) + UInt32(units[offset + 1] & 0x3FF)
            return (Unicode.Scalar(value), 2)
        }
        return (Unicode.Scalar(unit), 1)
    }

    /// Unicode's Final_Sigma: a cased letter before it and none after, case-ignorable characters skipped.
    private static func isFinalSigma(in units: [UInt16], at offset: Int) -> Bool {
        var before = offset
        while before > 0 {
            before -= 1
            if before > 0, UTF16.isTrailSurrogate(units[before]) { before -= 1 }
            guard let scalar = scalar(in: units, at: before).scalar else { return false }
            if scalar.properties.isCaseIgnorable { continue }
            guard scalar.properties.isCased else { return false }
            return !isCasedAhead(in: units, from: offset + 1)
        }
        return false
    }

    private static func isCasedAhead(in units: [UInt16], from start: Int) -> Bool {
        var offset = start
        while offset < units.count {
            let (scalar, width) = scalar(in: units, at: offset)
            guard let scalar else { return false }
            if !scalar.properties.isCaseIgnorable { return scalar.properties.isCased }
            offset += width
        }
        return false
    }
}
