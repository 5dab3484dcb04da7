import CallFlow
import CallFlowTestKit
import FlowTesting
import Foundation

/// Tests of flows: a long scenario, and every scenario of the flows that we ship with anybody hanging up and
/// any command failing at any time.
enum Testing {
    private struct Job: Sendable {
        let variations: Variations
        let variation: Variation
    }

    static func figures(rounds: Int) async throws -> [Figure] {
        [try hour(rounds: rounds), try await anywhere()]
    }

    // MARK: A long scenario

    /// An hour of three callers, read before and judged afterwards.
    private static func hour(rounds: Int) throws -> Figure {
        let suite = try suite("support.test.yaml")
        var scenario = suite.file.scenarios.scenarios[0]
        scenario.lines = scenario.lines.filter { $0.line.deeds != [.hangUp] }
        scenario.lines.append(
            .init(
                caller: "customer", line: ScriptLine(.at(.seconds(3_600)), [.hangUp]), trigger: "1h",
                range: scenario.range))
        let spent = medianCost(rounds: max(5, rounds)) {
            let run = ScenarioRun(scenario, flows: suite.flows)
            require(run.world.phone.now >= run.start.advanced(by: .seconds(3_600)), "it was no hour")
            keep(suite.file.tests[0].judge(run))
        }
        return Figure("a scenario of one hour with three callers", seconds: spent, of: 0.005, "5 ms")
    }

    // MARK: Hang-up anywhere

    private static func anywhere() async throws -> Figure {
        let suites = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
            .filter { $0.hasSuffix(".test.yaml") }.map { try suite($0) }
        let start = wallSeconds()
        let jobs = suites.flatMap { suite in
            suite.file.tests.flatMap { test in
                let variations = Variations(
                    of: test.scenario, flows: suite.flows, vary: test.scenario.vary ?? .hangUpAnywhere,
                    judge: { test.judgeVariation($0) })
                return variations.all.map { Job(variations: variations, variation: $0) }
            }
        }
        let failed = await withTaskGroup(of: [String].self) { group in
            // Every other one, so that both cores get long and short ones alike.
            for core in 0..<2 {
                group.addTask {
                    stride(from: core, to: jobs.count, by: 2).compactMap { place in
                        let run = jobs[place].variations.run(jobs[place].variation)
                        return run.isFailed ? "\(run.variation): \(run.violations)" : nil
                    }
                }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
        let spent = wallSeconds() - start
        require(failed.allSatisfy { $0.hasSuffix(": []") }, "a variation breaks an invariant: \(failed)")
        return Figure(
            "hang-up anywhere: \(jobs.count) runs of \(suites.count) flows on two cores", seconds: spent,
            of: 30, "the limit")
    }

    // MARK: Files

    private struct Suite: Sendable {
        let file: TestFile
        let flows: [Flow]
    }

    private static let folder: URL = {
        var root = URL(filePath: #filePath)
        for _ in 0..<5 { root.deleteLastPathComponent() }
        return root.appending(path: "flows", directoryHint: .isDirectory)
    }()

    private static func suite(_ name: String) throws -> Suite {
        let reading = TestFile.read(try source(name))
        require(!reading.file.hasErrors, "\(name) has errors: \(reading.findings)")
        let flows = try reading.file.scenarios.flows.map { Flow.read(try source($0.path)).flow }
        return Suite(file: reading.file, flows: flows.compactMap { $0 })
    }

    private static func source(_ name: String) throws -> SourceFile {
        SourceFile(
            name: name, text: try String(contentsOf: folder.appending(path: name), encoding: .utf8))
    }
}
