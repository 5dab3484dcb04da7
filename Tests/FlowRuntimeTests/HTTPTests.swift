import FlowRuntime
import Testing

@Suite("A URL that is shown") struct DisplayURLTests {
    @Test func `has no credentials`() {
        let table = [
            ("https://user:pass@example.com/a?b#c", "https://***@example.com/a?b#c"),
            ("https://user:p@ss@example.com", "https://***@example.com"),
            ("https://user@example.com?x=@", "https://***@example.com?x=@"),
            ("https://@example.com", "https://***@example.com"),
        ]
        for (url, shown) in table { #expect(HTTPRequest(method: "GET", url: url).displayURL == shown) }
    }

    @Test func `is otherwise as it was written`() {
        for url in [
            "", "://", "example.com/@a", "https://example.com/@a", "https://example.com?a=b@c",
            "https://example.com#@", "a@b",
        ] {
            #expect(HTTPRequest(method: "GET", url: url).displayURL == url)
        }
    }
}
