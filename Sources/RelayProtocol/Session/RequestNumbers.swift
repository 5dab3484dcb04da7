import JSONRPC

/// Ids of requests: UUIDs of version 4 as text, of which the last twelve digits count and the rest is this
/// machine's own. So an answer finds its request by a number, and one meant for another machine finds none.
struct RequestNumbers: Sendable {
    /// The quote and 24 characters up to the last hyphen.
    private let prefix: [UInt8]
    private var count: UInt64 = 0

    /// 48 bits: at a million requests a second it lasts nine years.
    private static let digits = 12
    private static let mask: UInt64 = 1 << 48 - 1

    init(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let (high, low) = (random.next(), random.next())
        var text: [UInt8] = [UInt8(ascii: "\"")]
        text.append(hex: high >> 32, digits: 8)
        text.append(UInt8(ascii: "-"))
        text.append(hex: high >> 16, digits: 4)
        text.append(UInt8(ascii: "-"))
        text.append(hex: 0x4000 | high & 0x0FFF, digits: 4)
        text.append(UInt8(ascii: "-"))
        text.append(hex: 0x8000 | low & 0x3FFF, digits: 4)
        text.append(UInt8(ascii: "-"))
        prefix = text
    }

    /// A number that was not given before, from 1 on.
    mutating func next() -> UInt64 {
        count = (count + 1) & Self.mask
        return count
    }

    func id(_ number: UInt64) -> RPCID {
        var json = prefix
        json.reserveCapacity(prefix.count + Self.digits + 1)
        json.append(hex: number, digits: Self.digits)
        json.append(UInt8(ascii: "\""))
        return RPCID(json: json)
    }

    /// The number of an id that is ours.
    func number(of id: RPCID) -> UInt64? {
        let json = id.json
        guard json.count == prefix.count + Self.digits + 1, json.starts(with: prefix) else { return nil }
        var number: UInt64 = 0
        for byte in json[prefix.count..<prefix.count + Self.digits] {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                number = number << 4 | UInt64(byte - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"):
                number = number << 4 | UInt64(byte - UInt8(ascii: "a") + 10)
            case _: return nil
            }
        }
        return number
    }
}

extension [UInt8] {
    /// The lowest digits of a number, in lower case.
    fileprivate mutating func append(hex value: UInt64, digits: Int) {
        for place in (0..<digits).reversed() {
            let digit = UInt8(truncatingIfNeeded: value >> UInt64(place * 4)) & 15
            append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
        }
    }
}
