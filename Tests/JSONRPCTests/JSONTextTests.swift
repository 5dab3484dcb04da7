import TestSupport
import Testing

@testable import JSONRPC

struct `Writing JSON` {
    private func written(_ body: (inout JSONText) -> Void) -> String {
        var text = JSONText()
        body(&text)
        return String(decoding: text.bytes, as: UTF8.self)
    }

    @Test func `sets commas and brackets`() {
        let text = written { text in
            text.object { object in
                object.member("a", "x")
                object.object("b") { _ in }
                object.array("c") { list in
                    list.element("y")
                    list.object { $0.member("d", true) }
                    list.array { list in
                        list.array { _ in }
                        list.element(json: "null".utf8)
                    }
                }
                object.member("e", json: "[1]".utf8)
                object.member(named: "f\"", json: "2".utf8)
                object.member("g", constant: "z")
            }
        }
        #expect(
            text == #"{"a":"x","b":{},"c":["y",{"d":true},[[],null]],"e":[1],"f\"":2,"g":"z"}"#)
        #expect(written { $0.object { _ in } } == "{}" && written { $0.array { _ in } } == "[]")
    }

    @Test func `writes numbers as peers do`() {
        for (number, text) in [
            (0, "0"), (-0.0, "0"), (1, "1"), (-2.5, "-2.5"), (1e15, "1000000000000000"), (0.1, "0.1"),
            (.infinity, "null"), (-.infinity, "null"), (.nan, "null"), (1e300, "1e+300"),
            (.leastNonzeroMagnitude, "5e-324"),
            (.greatestFiniteMagnitude, "1.7976931348623157e+308"),
        ] as [(Double, String)] {
            #expect(written { $0.object { $0.member("n", number) } } == #"{"n":\#(text)}"#)
        }
        #expect(written { $0.object { $0.member("n", Int.min) } } == #"{"n":-9223372036854775808}"#)
    }

    @Test func `comes back as it was`() throws {
        var random = SplitMix64(seed: 815)
        let scalars =
            (0..<0x30).compactMap { Unicode.Scalar(UInt32($0)) }
            + [
                "\"", "\\", "/", "\u{7F}", "é", "\u{301}", "\u{2028}", "\u{2029}", "\u{FFFD}", "😀",
                "\u{10FFFF}",
            ]
        for round in 0..<2_000 {
            var text = ""
            for _ in 0..<random.below(20) { text.unicodeScalars.append(random.pick(scalars)) }
            var json = JSONText()
            json.object { $0.member("t", text) }
            let back = try JSONDocument(json.bytes).root["t"]?.string
            #expect(back?.unicodeScalars.elementsEqual(text.unicodeScalars) == true, "round \(round)")
        }
        for scalar in scalars {
            var json = JSONText()
            json.element(String(scalar))
            #expect(try JSONDocument(json.bytes).root.string?.unicodeScalars.first == scalar)
            #expect(!json.bytes.contains { $0 < 0x20 }, "control characters are escaped")
        }
    }

    @Test func `writes numbers that come back`() throws {
        var random = SplitMix64(seed: 42)
        for round in 0..<5_000 {
            let number = Double(bitPattern: random.next())
            guard number.isFinite else { continue }
            var json = JSONText()
            json.object { $0.member("n", number) }
            #expect(try JSONDocument(json.bytes).root["n"]?.double == number, "round \(round)")
        }
    }
}
