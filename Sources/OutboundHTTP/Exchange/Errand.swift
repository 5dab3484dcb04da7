import FlowRuntime

/// One request of a chain: what the flow asked for, or what a redirect made of it.
struct Errand: Sendable {
    private(set) var url: WebURL
    private(set) var method: String
    private(set) var headers: [HTTPRequest.Header]
    private(set) var body: String?
    /// The flow's own, or made of the URL's credentials; `nil` after a redirect to somebody else.
    private(set) var authorization: Secret?

    /// All names and values of a flow's headers, in bytes; servers take 8 to 64 KB.
    static let headerBytes = 65_536
    /// Headers that say how a message is sent, which is for the connection to know. With them a flow could
    /// smuggle a second request, or reach another host than the one that was checked.
    private static let ours: Set = [
        "host", "content-length", "transfer-encoding", "connection", "keep-alive", "upgrade", "te", "trailer",
        "expect", "proxy-connection", "proxy-authorization", "accept-encoding",
    ]

    init(_ request: HTTPRequest) throws(CommandFailure) {
        do throws(WebURL.Mistake) {
            url = try WebURL(request.url)
        } catch {
            throw CommandFailure(.refused, error.sentence)
        }
        guard request.method.utf8.count <= 32, request.method.isToken else {
            throw CommandFailure(.refused, "the method is not a word")
        }
        var size = 0
        for header in request.headers {
            size += header.name.utf8.count + header.value.utf8.count
            try Self.check(header)
        }
        guard size <= Self.headerBytes else { throw CommandFailure(.refused, "the headers are too long") }
        method = request.method
        body = request.body
        headers = request.headers.filter { $0.name.lowercased() != "authorization" }
        let own = request.headers.last { $0.name.lowercased() == "authorization" }
        authorization = own.map { Secret($0.value) } ?? url.basicAuthorization
    }

    private static func check(_ header: HTTPRequest.Header) throws(CommandFailure) {
        guard header.name.isToken else {
            throw CommandFailure(.refused, "a header has a name that is not a word")
        }
        guard !ours.contains(header.name.lowercased()) else {
            throw CommandFailure(.refused, "the header '\(header.name)' is not the flow's to set")
        }
        // A line break would begin a header, or a request, of a caller's making.
        guard header.value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }) else {
            throw CommandFailure(.refused, "the header '\(header.name)' has a control character")
        }
    }

    /// The next request, when an answer is a redirect; `nil` when it is the answer.
    ///
    /// | status | method and body |
    /// |---|---|
    /// | 301, 302 | GET without a body, when it was POST, as browsers do; else the same |
    /// | 303 | GET without a body, but HEAD stays |
    /// | 307, 308 | the same |
    func following(status: Int, location: String?) throws(CommandFailure) -> Errand? {
        guard [301, 302, 303, 307, 308].contains(status), let location else { return nil }
        var next = self
        do throws(WebURL.Mistake) {
            next.url = try url.resolving(location)
        } catch {
            throw CommandFailure(.refused, "a redirect from \(url.hostText): \(error.sentence)")
        }
        guard url.scheme == .http || next.url.scheme == .https else {
            throw CommandFailure(.refused, "a redirect from \(url.hostText) leads from https to http")
        }
        if status == 303 ? method != "HEAD" : status <= 302 && method == "POST" { next.becomeGet() }
        if !url.sharesOrigin(with: next.url) {
            next.authorization = nil
            next.headers.removeAll { $0.name.lowercased() == "cookie" }
        }
        if let own = next.url.basicAuthorization { next.authorization = own }
        return next
    }

    private mutating func becomeGet() {
        method = "GET"
        body = nil
        headers.removeAll { $0.name.lowercased().hasPrefix("content-") }
    }
}

extension WebURL {
    /// What the credentials in the URL become (RFC 7617).
    fileprivate var basicAuthorization: Secret? {
        authority.credentials.map { credentials in
            let text = credentials.revealed
            return Secret("Basic " + base64((text.utf8.contains(UInt8(ascii: ":")) ? text : text + ":").utf8))
        }
    }
}

extension String {
    /// A name or method (RFC 9110 §5.6.2).
    fileprivate var isToken: Bool {
        !isEmpty
            && utf8.allSatisfy { byte in
                byte.isDigit || (0x61...0x7A).contains(byte | 0x20) || "!#$%&'*+-.^_`|~".utf8.contains(byte)
            }
    }
}

private func base64(_ bytes: some Sequence<UInt8>) -> String {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    let bytes = Array(bytes)
    var text: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
        let group = bytes[start..<min(start + 3, bytes.count)]
        let bits = (0..<3).reduce(0) { $0 << 8 | (start + $1 < bytes.count ? Int(bytes[start + $1]) : 0) }
        for place in 0...group.count { text.append(letters[bits >> (18 - 6 * place) & 63]) }
        text += Array(repeating: UInt8(ascii: "="), count: 3 - group.count)
    }
    return String(decoding: text, as: UTF8.self)
}
