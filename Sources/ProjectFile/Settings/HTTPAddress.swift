/// Where the server answers whoever watches it: `127.0.0.1:8080`.
package struct HTTPAddress: Sendable, Hashable, CustomStringConvertible {
    /// The standard address: this machine alone. Health and metrics are nobody else's business unless said.
    package static let loopback = "127.0.0.1"

    /// Those of TCP; 0 is any free one.
    static let ports = 0...65_535

    package var host: String
    package var port: Int

    package init(host: String = loopback, port: Int) {
        self.host = host
        self.port = port
    }

    /// `HOST:PORT`, `[IPV6]:PORT`, or a port alone, on this machine; `nil` for anything else. Port 0 is any
    /// free one.
    package init?(_ text: String) {
        let colon = text.lastIndex(of: ":")
        let digits = colon.map { text[text.index(after: $0)...] } ?? text[...]
        guard let port = Self.port(String(digits)) else { return nil }
        guard let colon else {
            self.init(port: port)
            return
        }
        var host = String(text[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = String(host.dropFirst().dropLast())
        } else if host.contains(":") {
            return nil
        }
        guard Self.isHost(host) else { return nil }
        self.init(host: host, port: port)
    }

    package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    static func isHost(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && !"/@?#[]".utf8.contains($0) }
    }

    static func port(_ text: String) -> Int? {
        guard !text.isEmpty, text.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }),
            let port = Int(text), ports.contains(port)
        else { return nil }
        return port
    }
}
