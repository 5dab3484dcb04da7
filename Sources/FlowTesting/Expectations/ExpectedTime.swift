import FlowRuntime

/// An instant or a length that a scenario expects, as exactly as it is written.
///
/// A trace shows tenths of a second, and what is copied from it must hold: `32.8s` is everything that a trace
/// shows as 32.8. With more digits, or in milliseconds, it is meant to the millisecond.
struct ExpectedTime: Sendable, Comparable {
    let duration: Duration
    private let isExact: Bool

    /// `text` is how it stands in the file.
    init(_ duration: Duration, written text: String) {
        self.duration = duration
        let decimals = text.split(separator: ".", maxSplits: 1).dropFirst().first ?? ""
        isExact = text.hasSuffix("ms") || decimals.utf8.count { $0 >= 0x30 && $0 <= 0x39 } > 1
    }

    func matches(_ found: Duration) -> Bool {
        isExact ? duration == found : Self.tenths(duration) == Self.tenths(found)
    }

    var shown: String { duration.shown }

    /// The found time as it is shown, when it is the expected one; the expected one otherwise.
    func shown(for found: Duration?) -> String {
        guard let found, matches(found) else { return shown }
        return found.shown
    }

    static func < (left: ExpectedTime, right: ExpectedTime) -> Bool { left.duration < right.duration }

    /// Rounded as in a trace.
    private static func tenths(_ duration: Duration) -> Int64 {
        let milliseconds = duration.milliseconds
        return milliseconds / 100 + (milliseconds % 100 >= 50 ? 1 : 0)
    }
}
