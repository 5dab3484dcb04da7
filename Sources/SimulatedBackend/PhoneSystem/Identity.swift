/// Ids that a carrier would make up: counted, or derived from the seed, so that every run has the same.
struct Identity: Sendable {
    let project: String
    let space: String
    private let seed: UInt64

    init(seed: UInt64) {
        self.seed = seed
        project = "p-\(Self.mixed(seed, 1) & 0xFFFF)"
        space = "s-\(Self.mixed(seed, 2) & 0xFFFF)"
    }

    func call(_ number: Int) -> String { "c-\(number)" }
    func conference(_ number: Int64) -> String { "cf-\(number)" }

    /// `event_channel` of a call's callbacks: `swml:` and a session's id.
    func channel(of leg: LegID) -> String {
        "swml:" + String(Self.mixed(seed, UInt64(UInt32(bitPattern: leg.rawValue)) + 3), radix: 16)
    }

    /// One output of SplitMix64 at a place of its sequence.
    private static func mixed(_ seed: UInt64, _ place: UInt64) -> UInt64 {
        var bits = seed &+ place &* 0x9E37_79B9_7F4A_7C15
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }
}
