import FlowRuntime
import Testing

@testable import OutboundHTTP

@Suite("A server that does harm", .timeLimit(.minutes(10))) struct HostileServerTests {
    private static func summary(
        _ acts: [LoopbackServer.Act], greeting: [LoopbackServer.Act] = [], as kind: AnswerKind = .response,
        _ limits: (inout OutboundLimits) -> Void = { _ in }
    ) async throws -> String {
        let server = try await LoopbackServer(greeting: greeting) { _, _ in acts }
        var client = TestClient()
        client.limits.headerBytes = 4096
        client.limits.bodyBytes = 1000
        client.limits.documentBytes = 2000
        limits(&client.limits)
        let summary = try await client.result(of: "http://127.0.0.1:\(server.port)/", as: kind).summary
        return summary.replacing(" (127.0.0.1:\(server.port))", with: "")
    }

    private static let head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"
    private static let chunked = head + "Transfer-Encoding: chunked\r\n\r\n"

    @Test func `ends a request by silence at any place no later than its time`() async throws {
        let places: [[LoopbackServer.Act]] = [
            [], [.send("H")], [.send("HTTP/1.1 200")], [.send(Self.head)],
            [.send(Self.head + "Content-Length: 5\r\n\r\n")],
            [.send(Self.head + "Content-Length: 5\r\n\r\nabcd")], [.send(Self.head + "\r\nabcd")],
            [.send(Self.chunked + "5\r\nab")], [.send(Self.chunked + "2\r\nab\r\n")],
            [.send(Self.chunked + "2\r\nab\r\n0\r\n")], [.send("HTTP/1.1 100 Continue\r\n\r\n")],
        ]
        for acts in places {
            let summary = try await Self.summary(acts) { $0.time = .milliseconds(40) }
            #expect(summary.hasPrefix("timedOut: no "), "\(acts)")
        }
    }

    @Test func `ends a request by closing, though half an answer is none`() async throws {
        let closed = "failed: the connection was closed before the answer was complete"
        let table: [([LoopbackServer.Act], String)] = [
            ([.close], closed), ([.send("HTTP/1.1 200"), .close], "failed: the answer is not HTTP"),
            ([.send(Self.head), .close], "failed: the answer is not HTTP"),
            ([.send(Self.head + "Content-Length: 5\r\n\r\nabcd"), .close], "failed: "),
            ([.send(Self.chunked + "5\r\nabcde\r\n"), .close], "failed: "),
            ([.send(Self.chunked + "5\r\nab"), .close], "failed: "),
        ]
        for (acts, expected) in table {
            let summary = try await Self.summary(acts)
            #expect(summary.hasPrefix(expected), "\(acts): \(summary)")
        }
        #expect(try await Self.summary([], greeting: [.close]).hasPrefix("failed: "))
    }

    @Test func `sends no more than is kept`() async throws {
        let body = String(repeating: "x", count: 1000)
        for acts: [LoopbackServer.Act] in [
            [.send(Self.head + "\r\n"), .flood("x")], [.send(Self.chunked), .flood("a\r\nxxxxxxxxxx\r\n")],
            [.send(Self.head + "Content-Length: 1001\r\n\r\n\(body)x")],
            [.send(Self.head + "Content-Length: 999999999999\r\n\r\n"), .flood("x")],
        ] {
            #expect(try await Self.summary(acts) == "200 \(body)", "\(acts)")
            let document = try await Self.summary(acts, as: .document) {
                $0.documentBytes = 1000
            }
            #expect(document == "failed: the document is longer than 1000 bytes", "\(acts)")
        }
        let whole = Self.head + "Content-Length: 1000\r\n\r\n\(body)"
        #expect(try await Self.summary([.send(whole)]) == "200 \(body)")
        #expect(
            try await Self.summary([.send(whole)], as: .document) { $0.documentBytes = 1000 } == "200 \(body)"
        )
    }

    @Test func `sends no head without end`() async throws {
        for acts: [LoopbackServer.Act] in [
            [.flood("HTTP/1.1 ")], [.send("HTTP/1.1 200 "), .flood("OK")],
            [.send(Self.head), .flood("X: y\r\n")],
            [.send(Self.head + "X: "), .flood("y")], [.send(Self.head), .flood("X")], [.flood("\r\n")],
            [.flood("HTTP/1.1 100 Continue\r\n\r\n")], [.send(Self.chunked), .flood("1;x=y\r\n")],
            [.send(Self.chunked + "1;"), .flood("x")], [.send(Self.chunked), .flood("0")],
            [.send(Self.chunked + "1\r\na\r\n0\r\n"), .flood("X: y\r\n")],
        ] {
            // More than is read at once, so that the sum counts.
            let summary = try await Self.summary(acts) { $0.headerBytes = 300_000 }
            #expect(summary.hasPrefix("failed: the answer is "), "\(acts): \(summary)")
        }
    }

    @Test func `sends what is no HTTP`() async throws {
        for text in [
            "SSH-2.0-OpenSSH_9.6\r\n", "220 mail ESMTP\r\n", "<html></html>", "\0\0\0\0",
            "HTTP/9.9 200 OK\r\n\r\n",
            "HTTP/1.1 2000 OK\r\n\r\n", "HTTP/1.1 -1 OK\r\n\r\n", "ICY 200 OK\r\n\r\n",
            "\u{15}\u{3}\u{1}\0\u{2}\u{2}F",
            Self.head + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
            Self.head + "Content-Length: -1\r\n\r\n",
            Self.head + "Content-Length: 99999999999999999999999\r\n\r\n", Self.chunked + "xyz\r\n",
            Self.chunked + "ffffffffffffffffffff\r\n", Self.head + "No colon\r\n\r\n",
            Self.head + "X\0: y\r\n\r\n",
        ] {
            let summary = try await Self.summary([.send(text), .close])
            #expect(summary.hasPrefix("failed: "), "\(text): \(summary)")
        }
        #expect(try await Self.summary([], greeting: [.send("220 mail\r\n")]).hasPrefix("failed: "))
    }

    @Test func `packs an answer that was not to be packed`() async throws {
        for encoding in ["gzip", "deflate", "br", "gzip, gzip", "x"] {
            let answer = Self.head + "Content-Encoding: \(encoding)\r\nContent-Length: 1\r\n\r\nx"
            #expect(
                try await Self.summary([.send(answer)])
                    == "failed: the answer is packed, which was not asked for")
        }
        let plain = Self.head + "Content-Encoding: Identity\r\nContent-Length: 1\r\n\r\nx"
        #expect(try await Self.summary([.send(plain)]) == "200 x")
    }
}
