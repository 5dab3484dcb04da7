import FlowRuntime
import Testing

@testable import OutboundHTTP

@Suite("A request", .timeLimit(.minutes(10))) struct RequestTests {
    @Test func `sends what the flow says`() async throws {
        let server = try await LoopbackServer.answering("fine")
        let request = HTTPRequest(
            method: "PUT", url: "http://web.test:\(server.port)/a b?c=ö",
            headers: [.init("X-Who", "me"), .init("Accept", "text/plain"), .init("X-Who", "you")],
            body: "grüß")
        #expect(try await TestClient().result(of: request).summary == "200 fine")
        #expect(
            server.requests == [
                """
                PUT /a%20b?c=%C3%B6 HTTP/1.1\r
                Host: web.test:\(server.port)\r
                X-Who: me\r
                Accept: text/plain\r
                X-Who: you\r
                Content-Length: 6\r
                Accept-Encoding: identity\r
                Connection: close\r
                User-Agent: callflow\r
                \r
                grüß
                """
            ])
    }

    @Test func `says how long its body is, also of none`() async throws {
        let server = try await LoopbackServer.answering("")
        let url = "http://127.0.0.1:\(server.port)"
        for (method, body) in [("GET", nil), ("POST", nil), ("POST", ""), ("DELETE", nil), ("DELETE", "x")] {
            _ = try await TestClient().result(of: HTTPRequest(method: method, url: url, body: body))
        }
        let lengths = server.requests.map { request in
            request.split(separator: "\r\n").first { $0.hasPrefix("Content-Length") }.map { $0.suffix(1) }
        }
        #expect(lengths == [nil, "0", "0", nil, "1"])
    }

    @Test func `turns credentials into a header, unless the flow has one`() async throws {
        let server = try await LoopbackServer.answering("")
        let place = "127.0.0.1:\(server.port)/"
        let table = [
            ("http://user:pass@\(place)", nil, "Basic dXNlcjpwYXNz"),
            ("http://u@\(place)", nil, "Basic dTo="),
            ("http://us%65r:p%40ss%zz%4@\(place)", nil, "Basic dXNlcjpwQHNzJXp6JTQ="),
            ("http://:@\(place)", nil, "Basic Og=="), ("http://user:pass@\(place)", "Bearer x", "Bearer x"),
        ]
        for (url, own, expected) in table {
            let headers = own.map { [HTTPRequest.Header("authorization", $0)] } ?? []
            _ = try await TestClient().result(of: HTTPRequest(method: "GET", url: url, headers: headers))
            #expect(server.requests.last?.contains("\r\nAuthorization: \(expected)\r\n") == true, "\(url)")
        }
        #expect(server.requests.allSatisfy { !$0.contains("@") })
    }

    @Test func `is not sent when it would be another one`() async throws {
        let server = try await LoopbackServer.answering("")
        let url = "http://127.0.0.1:\(server.port)/"
        let headers = [
            ("X-A", "b\r\nX-C: d"), ("X-A", "b\n"), ("X-A", "b\0"), ("X-A", "\u{7F}"), ("X A", "b"),
            ("", "b"), ("X-A:", "b"),
            ("X\r\nY", "b"), ("Ü", "b"), ("Host", "metadata"), ("content-length", "0"),
            ("Transfer-Encoding", "chunked"), ("CONNECTION", "upgrade"), ("Upgrade", "h2c"),
            ("TE", "trailers"),
            ("Expect", "100-continue"), ("Accept-Encoding", "gzip"), ("Proxy-Authorization", "x"),
            ("X-Long", String(repeating: "x", count: 65_536)),
        ]
        for (name, value) in headers {
            let request = HTTPRequest(method: "GET", url: url, headers: [.init(name, value)])
            let summary = try await TestClient().result(of: request).summary
            #expect(summary.hasPrefix("refused: "), "\(name): \(value.prefix(10)): \(summary)")
        }
        for method in ["", "GET /", "GET\r\n", "G ET", String(repeating: "A", count: 33), "É"] {
            let summary = try await TestClient().result(of: HTTPRequest(method: method, url: url)).summary
            #expect(summary == "refused: the method is not a word", "\(method)")
        }
        #expect(server.requests.isEmpty)
    }

    @Test func `keeps of an answer what a flow may see of it`() async throws {
        let many = (0..<100).map { "X-\($0): v\r\n" }.joined()
        let server = try await LoopbackServer { number, _ in
            number == 0
                ? [.send("HTTP/1.1 404 No\r\nContent-Length: 2\r\nX-Empty:\r\nX-A:  b \r\n\r\nno")]
                : [.send("HTTP/1.1 200 OK\r\n\(many)\r\n"), .close]
        }
        let url = "http://127.0.0.1:\(server.port)/"
        let expected = HTTPResponse(
            status: 404, headers: [.init("Content-Length", "2"), .init("X-Empty", ""), .init("X-A", "b")],
            body: "no")
        let result = try await TestClient().result(of: url)
        #expect(result == .response(expected))
        guard case .response(let response) = try await TestClient().result(of: url) else {
            Issue.record("no response")
            return
        }
        #expect(response.headers.count == HTTPResponse.headerLimit)
    }

    @Test func `reads an answer however it is sent`() async throws {
        let chunks = "1\r\na\r\n3;x=y\r\n bc\r\n0\r\nX: y\r\n\r\n"
        let hints = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nX: y\r\n\r\n"
        let answers: [[LoopbackServer.Act]] = [
            [.send("HTTP/1.0 200 OK\r\n\r\na bc"), .close],
            [.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\na bc and more")],
            [.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\(chunks)")],
            [.send("\(hints)HTTP/1.0 200 OK\r\n\r\na bc"), .close],
            Array(LoopbackServer.ok("a bc").utf8).map { .sendBytes([$0]) },
        ]
        let server = try await LoopbackServer { number, _ in answers[number] }
        for index in answers.indices {
            let result = try await TestClient().result(of: "http://127.0.0.1:\(server.port)/")
            #expect(result.summary == "200 a bc", "answer \(index)")
        }
    }
}
