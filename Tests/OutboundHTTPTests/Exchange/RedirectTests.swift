import FlowRuntime
import NIOCore
import Synchronization
import Testing

@testable import OutboundHTTP

@Suite("A redirect", .timeLimit(.minutes(10))) struct RedirectTests {
    /// Answers the first request by a redirect and the next by its request line.
    private static func server(
        _ status: Int = 302, to location: @escaping @Sendable (_ host: String) -> String
    ) async throws -> LoopbackServer {
        try await LoopbackServer { number, request in
            let host = request.split(separator: "\r\n").first { $0.hasPrefix("Host: ") }?.dropFirst(6) ?? ""
            return number == 0
                ? [
                    .send("HTTP/1.1 \(status) Go\r\nLocation: \(location(String(host)))\r\n\r\n"),
                    .flood("x"),
                ]
                : [.send(LoopbackServer.ok(String(request.prefix { $0 != "\r\n" })))]
        }
    }

    @Test func `keeps method and body, or becomes GET`() async throws {
        let table = [
            (301, "POST", "GET", false), (302, "POST", "GET", false), (303, "POST", "GET", false),
            (307, "POST", "POST", true), (308, "POST", "POST", true), (301, "PUT", "PUT", true),
            (302, "DELETE", "DELETE", true), (303, "PUT", "GET", false), (303, "HEAD", "HEAD", true),
            (302, "GET", "GET", true),
        ]
        for (status, method, then, keepsBody) in table {
            let server = try await Self.server(status) { _ in "/next" }
            _ = try await TestClient().result(
                of: HTTPRequest(
                    method: method, url: "http://127.0.0.1:\(server.port)/",
                    headers: [.init("Content-Type", "text/plain"), .init("X-A", "b")], body: "body"))
            let last = server.requests.last ?? ""
            #expect(server.requests.count == 2 && last.hasPrefix("\(then) /next "), "\(status) \(method)")
            #expect(last.hasSuffix("\r\n\r\nbody") == keepsBody, "\(status) \(method)")
            #expect(last.contains("Content-Type") == keepsBody, "\(status) \(method)")
            #expect(last.contains("X-A: b"), "\(status) \(method)")
        }
    }

    @Test func `without a place, or of another kind, is the answer`() async throws {
        for head in [
            "302 Found\r\n", "300 Many\r\nLocation: /x\r\n", "304 Same\r\nLocation: /x\r\n",
            "305 Proxy\r\nLocation: /x\r\n", "399 Odd\r\nLocation: /x\r\n", "201 Made\r\nLocation: /x\r\n",
        ] {
            let server = try await LoopbackServer { _, _ in
                [.send("HTTP/1.1 \(head)Content-Length: 0\r\n\r\n")]
            }
            let result = try await TestClient().result(of: "http://127.0.0.1:\(server.port)/")
            #expect(result.summary == "\(head.prefix(3)) ", "\(head)")
            #expect(server.requests.count == 1, "\(head)")
        }
    }

    @Test func `takes credentials to nobody else`() async throws {
        // Where it leads, and whether the credentials are for there.
        let table: [(@Sendable (Int, Int) -> String, Bool)] = [
            ({ port, _ in "http://web.test:\(port)/x" }, true), ({ _, _ in "/x" }, true),
            ({ port, _ in "http://WEB.test.:\(port)/x" }, true),
            ({ port, _ in "//web.test:\(port)/x" }, true),
            ({ port, _ in "http://other.test:\(port)/x" }, false),
            ({ _, other in "//web.test:\(other)/x" }, false),
            ({ port, _ in "http://127.0.0.1:\(port)/x" }, false),
        ]
        for (url, headers) in [
            ("http://user:pass@web.test", []),
            ("http://web.test", [HTTPRequest.Header("Authorization", "Bearer x"), .init("Cookie", "a=b")]),
        ] {
            for (location, isKept) in table {
                let other = try await LoopbackServer.answering("")
                let server = try await LoopbackServer { number, request in
                    let port = request.firstMatch(of: /:(\d+)\r\n/).flatMap { Int($0.1) } ?? 0
                    return number == 0
                        ? [.send("HTTP/1.1 302 Go\r\nLocation: \(location(port, other.port))\r\n\r\n")]
                        : [.send(LoopbackServer.ok(""))]
                }
                let first = HTTPRequest(method: "GET", url: "\(url):\(server.port)/", headers: headers)
                _ = try await TestClient().result(of: first)
                let requests = server.requests + other.requests
                #expect(requests.count == 2 && requests[0].contains("Authorization: "), "\(url)")
                #expect(requests.last?.contains("Authorization: ") == isKept, "\(location(1, 2))")
                #expect(
                    requests.last?.contains("Cookie: ") == (isKept && !headers.isEmpty), "\(location(1, 2))")
            }
        }
    }

    @Test func `to credentials of its own sends those`() async throws {
        let server = try await Self.server { "http://a:b@other.test:\($0.split(separator: ":")[1])/" }
        _ = try await TestClient().result(of: "http://user:pass@web.test:\(server.port)/")
        #expect(server.requests.last?.contains("Authorization: Basic YTpi\r\n") == true)
    }

    /// Only `web.test` is allowed; the same machine by any other name is not.
    @Test func `is checked like the first place`() async throws {
        let locations: [@Sendable (String) -> String] = [
            { "http://127.0.0.1:\($0)/" }, { "//127.0.0.1:\($0)/" }, { "http://2130706433:\($0)/" },
            { "http://0177.0.0.1:\($0)/" }, { "http://0x7f.1:\($0)/" }, { "http://127.1:\($0)/" },
            { "http://[::ffff:127.0.0.1]:\($0)/" }, { "http://[::1]:\($0)/" }, { "http://[::]:\($0)/" },
            { "http://0.0.0.0:\($0)/" }, { "http://0:\($0)/" }, { "http://other.test:\($0)/" },
            { "http://OTHER.test.:\($0)/" }, { "http://web.test:80@127.0.0.1:\($0)/" },
            { "http://127.0.0.1:\($0)#@web.test/" }, { "http://127.0.0.1:\($0)?@web.test/" },
            { "http://127.0.0.1:\($0)\\@web.test/" }, { "http://１２７.0.0.1:\($0)/" },
            { "http://web.test:1\($0.dropFirst())/" }, { _ in "http://169.254.169.254/latest/" },
            { _ in "file:///etc/passwd" }, { _ in "ftp://web.test/" }, { _ in "http://[fe80::1%25eth0]/" },
            { _ in "javascript:1" }, { _ in "http://" }, { _ in "http://:80/" },
        ]
        for location in locations {
            let server = try await Self.server { location(String($0.split(separator: ":")[1])) }
            var client = TestClient()
            client.allowed = ["web.test:\(server.port)"]
            let summary = try await client.result(of: "http://web.test:\(server.port)/").summary
            #expect(summary.hasPrefix("refused: "), "\(location("1")): \(summary)")
            #expect(server.requests.count == 1, "\(location("1"))")
        }
    }

    @Test func `ends after so many`() async throws {
        let server = try await LoopbackServer { number, _ in
            [.send("HTTP/1.1 302 Go\r\nLocation: /\(number)\r\n\r\n")]
        }
        let url = "http://127.0.0.1:\(server.port)/"
        #expect(try await TestClient().result(of: url).summary == "failed: more than 5 redirects")
        #expect(server.requests.count == 6)
        var client = TestClient()
        client.limits.redirects = 0
        #expect(try await client.result(of: url).summary == "failed: more than 0 redirects")
        #expect(server.requests.count == 7)
    }

    @Test func `does not leave TLS`() async throws {
        let server = try await LoopbackServer(tls: try TestOnlyCertificate.server()) { _, _ in
            [.send("HTTP/1.1 307 Go\r\nLocation: http://web.test/\r\n\r\n")]
        }
        var client = TestClient()
        client.tls = try TestOnlyCertificate.trusting()
        let place = "web.test:\(server.port)"
        #expect(
            try await client.result(of: "https://\(place)/").summary
                == "refused: a redirect from \(place) leads from https to http")
    }

    /// The name server says something else every time; the test's Internet is 127.0.0.1.
    @Test func `to a name that leads elsewhere the second time is refused`() async throws {
        let server = try await Self.server { _ in "/again" }
        let asked = Mutex(0)
        var client = TestClient()
        client.resolver = HostResolver { _, _, eventLoop in
            let number = asked.withLock { count in
                count += 1
                return count
            }
            return eventLoop.makeSucceededFuture([IPAddress(v4: number == 1 ? 0x7F00_0001 : 0x0A00_0001)])
        }
        let summary = try await client.result(of: "http://web.test:\(server.port)/").summary
        #expect(
            summary
                == "refused: web.test:\(server.port) is 10.0.0.1, which is private; the project must allow it"
        )
        #expect(asked.withLock { $0 } == 2, "a name is looked up once for each connection, and not again")
        #expect(server.requests.count == 1)
    }
}
