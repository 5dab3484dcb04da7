/// The format of a cassette file: UTF-8, one JSON object a line, a header first and a footer last.
///
/// ```
/// {"callflow cassette":1,"backend":"simulator","date":"2026-01-01T00:00:00.000Z","flows":[…],…,"check":"…"}
/// {"n":1,"call":1,"at":0,"in":"started","info":{…},"check":"…"}
/// {"n":2,"call":1,"at":0,"step":"a.yaml:4","id":1,"out":{"answer":{…}},"check":"…"}
/// {"n":3,"call":1,"at":0,"id":1,"in":{"finished":"done"},"check":"…"}
/// {"n":9,"call":1,"at":7300,"step":"a.yaml:9","decide":"cond","nth":0,"take":1,"check":"…"}
/// {"n":12,"call":1,"at":9000,"over":{"by":"caller","reason":"hangup"},"check":"…"}
/// {"end":12,"check":"…"}
/// ```
///
/// `n` counts the entries, `call` the runs in the order of their beginning; `at` is milliseconds from the
/// header's date. `in` is what came from the phone system, `out` what the flow asked of it, `decide` a
/// decision that is settled because it read what is not in the file, `over` the end of a flow. `check` is a
/// checksum of everything up to it: a file that was cut, edited or put together is told apart from one that
/// the flow does not follow any more. It proves nothing against somebody who computes it anew.
enum CassetteFormat {
    /// Raised when an older reader could misunderstand what is written.
    static let version = 1
    static let versionName = "callflow cassette"

    /// The largest file: far above what a test should carry around, and read whole into memory.
    static let fileLimit = 64 << 20
    /// The longest line: a request's body has at most 1 MiB, which escapes may lengthen.
    static let lineLimit = 8 << 20
    /// The most entries, for the memory they take once read.
    static let entryLimit = 2_000_000
    /// The latest instant of an entry, in milliseconds from the beginning: a century, and far from overflow.
    static let timeLimit: Int64 = 100 * 366 * 86_400_000
}

/// FNV-1a with 64 bits (Fowler, Noll, Vo; draft-eastlake-fnv): a note that something changed, no proof.
struct Checksum: Sendable, Hashable {
    private var state: UInt64 = 0xCBF2_9CE4_8422_2325

    init() {}
    init(of bytes: some Sequence<UInt8>) { add(bytes) }

    mutating func add(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    }

    /// 16 hexadecimal digits.
    var text: String {
        let digits = String(state, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// 8 hexadecimal digits, of both halves: short enough for every line.
    var shortText: String {
        let digits = String(UInt32(truncatingIfNeeded: state ^ (state >> 32)), radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }
}
