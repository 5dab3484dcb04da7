import NIOCore

/// Messages out of the bytes of a connection, as a value (RFC 6455 §5). It has the whole of a frame before it
/// looks at the payload, and refuses a frame by its head, before the payload costs any memory.
///
/// | state | next | becomes |
/// |---|---|---|
/// | between messages | text or binary, whole | a message; between messages |
/// | between messages | text or binary, first part | inside a message |
/// | between messages | continuation | violation |
/// | inside a message | continuation | inside a message |
/// | inside a message | continuation, last part | a message; between messages |
/// | inside a message | text or binary | violation |
/// | any | ping, pong, close, whole | the same state |
/// | any | a masked frame, reserved bits or codes, a control frame in parts or over 125 bytes, too much |
/// violation |
///
/// After a violation or a close nothing else is read: the caller drops the reader.
struct FrameReader {
    /// What the server sent.
    enum Incoming: Equatable {
        case text([UInt8])
        /// A binary message, by its length; it is not kept.
        case binary(bytes: Int)
        case ping([UInt8])
        case pong
        /// The server's code (RFC 6455 §7.4) and its words, if it gave any.
        case close(code: UInt16?, reason: String)
    }

    private enum Assembly {
        case nothing
        case text([UInt8])
        case binary(bytes: Int)
    }

    private let messageLimit: Int
    private var unread = ByteBuffer()
    private var assembly = Assembly.nothing

    init(messageLimit: Int) { self.messageLimit = messageLimit }

    /// Takes bytes as they come, cut anywhere.
    mutating func append(_ bytes: consuming ByteBuffer) {
        if unread.readableBytes == 0 {
            unread = bytes
        } else {
            // Without this a buffer that always ends within a frame would grow for ever.
            unread.discardReadBytes()
            unread.writeImmutableBuffer(bytes)
        }
    }

    /// The next message or control frame, or nothing until more bytes come.
    mutating func next() throws(WebSocketViolation) -> Incoming? {
        while let head = try FrameHead(peeking: unread) {
            try check(head)
            guard unread.readableBytes - head.size >= head.payload else { return nil }
            unread.moveReaderIndex(forwardBy: head.size)
            if let incoming = take(head) { return incoming }
        }
        return nil
    }

    private func check(_ head: FrameHead) throws(WebSocketViolation) {
        let gathered: Int
        switch (head.opcode, assembly) {
        case (.close, _), (.ping, _), (.pong, _): return
        case (.continuation, .nothing):
            throw WebSocketViolation(.protocolError, "the server continued a message that it never began")
        case (.text, .text), (.text, .binary), (.binary, .text), (.binary, .binary):
            throw WebSocketViolation(.protocolError, "the server began a message inside another")
        case (_, .text(let begun)): gathered = begun.count
        case (_, .binary(let bytes)): gathered = bytes
        case (_, .nothing): gathered = 0
        }
        guard head.payload <= messageLimit - gathered else {
            throw WebSocketViolation(
                .tooLarge, "the server sent a message of more than \(messageLimit) bytes")
        }
    }

    private mutating func take(_ head: FrameHead) -> Incoming? {
        switch head.opcode {
        case .text where head.isLast: return .text(read(head.payload))
        case .text: assembly = .text(read(head.payload))
        case .binary:
            skip(head.payload)
            if head.isLast { return .binary(bytes: head.payload) }
            assembly = .binary(bytes: head.payload)
        case .continuation: return extend(by: head)
        case .ping: return .ping(read(head.payload))
        case .pong:
            skip(head.payload)
            return .pong
        case .close: return closing(read(head.payload))
        }
        return nil
    }

    private mutating func extend(by head: FrameHead) -> Incoming? {
        // Taken out, so that appending finds the array unshared.
        let begun = assembly
        assembly = .nothing
        switch begun {
        case .nothing: return nil
        case .text(var bytes):
            unread.readWithUnsafeReadableBytes { available in
                bytes.append(contentsOf: available.prefix(head.payload))
                return head.payload
            }
            tidy()
            if head.isLast { return .text(bytes) }
            assembly = .text(bytes)
        case .binary(let bytes):
            skip(head.payload)
            if head.isLast { return .binary(bytes: bytes + head.payload) }
            assembly = .binary(bytes: bytes + head.payload)
        }
        return nil
    }

    private mutating func read(_ count: Int) -> [UInt8] {
        defer { tidy() }
        return unread.readBytes(length: count) ?? []
    }

    private mutating func skip(_ count: Int) {
        unread.moveReaderIndex(forwardBy: count)
        tidy()
    }

    /// Gives up a buffer that has been read to its end: the next bytes bring their own.
    private mutating func tidy() {
        if unread.readableBytes == 0 { unread = ByteBuffer() }
    }

    private func closing(_ payload: [UInt8]) -> Incoming {
        guard payload.count >= 2 else { return .close(code: nil, reason: "") }
        let code = UInt16(payload[0]) << 8 | UInt16(payload[1])
        return .close(code: code, reason: String(decoding: payload.dropFirst(2), as: UTF8.self))
    }
}
