import FlowRuntime
import JSONRPC

/// What ties the events of an operation to its request (relay-protocol.md §4.0): 128 bits, on the wire the
/// text of a UUID.
///
/// | digits | say |
/// |---|---|
/// | the first 20 | the call, and the command that began it |
/// | the last 12 | the round: how often the command has begun again, as a wait for keys does |
///
/// Nothing in it is random, so that a worker that was killed and started again finds its operations; and of
/// an event of any round it is known whose it is, whoever began that round. Kept as a number: a call waits
/// with it, and each event is compared with it.
struct ControlID: Sendable, Hashable {
    private let bits: UInt128

    /// Of the operation that a command began; no two of a call are equal.
    init(of call: CallID, _ command: CommandID, round: Int64 = 0) {
        var hash = FNV1a()
        hash.add(call.name.utf8)
        hash.add(command.number)
        let owner = hash.folded << Self.roundWidth & ~Self.markMask | Self.mark
        bits = owner | UInt128(truncatingIfNeeded: round) & Self.roundMask
    }

    /// Whether both are rounds of one command.
    func isRound(ofSameAs other: ControlID) -> Bool {
        bits >> Self.roundWidth == other.bits >> Self.roundWidth
    }

    /// Milliseconds since 1970, which rounds may be, have room for thousands of years.
    private static let roundWidth = 48
    private static let roundMask = UInt128(1) << roundWidth - 1

    /// Version 8, "custom", and the variant of RFC 9562.
    private static let mark = UInt128(8) << 76 | UInt128(2) << 62
    private static let markMask = UInt128(15) << 76 | UInt128(3) << 62

    /// An id as it came; one of another form is none of ours.
    init?(_ item: JSONItem?) {
        guard let item, item.kind == .string else { return nil }
        let text = item.source.dropFirst().dropLast()
        guard text.count == Self.length else { return nil }
        var bits: UInt128 = 0
        for (place, byte) in text.enumerated() {
            if Self.isHyphen(place) {
                guard byte == UInt8(ascii: "-") else { return nil }
            } else {
                guard let digit = byte.hexDigitValue else { return nil }
                bits = bits << 4 | UInt128(digit)
            }
        }
        self.bits = bits
    }

    private static let length = 36
    private static func isHyphen(_ place: Int) -> Bool {
        place == 8 || place == 13 || place == 18 || place == 23
    }

    /// As it stands on the wire: `8-4-4-4-12` lower-case hexadecimal digits.
    var text: String {
        String(unsafeUninitializedCapacity: Self.length) { buffer in
            var shift = 128
            for place in 0..<Self.length {
                if Self.isHyphen(place) {
                    buffer[place] = UInt8(ascii: "-")
                } else {
                    shift -= 4
                    let digit = UInt8(truncatingIfNeeded: bits >> UInt128(shift)) & 15
                    buffer[place] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
                }
            }
            return Self.length
        }
    }
}

/// Fowler, Noll and Vo's hash of 128 bits: the same in every process, unlike `Hasher`.
private struct FNV1a {
    private(set) var value: UInt128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d
    private static let prime: UInt128 = 0x0000_0000_0100_0000_0000_0000_0000_013b

    /// All of it in 80 bits: none of them says less than another.
    var folded: UInt128 { value ^ value >> 80 }

    mutating func add(_ byte: UInt8) { value = (value ^ UInt128(byte)) &* Self.prime }

    /// The length goes in, too: where one text ends and the next begins is part of what is hashed.
    mutating func add(_ text: String.UTF8View) {
        for byte in text { add(byte) }
        add(Int64(text.count))
    }
    mutating func add(_ number: some FixedWidthInteger) {
        withUnsafeBytes(of: number.littleEndian) { bytes in
            for byte in bytes { add(byte) }
        }
    }
}

extension UInt8 {
    /// The value of a hexadecimal digit of either case.
    fileprivate var hexDigitValue: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        case _: nil
        }
    }
}
