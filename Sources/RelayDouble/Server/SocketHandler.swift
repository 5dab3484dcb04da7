import NIOCore
import NIOHTTP1
import NIOWebSocket

/// One WebSocket: whole frames in, to the switchboard.
final class SocketHandler: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundOut = WebSocketFrame

    private let board: Switchboard
    private var socket = 0

    init(_ board: Switchboard) { self.board = board }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { socket = board.opened(context.channel) }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        if frame.opcode == .text {
            board.received(Array(buffer: frame.unmaskedData), on: socket)
        } else if frame.opcode == .ping {
            answer(frame, .pong, context)
        } else if frame.opcode == .connectionClose {
            answer(frame, .connectionClose, context)
            context.close(promise: nil)
        } else if frame.opcode == .binary {
            // No client of the protocol sends these (relay-protocol.md §1.1).
            context.close(promise: nil)
        }
    }

    private func answer(_ frame: WebSocketFrame, _ opcode: WebSocketOpcode, _ context: ChannelHandlerContext)
    {
        let reply = WebSocketFrame(fin: true, opcode: opcode, data: frame.unmaskedData)
        context.writeAndFlush(wrapOutboundOut(reply), promise: nil)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        board.settle()
        context.fireChannelReadComplete()
    }

    /// A client that does not read would fill the memory with what it is to be sent.
    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if !context.channel.isWritable { context.close(promise: nil) }
        context.fireChannelWritabilityChanged()
    }

    func channelInactive(context: ChannelHandlerContext) {
        board.closed(socket)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}

/// Answers whoever does not ask for a WebSocket.
final class UpgradeDemand: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .end = unwrapInboundIn(data) else { return }
        let headers = HTTPHeaders([("upgrade", "websocket"), ("content-length", "0")])
        let head = HTTPResponseHead(version: .http1_1, status: .upgradeRequired, headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        context.close(promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
