/// Addresses that are nobody's on the open Internet, or that lead back into our own network.
enum SpecialAddresses {
    /// Why a request must not go there; `nil` for an address of the open Internet.
    static func kind(of address: IPAddress) -> String? {
        let address = address.unmapped
        if let row = table.first(where: { $0.block.contains(address) }) { return row.kind }
        guard address.family == .v6 else { return nil }
        // NAT64 (RFC 6052): the gateway unpacks the IPv4 address in the last 32 bits and connects to it.
        if nat64.contains(address) {
            return kind(of: IPAddress(v4: UInt32(truncatingIfNeeded: address.bits)))
        }
        return globalUnicast.contains(address) ? nil : "not a unicast address of the Internet"
    }

    private struct Row {
        let block: AddressBlock
        let kind: String
        init(_ text: String, _ kind: String) {
            (block, self.kind) = (SpecialAddresses.block(text), kind)
        }
    }

    private static func block(_ text: String) -> AddressBlock {
        guard let block = AddressBlock(text) else {
            preconditionFailure("every row of our own table is a block of addresses")
        }
        return block
    }

    /// The only part of IPv6 that is given out (RFC 4291 §2.4); `::1`, `fc00::/7`, `fe80::/10`, `fec0::/10`,
    /// `ff00::/8` and the addresses that embed others (`::/96`) lie outside, and have rows for their names.
    private static let globalUnicast = block("2000::/3")
    private static let nat64 = block("64:ff9b::/96")

    /// IANA's registries of special-purpose addresses (RFC 6890), and what clouds answer on.
    private static let table = [
        Row("0.0.0.0/8", "unspecified"),
        Row("10.0.0.0/8", "private"),
        Row("100.64.0.0/10", "private to a carrier"),
        Row("127.0.0.0/8", "loopback"),
        // With 169.254.169.254, where clouds keep the credentials of a machine.
        Row("169.254.0.0/16", "link-local"),
        Row("172.16.0.0/12", "private"),
        Row("192.0.0.0/24", "reserved"),
        Row("192.0.2.0/24", "for documentation"),
        Row("192.88.99.0/24", "reserved"),
        Row("192.168.0.0/16", "private"),
        Row("198.18.0.0/15", "for benchmarks"),
        Row("198.51.100.0/24", "for documentation"),
        Row("203.0.113.0/24", "for documentation"),
        Row("224.0.0.0/4", "multicast"),
        Row("255.255.255.255/32", "broadcast"),
        Row("240.0.0.0/4", "reserved"),
        // Azure's platform channel: a public address that every machine there reaches inside.
        Row("168.63.129.16/32", "of a cloud's platform"),
        Row("::/128", "unspecified"),
        Row("::1/128", "loopback"),
        Row("64:ff9b:1::/48", "private"),
        // Teredo (2001::/32), which embeds IPv4 addresses, benchmarks and identifiers.
        Row("2001::/23", "reserved"),
        Row("2001:db8::/32", "for documentation"),
        // 6to4, which embeds IPv4 addresses; retired by RFC 7526.
        Row("2002::/16", "reserved"),
        Row("3fff::/20", "for documentation"),
        Row("fc00::/7", "private"),
        Row("fe80::/10", "link-local"),
        Row("fec0::/10", "private"),
        Row("ff00::/8", "multicast"),
    ]
}
