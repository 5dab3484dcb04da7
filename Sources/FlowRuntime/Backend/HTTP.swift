/// An HTTP request of a flow. Header names are as written; a time of `nil` means the backend's own limit.
public struct HTTPRequest: Sendable, Hashable, Codable {
    /// One header field.
    public struct Header: Sendable, Hashable, Codable {
        public var name: String
        public var value: String
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }
    public var method: String
    /// May hold credentials (`user:pass@`): show it through `displayURL` only.
    public var url: String
    public var headers: [Header]
    public var body: String?
    public var timeout: Duration?
    public var connectTimeout: Duration?
    public init(
        method: String, url: String, headers: [Header] = [], body: String? = nil, timeout: Duration? = nil,
        connectTimeout: Duration? = nil
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeout = timeout
        self.connectTimeout = connectTimeout
    }

    /// The URL with credentials masked. They end at the last `@` of the authority: a password may have one.
    public var displayURL: String {
        guard let scheme = url.range(of: "://") else { return url }
        let authority = url[scheme.upperBound...].prefix { !"/?#".contains($0) }
        guard let at = authority.lastIndex(of: "@") else { return url }
        return url[..<scheme.upperBound] + Secret.mask + url[at...]
    }
}

/// What came back; the body is text, whatever its type.
public struct HTTPResponse: Sendable, Hashable, Codable {
    /// Longest body kept, in bytes (swml-language.md §1.7: `request_response_body` is 64 KB).
    public static let bodyLimit = 65_536
    /// Most headers kept (swml-language.md §1.7).
    public static let headerLimit = 64

    public var status: Int
    public var headers: [HTTPRequest.Header]
    public var body: String
    public init(status: Int, headers: [HTTPRequest.Header] = [], body: String = "") {
        self.status = status
        self.headers = headers
        self.body = body
    }
    public var isSuccess: Bool { (200..<300).contains(status) }
}

extension String {
    /// `range(of:)` without Foundation, for a short ASCII needle.
    fileprivate func range(of needle: String) -> Range<String.Index>? {
        var start = startIndex
        while start < endIndex {
            if let end = index(start, offsetBy: needle.count, limitedBy: endIndex),
                self[start..<end] == needle
            {
                return start..<end
            }
            formIndex(after: &start)
        }
        return nil
    }
}
