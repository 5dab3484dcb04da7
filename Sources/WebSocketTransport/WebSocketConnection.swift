package import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// A client's connection to a WebSocket server, for text messages over TLS. It belongs to one event loop: all
/// of it is called there, and there its events are told, so that no lock and no task stands between a socket
/// and whoever reads it.
///
/// | state | input | becomes |
/// |---|---|---|
/// | connecting | TCP, TLS and the handshake succeed | open; tells `opened` |
/// | connecting | any of them fails, the open time-out, `close` | closed |
/// | open | a message | open; tells it |
/// | open | a ping | open; answers it |
/// | open | `close`, a violation of the server's | closing, after our close frame |
/// | open | the server's close frame | closing, after the same code; the socket is closed |
/// | open | more unsent bytes than the limit | closing; the socket is closed |
/// | open | the socket ends or fails | closed |
/// | closing | the server's close frame | closing; the socket is closed |
/// | closing | the socket ends or fails, the close time-out | closed |
///
/// Becoming closed tells `closed` with the reason that came first. Nothing is told after it, and nothing is
/// done by `write` and `close`.
package final class WebSocketConnection {
    private enum State { case connecting, open, closing, closed }

    package let eventLoop: any EventLoop
    private let limits: WebSocketLimits
    private var state = State.connecting
    private var handler: ((WebSocketEvent) -> Void)?
    private var channel: (any Channel)?
    private var timeout: Scheduled<Void>?
    private var reader: FrameReader
    /// What came first, of what led to the end.
    private var failure: WebSocketFailure?

    /// Frames of this turn of the event loop: one write for all, and with TLS one record.
    private var outgoing = ByteBuffer()
    private var isFlushScheduled = false
    private var isReading = false
    private var keys = MaskKeys()

    private init(
        limits: WebSocketLimits, on eventLoop: any EventLoop, handler: @escaping (WebSocketEvent) -> Void
    ) {
        self.eventLoop = eventLoop
        self.limits = limits
        self.handler = handler
        reader = FrameReader(messageLimit: limits.messageBytes)
    }

    /// Begins to open a connection; what comes of it is told to `handler`, on the event loop and not before
    /// this has returned.
    ///
    /// Must be called on the event loop.
    package static func connect(
        to endpoint: WebSocketEndpoint, trust: WebSocketTrust, limits: WebSocketLimits = WebSocketLimits(),
        on eventLoop: any EventLoop, handler: @escaping (WebSocketEvent) -> Void
    ) -> WebSocketConnection {
        eventLoop.preconditionInEventLoop()
        let connection = WebSocketConnection(limits: limits, on: eventLoop, handler: handler)
        connection.connect(to: endpoint, trust: trust)
        return connection
    }

    /// Sends a text message; with all others of this turn of the event loop, in order. Does nothing unless
    /// the connection is open.
    package func write(_ message: [UInt8]) {
        guard state == .open else { return }
        append(.text, message)
        if outgoing.readableBytes > limits.unsentBytes { drop(stalled) }
    }

    /// Closes the connection: says so to the server, and waits for its answer as long as the limits allow.
    package func close(_ reason: String) {
        switch state {
        case .connecting: finish(WebSocketFailure(reason))
        case .open: beginClosing(.normal, because: reason)
        case .closing, .closed: break
        }
    }

    // MARK: Opening

    private func connect(to endpoint: WebSocketEndpoint, trust: WebSocketTrust) {
        let flaw = endpoint.flaw ?? (trust.isEncrypted || endpoint.isLoopback ? nil : Self.plainText)
        if let flaw {
            eventLoop.assumeIsolated().execute { self.finish(WebSocketFailure(flaw)) }
            return
        }
        schedule(after: limits.openTimeout) { connection in
            let time = connection.limits.openTimeout
            connection.finish(WebSocketFailure(.silent, "no connection within \(time)"))
        }
        let channel = ClientBootstrap(group: eventLoop)
            .connectTimeout(TimeAmount(limits.openTimeout))
            .channelOption(.socketOption(.tcp_nodelay), value: 1)
            .channelOption(.writeBufferWaterMark, value: waterMark)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try Self.secure(channel, for: endpoint, by: trust) }
            }
            .connect(host: endpoint.host, port: endpoint.port)
        channel.assumeIsolated().whenComplete { result in
            switch result {
            case .success(let channel):
                self.shakeHands(over: channel, with: endpoint, isEncrypted: trust.isEncrypted)
            case .failure(let error): self.finish(WebSocketFailure(error))
            }
        }
    }

    private static let plainText = "without TLS only this machine is connected to"

    private var waterMark: ChannelOptions.Types.WriteBufferWaterMark {
        .init(low: limits.unsentBytes / 2, high: limits.unsentBytes)
    }

    /// The name of the host goes into the handshake and is compared with the certificate. For an address
    /// there is no such name: then the certificate must hold the address.
    private static func secure(
        _ channel: any Channel, for endpoint: WebSocketEndpoint, by trust: WebSocketTrust
    ) throws {
        guard let context = trust.context else { return }
        let isAddress = (try? SocketAddress(ipAddress: endpoint.host, port: endpoint.port)) != nil
        try channel.pipeline.syncOperations.addHandler(
            NIOSSLClientHandler(context: context, serverHostname: isAddress ? nil : endpoint.host))
    }

    /// Of the attempts at several addresses this one has won: only now does a channel matter.
    private func shakeHands(over channel: any Channel, with endpoint: WebSocketEndpoint, isEncrypted: Bool) {
        guard state == .connecting else {
            channel.close(promise: nil)
            return
        }
        self.channel = channel
        do {
            try WebSocketHandshake.begin(over: channel, with: endpoint, isEncrypted: isEncrypted, for: self)
        } catch {
            finish(WebSocketFailure(error))
        }
    }

    /// The server has accepted.
    func opened() {
        guard state == .connecting else { return }
        timeout?.cancel()
        state = .open
        tell(.opened)
    }

    /// The connection failed, or is no WebSocket.
    func failed(_ failure: WebSocketFailure) {
        switch state {
        case .connecting, .open, .closing: finish(failure)
        case .closed: break
        }
    }

    // MARK: Reading

    func received(_ bytes: ByteBuffer) {
        guard state == .open || state == .closing else { return }
        isReading = true
        reader.append(bytes)
        do throws(WebSocketViolation) {
            while state == .open || state == .closing, let incoming = try reader.next() { take(incoming) }
        } catch {
            reader = FrameReader(messageLimit: limits.messageBytes)
            switch state {
            case .open: beginClosing(error.code, because: error.detail)
            case .connecting, .closing, .closed: finish(WebSocketFailure(error.detail))
            }
        }
    }

    /// All that had come is read.
    func receivedAll() {
        isReading = false
        flush()
    }

    private func take(_ incoming: FrameReader.Incoming) {
        switch (incoming, state) {
        case (.close(let code, let words), .open):
            append(.close, code.map { [UInt8($0 >> 8), UInt8($0 & 0xFF)] } ?? [])
            drop(WebSocketFailure.closing(code, words))
        case (.close, _): drop("")
        case (.text(let message), .open): tell(.message(message))
        case (.binary(let bytes), .open): tell(.ignored("a binary message of \(bytes) bytes"))
        case (.ping(let payload), .open): append(.pong, payload)
        case (.pong, _), (.text, _), (.binary, _), (.ping, _): break
        }
    }

    /// The server reads too slowly, or reads again.
    func writabilityChanged(_ isWritable: Bool) {
        if !isWritable, state == .open { drop(stalled) }
    }

    private var stalled: String { "the server leaves more than \(limits.unsentBytes) bytes unread" }

    // MARK: Writing

    private func append(_ opcode: Opcode, _ payload: [UInt8]) {
        outgoing.writeFrame(opcode, payload, maskedBy: keys.next())
        guard !isReading, !isFlushScheduled else { return }
        isFlushScheduled = true
        eventLoop.assumeIsolated().execute {
            self.isFlushScheduled = false
            self.flush()
        }
    }

    private func flush() {
        guard outgoing.readableBytes > 0, let channel else { return }
        let frames = outgoing
        outgoing = ByteBuffer()
        channel.writeAndFlush(frames, promise: nil)
    }

    // MARK: Ending

    private func beginClosing(_ code: CloseCode, because reason: String) {
        append(.close, [UInt8(code.rawValue >> 8), UInt8(code.rawValue & 0xFF)])
        failure = failure ?? WebSocketFailure(reason)
        state = .closing
        flush()
        schedule(after: limits.closeTimeout) { $0.finish(WebSocketFailure("")) }
    }

    /// Closes the socket; the end of it is waited for, but not for ever.
    private func drop(_ reason: String) {
        failure = failure ?? WebSocketFailure(reason)
        flush()
        if state == .open {
            state = .closing
            schedule(after: limits.closeTimeout) { $0.finish(WebSocketFailure("")) }
        }
        channel?.close(promise: nil)
    }

    private func finish(_ last: WebSocketFailure) {
        guard state != .closed else { return }
        state = .closed
        timeout?.cancel()
        timeout = nil
        channel?.close(promise: nil)
        channel = nil
        reader = FrameReader(messageLimit: limits.messageBytes)
        outgoing = ByteBuffer()
        let first = failure ?? last
        tell(.closed(first.words, first.cause))
        handler = nil
    }

    private func tell(_ event: WebSocketEvent) { handler?(event) }

    private func schedule(after delay: Duration, _ action: @escaping (WebSocketConnection) -> Void) {
        timeout?.cancel()
        timeout = eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(delay)) { action(self) }
    }
}
