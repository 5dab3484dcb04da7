/// Characters as a terminal shows them: none may act on it, and some take two cells or none.
package enum TerminalText {
    /// Whether a scalar may be written to a terminal as it is. Control characters move the cursor or worse;
    /// the directional ones make a line read otherwise than it is.
    static func isSafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: false
        default: true
        }
    }

    /// The text with every unsafe scalar replaced: a visible picture for ASCII controls, else U+FFFD.
    package static func safe(_ text: String) -> String {
        if text.unicodeScalars.allSatisfy(isSafe) { return text }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { result.append(isSafe(scalar) ? scalar : picture(scalar)) }
        return String(result)
    }

    private static func picture(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        if scalar.value == 0x09 { return " " }
        if scalar.value == 0x7F { return "\u{2421}" }
        return scalar.value < 0x20 ? Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}" : "\u{FFFD}"
    }

    /// Cells a safe scalar takes: 0 for combining ones, 2 for East Asian wide ones and emoji.
    static func width(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: break
        }
        return wide.contains { $0 ~= scalar.value } ? 2 : 1
    }

    /// Wide and fullwidth blocks of Unicode's EastAsianWidth.txt, and the emoji planes.
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x231A...0x231B, 0x23E9...0x23EC, 0x2614...0x2615, 0x2648...0x2653, 0x2E80...0x303E,
        0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3,
        0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F,
        0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x1FA70...0x1FAFF, 0x2_0000...0x3_FFFD,
    ]
}
