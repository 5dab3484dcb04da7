/// Takes out of URLs, wherever they stand in a text, what lets somebody in: the user and password before the
/// host (RFC 3986 §3.2.1), and values of the query and the fragment.
///
/// | state | what comes | goes to |
/// |---|---|---|
/// | text | `://` | host; what stands up to the last `@` of it is masked |
/// | host, URL | `?`, `#`, `&`, `;` | URL: a name up to `=`, whose value is masked or not |
/// | host, URL | a space, a quote, `<`, `>` | text |
package struct URLMask: Sendable {
    private static let mask = Array(Secret.mask.utf8)
    private static let scheme = Array("://".utf8)
    private let showsValues: Bool

    /// - `showsValues`: Values are shown unless their names tell of a credential; if not, none is: they may
    ///   tell of callers.
    package init(showsValues: Bool) { self.showsValues = showsValues }

    package func masked(_ text: String) -> String {
        String(decoding: masked(Array(text.utf8)), as: UTF8.self)
    }

    package func masked(_ text: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        var place = 0
        var isURL = false
        while place < text.count {
            let byte = text[place]
            if byte == Self.scheme[0], text[place...].starts(with: Self.scheme) {
                isURL = true
                output += Self.scheme
                place = host(of: text, from: place + Self.scheme.count, into: &output)
            } else if isURL, Self.beginsValue(byte) {
                output.append(byte)
                place = value(of: text, from: place + 1, into: &output)
            } else {
                if Self.endsURL(byte) { isURL = false }
                output.append(byte)
                place += 1
            }
        }
        return output
    }

    /// Gives where the host begins: what lets somebody in before it is masked. It ends at the last `@`, for a
    /// password may have one.
    private func host(of text: [UInt8], from start: Int, into output: inout [UInt8]) -> Int {
        let end = text[start...].firstIndex { $0 == UInt8(ascii: "/") || Self.ends($0) } ?? text.count
        guard let at = text[start..<end].lastIndex(of: UInt8(ascii: "@")) else { return start }
        output += Self.mask
        return at
    }

    /// Gives what follows a parameter's name, or its value if that is masked.
    private func value(of text: [UInt8], from start: Int, into output: inout [UInt8]) -> Int {
        let end = text[start...].firstIndex(where: Self.ends) ?? text.count
        guard let equals = text[start..<end].firstIndex(of: UInt8(ascii: "=")) else {
            // A name alone, or a token alone.
            guard !showsValues, end > start else { return start }
            output += Self.mask
            return end
        }
        let name = text[start..<equals]
        guard !showsValues || Self.isCredential(name) else { return start }
        output += name
        output.append(UInt8(ascii: "="))
        output += Self.mask
        return end
    }

    private static func isCredential(_ name: ArraySlice<UInt8>) -> Bool {
        Secret.isParameter(named: String(decoding: decoded(name), as: UTF8.self))
    }

    /// Without the escapes of RFC 3986 §2.1.
    private static func decoded(_ name: ArraySlice<UInt8>) -> [UInt8] {
        var decoded: [UInt8] = []
        var place = name.startIndex
        while place < name.endIndex {
            let digits = name[place...].dropFirst().prefix(2)
            if name[place] == UInt8(ascii: "%"), digits.count == 2,
                let byte = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
            {
                decoded.append(byte)
                place += 3
            } else {
                decoded.append(name[place])
                place += 1
            }
        }
        return decoded
    }

    private static func beginsValue(_ byte: UInt8) -> Bool { "?#&;".utf8.contains(byte) }
    private static func endsURL(_ byte: UInt8) -> Bool { byte <= 0x20 || "\"'<>".utf8.contains(byte) }
    private static func ends(_ byte: UInt8) -> Bool { beginsValue(byte) || endsURL(byte) }
}
