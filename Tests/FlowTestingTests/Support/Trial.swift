import FlowModel
import FlowTesting
import SimulatedBackend
import SourceText
import Testing

/// A scenario of ann and bob, played and judged.
///
/// Ann calls at once, bob after five seconds; `scenario` is the rest of it, from `do` and `expect` on.
struct Trial {
    private let reading: TestReading
    private let flow: Flow
    let failures: [ExpectationFailure]

    init(
        _ steps: String, _ scenario: String, top: String = "", seed: UInt64 = 0,
        _ location: SourceLocation = #_sourceLocation
    ) throws {
        let text = """
            flow: flow.yaml
            callers:
              ann: {from: "+15555550111", to: "+15555550100"}
              bob: {from: "+15555550112", to: "+15555550100", dials: 5s}
            \(top)
            scenarios:
            - name: trial
            \(scenario.indented(2))
            """
        let sections = steps.hasPrefix("sections:") ? steps : "sections:\n  main:\n\(steps.indented(4))\n"
        let read = Flow.read(SourceFile(name: "flow.yaml", text: sections))
        let errors = read.findings.filter { $0.severity == .error }.map(\.message)
        #expect(errors == [], sourceLocation: location)
        flow = try #require(read.flow, sourceLocation: location)
        reading = TestFile.read(SourceFile(name: "a.test.yaml", text: text))
        #expect(reading.findings.map(\.message) == [], sourceLocation: location)
        let test = try #require(reading.file.tests.first, sourceLocation: location)
        failures = test.judge(ScenarioRun(test.scenario, flows: [flow], seed: seed))
        for failure in failures { check(failure, location) }
    }

    /// What is true of every failure.
    private func check(_ failure: ExpectationFailure, _ location: SourceLocation) {
        let size = reading.file.scenarios.file.bytes.count
        #expect(failure.range.upper <= size && !failure.message.hasSuffix("."), sourceLocation: location)
        #expect(TestExplanation.page(failure.id.name) != nil, "\(failure.id)", sourceLocation: location)
        if let event = failure.event {
            #expect(failure.window.contains(event), sourceLocation: location)
            #expect(failure.at != nil, sourceLocation: location)
        }
    }

    /// `ann: expected …`, one for each.
    var messages: [String] {
        failures.map { ($0.caller.map { "\($0): " } ?? "") + $0.message }
    }

    /// What stands where the failures are said to be, in the scenario file.
    var places: [String] { failures.map { reading.file.scenarios.file.text(in: $0.range) } }
}

extension String {
    /// Every line moved to the right.
    func indented(_ spaces: Int) -> String {
        split(separator: "\n", omittingEmptySubsequences: false)
            .map { String(repeating: " ", count: spaces) + $0 }.joined(separator: "\n")
    }
}

/// A table of expectations of the same scenario: what each fails with, or nothing.
func check(
    _ steps: String, _ head: String, top: String = "", _ cases: [(expect: String, messages: [String])],
    _ location: SourceLocation = #_sourceLocation
) throws {
    for (expect, messages) in cases {
        let trial = try Trial(steps, "\(head)\nexpect:\n\(expect.indented(2))", top: top, location)
        #expect(trial.messages == messages, "\(expect)", sourceLocation: location)
    }
}
