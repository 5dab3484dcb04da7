/// Where a WebSocket server is.
package struct WebSocketEndpoint: Sendable, Hashable {
    /// A host name or an address, without scheme and port.
    package var host: String
    package var port: Int
    /// What the request asks for; begins with a slash.
    package var path: String

    package init(host: String, port: Int = 443, path: String = "/") {
        self.host = host
        self.port = port
        self.path = path
    }

    /// Why no connection to it is even tried, or nothing. Whatever could end a line of the request, and with
    /// it smuggle in another header, is refused here.
    var flaw: String? {
        guard (1...65_535).contains(port) else { return "\(port) is no port" }
        guard !host.isEmpty, host.utf8.allSatisfy(isVisible) else {
            return "the host name has characters that no host name has, or none"
        }
        guard path.utf8.first == UInt8(ascii: "/"), path.utf8.allSatisfy(isVisible) else {
            return "the path does not begin with a slash, or has characters that no path has"
        }
        return nil
    }

    /// The value of the header `Host` (RFC 9110 §7.2); the port that goes without saying is left out.
    func authority(isEncrypted: Bool) -> String {
        let name = host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host
        return port == (isEncrypted ? 443 : 80) ? name : "\(name):\(port)"
    }

    /// On this machine: nobody can listen on the way, so TLS may be left away.
    var isLoopback: Bool {
        host == "localhost" || host == "::1" || (host.hasPrefix("127.") && isIPv4Address)
    }

    private var isIPv4Address: Bool {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
    }

    /// Printable ASCII without the space.
    private func isVisible(_ byte: UInt8) -> Bool { (0x21...0x7E).contains(byte) }
}

/// Bounds of one connection.
package struct WebSocketLimits: Sendable, Hashable {
    /// From the first packet to the accepted handshake: names, TCP, TLS, WebSocket (relay-protocol.md §1.1).
    package var openTimeout = Duration.seconds(10)
    /// How long the server has to answer our closing before the socket is closed regardless.
    package var closeTimeout = Duration.seconds(1)
    /// Bytes of a message, also of one that comes in fragments: 10 MiB (relay-protocol.md §1.1).
    package var messageBytes = 10_485_760
    /// Bytes that wait to be sent. A server that leaves more than this unread is not read from either: some
    /// ten thousand requests, and little memory.
    package var unsentBytes = 16_777_216
    package init() {}
}

/// What a connection tells, in this order: `opened` at most once, then messages, then `closed` exactly once.
package enum WebSocketEvent: Sendable, Hashable {
    case opened
    /// A whole text message, its bytes as they came: nobody has looked whether they are UTF-8.
    case message([UInt8])
    /// A message that is not text. It was skipped; what it was is for people.
    case ignored(String)
    /// Nothing more comes and nothing more goes. The reason is for people.
    case closed(String, WebSocketCause = .other)
}

/// Why a connection could not be had, or was lost, as far as it tells what to do about it.
package enum WebSocketCause: Sendable, Hashable {
    /// No address belongs to the name.
    case unknownName
    /// Nobody listens at the port.
    case refused
    /// The network does not lead there.
    case unreachable
    /// No answer in time.
    case silent
    /// The certificate is not one that we trust.
    case untrusted
    /// The certificate is another server's.
    case otherName
    /// The other end, or something on the way, has cut the connection.
    case reset
    /// Somebody answers, who is no WebSocket server.
    case noWebSocket
    case other
}
