import NIOCore
import NIOHTTP1
import NIOWebSocket

/// Asks a server to speak WebSocket (RFC 6455 §4.1), over a channel that is connected. NIO compares the
/// server's answer with the key that was sent; what came right behind the answer is read as frames.
final class WebSocketHandshake: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    private let connection: WebSocketConnection

    private init(for connection: WebSocketConnection) { self.connection = connection }

    /// Sends the request; the connection is told what comes of it.
    static func begin(
        over channel: any Channel, with endpoint: WebSocketEndpoint, isEncrypted: Bool,
        for connection: WebSocketConnection
    ) throws {
        let handshake = WebSocketHandshake(for: connection)
        let upgrader = Upgrader(handshake: handshake)
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHTTPClientHandlers(
            position: .last, leftOverBytesStrategy: .forwardBytes,
            withClientUpgrade: ([upgrader], { _ in }))
        try pipeline.addHandler(handshake)
        let authority = endpoint.authority(isEncrypted: isEncrypted)
        let head = HTTPRequestHead(
            version: .http1_1, method: .GET, uri: endpoint.path, headers: ["Host": authority])
        channel.write(HTTPClientRequestPart.head(head), promise: nil)
        channel.writeAndFlush(HTTPClientRequestPart.end(nil), promise: nil)
    }

    /// An answer that is not an upgrade.
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch Self.unwrapInboundIn(data) {
        case .head(let head):
            connection.failed(
                WebSocketFailure(
                    .noWebSocket, "it answers \(head.status) where a WebSocket is expected"))
        case .body, .end: break
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        connection.failed(WebSocketFailure(error))
    }

    func channelInactive(context: ChannelHandlerContext) {
        connection.failed(
            WebSocketFailure(.reset, "the server closed the connection during the handshake"))
        context.fireChannelInactive()
    }

    /// Leaves the checks to NIO's own upgrader and puts our reader of frames into the place of its handlers.
    private final class Upgrader: NIOHTTPClientProtocolUpgrader {
        private let checks = NIOWebSocketClientUpgrader { channel, _ in
            channel.eventLoop.makeSucceededVoidFuture()
        }
        private let handshake: WebSocketHandshake

        init(handshake: WebSocketHandshake) { self.handshake = handshake }

        var supportedProtocol: String { checks.supportedProtocol }
        var requiredUpgradeHeaders: [String] { checks.requiredUpgradeHeaders }

        func addCustom(upgradeRequestHeaders: inout HTTPHeaders) {
            checks.addCustom(upgradeRequestHeaders: &upgradeRequestHeaders)
        }

        func shouldAllowUpgrade(upgradeResponse: HTTPResponseHead) -> Bool {
            checks.shouldAllowUpgrade(upgradeResponse: upgradeResponse)
        }

        func upgrade(
            context: ChannelHandlerContext, upgradeResponse: HTTPResponseHead
        ) -> EventLoopFuture<Void> {
            context.eventLoop.makeCompletedFuture {
                let pipeline = context.pipeline.syncOperations
                pipeline.removeHandler(handshake, promise: nil)
                try pipeline.addHandler(WebSocketBytes(for: handshake.connection))
                handshake.connection.opened()
            }
        }
    }
}

/// The last of the pipeline once the connection is open: hands everything to the connection.
private final class WebSocketBytes: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let connection: WebSocketConnection

    init(for connection: WebSocketConnection) { self.connection = connection }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        connection.received(Self.unwrapInboundIn(data))
    }

    func channelReadComplete(context: ChannelHandlerContext) { connection.receivedAll() }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        connection.writabilityChanged(context.channel.isWritable)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        connection.failed(WebSocketFailure(error))
    }

    func channelInactive(context: ChannelHandlerContext) {
        connection.failed(WebSocketFailure(.reset, "the server closed the connection"))
    }
}
