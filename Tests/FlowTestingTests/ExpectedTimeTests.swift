import FlowRuntime
import SimulatedBackend
import SourceText
import Testing

@testable import FlowTesting

struct `An expected time` {
    private func matches(_ written: String, _ milliseconds: Int64) throws -> Bool {
        let duration = try #require(TimeText.duration(written))
        return ExpectedTime(duration, written: written).matches(.milliseconds(milliseconds))
    }

    @Test func `holds for what a trace shows so`() throws {
        for (written, found) in [
            ("32.8s", 32_750), ("32.8s", 32_849), ("33s", 32_950), ("40", 40_049), ("20m", 1_200_049),
            ("0s", 49),
        ] as [(String, Int64)] {
            #expect(try matches(written, found), "\(written) \(found)")
        }
        for (written, found) in [
            ("32.8s", 32_749), ("32.8s", 32_850), ("33s", 32_949), ("40", 40_050), ("0s", 50),
        ] as [(String, Int64)] {
            #expect(try !matches(written, found), "\(written) \(found)")
        }
    }

    @Test func `is exact when it is written so`() throws {
        for written in ["32760ms", "32.76s", "32.760"] {
            #expect(try matches(written, 32_760))
            #expect(try !matches(written, 32_761), "\(written)")
            #expect(try !matches(written, 32_800), "\(written)")
        }
    }
}
