import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// What went wrong with a connection, in words for people. Nothing of what was sent is in them.
enum WebSocketFailure {
    static func explain(_ error: any Error, _ endpoint: WebSocketEndpoint) -> String {
        let server = "\(endpoint.host):\(endpoint.port)"
        switch error {
        case let error as NIOConnectionError: return "\(server) cannot be reached: \(explain(error))"
        case let error as ChannelError: return explain(error, server)
        case let error as IOError: return "the connection to \(server) failed: \(error)"
        case let error as NIOSSLError: return explain(error, server)
        case is NIOSSLExtraError: return "the certificate of \(server) is made out to another name"
        case is NIOHTTPClientUpgradeError:
            return "\(server) answers, but not as a WebSocket server does: \(error)"
        case is HTTPParserError: return "\(server) answers something that is not HTTP"
        default: return "the connection to \(server) failed: \(error)"
        }
    }

    /// The server's own words for its closing, as far as they are fit to be printed.
    static func closing(_ code: UInt16?, _ words: String) -> String {
        let printable = String(words.unicodeScalars.filter { $0.properties.generalCategory != .control })
        let because = printable.isEmpty ? "" : ": \(printable)"
        return "the server closed the connection (\(code.map { "code \($0)" } ?? "no code"))" + because
    }

    private static func explain(_ error: NIOConnectionError) -> String {
        if let attempt = error.connectionErrors.first { return "\(attempt.error)" }
        return "its name is not known"
    }

    private static func explain(_ error: ChannelError, _ server: String) -> String {
        switch error {
        case .connectTimeout: "\(server) cannot be reached: no answer in time"
        case let other: "the connection to \(server) failed: \(other)"
        }
    }

    private static func explain(_ error: NIOSSLError, _ server: String) -> String {
        switch error {
        case .handshakeFailed(let detail) where "\(detail)".contains("CERTIFICATE_VERIFY_FAILED"):
            "the certificate of \(server) is not trusted: its issuer is unknown, or it is not valid today"
        case .unableToValidateCertificate, .noCertificateToValidate:
            "the certificate of \(server) cannot be verified"
        case .handshakeFailed(let detail): "TLS with \(server) failed: \(detail)"
        case .uncleanShutdown: "\(server) closed the connection without saying so"
        case let other: "TLS with \(server) failed: \(other)"
        }
    }
}
