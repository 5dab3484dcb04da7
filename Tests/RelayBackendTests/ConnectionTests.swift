import FlowRuntime
import RelayProtocol
import Synchronization
import Testing
import WebSocketTransport

@testable import RelayBackend

@Suite("A backend and its connection", .timeLimit(.minutes(10)))
struct ConnectionTests {
    // §8: 25, 30
    @Test func `connects by itself, says so, and leaves when told to`() async throws {
        let server = try await StubServer { _, _, id, _ in [StubServer.letsIn(id)] }
        let watched = try Watched(port: server.port)
        #expect(await watched.notice(.connected) != nil)
        #expect(watched.backend.status.phase == .connected)
        #expect(watched.backend.status.counts[.connected] == 1)
        await watched.backend.shutDown()
        #expect(watched.backend.status.phase == .stopped)
        var calls = watched.backend.inboundCalls.makeAsyncIterator()
        #expect(try await calls.next() == nil)
    }

    // §8: 26, 76
    @Test func `gives up after three refusals, with the server's message`() async throws {
        let server = try await StubServer { _, _, id, _ in
            [StubServer.refuses(id, code: -32002, "no such project")]
        }
        let watched = try Watched(port: server.port)
        var calls = watched.backend.inboundCalls.makeAsyncIterator()
        let error = await #expect(throws: BackendError.self) { _ = try await calls.next() }
        #expect(error?.code == .refused)
        #expect(error?.detail.contains("no such project") == true)
        #expect(watched.backend.status.counts[.credentialsRefused] == 3)
        #expect(watched.backend.status.phase == .refused(error?.detail ?? ""))
        await watched.backend.shutDown()
    }

    // §8: 28, 74, 79
    @Test func `finds the server again, with the session of before`() async throws {
        let asked = Mutex<[String]>([])
        let server = try await StubServer { connection, _, id, frame in
            asked.withLock { $0.append(frame) }
            return connection < 3
                ? [StubServer.letsIn(id, as: "kept"), .drop] : [StubServer.letsIn(id, as: "kept")]
        }
        let watched = try Watched(port: server.port)
        #expect(await watched.notice(.connected, times: 4) != nil)
        let frames = asked.withLock { $0 }
        #expect(frames.map { $0.contains(#""protocol":"kept""#) } == [false, true, true, true])
        #expect(watched.backend.status.phase == .connected)
        await watched.backend.shutDown()
    }

    @Test func `tells the name of the session, for whoever comes after it`() async throws {
        let server = try await StubServer { _, _, id, _ in [StubServer.letsIn(id, as: "told")] }
        let watched = try Watched(port: server.port)
        let first = await watched.observations.first { observation in
            if case .remember = observation { true } else { false }
        }
        #expect(first == .remember(protocolName: "told"))
        await watched.backend.shutDown()
        let next = try Watched(
            port: server.port, resuming: RelayResumption(protocolName: "told"), showsFrames: true)
        let sent = await next.observations.first { observation in
            if case .frame(.sent, _) = observation { true } else { false }
        }
        guard case .frame(_, let bytes)? = sent else { return #expect(Bool(false), "no frame was shown") }
        #expect(String(decoding: bytes, as: UTF8.self).contains(#""protocol":"told""#))
        await next.backend.shutDown()
    }

    // §8: 16, 17
    @Test func `shows frames only when asked, and never a secret in them`() async throws {
        let server = try await StubServer { _, _, id, _ in
            [StubServer.refuses(id, code: -32002, "token \(Watched.token) is wrong")]
        }
        for showsFrames in [false, true] {
            let watched = try Watched(port: server.port, showsFrames: showsFrames)
            #expect(await watched.notice(.credentialsRefused) != nil)
            await watched.backend.shutDown()
        }
        let watched = try Watched(port: server.port, showsFrames: true)
        var seen = 0
        for await observation in watched.observations {
            if case .frame(_, let bytes) = observation {
                #expect(!String(decoding: bytes, as: UTF8.self).contains(Watched.token))
                seen += 1
            }
            #expect(!"\(observation)".contains(Watched.token))
            if seen == 6 { break }
        }
        await watched.backend.shutDown()
    }

    // §8: 42, 43, 44
    @Test func `survives frames that mean nothing`() async throws {
        let junk = [
            "", "{", "[]", "7", "null", #"{"jsonrpc":"2.0"}"#, #"{"id":1,"result":{}}"#, "\u{0}", "é",
        ]
        let server = try await StubServer { _, method, id, _ in
            method == "signalwire.connect"
                ? junk.map { .send($0) } + [StubServer.letsIn(id)] + junk.map { .send($0) } : []
        }
        let watched = try Watched(port: server.port)
        #expect(await watched.notice(.connected) != nil)
        #expect(watched.backend.status.phase == .connected)
        await watched.backend.shutDown()
    }

    // §8: 82, 84, 85
    @Test func `is shut down at any time, and more than once`() async throws {
        let silent = try await StubServer { _, _, _, _ in [] }
        let rude = try await StubServer { _, _, _, _ in [.drop] }
        let kind = try await StubServer { _, _, id, _ in [StubServer.letsIn(id)] }
        for port in [silent.port, rude.port, kind.port, 1] {
            let watched = try Watched(port: port)
            async let first: Void = watched.backend.shutDown()
            async let second: Void = watched.backend.shutDown()
            _ = await (first, second)
            await watched.backend.shutDown()
            #expect(watched.backend.status.phase == .stopped)
            var calls = watched.backend.inboundCalls.makeAsyncIterator()
            #expect(try await calls.next() == nil)
        }
    }

    // §8: 75
    @Test func `goes on trying when nobody is there`() async throws {
        let watched = try Watched(port: 1)
        let fourth = await watched.notice(.connectionFailed, times: 4)
        let words = "cannot connect to localhost:1: nobody listens there (connection refused) (4 times now); "
        #expect(fourth?.message.hasPrefix(words + "check the network; next attempt in ") == true)
        await watched.backend.shutDown()
    }

    // §8: 14
    @Test func `leaves nothing behind when it is shut down`() async throws {
        let server = try await StubServer { _, _, id, _ in [StubServer.letsIn(id)] }
        var watched: Watched? = try Watched(port: server.port)
        weak let loop = watched?.backend.loop
        #expect(await watched?.notice(.connected) != nil)
        #expect(loop != nil)
        await watched?.backend.shutDown()
        watched = nil
        // The event loop may still be on its way out of the shell.
        while loop != nil { await Task.yield() }
    }
}
