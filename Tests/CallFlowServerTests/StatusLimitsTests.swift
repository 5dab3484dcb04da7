import CallFlowServer
import Foundation
import Testing

@Suite("Whoever looks at the server", .timeLimit(.minutes(10)))
struct StatusLimitsTests {
    private func ask(_ request: String) async throws -> String {
        try await StatusBench.running { port in
            try await StatusBench.answer(
                request + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", from: port)
        }
    }

    /// Too short for anybody, so that no test waits for long.
    private static let impatient = {
        var limits = StatusLimits()
        limits.patience = .milliseconds(50)
        return limits
    }()

    @Test func `gets of HEAD what GET would have, but for the text`() async throws {
        for path in ["/healthz", "/readyz", "/metrics", "/nothing", "/healthz/"] {
            let (get, head) = (try await ask("GET \(path)"), try await ask("HEAD \(path)"))
            let parts = get.components(separatedBy: "\r\n\r\n")
            func lines(_ text: String) -> [String] {
                text.components(separatedBy: "\r\n").filter {
                    !$0.isEmpty && !$0.lowercased().hasPrefix("date:")
                }
            }
            #expect(lines(head) == lines(parts[0]), "\(path)")
            #expect(head.hasSuffix("\r\n\r\n") && parts.count == 2)
            let length = "content-length: \(parts[1].utf8.count)\r\n"
            #expect(head.lowercased().contains(length), "\(head)")
            #expect(get.hasPrefix(path == "/nothing" ? "HTTP/1.1 404" : "HTTP/1.1 200"))
        }
    }

    @Test func `is told what else may not be asked`() async throws {
        for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "get", "SING"] {
            for path in ["/healthz", "/readyz", "/metrics"] {
                let answer = try await ask("\(method) \(path)")
                #expect(answer.hasPrefix("HTTP/1.1 405 ") || answer.hasPrefix("HTTP/1.1 400 "), "\(answer)")
                guard answer.hasPrefix("HTTP/1.1 405 ") else {
                    // NIO's own parser knows the methods that there are.
                    #expect(["get", "SING"].contains(method))
                    continue
                }
                #expect(answer.lowercased().contains("\r\nallow: get, head\r\n"), "\(answer)")
            }
            #expect(try await !ask("\(method) /other").hasPrefix("HTTP/1.1 2"))
        }
        for path in ["/", "/healthz/deep", "/Healthz", "//", "/%68ealthz", "/metrics.txt"] {
            #expect(try await ask("GET \(path)").hasPrefix("HTTP/1.1 404 "), "\(path)")
        }
    }

    @Test func `may be slow for a while only`() async throws {
        for request in [
            "", "GET /healthz", "GET /healthz HTTP/1.1\r\nHost: a\r\nX-A: ",
            "POST /healthz HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\nab",
            "POST /healthz HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n",
        ] {
            // Returns when the connection is closed.
            let answer = try await StatusBench.running(limits: Self.impatient) { port in
                try await StatusBench.answer(request, from: port)
            }
            #expect(!answer.hasPrefix("HTTP/1.1 2"), "\(request)")
        }
    }

    @Test func `does not buy time by sending a body bit by bit`() async throws {
        let answer = try await StatusBench.running(limits: Self.impatient) { port in
            let visitor = Visitor()
            try await visitor.connect(to: port)
            visitor.send("POST /healthz HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000000\r\n\r\n")
            let drip = Task {
                while !Task.isCancelled { try await visitor.pushing("x") }
            }
            defer { drip.cancel() }
            return await visitor.whole()
        }
        // What was said before the end may be lost with it.
        #expect(answer.isEmpty || answer.hasPrefix("HTTP/1.1 405 "))
    }

    @Test func `may ask again on the same connection`() async throws {
        try await StatusBench.running { port in
            let visitor = Visitor()
            try await visitor.connect(to: port)
            for _ in 0..<3 {
                visitor.send("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(await visitor.until("ok\n").hasPrefix("HTTP/1.1 200 "))
            }
            visitor.close()
        }
    }

    @Test func `may not send headers without end`() async throws {
        var limits = StatusLimits()
        limits.headerBytes = 1000
        limits.headers = 10
        for headers in [
            "X-A: " + String(repeating: "a", count: 1001) + "\r\n",
            String(repeating: "X-A: a\r\n", count: 11),
            String(repeating: "X-A: " + String(repeating: "a", count: 300) + "\r\n", count: 4),
        ] {
            let request = "GET /healthz HTTP/1.1\r\nHost: a\r\n\(headers)\r\n"
            let answer = try await StatusBench.running(limits: limits) { port in
                try await StatusBench.answer(request, from: port)
            }
            #expect(answer.hasPrefix("HTTP/1.1 400 "), "\(answer)")
        }
        #expect(StatusLimits().headerBytes <= 32 << 10)
    }

    @Test func `waits while there are too many`() async throws {
        var limits = StatusLimits()
        limits.connections = 2
        limits.patience = .seconds(3600)
        try await StatusBench.running(limits: limits) { port in
            var first: [Visitor] = []
            for _ in 0..<2 {
                let visitor = Visitor()
                try await visitor.connect(to: port)
                visitor.send("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(await visitor.until("ok\n").hasPrefix("HTTP/1.1 200 "))
                first.append(visitor)
            }
            let third = Visitor()
            try await third.connect(to: port)
            third.send("GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            // The others are answered all the while, and it is not.
            for _ in 0..<20 {
                first[0].send("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(await first[0].until("ok\n").hasPrefix("HTTP/1.1 200 "))
            }
            #expect(!third.hasHeard)
            first[1].close()
            #expect(await third.whole().hasPrefix("HTTP/1.1 200 "))
        }
    }
}
