/// The text that `replace` puts in for a match: `$&`, `` $` ``, `$'`, `$1`…`$99`, `$<name>` and `$$`
/// (ECMA-262 GetSubstitution).
struct Replacement {
    let template: [UInt16]
    let units: [UInt16]
    let names: [Pattern.Name]

    /// Stops early when the result is longer than any expression makes; the caller refuses it.
    func append(_ match: Range<Int>, _ groups: [Range<Int>?], to result: inout [UInt16]) {
        var offset = 0
        while offset < template.count, result.count <= Evaluator.textLimit {
            let unit = template[offset]
            offset += 1
            guard unit == UInt16(UInt8(ascii: "$")), offset < template.count else {
                result.append(unit)
                continue
            }
            if template[offset] == unit {
                result.append(unit)
                offset += 1
                continue
            }
            let (range, width) = reference(at: offset, match, groups)
            if width == 0 { result.append(unit) } else { result += units[range] }
            offset += width
        }
    }

    /// What stands for the sign behind a `$`, as a range of the text, and how many units of the template it
    /// takes; none when it is no reference.
    private func reference(
        at offset: Int, _ match: Range<Int>, _ groups: [Range<Int>?]
    ) -> (range: Range<Int>, width: Int) {
        let nothing = 0..<0
        switch Unicode.Scalar(template[offset]) {
        case "&": return (match, 1)
        case "`": return (0..<match.lowerBound, 1)
        case "'": return (match.upperBound..<units.count, 1)
        case .some("0"..."9"): return numbered(at: offset, groups)
        case "<" where !names.isEmpty:
            guard let close = template[offset...].firstIndex(of: UInt16(UInt8(ascii: ">"))) else {
                return (nothing, 0)
            }
            let name = Text(units: Array(template[(offset + 1)..<close]))
            let group = names.first { $0.name == name }.flatMap { groups[$0.group - 1] }
            return (group ?? nothing, close + 1 - offset)
        case _: return (nothing, 0)
        }
    }

    private func numbered(at offset: Int, _ groups: [Range<Int>?]) -> (range: Range<Int>, width: Int) {
        func digit(_ offset: Int) -> Int? {
            guard offset < template.count, (0x30...0x39).contains(template[offset]) else { return nil }
            return Int(template[offset]) - 0x30
        }
        let first = digit(offset) ?? 0
        if let second = digit(offset + 1), case let number = first * 10 + second, number > 0,
            number <= groups.count
        {
            return (groups[number - 1] ?? 0..<0, 2)
        }
        guard first > 0, first <= groups.count else { return (0..<0, 0) }
        return (groups[first - 1] ?? 0..<0, 1)
    }
}
