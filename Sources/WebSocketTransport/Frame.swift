import NIOCore

/// What a frame is (RFC 6455 §5.2).
enum Opcode: UInt8 {
    case continuation = 0
    case text = 1
    case binary = 2
    case close = 8
    case ping = 9
    case pong = 10

    /// Control frames come whole and may stand between the parts of a message.
    var isControl: Bool { rawValue & 0x8 != 0 }
}

/// Why a connection is closed by whoever closes it (RFC 6455 §7.4.1).
enum CloseCode: UInt16 {
    case normal = 1000
    case protocolError = 1002
    case tooLarge = 1009
}

/// The server broke the rules of WebSockets.
struct WebSocketViolation: Error, Equatable {
    var code: CloseCode
    /// For people.
    var detail: String
    init(_ code: CloseCode, _ detail: String) {
        self.code = code
        self.detail = detail
    }
}

/// What stands before a payload.
struct FrameHead: Equatable {
    var opcode: Opcode
    var isLast: Bool
    /// Bytes of the head.
    var size: Int
    /// Bytes of the payload.
    var payload: Int

    /// The longest payload of a control frame (RFC 6455 §5.5).
    static let controlLimit = 125

    /// The head at the start of bytes from a server, or nothing while it is incomplete.
    init?(peeking bytes: ByteBuffer) throws(WebSocketViolation) {
        let start = bytes.readerIndex
        guard let first: UInt8 = bytes.getInteger(at: start),
            let second: UInt8 = bytes.getInteger(at: start + 1)
        else { return nil }
        guard let opcode = Opcode(rawValue: first & 0x0F), first & 0x70 == 0 else {
            throw WebSocketViolation(
                .protocolError, "the server sent a frame of a kind that was not agreed on")
        }
        guard second & 0x80 == 0 else {
            throw WebSocketViolation(.protocolError, "the server masked a frame, as only clients do")
        }
        self.opcode = opcode
        isLast = first & 0x80 != 0
        guard let (size, length) = Self.length(second & 0x7F, of: bytes, at: start + 2) else { return nil }
        self.size = size
        // What does not fit is larger than any limit.
        payload = Int(clamping: length)
        guard !opcode.isControl || (isLast && payload <= Self.controlLimit) else {
            throw WebSocketViolation(
                .protocolError, "the server sent a control frame that is cut or too long")
        }
    }

    private static func length(_ short: UInt8, of bytes: ByteBuffer, at index: Int) -> (Int, UInt64)? {
        switch short {
        case 126: bytes.getInteger(at: index, as: UInt16.self).map { (4, UInt64($0)) }
        case 127: bytes.getInteger(at: index, as: UInt64.self).map { (10, $0) }
        case let short: (2, UInt64(short))
        }
    }
}

extension ByteBuffer {
    /// Appends a whole frame as a client sends it: masked (RFC 6455 §5.3), by a key that is fresh and
    /// unforeseeable for each frame. Its four bytes are taken in the order in which they lie in memory.
    mutating func writeFrame(_ opcode: Opcode, _ payload: [UInt8], maskedBy key: UInt32) {
        writeInteger(0x80 | opcode.rawValue)
        switch payload.count {
        case 0...125: writeInteger(0x80 | UInt8(payload.count))
        case 126...0xFFFF:
            writeInteger(0x80 | 126 as UInt8)
            writeInteger(UInt16(payload.count))
        default:
            writeInteger(0x80 | 127 as UInt8)
            writeInteger(UInt64(payload.count))
        }
        writeInteger(key, endianness: .host)
        writeMasked(payload, by: key)
    }

    /// Eight bytes at a time: masking byte by byte would cost more than the encryption that follows.
    private mutating func writeMasked(_ payload: [UInt8], by key: UInt32) {
        let wide = UInt64(key) << 32 | UInt64(key)
        writeWithUnsafeMutableBytes(minimumWritableBytes: payload.count) { room in
            payload.withUnsafeBytes { source in
                var place = 0
                while place + 8 <= source.count {
                    let eight = source.loadUnaligned(fromByteOffset: place, as: UInt64.self)
                    room.storeBytes(of: eight ^ wide, toByteOffset: place, as: UInt64.self)
                    place += 8
                }
                withUnsafeBytes(of: wide) { mask in
                    for rest in place..<source.count { room[rest] = source[rest] ^ mask[rest - place] }
                }
            }
            return payload.count
        }
    }
}

/// Keys for masking. Each number of the system's generator is a call into the kernel, so one makes two keys.
struct MaskKeys {
    private var random = SystemRandomNumberGenerator()
    private var spare: UInt32?

    mutating func next() -> UInt32 {
        if let key = spare {
            spare = nil
            return key
        }
        let pair: UInt64 = random.next()
        spare = UInt32(truncatingIfNeeded: pair >> 32)
        return UInt32(truncatingIfNeeded: pair)
    }
}
