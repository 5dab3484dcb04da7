/// UTF-8 byte offsets into one text, `upper` exclusive.
///
/// Lines, columns and UTF-16 positions are derived from a `LineTable`, never stored. Offsets are kept in 32
/// bits: a document is limited to 1 MiB, and a tree holds thousands of ranges.
public struct SourceRange: Sendable, Hashable, Codable {
    private var storedLower: UInt32
    private var storedUpper: UInt32

    public init(_ lower: Int, _ upper: Int) {
        storedLower = UInt32(clamping: lower)
        storedUpper = UInt32(clamping: max(lower, upper))
    }

    public init(_ range: Range<Int>) { self.init(range.lowerBound, range.upperBound) }

    /// The first byte.
    public var lower: Int { Int(storedLower) }
    /// One past the last byte.
    public var upper: Int { Int(storedUpper) }
    public var isEmpty: Bool { storedLower == storedUpper }
    public var offsets: Range<Int> { lower..<upper }

    public func contains(_ other: SourceRange) -> Bool { lower <= other.lower && other.upper <= upper }

    /// The smallest range that holds both.
    public func union(_ other: SourceRange) -> SourceRange {
        SourceRange(min(lower, other.lower), max(upper, other.upper))
    }
}

extension SourceRange: Comparable {
    public static func < (left: SourceRange, right: SourceRange) -> Bool {
        (left.lower, left.upper) < (right.lower, right.upper)
    }
}
