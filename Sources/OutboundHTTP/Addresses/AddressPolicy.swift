/// Where requests of a flow may go: anywhere on the open Internet, and to what the project allows.
///
/// A flow's URL may be made of what a caller said or a server answered. Without this, it could reach what
/// only this machine reaches: databases, administration pages, a cloud's credentials (issue 4 item 8).
package struct AddressPolicy: Sendable, Hashable {
    /// Hosts, ports and blocks beyond the open Internet.
    package let allowed: [AllowedHost]

    package init(allowing allowed: [AllowedHost] = []) { self.allowed = allowed }

    /// What the address of a host is, when a request must not go there. Ask for every address that a name
    /// resolves to, and connect to no other.
    package func refusal(of address: IPAddress, for host: WebURL.Host, port: Int) -> String? {
        guard let kind = SpecialAddresses.kind(of: address) else { return nil }
        let isAllowed = allowed.contains { $0.covers(address.unmapped, of: host, port: port) }
        return isAllowed ? nil : kind
    }
}

/// One host, or block of addresses, that flows may reach though it is not on the open Internet.
package struct AllowedHost: Sendable, Hashable {
    private enum Place: Hashable {
        /// A name, in lower case: wherever it leads.
        case name(String)
        /// Addresses: whatever they are called.
        case block(AddressBlock)
    }
    private let place: Place
    /// `nil`: every port.
    private let port: Int?

    /// Reads `db.internal`, `db.internal:8080`, `10.1.2.3`, `10.0.0.0/8`, `[fd00::1]:80` or `fd00::/8`; `nil`
    /// for anything else, also for a URL.
    package init?(_ text: String) {
        if text.contains("/") {
            guard let block = AddressBlock(text) else { return nil }
            (place, port) = (.block(block), nil)
        } else if let address = IPAddress(text) {
            (place, port) = (.block(AddressBlock(address.unmapped)), nil)
        } else {
            guard let written = try? WebURL.Authority(reading: Array(text.utf8)), !text.contains("@") else {
                return nil
            }
            switch written.host {
            case .name(let name): place = .name(name)
            case .address(let address): place = .block(AddressBlock(address.unmapped))
            }
            port = written.port
        }
    }

    func covers(_ address: IPAddress, of host: WebURL.Host, port: Int) -> Bool {
        if let own = self.port, own != port { return false }
        switch place {
        case .name(let name): return host == .name(name)
        case .block(let block): return block.contains(address)
        }
    }
}
