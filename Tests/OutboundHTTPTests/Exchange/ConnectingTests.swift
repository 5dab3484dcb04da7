import FlowRuntime
import NIOCore
import NIOPosix
import Testing

@testable import OutboundHTTP

@Suite("Connecting", .timeLimit(.minutes(10))) struct ConnectingTests {
    private static func resolver(_ addresses: String...) -> HostResolver {
        HostResolver { _, _, eventLoop in
            eventLoop.makeSucceededFuture(addresses.compactMap { IPAddress($0) })
        }
    }

    /// A port where nobody listens: that of a server that has gone.
    private static func deadPort() async throws -> Int {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(host: "127.0.0.1", port: 0).get()
        let port = try #require(channel.localAddress?.port)
        try await channel.close()
        return port
    }

    @Test func `needs a name that is known and somebody there`() async throws {
        let port = try await Self.deadPort()
        var client = TestClient()
        #expect(
            try await client.result(of: "http://nobody.test/").summary
                == "unreachable: nobody.test is not known")
        #expect(
            try await client.result(of: "http://web.test:\(port)/").summary
                == "unreachable: web.test:\(port) takes no connection")
        client.resolver = HostResolver { _, _, eventLoop in eventLoop.makeFailedFuture(ChannelError.eof) }
        #expect(
            try await client.result(of: "http://web.test/").summary == "unreachable: web.test is not known")
    }

    @Test func `tries the next address, and passes over those that are refused`() async throws {
        let server = try await LoopbackServer.answering("here")
        var client = TestClient()
        client.allowed = ["127.0.0.0/8"]
        // Nobody listens on 127.0.0.2; 10.0.0.1 is not allowed.
        client.resolver = Self.resolver("10.0.0.1", "127.0.0.2", "::1", "127.0.0.1")
        #expect(try await client.result(of: "http://web.test:\(server.port)/").summary == "200 here")
        client.limits.addresses = 1
        #expect(
            try await client.result(of: "http://web.test:\(server.port)/").summary
                == "unreachable: web.test:\(server.port) takes no connection")
        #expect(server.requests.count == 1)
    }

    @Test func `is refused where every address is`() async throws {
        let server = try await LoopbackServer.answering("secret")
        var client = TestClient()
        client.allowed = []
        for host in ["127.0.0.1", "web.test", "2130706433", "[::ffff:127.0.0.1]", "0177.0.0.1", "WEB.test."] {
            for kind in [AnswerKind.response, .document] {
                let summary = try await client.result(of: "http://\(host):\(server.port)/", as: kind).summary
                #expect(summary.hasPrefix("refused: "), "\(host)")
                #expect(
                    summary.hasSuffix("which is loopback; the project must allow it"), "\(host): \(summary)")
            }
        }
        for resolver in [Self.resolver("10.0.0.1", "::1"), Self.resolver("64:ff9b::7f00:1")] {
            client.resolver = resolver
            let summary = try await client.result(of: "http://web.test:\(server.port)/").summary
            #expect(summary.hasPrefix("refused: web.test:"), "\(summary)")
        }
        #expect(server.requests.isEmpty)
    }

    @Test func `ends in time when no name server answers`() async throws {
        var client = TestClient()
        client.resolver = HostResolver { _, deadline, eventLoop in
            eventLoop.scheduleTask(deadline: deadline + .milliseconds(20)) { [IPAddress(v4: 0x7F00_0001)] }
                .futureResult
        }
        var request = HTTPRequest(method: "GET", url: "http://web.test/")
        request.timeout = .milliseconds(20)
        #expect(
            try await client.result(of: request).summary == "timedOut: no connection to web.test in time")
    }

    @Test func `bears any times`() async throws {
        let server = try await LoopbackServer.answering("in time")
        var request = HTTPRequest(method: "GET", url: "http://web.test:\(server.port)/")
        for (time, isInTime) in [(Int64.max, true), (.min, false), (0, false), (60, true)] {
            request.timeout = .seconds(time)
            request.connectTimeout = isInTime ? nil : .seconds(60)
            let summary = try await TestClient().result(of: request).summary
            #expect(summary.hasPrefix(isInTime ? "200 in time" : "timedOut: "), "\(time): \(summary)")
            (request.timeout, request.connectTimeout) = (nil, .seconds(time))
            let other = try await TestClient().result(of: request).summary
            #expect(other.hasPrefix(isInTime ? "200 in time" : "timedOut: "), "\(time): \(other)")
        }
    }

    @Test func `trusts whom it is told to, under the name that was meant`() async throws {
        let server = try await LoopbackServer(tls: try TestOnlyCertificate.server()) { _, _ in
            [.send(LoopbackServer.ok("safe"))]
        }
        var client = TestClient()
        client.tls = try TestOnlyCertificate.trusting()
        for host in ["web.test", "WEB.test."] {
            #expect(
                try await client.result(of: "https://\(host):\(server.port)/").summary == "200 safe",
                "\(host)")
        }
        for (url, tls) in [
            ("https://other.test", client.tls), ("https://127.0.0.1", client.tls),
            ("https://web.test", TestOnlyCertificate.trustingNobody),
        ] {
            client.tls = tls
            let summary = try await client.result(of: "\(url):\(server.port)/").summary
            #expect(summary.hasPrefix("failed: no trusted TLS connection"), "\(url): \(summary)")
        }
        #expect(server.requests.count == 2)
        #expect(
            try await TestClient().result(of: "http://web.test:\(server.port)/").summary.hasPrefix("failed: ")
        )
        let plain = try await LoopbackServer(greeting: [.send("220 mail\r\n")]) { _, _ in [] }
        let summary = try await client.result(of: "https://web.test:\(plain.port)/").summary
        #expect(summary.hasPrefix("failed: no trusted TLS connection"), "\(summary)")
    }

    @Test func `waits for its turn when there are too many`() async throws {
        let server = try await LoopbackServer { number, _ in
            number == 0 ? [] : [.send(LoopbackServer.ok("\(number)"))]
        }
        var limits = OutboundLimits.patient
        limits.connections = 1
        let web = try WebClient(
            AddressPolicy(allowing: [try #require(AllowedHost("127.0.0.1"))]),
            on: MultiThreadedEventLoopGroup.singleton, limits: limits, tls: TestOnlyCertificate.trustingNobody
        )
        @Sendable func result(within milliseconds: Int) async -> String {
            var request = HTTPRequest(method: "GET", url: "http://127.0.0.1:\(server.port)/")
            request.timeout = .milliseconds(milliseconds)
            return await web.result(of: request, as: .response).summary
        }
        // The first one to connect gets no answer; whoever waits longer than that one gets its turn.
        let summaries = await withTaskGroup(of: String.self) { group in
            for _ in 0..<20 { group.addTask { await result(within: 200) } }
            for _ in 0..<20 { group.addTask { await result(within: 30_000) } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(summaries.count == 40)
        #expect(summaries.allSatisfy { $0.hasPrefix("200 ") || $0.hasPrefix("timedOut: ") })
        #expect(summaries.contains { $0.hasPrefix("200 ") })
        #expect(await result(within: 10_000).hasPrefix("200 "), "every slot was given back")
    }

    @Test func `finds the addresses of this machine without a name server`() async throws {
        let eventLoop = MultiThreadedEventLoopGroup.singleton.next()
        func addresses(_ name: String, _ deadline: NIODeadline) async throws -> [IPAddress] {
            try await HostResolver.system.lookUp(name, deadline, eventLoop).get()
        }
        let found = try await addresses("localhost", .distantFuture)
        #expect(!found.isEmpty)
        let policy = AddressPolicy()
        for address in found {
            #expect(policy.refusal(of: address, for: .name("localhost"), port: 80) == "loopback")
        }
        #expect(try await addresses("localhost", .now() - .seconds(1)).isEmpty, "nobody waits for it")
        #expect(try await addresses("", .distantFuture).isEmpty)
        #expect(try await addresses("a b", .distantFuture).isEmpty)
    }

    @Test func `never tells a secret`() async throws {
        let dead = try await Self.deadPort()
        let odd = try await LoopbackServer { _, _ in
            [.send("HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n"), .close]
        }
        let silent = try await LoopbackServer { _, _ in [] }
        let packed = try await LoopbackServer { _, _ in
            [.send("HTTP/1.1 200 OK\r\nContent-Encoding: hunter2\r\n\r\n")]
        }
        let leading = try await LoopbackServer { _, _ in
            [.send("HTTP/1.1 302 Go\r\nLocation: http://hunter2:hunter2@10.0.0.1/hunter2\r\n\r\n")]
        }
        let places = [
            "web.test:\(dead)", "web.test:\(odd.port)", "web.test:\(silent.port)", "web.test:\(packed.port)",
            "web.test:\(leading.port)", "nobody.test", "10.0.0.1", "web.test:hunter2", "web test", "[::1",
            "1.2.3.4.5",
            "hunter2@web test", "web.test\\",
        ]
        for scheme in ["http", "https", "ftp", "hunter2"] {
            for place in places {
                var request = HTTPRequest(
                    method: "POST", url: "\(scheme)://user:hunter2@\(place)/hunter2?token=hunter2#hunter2",
                    headers: [.init("X-Key", "hunter2")], body: "hunter2")
                request.timeout = .milliseconds(50)
                let summary = try await TestClient().result(of: request).summary
                #expect(!summary.hasPrefix("200"), "\(place)")
                #expect(!summary.contains("hunter2"), "\(summary)")
            }
        }
        let bad = [HTTPRequest.Header("Authorization", "hunter2\r\n"), .init("Host", "hunter2")]
        for header in bad {
            let request = HTTPRequest(method: "GET", url: "http://web.test/", headers: [header])
            #expect(try await !TestClient().result(of: request).summary.contains("hunter2"))
        }
    }
}
