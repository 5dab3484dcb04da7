import Glibc
import NIOCore
import NIOPosix
import Testing

@testable import WebSocketTransport

@Suite("Opening a WebSocket", .timeLimit(.minutes(10)))
struct OpeningTests {
    /// What it ends with; it never opens. With the cause, if that is asked for.
    private func refusal(
        of client: TestClient, _ cause: WebSocketCause? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> String {
        let told = try await client.events.collected()
        #expect(told.count == 1)
        if let cause { #expect(told.first?.cause == cause, sourceLocation: sourceLocation) }
        return try #require(told.first?.reason)
    }

    // §8: 10
    @Test func `trusts the bundle that it is given`() async throws {
        let server = try await LoopbackServer()
        for host in ["localhost", "127.0.0.1"] {
            let client = try await TestClient(
                to: WebSocketEndpoint(host: host, port: server.port), trust: try trusting())
            var events = client.events.makeAsyncIterator()
            #expect(await events.next() == .opened)
            client.close()
        }
    }

    @Test func `refuses a certificate that it has no reason to trust`() async throws {
        for (certificate, trust, cause, words) in [
            (TestCertificates.untrusted, try trusting(), .untrusted, "is not trusted"),
            (TestCertificates.localhost, try WebSocketTrust.system(), .untrusted, "is not trusted"),
            (TestCertificates.expired, try trusting(), .untrusted, "is not trusted"),
            (TestCertificates.otherName, try trusting(), .otherName, "is made out to another name"),
        ] as [(String, WebSocketTrust, WebSocketCause, String)] {
            let server = try await LoopbackServer(certificate)
            for host in ["localhost", "127.0.0.1"] {
                let client = try await TestClient(
                    to: WebSocketEndpoint(host: host, port: server.port), trust: trust)
                let reason = try await refusal(of: client, cause)
                #expect(reason.contains(words), "\(reason)")
            }
        }
    }

    @Test func `ends with the server's status when that does not upgrade`() async throws {
        for (answer, words) in [
            ("HTTP/1.1 403 Forbidden\r\nContent-Length: 4\r\n\r\nno!\n", "403 Forbidden"),
            ("HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n", "302 Found"),
            ("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "200 OK"),
            (
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA=\r\n\r\n",
                "not as a WebSocket server does"
            ),
            (
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n",
                "not as a WebSocket server does"
            ),
            ("\u{0}\u{1}\u{2}garbage\r\n\r\n", "not HTTP"),
        ] {
            let server = try await LoopbackServer(
                TestCertificates.localhost, .init(uponRequest: { _ in [.send(Array(answer.utf8))] }))
            let reason = try await refusal(of: try await TestClient(of: server), .noWebSocket)
            #expect(reason.contains(words), "\(reason)")
        }
    }

    @Test func `ends when the server goes during the handshake`() async throws {
        let server = try await LoopbackServer(
            TestCertificates.localhost, .init(uponRequest: { _ in [.close] }))
        let client = try await TestClient(of: server)
        #expect(try await refusal(of: client, .reset).contains("closed the connection"))
    }

    @Test func `ends when the server does not speak TLS`() async throws {
        let server = try await LoopbackServer(nil, .init(uponRequest: { _ in [] }))
        var limits = WebSocketLimits()
        limits.openTimeout = .milliseconds(50)
        #expect(try await !refusal(of: try await TestClient(of: server, limits: limits)).isEmpty)
    }

    @Test func `does not wait for ever for an answer`() async throws {
        var limits = WebSocketLimits()
        limits.openTimeout = .milliseconds(50)
        let answersNothing = try await LoopbackServer(
            TestCertificates.localhost, .init(uponRequest: { _ in [] }))
        let client = try await TestClient(of: answersNothing, limits: limits)
        let reason = try await refusal(of: client, .silent)
        #expect(reason == "no connection within 0.05 seconds")
        let answersHalf = try await LoopbackServer(
            TestCertificates.localhost, .init(uponRequest: { [.send(accepting($0).dropLast())] }))
        #expect(try await refusal(of: try await TestClient(of: answersHalf, limits: limits)) == reason)
    }

    @Test func `ends when nobody listens, or nobody is known by the name`() async throws {
        // No port of a server that has just gone: it may be on its way, or another's already.
        let port = 1
        for (host, cause, words) in [
            ("localhost", .refused, "nobody listens there (connection refused)"),
            ("127.0.0.1", .refused, "nobody listens there (connection refused)"),
            ("nobody.invalid", .unknownName, "its name is not known"),
        ] as [(String, WebSocketCause, String)] {
            let client = try await TestClient(
                to: WebSocketEndpoint(host: host, port: port), trust: try trusting())
            #expect(try await refusal(of: client, cause) == words)
        }
    }

    @Test func `tells errors of the system in words, without their numbers`() {
        for (code, cause) in [
            (ECONNREFUSED, .refused), (ECONNRESET, .reset), (EPIPE, .reset), (ETIMEDOUT, .silent),
            (ENETUNREACH, .unreachable), (EHOSTUNREACH, .unreachable), (EACCES, .unreachable),
            (EMFILE, .other), (EIO, .other), (-1, .other), (CInt.max, .other),
        ] as [(CInt, WebSocketCause)] {
            let failure = WebSocketFailure(IOError(errnoCode: code, reason: "connect"))
            #expect(failure.cause == cause, "\(code)")
            #expect(!failure.words.isEmpty && !failure.words.contains("errno"), "\(failure.words)")
        }
    }

    @Test func `says so when the server does not speak TLS`() async throws {
        let server = try await LoopbackServer(
            nil, .init(uponConnection: [.send(Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8))]))
        let reason = try await refusal(of: try await TestClient(of: server), .noWebSocket)
        #expect(reason == "it does not speak TLS")
        let hangsUp = try await LoopbackServer(nil, .init(uponConnection: [.close]))
        let words = try await refusal(of: try await TestClient(of: hangsUp), .reset)
        #expect(!words.contains("Error"), "\(words)")
    }

    @Test func `asks nothing of an address that is none`() async throws {
        for endpoint in [
            WebSocketEndpoint(host: "", port: 1), WebSocketEndpoint(host: "a b", port: 1),
            WebSocketEndpoint(host: "a\r\nX: y", port: 1), WebSocketEndpoint(host: "é.example", port: 1),
            WebSocketEndpoint(host: "localhost", port: 0), WebSocketEndpoint(host: "localhost", port: -1),
            WebSocketEndpoint(host: "localhost", port: 65_536),
            WebSocketEndpoint(host: "localhost", port: 1, path: ""),
            WebSocketEndpoint(host: "localhost", port: 1, path: "api"),
            WebSocketEndpoint(host: "localhost", port: 1, path: "/ HTTP/1.1\r\nX: y"),
        ] {
            let client = try await TestClient(to: endpoint, trust: try trusting())
            #expect(try await !refusal(of: client).contains("reached"))
        }
    }

    @Test func `leaves TLS away on this machine only`() async throws {
        let server = try await LoopbackServer(nil)
        for host in ["localhost", "127.0.0.1"] {
            let client = try await TestClient(
                to: WebSocketEndpoint(host: host, port: server.port), trust: .plain)
            var events = client.events.makeAsyncIterator()
            #expect(await events.next() == .opened)
            client.close()
        }
        for host in ["relay.signalwire.com", "127.example.com", "127.0.0.1.example.com", "10.0.0.1", "::2"] {
            let client = try await TestClient(to: WebSocketEndpoint(host: host, port: 80), trust: .plain)
            #expect(try await refusal(of: client) == "without TLS only this machine is connected to")
        }
    }

    @Test func `can be closed before it is open`() async throws {
        let server = try await LoopbackServer(
            TestCertificates.localhost, .init(uponRequest: { _ in [] }))
        let client = try await TestClient(of: server)
        client.close("changed my mind")
        #expect(try await refusal(of: client) == "changed my mind")
    }
}
