import CallFlowServer
import NIOCore
import NIOPosix
import Synchronization
import ProjectFile

/// A status server that runs while a test asks it, and what it says to bytes.
enum StatusBench {
    static func running<Result: Sendable>(
        _ state: ServerState = ServerState(backend: { BackendStatus() }),
        limits: StatusLimits = StatusLimits(), _ body: @escaping @Sendable (Int) async throws -> Result
    ) async throws -> Result {
        let registry = PrometheusRegistry(help: ServerMetrics.help)
        let sink = LogSink(.text, now: { 0 }) { _ in }
        let server = StatusServer(
            at: HTTPAddress(port: 0), state: state, registry: registry, metrics: ServerMetrics(registry),
            log: sink.logger(.info), limits: limits)
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run { port.yield($0) } }
            defer { group.cancelAll() }
            var port = ports.makeAsyncIterator()
            return try await body(await port.next() ?? 0)
        }
    }

    /// A connection that sends these bytes and keeps quiet then; its answer is all that comes until the other
    /// end closes it.
    static func answer(_ bytes: String, from port: Int) async throws -> String {
        let visitor = Visitor()
        try await visitor.connect(to: port)
        visitor.send(bytes)
        return await visitor.whole()
    }
}

/// One connection to a server, byte by byte.
final class Visitor: Sendable {
    private let ear = Ear()
    private let channel = Mutex<(any Channel)?>(nil)

    deinit { close() }

    /// Whether anything has come.
    var hasHeard: Bool { ear.hasHeard.load(ordering: .acquiring) }

    func connect(to port: Int) async throws {
        let made = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelInitializer { [ear] channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Listener(ear))
                }
            }
            .connect(host: "127.0.0.1", port: port).get()
        channel.withLock { $0 = made }
    }

    func send(_ bytes: String) {
        let channel = channel.withLock { $0 }
        channel?.writeAndFlush(ByteBuffer(string: bytes), promise: nil)
    }

    /// As `send`, and returns when it has left; throws when it cannot.
    func pushing(_ bytes: String) async throws {
        let channel = channel.withLock { $0 }
        try await channel?.writeAndFlush(ByteBuffer(string: bytes)).get()
    }

    func close() { channel.withLock { $0 }?.close(promise: nil) }

    /// What comes now, until it contains that, or the other end has closed the connection.
    func until(_ part: String) async -> String {
        var all = ""
        for await text in ear.texts {
            all += text
            if all.contains(part) { break }
        }
        return all
    }

    /// Everything that comes until the other end closes the connection.
    func whole() async -> String {
        var all = ""
        for await text in ear.texts { all += text }
        return all
    }

    private final class Ear: Sendable {
        let texts: AsyncStream<String>
        let text: AsyncStream<String>.Continuation
        let hasHeard = Atomic(false)

        init() { (texts, text) = AsyncStream.makeStream() }
    }

    private final class Listener: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        private let ear: Ear

        init(_ ear: Ear) { self.ear = ear }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            ear.hasHeard.store(true, ordering: .releasing)
            ear.text.yield(String(buffer: Self.unwrapInboundIn(data)))
        }
        func channelInactive(context: ChannelHandlerContext) { ear.text.finish() }
        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }
}
