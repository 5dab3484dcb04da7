import CallFlowServer
import Logging
import ProjectFile
import Synchronization
import Testing

@Suite("The log")
struct LogTests {
    private func lines(
        _ format: LogFormat, at time: Int64 = 1_795_363_501_123, _ level: LogLevel = .info,
        _ write: (Logger) -> Void
    ) -> [String] {
        let lines = Mutex<[String]>([])
        let sink = LogSink(format, now: { time }) { bytes in
            lines.withLock { $0.append(String(decoding: bytes, as: UTF8.self)) }
        }
        write(sink.logger(level))
        return lines.withLock { $0 }
    }

    @Test func `has one line for each message, whatever stands in it`() {
        let text = lines(.text) {
            $0.info("a\nb", metadata: ["call": "c 1", "z": "x\u{1B}[31m", "flow": "f", "e": ""])
        }
        #expect(text == ["2026-11-22T16:05:01.123Z info     a␊b call=\"c 1\" flow=f e=\"\" z=\"x␛[31m\"\n"])
        let json = lines(.json) { $0.warning("a\n\"b\"", metadata: ["k": "\u{1}é\\"]) }
        #expect(
            json == [
                "{\"time\":\"2026-11-22T16:05:01.123Z\",\"level\":\"warning\","
                    + "\"message\":\"a\\u000a\\\"b\\\"\",\"k\":\"\\u0001é\\\\\"}\n"
            ])
    }

    @Test func `knows dates`() {
        let samples: [(Int64, String)] = [
            (0, "1970-01-01T00:00:00.000Z"), (-1, "1970-01-01T00:00:00.000Z"),
            (951_782_399_999, "2000-02-28T23:59:59.999Z"), (951_782_400_000, "2000-02-29T00:00:00.000Z"),
            (4_107_542_400_000, "2100-03-01T00:00:00.000Z"), (1_798_761_599_000, "2026-12-31T23:59:59.000Z"),
        ]
        for (time, text) in samples {
            #expect(lines(.text, at: time) { $0.info("") }.first?.hasPrefix(text + " ") == true, "\(text)")
        }
    }

    @Test func `leaves out what is milder than its level`() {
        #expect(lines(.text, .warning) { $0.info("no") }.isEmpty)
        #expect(lines(.text, .trace) { $0.trace("yes") }.count == 1)
    }

    @Test func `shows the last four characters of a number`() {
        let masked = CallerData(isShown: false)
        #expect(masked.text(of: "+15555550100") == "…0100")
        #expect(masked.text(of: "1234567") == "…")
        #expect(masked.text(of: "") == "…")
        #expect(masked.text(of: "sip:alice.smith@example.com") == "…mith@example.com")
        #expect(masked.text(of: "sips:bob@example.com") == "…@example.com")
        #expect(CallerData(isShown: true).text(of: "+15555550100") == "+15555550100")
    }
}
