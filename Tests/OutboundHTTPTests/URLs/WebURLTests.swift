import TestSupport
import Testing

@testable import OutboundHTTP

@Suite("A URL") struct WebURLTests {
    private static func shown(_ text: String) -> String {
        do throws(WebURL.Mistake) {
            return show(try WebURL(text))
        } catch {
            return error.sentence
        }
    }

    private static func show(_ url: WebURL) -> String {
        "\(url.scheme.rawValue) \(url.hostText) \(url.port) \(url.target)"
    }

    @Test func `is read into what is connected to and what is sent`() {
        let table = [
            ("http://example.com", "http example.com 80 /"),
            ("HTTPS://EXAMPLE.com:443/A?b#c", "https example.com 443 /A?b"),
            ("http://example.com.:8080?q=1", "http example.com:8080 8080 /?q=1"),
            ("http://example.com#x", "http example.com 80 /"),
            ("http://example.com:/", "http example.com 80 /"),
            ("http://u:p@example.com/", "http example.com 80 /"),
            ("http://u:p@ss@example.com/", "http example.com 80 /"),
            ("http://u@evil.com@example.com/", "http example.com 80 /"),
            ("http://evil.com#@example.com/", "http evil.com 80 /"),
            ("http://evil.com/@example.com/", "http evil.com 80 /@example.com/"),
            ("http://evil.com?@example.com/", "http evil.com 80 /?@example.com/"),
            (
                "http://a_b.example/ö \"x\"\r\nHost: y\\",
                "http a_b.example 80 /%C3%B6%20%22x%22%0D%0AHost:%20y%5C"
            ),
            ("http://[::1]:8080/", "http [0:0:0:0:0:0:0:1]:8080 8080 /"),
            ("http://[::FFFF:127.0.0.1]", "http [0:0:0:0:0:ffff:7f00:1] 80 /"),
            // The spellings of 127.0.0.1 that C libraries and browsers know.
            ("http://127.0.0.1", "http 127.0.0.1 80 /"), ("http://2130706433", "http 127.0.0.1 80 /"),
            ("http://0x7f000001", "http 127.0.0.1 80 /"), ("http://0X7F.0.0.1", "http 127.0.0.1 80 /"),
            ("http://017700000001", "http 127.0.0.1 80 /"), ("http://0177.0.0.1", "http 127.0.0.1 80 /"),
            ("http://127.1", "http 127.0.0.1 80 /"), ("http://127.0.1", "http 127.0.0.1 80 /"),
            ("http://127.0.0.1.", "http 127.0.0.1 80 /"), ("http://0", "http 0.0.0.0 80 /"),
            ("http://0x", "http 0.0.0.0 80 /"), ("http://0x7f.1", "http 127.0.0.1 80 /"),
            ("http://0xa9.0376.43518", "http 169.254.169.254 80 /"),
        ]
        for (text, expected) in table { #expect(Self.shown(text) == expected, "\(text)") }
    }

    @Test func `is refused when it is odd`() {
        let scheme = "the URL is neither http nor https"
        let host = "the URL has an odd host"
        let number = "the URL has a number for a host that is no IPv4 address"
        let letters = "the URL has a host with letters beyond ASCII; write it as xn--…"
        let table = [
            ("", scheme), ("example.com", scheme), ("ftp://example.com", scheme),
            ("file:///etc/passwd", scheme),
            ("gopher://example.com", scheme), ("javascript:1", scheme), (" http://example.com", scheme),
            ("ws://example.com", scheme), ("httpx://example.com", scheme), ("//example.com", scheme),
            ("http:example.com", "the URL has no host"), ("http:/example.com", "the URL has no host"),
            ("http:\\\\example.com", "the URL has no host"), ("http://", host), ("http:///x", host),
            ("http://.", host), ("http://..", host), ("http://a..b", host), ("http://.a", host),
            ("http://a b/", host), ("http://a%2eb/", host), ("http://%31%32%37.0.0.1/", host),
            ("http://a\tb/", host), ("http://127.0.0.1\0.example.com/", host), ("http://<a>/", host),
            ("http://a,b/", host), ("http://a&b/", host),
            ("http://\(String(repeating: "a", count: 64)).com", host),
            ("http://\(String(repeating: "a.", count: 127))b", host),
            ("http://evil.com\\@127.0.0.1/", "the URL has a backslash in its host"),
            ("http://a:b/", "the URL has an odd port"), ("http://a:0/", "the URL has an odd port"),
            ("http://a:65536/", "the URL has an odd port"), ("http://a:+80/", "the URL has an odd port"),
            ("http://a:999999999999999999999/", "the URL has an odd port"),
            ("http://a:80:80/", "the URL has an odd port"), ("http://::1/", "the URL has an odd port"),
            ("http://[::1/", "the URL has a bracket that is not closed"), ("http://[::1]x/", host),
            ("http://[]/", "the URL has an odd IPv6 address"),
            ("http://[1.2.3.4]/", "the URL has an odd IPv6 address"),
            ("http://[fe80::1%25eth0]/", "the URL has an odd IPv6 address"),
            ("http://256.0.0.1", number), ("http://1.2.3.4.5", number), ("http://08.0.0.1", number),
            ("http://4294967296", number), ("http://1.2.3.0x100", number), ("http://127.0.0.99999", number),
            ("http://999999999999999999999", number), ("http://0xffffffffffffffffffff", number),
            ("http://example.123", number), ("http://１２７.0.0.1", letters), ("http://ⓛocalhost", letters),
            ("http://example。com", letters), ("http://münchen.de", letters), ("http://a\u{200B}b", letters),
            ("http://a/\(String(repeating: "x", count: 16_384))", "the URL is too long"),
        ]
        for (text, expected) in table { #expect(Self.shown(text) == expected, "\(text.prefix(60))") }
    }

    @Test func `leads where a redirect says`() throws {
        let base = try WebURL("http://u:p@example.com:81/a/b/c?d")
        let table = [
            ("/x", "http example.com:81 81 /x"), ("x", "http example.com:81 81 /a/b/x"),
            ("../x?y#z", "http example.com:81 81 /a/x?y"), ("../../../../x", "http example.com:81 81 /x"),
            ("./", "http example.com:81 81 /a/b/"), ("..", "http example.com:81 81 /a/"),
            ("?q", "http example.com:81 81 /a/b/c?q"),
            ("#f", "http example.com:81 81 /a/b/c?d"), ("", "http example.com:81 81 /a/b/c?d"),
            ("//other.test/x", "http other.test 80 /x"), ("https://other.test", "https other.test 443 /"),
            ("/x/./y/../z//", "http example.com:81 81 /x/z//"),
            ("/a b\r\nX: y", "http example.com:81 81 /a%20b%0D%0AX:%20y"),
            // Some readers take these for another host.
            ("/\\other.test", "http example.com:81 81 /%5Cother.test"),
            ("\\\\other.test", "http example.com:81 81 /a/b/%5C%5Cother.test"),
            ("http://2130706433/", "http 127.0.0.1 80 /"),
        ]
        for (location, expected) in table {
            #expect(Self.show(try base.resolving(location)) == expected, "\(location)")
            #expect(try base.resolving(location).authority.credentials == nil)
        }
        for location in [
            "ftp://x/", "file:///etc/passwd", "data:,x", "http:x", "http:///", "//", "///x", "//a b/",
            "gopher:x",
            "x:y", "http://[::1", String(repeating: "x", count: 20_000),
        ] {
            #expect(throws: WebURL.Mistake.self, "\(location.prefix(20))") { try base.resolving(location) }
        }
    }

    @Test func `never traps, whatever it is made of`() {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SplitMix64(seed: seed)
        let parts = [
            "http", "s", ":", "//", "/", "\\", "@", "[", "]", "::", ".", "..", "0x", "127", "%", "%4", "%41",
            "#",
            "?", "é", "\0", "999999", "-", "xn--", "a", " ", "\u{10FFFF}",
        ]
        for _ in 0..<5000 {
            let text = (0..<random.below(12)).map { _ in random.pick(parts) }.joined()
            let whole = random.once(in: 2) ? "http://" + text : text
            guard let url = try? WebURL(whole) else { continue }
            #expect(url.target.utf8.allSatisfy { (0x21...0x7E).contains($0) }, "seed \(seed)")
            #expect(url.target.hasPrefix("/"), "seed \(seed)")
            _ = try? url.resolving(text)
        }
    }
}
