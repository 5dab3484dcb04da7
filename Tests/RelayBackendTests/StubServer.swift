import JSONRPC
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket

/// A RELAY server without any idea of calls: it says exactly what a test tells it to. Plain WebSockets on the
/// loopback interface; `RelayDouble` is the one with TLS and manners.
final class StubServer: Sendable {
    enum Deed: Sendable {
        case send(String)
        /// Ends the connection without a word.
        case drop
    }

    /// Upon a request of the client on connection number so many (from 0): its method, its id as
    /// JSON, and its frame.
    typealias Script =
        @Sendable (_ connection: Int, _ method: String, _ id: String, _ frame: String) -> [Deed]

    let port: Int
    private let channel: any Channel

    init(_ script: @escaping Script) async throws {
        let eventLoop = MultiThreadedEventLoopGroup.singleton.next()
        let connections = NIOLoopBoundBox.makeBoxSendingValue(0, eventLoop: eventLoop)
        channel = try await ServerBootstrap(group: eventLoop)
            .childChannelInitializer { channel in
                let number = connections.value
                connections.value += 1
                let upgrader = NIOWebSocketServerUpgrader(
                    maxFrameSize: 1 << 20,
                    shouldUpgrade: { channel, _ in channel.eventLoop.makeSucceededFuture([:]) },
                    upgradePipelineHandler: { channel, _ in
                        channel.eventLoop.makeCompletedFuture {
                            try channel.pipeline.syncOperations.addHandler(Talker(number, script))
                        }
                    })
                return channel.pipeline.configureHTTPServerPipeline(
                    withServerUpgrade: (upgraders: [upgrader], completionHandler: { _ in }))
            }
            .bind(host: "127.0.0.1", port: 0).get()
        port = channel.localAddress?.port ?? 0
    }

    deinit { channel.close(promise: nil) }

    /// Lets everybody in, under this name.
    static func letsIn(_ id: String, as name: String = "the-session") -> Deed {
        .send(#"{"jsonrpc":"2.0","id":\#(id),"result":{"protocol":"\#(name)","identity":"me"}}"#)
    }

    static func refuses(_ id: String, code: Int, _ message: String) -> Deed {
        .send(#"{"jsonrpc":"2.0","id":\#(id),"error":{"code":\#(code),"message":"\#(message)"}}"#)
    }
}

private final class Talker: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundOut = WebSocketFrame

    private let number: Int
    private let script: StubServer.Script

    init(_ number: Int, _ script: @escaping StubServer.Script) {
        (self.number, self.script) = (number, script)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = Self.unwrapInboundIn(data)
        switch frame.opcode {
        case .connectionClose: context.close(promise: nil)
        case .text: hear(Array(frame.unmaskedData.readableBytesView), context)
        case _: break
        }
    }

    private func hear(_ bytes: [UInt8], _ context: ChannelHandlerContext) {
        guard case .request(let id?, let method, _)? = try? RPCMessage(bytes) else { return }
        let name = String(decoding: id.json, as: UTF8.self)
        for deed in script(number, method, name, String(decoding: bytes, as: UTF8.self)) {
            switch deed {
            case .send(let frame):
                let frame = WebSocketFrame(fin: true, opcode: .text, data: ByteBuffer(string: frame))
                context.writeAndFlush(Self.wrapOutboundOut(frame), promise: nil)
            case .drop: context.close(promise: nil)
            }
        }
    }
}
