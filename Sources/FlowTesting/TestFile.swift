package import SimulatedBackend
package import SourceText
import YAMLTree

/// A scenario file as a test: what is played, and what is expected of it.
package struct TestFile: Sendable {
    package let scenarios: ScenarioFile
    /// In the order of the file, one for each scenario.
    package internal(set) var tests: [ScenarioTest] = []
    /// Something is an error: what it holds is not what was meant.
    package internal(set) var hasErrors = false

    /// A test of that name.
    package func test(named name: String) -> ScenarioTest? {
        tests.first { $0.scenario.name.isExactly(name) }
    }
}

/// A scenario and what is expected of it.
package struct ScenarioTest: Sendable {
    package let scenario: Scenario
    /// In the order of the file.
    package let expectations: [Expectation]
}

/// A test file, and what is wrong with it.
package struct TestReading: Sendable {
    package var file: TestFile
    package var findings: [Finding]
}

extension TestFile {
    /// What a file is read for.
    package enum Purpose: Sendable {
        /// To be judged: a scenario that expects nothing is an error, since it would pass whatever happened.
        case testing
        /// To be looked at: a scenario may expect nothing.
        case checking
    }

    /// Reads a scenario file with its expectations. Never throws: every mistake is a finding.
    package static func read(_ source: SourceFile, for purpose: Purpose = .testing) -> TestReading {
        let reading = ScenarioFile.read(source)
        var file = TestFile(scenarios: reading.scenarios)
        var findings = reading.findings
        for scenario in reading.scenarios.scenarios {
            var reader = ExpectationReader(scenario, in: reading.scenarios)
            let expectations = reader.read()
            if purpose == .testing { reader.checkExpectsSomething(expectations) }
            file.tests.append(ScenarioTest(scenario: scenario, expectations: expectations))
            findings += reader.findings
        }
        findings.sort { ($0.range.lower, $0.id.name) < ($1.range.lower, $1.id.name) }
        file.hasErrors = findings.contains { $0.severity == .error }
        return TestReading(file: file, findings: findings)
    }
}
