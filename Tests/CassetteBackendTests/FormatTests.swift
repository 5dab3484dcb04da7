import CassetteBackend
import Testing

struct CassetteFormatTests {
    @Test func `the version is a positive number`() { #expect(CassetteFormat.version > 0) }
}
