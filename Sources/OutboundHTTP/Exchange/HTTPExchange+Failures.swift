import FlowRuntime
import NIOCore
import NIOHTTP1
import NIOSSL

extension HTTPExchange {
    /// What an error of the connection means to a flow. Nothing of what was sent is in any of them.
    static func failure(of error: any Error) -> CommandFailure {
        switch error {
        case let failure as CommandFailure: failure
        case let error as HTTPParserError:
            CommandFailure(.failed, "the answer is not HTTP, or too long in its headers (\(error))")
        case let error as NIOSSLError: CommandFailure(.failed, "no trusted TLS connection (\(error))")
        case let error as NIOSSLExtraError: CommandFailure(.failed, "no trusted TLS connection (\(error))")
        case let error as BoringSSLError: CommandFailure(.failed, "no trusted TLS connection (\(error))")
        default: CommandFailure(.failed, "the connection was lost")
        }
    }
}

/// Ends an exchange whose server sends without end: a status line, a header, chunks of nothing.
///
/// The HTTP decoder has limits for fields; this one is for everything, before anything is decoded.
final class ByteMeter: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private var room: Int
    private var isOver = false

    init(limit: Int) { room = limit }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data).readableBytes
        guard !isOver else { return }
        guard bytes <= room else {
            isOver = true
            context.fireErrorCaught(CommandFailure(.failed, "the answer is too long"))
            return
        }
        room -= bytes
        context.fireChannelRead(data)
    }
}
