import SourceText
import Testing
import YAMLTree

struct `Core schema` {
    @Test func `resolves plain scalars`() {
        let cases: [(String, YAMLScalar.Resolved)] = [
            ("null", .null), ("Null", .null), ("NULL", .null), ("~", .null), ("nUll", .string),
            ("true", .bool(true)), ("True", .bool(true)), ("TRUE", .bool(true)), ("tRue", .string),
            ("false", .bool(false)), ("False", .bool(false)), ("FALSE", .bool(false)),
            ("yes", .string), ("on", .string), ("off", .string), ("no", .string), ("y", .string),
            ("0", .integer(0)), ("-0", .integer(0)), ("+12", .integer(12)), ("012", .integer(12)),
            ("0o14", .integer(12)), ("0xFf", .integer(255)), ("-0x1", .string), ("0x", .string),
            ("0o8", .string),
            ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
            ("9223372036854775808", .float(0x1p63)), ("0x8000000000000000", .float(0x1p63)),
            ("1.5", .float(1.5)), ("-.5", .float(-0.5)), ("5.", .float(5)), ("1e3", .float(1000)),
            ("1E-2", .float(0.01)), ("+.inf", .float(.infinity)), ("-.INF", .float(-.infinity)),
            (".Inf", .float(.infinity)), ("1e", .string), (".", .string), ("+", .string), ("-.", .string),
            ("e3", .string), ("0x1p3", .string), ("inf", .string), ("nan", .string), ("infinity", .string),
            ("1_000", .string), ("12:30", .string), ("1.0.0", .string), ("+-1", .string), ("-.nan", .string),
            (".e5", .string), ("1.5.", .string), ("0b1", .string), ("+1 555", .string),
            ("1e999", .float(.infinity)),
        ]
        for (text, expected) in cases {
            #expect(value("k", in: read("k: \(text)\n"))?.scalar?.resolved == expected, "\(text)")
        }
        guard case .float(let number) = value("k", in: read("k: .NaN\n"))?.scalar?.resolved else {
            Issue.record("'.NaN' is a float")
            return
        }
        #expect(number.isNaN)
    }

    @Test func `leaves quoted and block scalars alone`() {
        for text in ["'1'", "\"true\"", "|\n  1\n", ">-\n  null\n", "\"\"", "! 1", "!!str true", "!!str"] {
            #expect(value("k", in: read("k: \(text)\n"))?.scalar?.resolved == .string, "\(text)")
        }
    }

    @Test func `honours explicit tags`() {
        #expect(value("k", in: read("k: !!int '5'\n"))?.scalar?.resolved == .integer(5))
        #expect(value("k", in: read("k: !!float 5\n"))?.scalar?.resolved == .float(5))
        #expect(value("k", in: read("k: !!bool \"true\"\n"))?.scalar?.resolved == .bool(true))
        #expect(value("k", in: read("k: !!null ''\n"))?.scalar?.resolved == .null)
        for text in ["!!int 5.5", "!!bool yes", "!!null x", "!!float x", "!!seq x"] {
            #expect(read("k: \(text)\n").findings.map(\.id) == ["tag-mismatch"], "\(text)")
        }
    }
}
