/// Times and sizes as people write them: a number and a unit.
package enum Quantity {
    /// No setting needs more, and sums of a few of these stay far from overflowing.
    private static let largest: Int64 = 1 << 56

    private static let times: [(unit: String, scale: Int64)] = [
        ("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000),
    ]
    private static let sizes: [(unit: String, scale: Int64)] = [
        ("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30), ("KB", 1000), ("MB", 1_000_000),
        ("GB", 1_000_000_000), ("", 1),
    ]

    /// Regular expressions for editors, of the texts that `time` and `bytes` read.
    static let timePattern = pattern(times.map(\.unit))
    static let sizePattern = pattern(sizes.map(\.unit))

    private static func pattern(_ units: [String]) -> String {
        #"^[0-9]+(\.[0-9]+)?("# + units.joined(separator: "|") + ")$"
    }

    /// `500ms`, `1.5s`, `5m`, `4h`, `30d`, exact to the millisecond; a number without a unit is no time.
    static func time(_ text: String) -> Duration? {
        read(text, times).map(Duration.milliseconds)
    }

    /// `512MiB`, `1.5GB`, or a whole number of bytes.
    static func bytes(_ text: String) -> Int? { read(text, sizes).flatMap { Int(exactly: $0) } }

    /// In the largest unit that is whole: `4h`, `90s`, `1500ms`.
    package static func text(of time: Duration) -> String {
        let milliseconds = Int64(time / .milliseconds(1))
        let unit = times.last { milliseconds % $0.scale == 0 && milliseconds >= $0.scale } ?? times[1]
        return "\(milliseconds / unit.scale)\(unit.unit)"
    }

    /// In the largest binary unit that is whole: `1GiB`, `1000` bytes.
    static func text(ofBytes bytes: Int) -> String {
        let unit = sizes.prefix(3).last { Int64(bytes) % $0.scale == 0 && Int64(bytes) >= $0.scale }
        return unit.map { "\(Int64(bytes) / $0.scale)\($0.unit)" } ?? "\(bytes)"
    }

    private static func read(_ text: String, _ units: [(unit: String, scale: Int64)]) -> Int64? {
        for (unit, scale) in units where text.hasSuffix(unit) {
            return number(text.utf8.dropLast(unit.utf8.count), scale)
        }
        return nil
    }

    /// Digits with at most one point, times the scale; `nil` when there is none, or it is too large.
    private static func number(_ digits: Substring.UTF8View, _ scale: Int64) -> Int64? {
        var total: Int64 = 0
        var place: Int64?
        var hasDigit = false
        for byte in digits {
            if byte == UInt8(ascii: "."), place == nil, hasDigit {
                place = scale
                continue
            }
            guard UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte else { return nil }
            hasDigit = true
            let digit = Int64(byte - UInt8(ascii: "0"))
            if let scaled = place {
                total += digit * scaled / 10
                place = scaled / 10
            } else {
                total = total * 10 + digit * scale
            }
            if total > largest { return nil }
        }
        return hasDigit && digits.last != UInt8(ascii: ".") ? total : nil
    }
}
