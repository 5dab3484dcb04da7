import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A web server on 127.0.0.1 that answers byte by byte what a test says.
final class LoopbackServer: Sendable {
    /// One thing that it does with a connection.
    enum Act: Sendable {
        case send(String)
        case sendBytes([UInt8])
        /// Again and again, as fast as they are taken, until the connection is closed.
        case flood(String)
        case close
    }
    /// What to do with a request, given as text; the first has number 0.
    typealias Reply = @Sendable (_ number: Int, _ request: String) -> [Act]

    private let channel: any Channel
    private let log: Log
    let port: Int

    /// The greeting is done before a request has come.
    init(tls: NIOSSLContext? = nil, greeting: [Act] = [], _ reply: @escaping Reply) async throws {
        let log = Log()
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if let tls { try pipeline.addHandler(NIOSSLServerHandler(context: tls)) }
                    try pipeline.addHandler(Connection(greeting, log, reply))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        self.log = log
        port = channel.localAddress?.port ?? 0
    }

    deinit { channel.close(promise: nil) }

    /// One that answers 200 with a text.
    static func answering(_ text: String) async throws -> LoopbackServer {
        try await LoopbackServer { _, _ in [.send(ok(text))] }
    }

    static func ok(_ text: String) -> String {
        "HTTP/1.1 200 OK\r\nContent-Length: \(text.utf8.count)\r\n\r\n\(text)"
    }

    /// All requests so far, heads and bodies.
    var requests: [String] { log.requests.withLock { $0 } }

    private final class Log: Sendable {
        let requests = Mutex<[String]>([])
        func note(_ request: String) -> Int {
            requests.withLock {
                $0.append(request)
                return $0.count - 1
            }
        }
    }

    private final class Connection: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer
        private let greeting: [Act]
        private let log: Log
        private let reply: Reply
        private var received = ""

        init(_ greeting: [Act], _ log: Log, _ reply: @escaping Reply) {
            self.greeting = greeting
            self.log = log
            self.reply = reply
        }

        func channelActive(context: ChannelHandlerContext) {
            for act in greeting { perform(act, context) }
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            received += String(buffer: unwrapInboundIn(data))
            guard isComplete else { return }
            let number = log.note(received)
            let request = received
            received = ""
            for act in reply(number, request) { perform(act, context) }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

        private var isComplete: Bool {
            guard let end = received.firstRange(of: "\r\n\r\n") else { return false }
            let lines = received[..<end.lowerBound].lowercased().split(separator: "\r\n")
            let length = lines.lazy.compactMap { $0.wholeMatch(of: /content-length: (\d+)/) }.first
            return received[end.upperBound...].utf8.count >= length.flatMap { Int($0.1) } ?? 0
        }

        private func perform(_ act: Act, _ context: ChannelHandlerContext) {
            switch act {
            case .send(let text): send(ByteBuffer(string: text), context)
            case .sendBytes(let bytes): send(ByteBuffer(bytes: bytes), context)
            case .flood(let text):
                // More than a socket takes at once, or this loop would do nothing else.
                let count = 65_536 / text.utf8.count
                Self.flood(ByteBuffer(string: String(repeating: text, count: count)), context.channel)
            case .close: context.close(promise: nil)
            }
        }

        private func send(_ bytes: ByteBuffer, _ context: ChannelHandlerContext) {
            context.writeAndFlush(wrapOutboundOut(bytes), promise: nil)
        }

        private static func flood(_ bytes: ByteBuffer, _ channel: any Channel) {
            channel.writeAndFlush(bytes).whenSuccess { channel.eventLoop.execute { flood(bytes, channel) } }
        }
    }
}
