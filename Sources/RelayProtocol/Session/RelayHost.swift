/// Where a socket is opened: a name or an address, and a port (relay-protocol.md §1.1).
package struct RelayHost: Sendable, Hashable {
    package static let standard = RelayHost(name: "relay.signalwire.com", port: 443)
    /// Of `wss`.
    package static let standardPort = 443
    /// A DNS name has at most 253 characters; a port needs six more.
    private static let longest = 260

    /// Without brackets, also when it is an IPv6 address.
    package var name: String
    package var port: Int

    private init(name: String, port: Int) {
        self.name = name
        self.port = port
    }

    /// Reads `name`, `name:port`, `[address]` or `[address]:port`; anything of a URL around is refused, for
    /// it might send our credentials elsewhere.
    package init(_ text: String) throws(RelayHostProblem) {
        guard !text.isEmpty else { throw .empty }
        guard text.utf8.count <= Self.longest else { throw .tooLong }
        for scalar in text.unicodeScalars where !Self.isAllowed(scalar) { throw .character(scalar) }
        let (name, port) = try Self.parts(of: text)
        guard !name.isEmpty else { throw .empty }
        self.init(name: name, port: try port.map(Self.port) ?? Self.standardPort)
    }

    /// `acme` is `acme.signalwire.com`; whoever means another host writes a dot, or `localhost`.
    package static func space(_ text: String) throws(RelayHostProblem) -> RelayHost {
        var host = try RelayHost(text)
        let isBare = !host.name.contains(".") && !host.name.contains(":") && host.name != "localhost"
        if isBare { host.name += ".signalwire.com" }
        return host
    }

    private static func parts(of text: String) throws(RelayHostProblem) -> (name: String, port: String?) {
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]") else { throw .address }
            let rest = text[text.index(after: end)...]
            guard rest.isEmpty || rest.hasPrefix(":") else { throw .address }
            let port = rest.isEmpty ? nil : String(rest.dropFirst())
            return (String(text[..<end].dropFirst()), port)
        }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count <= 2 else { throw .address }
        return (String(parts[0]), parts.count == 2 ? String(parts[1]) : nil)
    }

    private static func port(_ text: String) throws(RelayHostProblem) -> Int {
        let isDigits = text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard isDigits, let port = UInt16(text), port > 0 else { throw .port }
        return Int(port)
    }

    /// Letters of any script are left to the resolver.
    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "-", ".", "_", ":", "[", "]": true
        case _: scalar.value > 0x9F && !scalar.properties.isWhitespace
        }
    }
}

/// Where the name of the host stands.
package enum RelayHostSource: Sendable, Hashable {
    /// Nowhere: it is the service's own.
    case standard
    case variable(RelayVariable)
    /// In the project file.
    case project

    /// What whoever wants to correct it looks for; `nil` where nothing is to be corrected.
    package var name: String? {
        switch self {
        case .standard: nil
        case .variable(let variable): variable.rawValue
        case .project: "'relay.host'"
        }
    }
}

/// Why a text is no host. Never holds the text: there may be a password in it.
package enum RelayHostProblem: Error, Sendable, Hashable, CustomStringConvertible {
    case empty, tooLong, address, port
    case character(Unicode.Scalar)

    package var description: String {
        switch self {
        case .empty: "it is empty"
        case .tooLong: "it is too long"
        case .address: "an IPv6 address stands in brackets, with nothing but a port after it"
        case .port: "the port is a number from 1 to 65535"
        case .character(let scalar): "it holds \(Self.name(scalar))"
        }
    }

    private static func name(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case " ": "a space"
        case "\r", "\n": "a line break"
        case _: "'\(scalar.escaped(asASCII: true))'"
        }
    }
}
