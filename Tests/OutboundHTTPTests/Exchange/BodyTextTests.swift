import Testing

@testable import OutboundHTTP

@Suite("The text of a body") struct BodyTextTests {
    private static func text(
        _ bytes: [UInt8], _ type: String? = nil, limit: Int = 100, isCut: Bool = false
    ) -> String {
        bodyText(bytes, type: type, limit: limit, isCut: isCut)
    }

    @Test func `is read in the encoding that it claims`() {
        #expect(Self.text([0xC3, 0xA9]) == "é")
        #expect(Self.text([0xC3, 0xA9], "text/plain; charset=\"UTF-8\"") == "é")
        #expect(Self.text([0xE9], "text/plain;format=flowed; Charset = ISO-8859-1") == "\u{FFFD}")
        #expect(Self.text([0xE9], "text/plain;format=flowed; Charset=ISO-8859-1") == "é")
        #expect(Self.text([0xE9], "text/plain; charset=what-is-this") == "\u{FFFD}")
        #expect(Self.text([0xEF, 0xBB, 0xBF, 0x7B]) == "{")
        #expect(Self.text([0xFF, 0x41, 0x00, 0xC0, 0x80]).hasPrefix("\u{FFFD}A\0"))
        #expect(Self.text([]) == "")
        for type in ["", ";", "; charset", "; charset=", ";;charset=\"", "=; ="] {
            #expect(Self.text([0x41], type) == "A", "\(type)")
        }
    }

    @Test func `ends with a whole character where it is cut`() {
        let scalars: [(String, Int)] = [("a", 1), ("é", 2), ("€", 3), ("😀", 4)]
        for (scalar, width) in scalars {
            let bytes = Array(String(repeating: scalar, count: 10).utf8)
            for length in 0...bytes.count {
                let cut = Self.text(Array(bytes.prefix(length)), limit: length, isCut: true)
                #expect(cut == String(repeating: scalar, count: length / width), "\(scalar) \(length)")
            }
        }
    }

    @Test func `never grows beyond its limit by being mended`() {
        for limit in 0..<20 {
            let mended = Self.text(Array(repeating: 0xFF, count: limit), limit: limit)
            #expect(mended.utf8.count <= limit)
            #expect(mended == String(repeating: "\u{FFFD}", count: limit / 3), "\(limit)")
            let translated = Self.text(Array(repeating: 0xE9, count: limit), ";charset=latin1", limit: limit)
            #expect(translated == String(repeating: "é", count: limit / 2), "\(limit)")
        }
    }
}
