/// All addresses that begin alike, as in `10.0.0.0/8`.
package struct AddressBlock: Sendable, Hashable {
    let first: IPAddress
    /// How many bits they have in common.
    let prefix: Int

    /// The block that has one address.
    package init(_ address: IPAddress) { (first, prefix) = (address, address.family.width) }

    /// Reads `10.0.0.0/8`. `nil` too when bits below the prefix are set: whoever wrote that meant another.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let first = IPAddress(parts[0]), (1...3).contains(parts[1].utf8.count),
            parts[1].utf8.allSatisfy(\.isDigit), let prefix = Int(parts[1]), prefix <= first.family.width
        else { return nil }
        (self.first, self.prefix) = (first, prefix)
        guard first.bits & ~mask == 0 else { return nil }
    }

    package func contains(_ address: IPAddress) -> Bool {
        address.family == first.family && address.bits & mask == first.bits
    }

    /// The bits in common. Bits above those of an IPv4 address do no harm: they are zero in both.
    private var mask: UInt128 {
        let free = first.family.width - prefix
        return free == 128 ? 0 : ~((1 << free) - 1)
    }
}
