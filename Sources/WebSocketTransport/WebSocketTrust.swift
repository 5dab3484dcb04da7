import NIOCore
import NIOSSL

/// Whose certificates a connection trusts. Made once, since reading the system's store takes a while and
/// touches the disk, and used for every connection.
///
/// Certificates are verified always, and so is the name of the host in them; no switch turns that off.
package struct WebSocketTrust: Sendable {
    /// Nothing of TLS, for tests on the loopback interface: connections to other hosts are refused.
    package static let plain = WebSocketTrust(context: nil)

    let context: NIOSSLContext?

    var isEncrypted: Bool { context != nil }

    /// Trust in the system's store, and in the certificates of a PEM bundle beside it
    /// (`SIGNALWIRE_RELAY_CA_FILE`, relay-protocol.md §1.1).
    ///
    /// Blocks while it reads files.
    package static func system(adding bundle: String? = nil) throws(WebSocketTrustError) -> WebSocketTrust {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        configuration.shutdownTimeout = .seconds(1)
        if let bundle {
            configuration.additionalTrustRoots = [.certificates(try certificates(of: bundle))]
        }
        do {
            return WebSocketTrust(context: try NIOSSLContext(configuration: configuration))
        } catch {
            throw WebSocketTrustError(file: nil, detail: "TLS cannot be set up: \(error)")
        }
    }

    private static func certificates(of bundle: String) throws(WebSocketTrustError) -> [NIOSSLCertificate] {
        let found: [NIOSSLCertificate]
        do {
            found = try NIOSSLCertificate.fromPEMFile(bundle)
        } catch {
            // A file that is missing and one that is broken are the same error there.
            throw WebSocketTrustError(
                file: bundle, detail: "cannot be read, or holds something else than certificates in PEM form")
        }
        guard !found.isEmpty else {
            throw WebSocketTrustError(file: bundle, detail: "holds no certificate in PEM form")
        }
        return found
    }
}

/// The trust that was asked for cannot be had.
package struct WebSocketTrustError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The bundle that is to blame, or nothing when it is the system's store.
    package var file: String?
    package var detail: String

    package var description: String { file.map { "\($0): \(detail)" } ?? detail }
}
