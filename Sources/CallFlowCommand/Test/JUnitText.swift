import FlowTesting
import SimulatedBackend
import SourceText

/// Results as JUnit writes them, which every CI reads: a suite a file, a case a scenario.
///
/// The format has no standard; this is what the schema of the Jenkins xUnit plug-in accepts.
enum JUnitText {
    static func render(_ report: TestReport) -> String {
        var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"
        for (index, suite) in report.suites.enumerated() {
            let outcomes = report.outcomes.filter { $0.item.suite == index }
            if suite.isRefused || suite.problem != nil {
                text += refused(suite)
            } else if !outcomes.isEmpty {
                text += played(suite, outcomes, seed: report.seed)
            }
        }
        return text + "</testsuites>\n"
    }

    private static func played(_ suite: TestSuite, _ outcomes: [TestOutcome], seed: UInt64) -> String {
        let failures = outcomes.count { !$0.failures.isEmpty }
        let time = outcomes.reduce(Duration.zero) { $0 + $1.real }
        var text = " <testsuite" + attribute("name", suite.path) + attribute("tests", "\(outcomes.count)")
        text += attribute("failures", "\(failures)") + attribute("errors", "0") + seconds(time) + ">\n"
        text += "  <properties><property" + attribute("name", "seed") + attribute("value", "\(seed)")
        text += "/></properties>\n"
        for outcome in outcomes {
            let name = suite.cases[outcome.item.place].name
            text += "  <testcase" + attribute("name", name) + attribute("classname", suite.path)
            text += seconds(outcome.real)
            if let first = outcome.failures.first {
                text += ">\n   <failure" + attribute("message", first.message) + ">"
                text += escaped(outcome.failures.map(\.plain).joined()) + "</failure>\n  </testcase>\n"
            } else {
                text += "/>\n"
            }
        }
        return text + " </testsuite>\n"
    }

    /// A file that could not be played is one case with an error.
    private static func refused(_ suite: TestSuite) -> String {
        let error = suite.findings.lazy.flatMap(\.findings).first { $0.severity == .error }
        let reason = suite.problem ?? suite.mistake ?? error?.message ?? ""
        let details = suite.findings.map { TextRendering.findings(of: $0) }.joined()
        var text = " <testsuite" + attribute("name", suite.path) + attribute("tests", "1")
        text += attribute("failures", "0") + attribute("errors", "1") + ">\n"
        text +=
            "  <testcase" + attribute("name", "can be played") + attribute("classname", suite.path) + ">\n"
        text += "   <error" + attribute("message", reason) + ">" + escaped(details) + "</error>\n"
        return text + "  </testcase>\n </testsuite>\n"
    }

    private static func seconds(_ duration: Duration) -> String {
        let microseconds =
            duration.components.seconds * 1_000_000 + duration.components.attoseconds / 1_000_000_000_000
        let fraction = String(microseconds % 1_000_000)
        let zeros = String(repeating: "0", count: max(0, 6 - fraction.utf8.count))
        return attribute("time", "\(microseconds / 1_000_000).\(zeros)\(fraction)")
    }

    private static func attribute(_ name: String, _ value: String) -> String {
        // A parser makes a space of a line break in an attribute, unless it is written as a number.
        " \(name)=\"\(escaped(value).replacing("\n", with: "&#10;").replacing("\t", with: "&#9;"))\""
    }

    /// XML has no way to write most control characters at all: a visible picture stands for each.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "\n", "\t": result.unicodeScalars.append(scalar)
            case "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
            case _: result += TerminalText.safe(String(scalar))
            }
        }
        return result
    }
}
