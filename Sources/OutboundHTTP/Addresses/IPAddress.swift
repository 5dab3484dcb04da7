/// An IPv4 or IPv6 address, as a number.
package struct IPAddress: Sendable, Hashable {
    /// Which of the two it is.
    package enum Family: Sendable, Hashable {
        case v4, v6
        /// Length of an address, in bits.
        var width: Int {
            switch self {
            case .v4: 32
            case .v6: 128
            }
        }
    }

    let family: Family
    /// The address, its last bit lowest; above `family.width` all bits are zero.
    let bits: UInt128

    package init(v4 bits: UInt32) { (family, self.bits) = (.v4, UInt128(bits)) }
    package init(v6 bits: UInt128) { (family, self.bits) = (.v6, bits) }

    /// Reads the usual spellings and nothing else: four decimal numbers, or RFC 4291 §2.2 without a zone.
    package init?(_ text: some StringProtocol) {
        if let bits = Self.dottedQuad(text) {
            self.init(v4: bits)
        } else if let bits = Self.groupsOfSix(text) {
            self.init(v6: bits)
        } else {
            return nil
        }
    }

    /// `::ffff:10.0.0.1` is 10.0.0.1: the system connects to the one when it is asked for the other.
    package var unmapped: IPAddress {
        guard family == .v6, bits >> 32 == 0xFFFF else { return self }
        return IPAddress(v4: UInt32(truncatingIfNeeded: bits))
    }
}

extension IPAddress: CustomStringConvertible {
    /// As in `192.0.2.1` and `2001:db8:0:0:0:0:0:1`.
    package var description: String {
        let step = family == .v4 ? 8 : 16
        let parts = stride(from: family.width - step, through: 0, by: -step).map { shift in
            String((bits >> shift) & ((1 << step) - 1), radix: family == .v4 ? 10 : 16)
        }
        return parts.joined(separator: family == .v4 ? "." : ":")
    }
}

extension IPAddress {
    private static func dottedQuad(_ text: some StringProtocol) -> UInt32? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var bits: UInt32 = 0
        for part in parts {
            // A leading zero means octal to some readers, and `UInt8` reads a sign.
            guard part.utf8.allSatisfy(\.isDigit), part.utf8.first != UInt8(ascii: "0") || part.count == 1,
                let byte = UInt8(part)
            else { return nil }
            bits = bits << 8 | UInt32(byte)
        }
        return bits
    }

    private static func groupsOfSix(_ text: some StringProtocol) -> UInt128? {
        let sides = text.split(separator: "::", omittingEmptySubsequences: false)
        guard sides.count <= 2, let head = groups(sides[0], endsText: sides.count == 1) else { return nil }
        guard sides.count == 2 else { return head.count == 8 ? number(head) : nil }
        guard let tail = groups(sides[1], endsText: true), head.count + tail.count < 8 else { return nil }
        return number(head + Array(repeating: 0, count: 8 - head.count - tail.count) + tail)
    }

    /// The end of the text may be an IPv4 address.
    private static func groups(_ text: some StringProtocol, endsText: Bool) -> [UInt16]? {
        guard !text.isEmpty else { return [] }
        let parts = text.split(separator: ":", maxSplits: 8, omittingEmptySubsequences: false)
        var groups: [UInt16] = []
        for (index, part) in parts.enumerated() {
            if endsText, index == parts.count - 1, let embedded = dottedQuad(part) {
                groups += [UInt16(embedded >> 16), UInt16(truncatingIfNeeded: embedded)]
            } else if (1...4).contains(part.utf8.count), part.utf8.allSatisfy(\.isHexDigit),
                let group = UInt16(part, radix: 16)
            {
                groups.append(group)
            } else {
                return nil
            }
        }
        return groups
    }

    private static func number(_ groups: [UInt16]) -> UInt128 {
        groups.reduce(0) { $0 << 16 | UInt128($1) }
    }
}

extension UInt8 {
    /// `0` to `9`.
    var isDigit: Bool { (0x30...0x39).contains(self) }
    var isHexDigit: Bool { isDigit || (0x61...0x66).contains(self | 0x20) }
}
