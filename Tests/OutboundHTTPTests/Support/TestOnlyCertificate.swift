import NIOSSL

/// A server's certificate for `web.test`, its own authority, valid until 2120. Nobody but these
/// tests trusts it; so the key is no secret.
enum TestOnlyCertificate {
    static func server() throws -> NIOSSLContext {
        var tls = TLSConfiguration.makeServerConfiguration(
            certificateChain: [.certificate(try certificate())],
            privateKey: .privateKey(try NIOSSLPrivateKey(bytes: Array(key.utf8), format: .pem)))
        tls.minimumTLSVersion = .tlsv12
        return try NIOSSLContext(configuration: tls)
    }

    static func trusting() throws -> TLSConfiguration {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.trustRoots = .certificates([try certificate()])
        return tls
    }

    /// Reading the system's authorities takes longer than a request.
    static var trustingNobody: TLSConfiguration {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.trustRoots = .certificates([])
        return tls
    }

    private static func certificate() throws -> NIOSSLCertificate {
        try NIOSSLCertificate(bytes: Array(text.utf8), format: .pem)
    }

    private static let key = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgHB4iVjDi8EGGNNWT
        Q5xRvK1jwALBWpg12r15iLk4UTihRANCAARLaRlUK7bkF7rGX//HgVBYPt7eGxVs
        7JaUYU4y2DM+DAlWb7D2BIrlr4nvZo0vQSQS4m2ySZecmg++Ztdeyd4Y
        -----END PRIVATE KEY-----
        """

    private static let text = """
        -----BEGIN CERTIFICATE-----
        MIIBcjCCARigAwIBAgIBAjAKBggqhkjOPQQDAjAdMRswGQYDVQQDDBJjYWxsZmxv
        dyB0ZXN0IG9ubHkwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMB0x
        GzAZBgNVBAMMEmNhbGxmbG93IHRlc3Qgb25seTBZMBMGByqGSM49AgEGCCqGSM49
        AwEHA0IABEtpGVQrtuQXusZf/8eBUFg+3t4bFWzslpRhTjLYMz4MCVZvsPYEiuWv
        ie9mjS9BJBLibbJJl5yaD75m117J3hijRzBFMA8GA1UdEwEB/wQFMAMBAf8wEwYD
        VR0RBAwwCoIId2ViLnRlc3QwHQYDVR0OBBYEFJ31gbN+dCdcwkIj2EtgYMH/eJmZ
        MAoGCCqGSM49BAMCA0gAMEUCIQDOE3ojrbyJHcXTQeoVgtw3Su0MDxzb+jVQkDwt
        r6q43QIgG7UUYF8GrykvpDl57ELOIX5s72A6R8ecsjBi/IywMvY=
        -----END CERTIFICATE-----
        """
}
