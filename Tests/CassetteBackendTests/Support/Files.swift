import CassetteBackend

extension Cassette {
    /// A file with these entries, each without its braces and number, and with right checksums.
    static func file(_ lines: [String]) -> [UInt8] {
        let header =
            #""callflow cassette":1,"backend":"a","date":"2026-01-01T00:00:00.000Z","#
            + #""flows":[],"env":{},"variables":{}"#
        let entries = lines.enumerated().map { #""n":\#($0.offset + 1),\#($0.element)"# }
        var bytes: [UInt8] = []
        // FNV-1a, written once more: the test must not believe the code.
        var state: UInt64 = 0xCBF2_9CE4_8422_2325
        for line in [header] + entries + [#""end":\#(lines.count)"#] {
            for byte in "{\(line)".utf8 { state = (state ^ UInt64(byte)) &* 1_099_511_628_211 }
            let digits = String(UInt32(truncatingIfNeeded: state ^ (state >> 32)), radix: 16)
            let check = String(repeating: "0", count: 8 - digits.count) + digits
            bytes += "{\(line),\"check\":\"\(check)\"}\n".utf8
        }
        return bytes
    }
}
