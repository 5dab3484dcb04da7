import Foundation
import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

@testable import WebSocketTransport

/// A frame as a test reads it.
struct Frame: Hashable, Sendable {
    var opcode: Opcode
    var payload: [UInt8]
    var text: String { String(decoding: payload, as: UTF8.self) }
    init(_ opcode: Opcode, _ payload: [UInt8]) {
        self.opcode = opcode
        self.payload = payload
    }
}

/// A server on the loopback interface that does exactly what a test says, byte by byte.
final class LoopbackServer: Sendable {
    /// What it does with every connection.
    struct Script: Sendable {
        /// Before anything is said.
        var uponConnection: [Deed] = []
        /// Upon the request, which is given whole.
        var uponRequest: @Sendable (_ request: String) -> [Deed] = { [.send(accepting($0))] }
        /// Upon a frame of the client.
        var uponFrame: @Sendable (Frame) -> [Deed] = { _ in [] }
    }

    enum Deed: Sendable {
        case send([UInt8])
        /// Ends the connection, without a word about it.
        case close
        /// Reads no more.
        case stall
    }

    let port: Int
    /// What clients ask for and send, in order, as long as the server is there.
    let requests: AsyncStream<String>
    let frames: AsyncStream<Frame>
    private let channel: any Channel

    /// The certificate is one of `TestCertificates`, or nothing for no TLS.
    init(_ certificate: String? = TestCertificates.localhost, _ script: Script = Script()) async throws {
        let context = try certificate.map(Self.context)
        let (requests, asked) = AsyncStream.makeStream(of: String.self)
        let (frames, sent) = AsyncStream.makeStream(of: Frame.self)
        (self.requests, self.frames) = (requests, frames)
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if let context { try pipeline.addHandler(NIOSSLServerHandler(context: context)) }
                    try pipeline.addHandler(ScriptPlayer(script, asked, sent))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        port = channel.localAddress?.port ?? 0
    }

    deinit { channel.close(promise: nil) }

    private static func context(of certificate: String) throws -> NIOSSLContext {
        let chain = try NIOSSLCertificate.fromPEMBytes(Array(certificate.utf8))
        let key = try NIOSSLPrivateKey(bytes: Array(TestCertificates.key.utf8), format: .pem)
        return try NIOSSLContext(
            configuration: .makeServerConfiguration(
                certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key)))
    }
}

private final class ScriptPlayer: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let script: LoopbackServer.Script
    private let asked: AsyncStream<String>.Continuation
    private let sent: AsyncStream<Frame>.Continuation
    private var bytes: [UInt8] = []
    private var hasRequest = false

    init(
        _ script: LoopbackServer.Script, _ asked: AsyncStream<String>.Continuation,
        _ sent: AsyncStream<Frame>.Continuation
    ) {
        (self.script, self.asked, self.sent) = (script, asked, sent)
    }

    func channelActive(context: ChannelHandlerContext) { perform(script.uponConnection, context) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        bytes += Array(Self.unwrapInboundIn(data).readableBytesView)
        if !hasRequest {
            guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return }
            hasRequest = true
            let request = String(decoding: bytes[..<end.upperBound], as: UTF8.self)
            bytes.removeSubrange(..<end.upperBound)
            asked.yield(request)
            perform(script.uponRequest(request), context)
        }
        while let frame = takeFrame() {
            sent.yield(frame)
            perform(script.uponFrame(frame), context)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func perform(_ deeds: [LoopbackServer.Deed], _ context: ChannelHandlerContext) {
        for deed in deeds {
            switch deed {
            case .send(let bytes):
                context.writeAndFlush(Self.wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
            case .close: context.close(promise: nil)
            case .stall: context.channel.setOption(.autoRead, value: false).whenComplete { _ in }
            }
        }
    }

    /// A whole frame of a client, unmasked. It reads by other code than what it tests.
    private func takeFrame() -> Frame? {
        guard bytes.count >= 2, let opcode = Opcode(rawValue: bytes[0] & 0x0F) else { return nil }
        precondition(bytes[1] & 0x80 != 0, "a client masks every frame")
        let extra = [126: 2, 127: 8][Int(bytes[1] & 0x7F)] ?? 0
        guard bytes.count >= 6 + extra else { return nil }
        let long = bytes[2..<2 + extra].reduce(0) { $0 << 8 | Int($1) }
        let length = extra == 0 ? Int(bytes[1] & 0x7F) : long
        let start = 6 + extra
        guard bytes.count >= start + length else { return nil }
        let payload = (0..<length).map { bytes[start + $0] ^ bytes[start - 4 + $0 % 4] }
        bytes.removeSubrange(..<(start + length))
        return Frame(opcode, payload)
    }
}

/// The answer that opens a WebSocket (RFC 6455 §4.2.2).
func accepting(_ request: String) -> [UInt8] {
    let line = request.split(separator: "\r\n").first { $0.lowercased().hasPrefix("sec-websocket-key:") }
    let key = line?.split(separator: " ").last.map(String.init) ?? ""
    let proof = Data(sha1(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")).base64EncodedString()
    return Array(
        ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: \(proof)\r\n\r\n").utf8)
}

/// A frame as a server sends it.
func frame(_ opcode: Opcode, _ payload: [UInt8] = [], isLast: Bool = true) -> [UInt8] {
    let first = (isLast ? 0x80 : 0) | opcode.rawValue
    let length = UInt64(payload.count)
    let head: [UInt8] =
        switch payload.count {
        case 0...125: [first, UInt8(length)]
        case 126...0xFFFF: [first, 126, UInt8(length >> 8), UInt8(length & 0xFF)]
        default: [first, 127] + (0..<8).map { UInt8(truncatingIfNeeded: length >> (56 - 8 * $0)) }
        }
    return head + payload
}

func frame(_ opcode: Opcode, _ text: String, isLast: Bool = true) -> [UInt8] {
    frame(opcode, Array(text.utf8), isLast: isLast)
}
