/// An instant, in milliseconds since 1970 (UTC). Given from outside: nothing below the rim reads a clock.
public struct Timestamp: Sendable, Hashable, Codable, Comparable, CustomStringConvertible {
    public var milliseconds: Int64
    public var description: String { "\(milliseconds) ms" }
    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    public static func < (left: Self, right: Self) -> Bool { left.milliseconds < right.milliseconds }

    /// Saturates: no input can overflow an instant.
    public func advanced(by duration: Duration) -> Timestamp {
        let (sum, overflow) = milliseconds.addingReportingOverflow(duration.milliseconds)
        return Timestamp(milliseconds: overflow ? .max : sum)
    }
    /// Milliseconds from `earlier` to this instant, never negative.
    public func milliseconds(since earlier: Timestamp) -> Int64 {
        let (difference, overflow) = milliseconds.subtractingReportingOverflow(earlier.milliseconds)
        return overflow ? 0 : max(0, difference)
    }

    public init(from decoder: any Decoder) throws {
        milliseconds = try decoder.singleValueContainer().decode(Int64.self)
    }
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(milliseconds)
    }
}

extension Duration {
    /// Whole milliseconds, rounded to the nearest: `Duration.seconds(0.057)` is a little less than 57 ms.
    /// Saturates at about 290 million years.
    public var milliseconds: Int64 {
        let one: Int128 = 1_000_000_000_000_000
        let (whole, rest) = attoseconds.quotientAndRemainder(dividingBy: one)
        let carry: Int128 = rest >= one / 2 ? 1 : rest <= -one / 2 ? -1 : 0
        return Int64(clamping: whole + carry)
    }
}
