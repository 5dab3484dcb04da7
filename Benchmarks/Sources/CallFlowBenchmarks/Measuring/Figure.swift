/// One measured thing beside what it is judged by, both from this run.
struct Figure {
    var name: String
    /// As a person reads it: `8.1 µs`.
    var measured: String
    /// The peer or the limit, and its own value: `libyaml's event loop, 6.2 µs`.
    var against: String
    /// Measured by against; less is better.
    var ratio: Double
    /// What the ratio may be at most; `nil` for a figure that is only told.
    var limit: Double?

    /// Data for the reader, never an exit status: a busy machine must not fail a build.
    var verdict: String { limit.map { ratio <= $0 ? "within" : "OVER" } ?? "" }
}

extension Figure {
    /// Time against the time of a peer.
    init(_ name: String, _ comparison: Comparison, peer: String, limit: Double? = nil) {
        self.init(
            name: name, measured: Amount.time(comparison.subject),
            against: "\(peer), \(Amount.time(comparison.peer))", ratio: comparison.ratio, limit: limit)
    }

    /// Seconds against the seconds that it may take.
    init(_ name: String, seconds: Double, of limit: Double, _ what: String) {
        self.init(
            name: name, measured: Amount.time(seconds), against: "\(what), \(Amount.time(limit))",
            ratio: seconds / limit, limit: 1)
    }
}

/// Numbers as a person reads them.
enum Amount {
    static func time(_ seconds: Double) -> String {
        switch seconds {
        case ..<1e-6: "\(rounded(seconds * 1e9)) ns"
        case ..<1e-3: "\(rounded(seconds * 1e6)) µs"
        case ..<1: "\(rounded(seconds * 1e3)) ms"
        default: "\(rounded(seconds)) s"
        }
    }

    static func bytes(_ count: Int) -> String { mebibytes(Double(count)) }

    static func mebibytes(_ bytes: Double) -> String { "\(rounded(bytes / 1_048_576)) MiB" }

    /// Three digits that mean something.
    static func rounded(_ value: Double) -> String {
        let places = value >= 100 ? 1.0 : value >= 10 ? 10.0 : 100.0
        let text = "\((value * places).rounded() / places)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
