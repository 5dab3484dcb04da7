import FlowRuntime

extension WebURL {
    /// `user:password@host:port`.
    package struct Authority: Sendable, Hashable {
        /// `user:password`, unescaped.
        var credentials: Secret?
        package var host: Host
        /// `nil` when none is written.
        package var port: Int?

        init(reading bytes: some BidirectionalCollection<UInt8>) throws(Mistake) {
            var rest = Array(bytes)
            // The last one: a password with an `@` in it would otherwise become a host.
            if let at = rest.lastIndex(of: UInt8(ascii: "@")) {
                credentials = Secret(Self.unescaped(rest[..<at]))
                rest.removeSubrange(...at)
            }
            let (name, port) = try Self.split(rest)
            self.port = try port.flatMap(Self.port)
            host = try Host(reading: name)
        }

        /// Host and port, brackets kept.
        private static func split(_ bytes: [UInt8]) throws(Mistake) -> (ArraySlice<UInt8>, ArraySlice<UInt8>?)
        {
            let start: Int
            if bytes.first == UInt8(ascii: "[") {
                guard let end = bytes.firstIndex(of: UInt8(ascii: "]")) else {
                    throw Mistake("the URL has a bracket that is not closed")
                }
                start = end + 1
            } else {
                start = bytes.firstIndex(of: UInt8(ascii: ":")) ?? bytes.endIndex
            }
            guard start < bytes.endIndex else { return (bytes[...], nil) }
            guard bytes[start] == UInt8(ascii: ":") else { throw Mistake("the URL has an odd host") }
            return (bytes[..<start], bytes[(start + 1)...])
        }

        private static func port(_ digits: ArraySlice<UInt8>) throws(Mistake) -> Int? {
            if digits.isEmpty { return nil }
            guard digits.count <= 5, digits.allSatisfy(\.isDigit),
                let port = Int(String(decoding: digits, as: UTF8.self)), (1...65_535).contains(port)
            else { throw Mistake("the URL has an odd port") }
            return port
        }

        /// `%41` is `A`; a percent sign without two digits stays.
        private static func unescaped(_ bytes: ArraySlice<UInt8>) -> String {
            var text: [UInt8] = []
            var index = bytes.startIndex
            while index < bytes.endIndex {
                if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.endIndex,
                    bytes[index + 1].isHexDigit, bytes[index + 2].isHexDigit,
                    let byte = UInt8(
                        String(decoding: bytes[(index + 1)...(index + 2)], as: UTF8.self), radix: 16)
                {
                    text.append(byte)
                    index += 3
                } else {
                    text.append(bytes[index])
                    index += 1
                }
            }
            return String(decoding: text, as: UTF8.self)
        }
    }
}

extension WebURL.Host {
    /// Reads the text of a host: a name, an IPv4 address in any spelling, or `[` an IPv6 address `]`.
    init(reading bytes: ArraySlice<UInt8>) throws(WebURL.Mistake) {
        if bytes.first == UInt8(ascii: "[") {
            let inside = String(decoding: bytes.dropFirst().dropLast(), as: UTF8.self)
            guard let address = IPAddress(inside), address.family == .v6 else {
                throw WebURL.Mistake("the URL has an odd IPv6 address")
            }
            self = .address(address)
            return
        }
        var name = String(decoding: bytes, as: UTF8.self).lowercased()
        if name.hasSuffix(".") { name.removeLast() }
        let labels = name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard name.utf8.allSatisfy({ $0 < 0x80 }) else {
            throw WebURL.Mistake("the URL has a host with letters beyond ASCII; write it as xn--…")
        }
        guard name.utf8.count <= 253, labels.allSatisfy(Self.isLabel) else {
            throw WebURL.Mistake("the URL has an odd host")
        }
        guard let last = labels.last, Self.looksLikeNumber(last) else {
            self = .name(name)
            return
        }
        guard let address = Self.oddAddress(labels) else {
            throw WebURL.Mistake("the URL has a number for a host that is no IPv4 address")
        }
        self = .address(address)
    }

    /// Underscores are not allowed in names of hosts, and used.
    private static func isLabel(_ label: Substring.UTF8View) -> Bool {
        (1...63).contains(label.count)
            && label.allSatisfy { $0.isDigit || (0x61...0x7A).contains($0) || $0 == 0x2D || $0 == 0x5F }
    }

    /// As every C library reads it (`inet_aton`), and the WHATWG's URL standard: up to four numbers, each
    /// decimal, octal (`0…`) or hexadecimal (`0x…`); the last one fills the rest.
    private static func oddAddress(_ labels: [Substring.UTF8View]) -> IPAddress? {
        guard labels.count <= 4 else { return nil }
        var bits: UInt64 = 0
        for (index, label) in labels.enumerated() {
            let width = index == labels.count - 1 ? 8 * (5 - labels.count) : 8
            guard let part = number(label), part < 1 << width else { return nil }
            bits = bits << width | part
        }
        return IPAddress(v4: UInt32(truncatingIfNeeded: bits))
    }

    private static func looksLikeNumber(_ label: Substring.UTF8View) -> Bool {
        let digits = label.starts(with: "0x".utf8) ? label.dropFirst(2) : label
        return digits.allSatisfy { digits.count < label.count ? $0.isHexDigit : $0.isDigit }
    }

    private static func number(_ label: Substring.UTF8View) -> UInt64? {
        let text = Substring(label)
        if text.hasPrefix("0x") {
            let digits = text.dropFirst(2)
            guard digits.utf8.allSatisfy(\.isHexDigit) else { return nil }
            return digits.isEmpty ? 0 : UInt64(digits, radix: 16)
        }
        guard label.allSatisfy(\.isDigit) else { return nil }
        return text.count > 1 && text.hasPrefix("0") ? UInt64(text, radix: 8) : UInt64(text)
    }
}
