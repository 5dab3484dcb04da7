import SourceText

enum CharacterFindings {
    static func finding(_ fault: CharacterScan.Fault) -> Finding {
        switch fault {
        case .badUTF8(let range):
            Finding(
                "bad-utf8", .error, "these bytes are not UTF-8; save the file as UTF-8",
                at: SourceRange(range))
        case .control(let range, let code):
            Finding(
                "control-character", .error, "the character \(name(code)) is not allowed in YAML",
                at: SourceRange(range))
        }
    }

    private static func name(_ code: UInt32) -> String {
        let digits = String(code, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}

extension CharacterScan.Fault {
    /// The offset of its first byte.
    var lower: Int {
        switch self {
        case .badUTF8(let range), .control(let range, _): range.lowerBound
        }
    }
}
