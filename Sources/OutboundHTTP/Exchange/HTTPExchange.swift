import FlowRuntime
import NIOCore
import NIOHTTP1

/// What a server answered, before anybody looks at it.
struct RawAnswer: Sendable {
    var status: Int
    var headers: [HTTPRequest.Header]
    var body: ByteBuffer
    /// There was more of the body.
    var isCut: Bool

    func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name }?.value
    }
}

/// Sends one request on a new connection and collects the answer, within bounds. The connection is closed in
/// any case.
///
/// | state | input | next state |
/// |---|---|---|
/// | idle | active | waiting; the request is sent, the clock is set |
/// | idle | anything else | idle: whoever connects hears of it |
/// | waiting | head of a redirect | done: nobody reads its body |
/// | waiting | head | reading, or done when it cannot be used |
/// | reading | body | reading, or done at the limit: cut, or refused |
/// | reading | end | done |
/// | waiting, reading | error, close, deadline | done |
/// | done | anything | done |
final class HTTPExchange: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    private enum State {
        case idle, waiting
        case reading(HTTPResponseHead)
        case done
    }

    private let errand: Errand
    private let kind: AnswerKind
    private let bodyLimit: Int
    private let deadline: NIODeadline
    private let answer: EventLoopPromise<RawAnswer>
    private var state = State.idle
    private var body = ByteBuffer()
    private var clock: Scheduled<Void>?

    init(
        _ errand: Errand, as kind: AnswerKind, limit: Int, until deadline: NIODeadline,
        answer: EventLoopPromise<RawAnswer>
    ) {
        self.errand = errand
        self.kind = kind
        bodyLimit = limit
        self.deadline = deadline
        self.answer = answer
    }

    func channelActive(context: ChannelHandlerContext) {
        state = .waiting
        clock = context.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) {
            self.fail(CommandFailure(.timedOut, "no answer in time"), context)
        }
        send(context)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): read(head, context)
        case .body(let bytes): read(bytes, context)
        case .end: if case .reading(let head) = state { finish(head, context) }
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        fail(CommandFailure(.failed, "the connection was closed before the answer was complete"), context)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        fail(Self.failure(of: error), context)
    }

    private func send(_ context: ChannelHandlerContext) {
        var head = HTTPRequestHead(
            version: .http1_1, method: HTTPMethod(rawValue: errand.method), uri: errand.url.target)
        head.headers.add(name: "Host", value: errand.url.hostText)
        for header in errand.headers { head.headers.add(name: header.name, value: header.value) }
        if let authorization = errand.authorization {
            head.headers.add(name: "Authorization", value: authorization.revealed)
        }
        if errand.body != nil || ["POST", "PUT", "PATCH"].contains(errand.method) {
            head.headers.add(name: "Content-Length", value: String(errand.body?.utf8.count ?? 0))
        }
        // Nothing unpacks here: a small answer could become a large one.
        head.headers.add(name: "Accept-Encoding", value: "identity")
        head.headers.add(name: "Connection", value: "close")
        if !head.headers.contains(name: "User-Agent") {
            head.headers.add(name: "User-Agent", value: "callflow")
        }
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if let body = errand.body {
            context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: body)))), promise: nil)
        }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }

    private func read(_ head: HTTPResponseHead, _ context: ChannelHandlerContext) {
        guard case .waiting = state else { return }
        if (300..<400).contains(head.status.code), head.headers.contains(name: "location") {
            return finish(head, context)
        }
        if let encoding = head.headers.first(name: "content-encoding"), encoding.lowercased() != "identity" {
            return fail(CommandFailure(.failed, "the answer is packed, which was not asked for"), context)
        }
        state = .reading(head)
    }

    private func read(_ bytes: ByteBuffer, _ context: ChannelHandlerContext) {
        guard case .reading(let head) = state else { return }
        let room = bodyLimit - body.readableBytes
        if bytes.readableBytes <= room {
            body.writeImmutableBuffer(bytes)
            return
        }
        switch kind {
        case .document:
            fail(CommandFailure(.failed, "the document is longer than \(bodyLimit) bytes"), context)
        case .response:
            body.writeBytes(bytes.readableBytesView.prefix(room))
            finish(head, isCut: true, context)
        }
    }

    private func finish(_ head: HTTPResponseHead, isCut: Bool = false, _ context: ChannelHandlerContext) {
        let headers = head.headers.map { HTTPRequest.Header($0.name, $0.value.trimmed) }
        let answer = RawAnswer(status: Int(head.status.code), headers: headers, body: body, isCut: isCut)
        end(.success(answer), context)
    }

    private func fail(_ failure: CommandFailure, _ context: ChannelHandlerContext) {
        end(.failure(failure), context)
    }

    private func end(_ result: Result<RawAnswer, any Error>, _ context: ChannelHandlerContext) {
        switch state {
        case .idle, .done: return
        case .waiting, .reading: break
        }
        state = .done
        clock?.cancel()
        answer.completeWith(result)
        context.close(promise: nil)
    }
}

extension String {
    /// The decoder leaves blanks after a value, which are none of it (RFC 9110 §5.5).
    fileprivate var trimmed: String {
        guard let last = utf8.lastIndex(where: { $0 != 0x20 && $0 != 0x09 }) else { return "" }
        return String(self[...last])
    }
}
