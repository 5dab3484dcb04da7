import FlowTesting
import Foundation
import SimulatedBackend
import SourceText
import TestSupport
import Testing

struct `The wanted test file` {
    @Test func `gets the verdicts that its author wants`() throws {
        guard let folder = Repository.shared("wanted") else {
            print("SKIPPED: no wanted files beside the package")
            return
        }
        let (reading, flows) = try Shared.load(folder.appending(path: "03-coaching.test.yaml"))
        #expect(reading.findings.map(\.message) == [])
        let table = LineTable(reading.file.scenarios.file)
        let verdicts = reading.file.tests.prefix(3).map { test in
            #expect(!test.expectations.isEmpty)
            return test.judge(ScenarioRun(test.scenario, flows: flows)).map { failure in
                let place = table.position(at: failure.range.lower)
                return "\(place.line):\(place.column) \(failure.caller ?? "") \(failure.message)"
                    + " (flow \(failure.place?.line ?? 0):\(failure.place?.column ?? 0))"
            }
        }
        #expect(
            verdicts == [
                [], [],
                [
                    "55:27 agent expected never to hear 60s of silence; heard silence from 10s to 14410s"
                        + " (flow 44:7)"
                ],
            ])
    }
}
