import NIOCore
import NIOPosix
import Testing

@testable import WebSocketTransport

@Suite("A WebSocket connection", .timeLimit(.minutes(10)))
struct ConnectionTests {
    private static let echo = LoopbackServer.Script(uponFrame: { seen in
        switch seen.opcode {
        case .text: [.send(frame(.text, seen.payload))]
        case .close: [.send(frame(.close, seen.payload)), .close]
        case .continuation, .binary, .ping, .pong: []
        }
    })

    @Test func `asks as RFC 6455 says and opens`() async throws {
        let server = try await LoopbackServer()
        let client = try await TestClient(of: server)
        var requests = server.requests.makeAsyncIterator()
        let request = try #require(await requests.next())
        #expect(request.hasPrefix("GET / HTTP/1.1\r\n"))
        for header in [
            "Host: localhost:\(server.port)", "Upgrade: websocket", "Connection: upgrade",
            "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: ",
        ] {
            #expect(request.contains("\r\n\(header)"), "\(header)")
        }
        var events = client.events.makeAsyncIterator()
        #expect(await events.next() == .opened)
        client.close()
    }

    @Test func `carries a thousand messages in order, both ways`() async throws {
        let server = try await LoopbackServer(TestCertificates.localhost, Self.echo)
        let client = try await TestClient(of: server)
        let sent = (0..<1000).map { "message \($0) " + String(repeating: "é", count: $0) }
        var received: [String] = []
        for await event in client.events {
            switch event {
            case .opened: client.write(sent)
            case .message: received.append(event.text ?? "")
            case .ignored, .closed: break
            }
            if received.count == sent.count { client.close() }
        }
        #expect(received == sent)
    }

    @Test func `reads what comes with the answer to the handshake`() async throws {
        let server = try await LoopbackServer(
            TestCertificates.localhost,
            .init(
                uponRequest: {
                    [.send(accepting($0) + frame(.text, "early") + frame(.text, "bird").dropLast(2))]
                }, uponFrame: { _ in [.send(Array("rd".utf8))] }))
        let client = try await TestClient(of: server)
        var events = client.events.makeAsyncIterator()
        #expect(await events.next() == .opened)
        #expect(await events.next()?.text == "early")
        client.write(["more"])
        #expect(await events.next()?.text == "bird")
        client.close()
    }

    @Test func `puts fragments together and answers pings between them`() async throws {
        let parts =
            frame(.text, "frag", isLast: false) + frame(.ping, "are you there")
            + frame(.continuation, "ments")
        let server = try await LoopbackServer(
            TestCertificates.localhost, .init(uponRequest: { [.send(accepting($0)), .send(parts)] }))
        let client = try await TestClient(of: server)
        var events = client.events.makeAsyncIterator()
        #expect(await events.next() == .opened)
        #expect(await events.next()?.text == "fragments")
        var frames = server.frames.makeAsyncIterator()
        #expect(await frames.next() == Frame(.pong, Array("are you there".utf8)))
        client.close()
    }

    @Test func `skips binary messages and says so`() async throws {
        let binary = frame(.binary, [1, 2], isLast: false) + frame(.continuation, [3]) + frame(.text, "text")
        let server = try await LoopbackServer(
            TestCertificates.localhost, .init(uponRequest: { [.send(accepting($0)), .send(binary)] }))
        let client = try await TestClient(of: server)
        var events = client.events.makeAsyncIterator()
        #expect(await events.next() == .opened)
        #expect(await events.next() == .ignored("a binary message of 3 bytes"))
        #expect(await events.next()?.text == "text")
        client.close()
    }

    // §8: 84
    @Test func `closes with a close frame, once`() async throws {
        let server = try await LoopbackServer(TestCertificates.localhost, Self.echo)
        let client = try await TestClient(of: server)
        var told: [WebSocketEvent] = []
        for await event in client.events {
            told.append(event)
            guard event == .opened else { continue }
            client.close("first")
            client.close("second")
            client.write(["too late"])
        }
        #expect(told == [.opened, .closed("first")])
        var frames = server.frames.makeAsyncIterator()
        #expect(await frames.next() == Frame(.close, [3, 232]))
    }

    @Test func `answers the server's close with its code`() async throws {
        let server = try await LoopbackServer(
            TestCertificates.localhost,
            .init(uponRequest: {
                [.send(accepting($0) + frame(.close, [3, 233] + Array("going\u{7}away".utf8)))]
            }))
        let client = try await TestClient(of: server)
        let told = try await client.events.collected()
        #expect(told == [.opened, .closed("the server closed the connection (code 1001): goingaway")])
        var frames = server.frames.makeAsyncIterator()
        #expect(await frames.next() == Frame(.close, [3, 233]))
    }

    // §8: 62
    @Test func `does not wait for ever for a server that does not answer its close`() async throws {
        let server = try await LoopbackServer()
        var limits = WebSocketLimits.patient
        limits.closeTimeout = .milliseconds(20)
        let client = try await TestClient(of: server, limits: limits)
        var told: [WebSocketEvent] = []
        for await event in client.events {
            told.append(event)
            if event == .opened { client.close("enough") }
        }
        #expect(told == [.opened, .closed("enough")])
    }

    @Test func `ends once when the server goes in the middle of a frame`() async throws {
        let server = try await LoopbackServer(
            TestCertificates.localhost,
            .init(uponFrame: { _ in [.send(frame(.text, "whole") + frame(.text, "cut").dropLast()), .close] })
        )
        let client = try await TestClient(of: server)
        var told: [WebSocketEvent] = []
        for await event in client.events {
            told.append(event)
            if event == .opened { client.write(["go"]) }
        }
        #expect(told.dropLast() == [.opened, .message(Array("whole".utf8))])
        #expect(told.last?.reason == "the server closed the connection")
    }

    @Test func `says why it closes to a server that breaks the rules`() async throws {
        for (bytes, code) in [
            ([0x81, 0x85, 1, 2, 3, 4], 1002), (Array("HTTP/1.1 500".utf8), 1002), ([0xFF, 0xFF, 0xFF], 1002),
            (frame(.continuation, "x"), 1002), ([0x81, 127, 0, 0, 0, 0, 0xFF, 0, 0, 0], 1009),
        ] as [([UInt8], Int)] {
            let server = try await LoopbackServer(
                TestCertificates.localhost,
                .init(
                    uponRequest: { [.send(accepting($0) + bytes)] },
                    uponFrame: { $0.opcode == .close ? [.close] : [] }))
            let client = try await TestClient(of: server)
            let told = try await client.events.collected()
            #expect(told.count == 2)
            #expect(told.last?.reason?.hasPrefix("the server ") == true)
            var frames = server.frames.makeAsyncIterator()
            #expect(await frames.next() == Frame(.close, [UInt8(code >> 8), UInt8(code & 0xFF)]))
        }
    }

    @Test func `gives up a server that reads too slowly`() async throws {
        let server = try await LoopbackServer(
            TestCertificates.localhost, .init(uponRequest: { [.send(accepting($0)), .stall] }))
        var limits = WebSocketLimits.patient
        limits.unsentBytes = 1_000_000
        limits.closeTimeout = .milliseconds(20)
        let client = try await TestClient(of: server, limits: limits)
        var told: [WebSocketEvent] = []
        let much = String(repeating: "x", count: 100_000)
        for await event in client.events {
            told.append(event)
            if event == .opened { for _ in 0..<200 { client.write([much]) } }
        }
        #expect(told == [.opened, .closed("the server leaves more than 1000000 bytes unread")])
    }
}
