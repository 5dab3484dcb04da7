import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import NIOWebSocket

/// Opens the port: TLS, the WebSocket's handshake, then a `SocketHandler`.
enum RelayListener {
    /// The longest frame of the protocol (relay-protocol.md §1.1).
    private static let frameLimit = 10 << 20
    /// Frames that make up one; nobody needs so many.
    private static let fragmentLimit = 1024
    /// What a client may leave unread before it is taken for dead.
    private static let unreadLimit = 64 << 20

    static func open(
        port: Int, on loop: any EventLoop, _ board: NIOLoopBound<Switchboard>
    ) async throws -> any Channel {
        let tls = try context()
        return try await ServerBootstrap(group: loop)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(
                .writeBufferWaterMark, value: .init(low: unreadLimit / 2, high: unreadLimit)
            )
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try equip(channel, tls, board) }
            }
            .bind(host: "127.0.0.1", port: port).get()
    }

    private static func context() throws -> NIOSSLContext {
        let certificate = try NIOSSLCertificate(
            bytes: Array(TestCertificate.certificate.utf8), format: .pem)
        let key = try NIOSSLPrivateKey(bytes: Array(TestCertificate.privateKey.utf8), format: .pem)
        return try NIOSSLContext(
            configuration: .makeServerConfiguration(
                certificateChain: [.certificate(certificate)], privateKey: .privateKey(key)))
    }

    private static func equip(
        _ channel: any Channel, _ tls: NIOSSLContext, _ board: NIOLoopBound<Switchboard>
    ) throws {
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandler(NIOSSLServerHandler(context: tls))
        let demand = UpgradeDemand()
        let bound = NIOLoopBound(demand, eventLoop: channel.eventLoop)
        let upgrader = NIOWebSocketServerUpgrader(
            maxFrameSize: frameLimit,
            shouldUpgrade: { channel, _ in channel.eventLoop.makeSucceededFuture([:]) },
            upgradePipelineHandler: { channel, _ in
                channel.eventLoop.makeCompletedFuture { try upgrade(channel, board) }
            })
        try pipeline.configureHTTPServerPipeline(
            withServerUpgrade: (
                upgraders: [upgrader],
                completionHandler: { context in
                    context.pipeline.syncOperations.removeHandler(bound.value, promise: nil)
                }
            ))
        try pipeline.addHandler(demand)
    }

    private static func upgrade(_ channel: any Channel, _ board: NIOLoopBound<Switchboard>) throws {
        try channel.pipeline.syncOperations.addHandlers(
            NIOWebSocketFrameAggregator(
                minNonFinalFragmentSize: 0, maxAccumulatedFrameCount: fragmentLimit,
                maxAccumulatedFrameSize: frameLimit),
            SocketHandler(board.value))
    }
}
