extension WebURL {
    /// Where a `Location` leads, seen from this URL (RFC 3986 §5.2). Credentials are those of the `Location`.
    func resolving(_ location: String) throws(Mistake) -> WebURL {
        guard location.utf8.count <= Self.byteLimit else { throw Mistake("the URL is too long") }
        if Self.hasScheme(location) { return try WebURL(location) }
        if location.hasPrefix("//") { return try WebURL("\(scheme.rawValue):\(location)") }
        var url = self
        url.authority.credentials = nil
        let reference = location.prefix { $0 != "#" }
        let path = reference.prefix { $0 != "?" }
        let query = reference[path.endIndex...]
        let base = target.prefix { $0 != "?" }
        if path.hasPrefix("/") {
            url.target = Self.target(Self.normal(path).utf8) + Self.query(query)
        } else if !path.isEmpty {
            let folder = base[...(base.lastIndex(of: "/") ?? base.startIndex)]
            url.target = Self.target(Self.normal(folder + path).utf8) + Self.query(query)
        } else if !query.isEmpty {
            url.target = String(base) + Self.query(query)
        }
        guard url.target.utf8.count <= 3 * Self.byteLimit else { throw Mistake("the URL is too long") }
        return url
    }

    private static func query(_ text: Substring) -> Substring {
        // `target` begins every text with a slash, which is not ours.
        text.isEmpty ? "" : target(text.utf8).dropFirst()
    }

    /// A letter, then letters, digits, `+`, `-` and `.` up to a colon.
    private static func hasScheme(_ text: String) -> Bool {
        guard let first = text.utf8.first, (0x61...0x7A).contains(first | 0x20) else { return false }
        let rest = text.utf8.drop {
            $0.isDigit || (0x61...0x7A).contains($0 | 0x20) || "+-.".utf8.contains($0)
        }
        return rest.first == UInt8(ascii: ":")
    }

    /// Without `.` and `..` (RFC 3986 §5.2.4).
    private static func normal(_ path: Substring) -> String {
        var kept: [Substring] = []
        let segments = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        for (index, segment) in segments.enumerated() {
            let isLast = index == segments.count - 1
            switch segment {
            case ".": if isLast { kept.append("") }
            case "..":
                _ = kept.popLast()
                if isLast { kept.append("") }
            default: kept.append(segment)
            }
        }
        return "/" + kept.joined(separator: "/")
    }
}
