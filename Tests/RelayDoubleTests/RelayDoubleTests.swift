import FlowRuntime
import JSONRPC
import NIOCore
import NIOPosix
import RelayDouble
import Testing
import WebSocketTransport

@Suite("A double over TLS", .timeLimit(.minutes(10))) struct RelayDoubleTests {
    @Test func `a worker connects, takes a call and ends it`() async throws {
        try await RelayDouble.running { double in
            try await Worker.running(for: double) { worker in
                try await double.waitForWorker(context: "default")
                let call = try await double.call(RelayCaller().pressing("1", upon: .isAsked))
                try await call.wait(until: .rings)
                worker.request("calling.answer", Stage.on(1))
                try await call.wait(until: .isAnswered)
                worker.request("calling.collect", Stage.on(1, #""control_id":"c","digits":{"max":1}"#))
                try await double.wait { journal in
                    journal.events("calling.call.collect").last?["params", "params", "result", "type"]
                        == "digit"
                }
                worker.request("calling.end", Stage.on(1))
                try await call.waitUntilOver()
                #expect(try await !call.isUp)
                #expect(try await double.liveCalls == 0)
                #expect(try await double.journal.violations.isEmpty)
            }
        }
    }

    @Test func `what takes time takes it at the pace that was asked for`() async throws {
        var configuration = RelayDoubleConfiguration()
        configuration.pace = .real(times: 1000)
        configuration.pingInterval = .milliseconds(1)
        try await RelayDouble.running(configuration) { double in
            try await Worker.running(for: double) { worker in
                try await double.waitForWorker()
                let call = try await double.call(
                    RelayCaller().hangingUp(upon: .isAnswered, after: .seconds(10)))
                try await call.wait(until: .rings)
                let begun = ContinuousClock.now
                worker.request("calling.answer", Stage.on(1))
                try await call.waitUntilOver()
                #expect(begun.duration(to: .now) >= .milliseconds(9))
                try await double.wait { $0.frames.contains { $0.name == "signalwire.ping" } }
            }
        }
    }

    @Test func `what is asked for after a silence takes its time from then on`() async throws {
        var configuration = RelayDoubleConfiguration()
        configuration.pace = .real(times: 10)
        try await RelayDouble.running(configuration) { double in
            try await Worker.running(for: double) { worker in
                try await double.waitForWorker()
                let call = try await double.call(RelayCaller())
                try await call.wait(until: .rings)
                worker.request("calling.answer", Stage.on(1))
                try await call.wait(until: .isAnswered)
                // Nothing happens at the double, for longer than the sound lasts.
                let silence = ContinuousClock.now + .milliseconds(120)
                while ContinuousClock.now < silence { await Task.yield() }
                let begun = ContinuousClock.now
                worker.request(
                    "calling.play",
                    Stage.on(1, #""control_id":"c","play":[{"type":"silence","params":{"duration":1}}]"#))
                try await double.wait { journal in
                    journal.events("calling.call.play").last?["params", "params", "state"] == "finished"
                }
                #expect(begun.duration(to: .now) >= .milliseconds(99))
            }
        }
    }

    @Test func `a socket that is dropped is closed, and a disconnect too`() async throws {
        for isRestart in [nil, false, true] {
            try await RelayDouble.running { double in
                try await Worker.running(for: double) { worker in
                    try await double.waitForWorker()
                    if let isRestart {
                        try await double.disconnect(restart: isRestart)
                    } else {
                        try await double.dropConnections()
                    }
                    try await worker.waitUntilClosed()
                }
            }
        }
    }

    @Test func `a fault cuts the socket at its frame`() async throws {
        try await RelayDouble.running { double in
            try await double.arm(RelayFault(.dropAfter, at: .received("signalwire.connect")))
            try await Worker.running(for: double) { worker in
                try await worker.waitUntilClosed()
                #expect(try await double.journal.requests().map(\.name) == ["signalwire.connect"])
            }
        }
    }

    @Test func `who waits in vain is told for what`() async throws {
        try await RelayDouble.running { double in
            await #expect(throws: RelayDoubleError.timedOut("a worker of the context a")) {
                try await double.waitForWorker(context: "a", .milliseconds(1))
            }
            let call = try await double.call()
            await #expect(throws: RelayDoubleError.timedOut("call-1: isAnswered")) {
                try await call.wait(until: .isAnswered, .milliseconds(1))
            }
            #expect(try await double.call(id: "call-1")?.id == "call-1")
            #expect(try await double.call(id: "call-2") == nil)
        }
    }

    @Test func `a worker finds it by the environment`() async throws {
        try await RelayDouble.running { double in
            #expect(double.environment["SIGNALWIRE_SPACE"] == "localhost:\(double.port)")
            #expect(double.environment["SIGNALWIRE_API_TOKEN"] == "token")
            #expect(double.environment["SIGNALWIRE_RELAY_CA_FILE"] == double.caFile)
        }
    }
}

/// A client of a few lines: connects, acknowledges events, and sends what the test says.
private final class Worker: Sendable {
    private let loop: any EventLoop
    private let connection: NIOLoopBound<WebSocketConnection>
    private let closed: EventLoopFuture<Void>

    static func running(for double: RelayDouble, _ body: (Worker) async throws -> Void) async throws {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let trust = try WebSocketTrust.system(adding: double.caFile)
        let (port, isClosed) = (double.port, loop.makePromise(of: Void.self))
        let connection = try await loop.submit {
            let place = NIOLoopBoundBox<WebSocketConnection?>(nil, eventLoop: loop)
            let connection = WebSocketConnection.connect(
                to: WebSocketEndpoint(host: "localhost", port: port), trust: trust, on: loop
            ) { event in
                handle(event, on: place.value, isClosed)
            }
            place.value = connection
            return NIOLoopBound(connection, eventLoop: loop)
        }.get()
        let worker = Worker(loop, connection, isClosed.futureResult)
        try await body(worker)
        loop.execute { connection.value.close("the test is over") }
        try await worker.waitUntilClosed()
    }

    private init(
        _ loop: any EventLoop, _ connection: NIOLoopBound<WebSocketConnection>,
        _ closed: EventLoopFuture<Void>
    ) {
        self.loop = loop
        self.connection = connection
        self.closed = closed
    }

    private static func handle(
        _ event: WebSocketEvent, on connection: WebSocketConnection?, _ closed: EventLoopPromise<Void>
    ) {
        switch event {
        case .opened:
            let connect = Stage.connect + #","contexts":["default"]"#
            connection?.write(frame("signalwire.connect", connect))
        case .message(let bytes):
            guard case .request(let id?, _, _) = try? RPCMessage(bytes) else { return }
            connection?.write(RPCFrame.result(id: id))
        case .ignored: break
        case .closed: closed.succeed()
        }
    }

    private static func frame(_ method: String, _ params: String) -> [UInt8] {
        Array(#"{"jsonrpc":"2.0","id":"rq-\#(method)","method":"\#(method)","params":{\#(params)}}"#.utf8)
    }

    func request(_ method: String, _ params: String) {
        loop.execute { [connection] in connection.value.write(Self.frame(method, params)) }
    }

    func waitUntilClosed() async throws { try await closed.get() }
}
