import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// What went wrong with a connection, in words for people: of the server as "it", without its name, which
/// whoever shows them has. Nothing of what was sent is in them, and no error number.
struct WebSocketFailure: Error {
    var cause: WebSocketCause
    var words: String

    init(_ cause: WebSocketCause, _ words: String) { (self.cause, self.words) = (cause, words) }

    /// What may be said without a cause that tells what to do about it.
    init(_ words: String) { self.init(.other, words) }

    init(_ error: any Error) {
        switch error {
        case let error as NIOConnectionError: self.init(connecting: error)
        case ChannelError.connectTimeout: self = .silent
        case is ChannelError: self.init("the connection failed: \(error)")
        case let error as IOError: self.init(system: error)
        case let error as NIOSSLError: self.init(secure: error)
        case is NIOSSLExtraError: self.init(.otherName, "its certificate is made out to another name")
        case is NIOHTTPClientUpgradeError:
            self.init(.noWebSocket, "it answers, but not as a WebSocket server does")
        case is HTTPParserError: self.init(.noWebSocket, "it answers something that is not HTTP")
        default: self.init("the connection failed: \(error)")
        }
    }

    /// The server's own words for its closing, as far as they are fit to be printed.
    static func closing(_ code: UInt16?, _ words: String) -> String {
        let printable = String(words.unicodeScalars.filter { $0.properties.generalCategory != .control })
        let because = printable.isEmpty ? "" : ": \(printable)"
        return "the server closed the connection (\(code.map { "code \($0)" } ?? "no code"))" + because
    }

    private static let silent = WebSocketFailure(.silent, "no answer in time")

    /// A name may have several addresses: what is told is what says most.
    private init(connecting error: NIOConnectionError) {
        let attempts = error.connectionErrors.map { WebSocketFailure($0.error) }
        guard let first = attempts.first else {
            self.init(.unknownName, "its name is not known")
            return
        }
        self = attempts.first { $0.cause == .refused } ?? attempts.first { $0.cause == .silent } ?? first
    }

    private init(system error: IOError) {
        switch error.errnoCode {
        case ECONNREFUSED: self.init(.refused, "nobody listens there (connection refused)")
        case ECONNRESET, EPIPE, ECONNABORTED: self.init(.reset, "the connection was cut (reset)")
        case ETIMEDOUT: self = .silent
        case ENETUNREACH, EHOSTUNREACH, ENETDOWN, EHOSTDOWN, EADDRNOTAVAIL:
            self.init(.unreachable, "no way leads there (network unreachable)")
        case EACCES, EPERM: self.init(.unreachable, "this machine does not let us (permission denied)")
        case EMFILE, ENFILE: self.init("this machine has no more files for us (too many open files)")
        case let code: self.init("the connection failed: \(Self.words(of: code))")
        }
    }

    private static func words(of code: CInt) -> String {
        strerror(code).map { String(cString: $0).lowercased() } ?? "error \(code)"
    }

    private init(secure error: NIOSSLError) {
        switch error {
        case .handshakeFailed(let detail) where "\(detail)".contains("CERTIFICATE_VERIFY_FAILED"):
            self.init(
                .untrusted,
                "its certificate is not trusted: the issuer is unknown, or it is not valid today")
        case .unableToValidateCertificate, .noCertificateToValidate:
            self.init(.untrusted, "its certificate cannot be verified")
        case .handshakeFailed(let detail) where "\(detail)".contains("WRONG_VERSION_NUMBER"):
            self.init(.noWebSocket, "it does not speak TLS")
        case .handshakeFailed(let detail) where "\(detail)".contains("EOF during handshake"):
            self.init(.reset, "it closed the connection in the middle of TLS' handshake")
        case .handshakeFailed(let detail): self.init("TLS failed: \(detail)")
        case .uncleanShutdown: self.init(.reset, "it closed the connection without saying so")
        case let other: self.init("TLS failed: \(other)")
        }
    }
}
