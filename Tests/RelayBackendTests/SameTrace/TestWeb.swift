import NIOCore
import NIOHTTP1
import NIOPosix

/// A web server on this machine: every path has one answer.
final class TestWeb: Sendable {
    /// What the shipped flows post to.
    static let paths = [
        "/queue", "/queue/left", "/callbacks", "/survey", "/dispatch", "/agents", "/ended", "/voicemail",
        "/interview", "/sessions",
    ]

    private let channel: any Channel

    init(_ answers: [String: String]) async throws {
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(Answerer(answers))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
    }

    deinit { channel.close(promise: nil) }

    var origin: String { "http://127.0.0.1:\(channel.localAddress?.port ?? 0)" }
}

private final class Answerer: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let answers: [String: String]
    private var path = ""

    init(_ answers: [String: String]) { self.answers = answers }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): path = head.uri
        case .body: break
        case .end:
            let body = ByteBuffer(string: answers[path] ?? "{}")
            let headers: HTTPHeaders = ["content-length": "\(body.readableBytes)"]
            let head = HTTPResponseHead(version: .http1_1, status: .ok, headers: headers)
            context.write(wrapOutboundOut(.head(head)), promise: nil)
            context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }
    }
}
