import Testing
import WebSocketTransport

@Suite("Trust")
struct TrustTests {
    // §8: 10
    @Test func `names the bundle that cannot be read`() throws {
        let missing = "/nowhere/at/all.pem"
        let error = #expect(throws: WebSocketTrustError.self) { try WebSocketTrust.system(adding: missing) }
        #expect(error?.description.contains(missing) == true)
        #expect(error?.description.contains("cannot be read") == true)
        for text in ["", "no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"] {
            try withFile(text) { path in
                let error = #expect(throws: WebSocketTrustError.self) {
                    try WebSocketTrust.system(adding: path)
                }
                #expect(error?.file == path)
            }
        }
    }

    // §8: 10
    @Test func `takes the system's store when there is no bundle`() throws {
        _ = try WebSocketTrust.system()
    }
}
