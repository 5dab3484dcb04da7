import FlowModel
import FlowRuntime
import FlowTesting
import SimulatedBackend
import SourceText
import Testing

struct `The coverage of a flow` {
    private func flow(_ text: String, name: String = "flows/a.yaml") throws -> Flow {
        let reading = Flow.read(SourceFile(name: name, text: text))
        #expect(reading.findings.filter { $0.severity == .error } == [])
        return try #require(reading.flow)
    }

    /// Plays callers with these keys, who hang up when they have pressed them, and says what was covered.
    private func coverage(_ flow: Flow, keys: [String]) throws -> Coverage {
        var coverage = Coverage(of: [flow])
        for keys in keys {
            let text = """
                {flow: a.yaml, callers: {ann: {}}, scenarios: [{name: n,
                  do: [{at: 500ms, ann: {presses: "\(keys)"}}, {at: 1h, ann: hangs up}]}]}
                """
            let file = ScenarioFile.read(SourceFile(name: "a.test.yaml", text: text)).scenarios
            coverage.add(ScenarioRun(try #require(file.scenarios.first), flows: [flow]))
        }
        return coverage
    }

    private static let menu = """
        sections:
          main:
            - prompt: {play: "silence:2", maxDigits: 1}
            - switch:
                variable: prompt_value
                case:
                  "1": [{play: "say:one"}]
                  "2":
                    - play: "say:two"
                    - execute: other
            - cond:
                - when: prompt_value == '3'
                  then: [{play: "say:three"}]
            - goto: {label: end, when: "prompt_value == '4'"}
            - play: "say:more"
            - label: end
          other:
            - return: 1
          unused:
            - play: "say:never"

            - play: "say:never either"
        onHangup:
          - set: {done: 1}
        """

    @Test func `counts steps and branches, also those that nobody wrote`() throws {
        let flow = try flow(Self.menu)
        let one = try #require(coverage(flow, keys: ["1"]).flows.first)
        #expect(one.stepShare == CoverageShare(taken: 8, total: 14))
        // The first case, no `else`, and a goto that stays, of 3 + 2 + 2.
        #expect(one.branchShare == CoverageShare(taken: 3, total: 7))
        #expect(one.missingLinesText == ":9-10, :13, :18, :20-22")
        #expect(
            one.missingBranches == [
                ":4 switch: case 2", ":4 switch: no match", ":11 cond: entry 1", ":14 goto: jumps",
            ])
        let all = try #require(coverage(flow, keys: ["1", "2", "3", "4"]).flows.first)
        #expect(all.branchShare == CoverageShare(taken: 7, total: 7))
        #expect(all.missingBranches == [])
        #expect(all.missingLinesText == ":20-22")
    }

    @Test func `of nothing is nothing`() throws {
        let coverage = Coverage(of: [try flow(Self.menu)])
        #expect(coverage.share == CoverageShare(taken: 0, total: 21))
        #expect(coverage.flows.first?.missingLinesText == ":3-16, :18, :20-22, :24")
        #expect(coverage.flows.first?.missingBranches == [])
        #expect(CoverageShare().percent == 100 && CoverageShare().percentText == "100.0 %")
    }

    @Test func `is the same whether runs are added or coverages merged`() throws {
        let flow = try flow(Self.menu)
        var merged = try coverage(flow, keys: ["1"])
        merged.merge(try coverage(flow, keys: ["2", "9"]))
        #expect(merged.lcov == (try coverage(flow, keys: ["1", "2", "9"]).lcov))
        let other = try self.flow("sections: {main: [hangup]}", name: "b.yaml")
        merged.merge(Coverage(of: [other]))
        #expect(merged.flows.map(\.flow.file.name) == ["flows/a.yaml", "b.yaml"])
    }

    /// Two spellings of `é` are two files; and a file may be edited while tests are read.
    @Test func `keeps flows apart that only seem to be one`() throws {
        let (short, long) = ("sections: {main: [hangup]}", "sections: {main: [answer, hangup]}")
        var merged = Coverage(of: [try flow(short, name: "\u{E9}.yaml")])
        merged.merge(Coverage(of: [try flow(long, name: "e\u{301}.yaml")]))
        merged.merge(Coverage(of: [try flow(long, name: "\u{E9}.yaml")]))
        #expect(merged.flows.map(\.steps.count) == [1, 2, 2])
    }

    @Test func `knows what a result chose, also nothing`() throws {
        let text = """
            sections:
              main:
                - joinConference:
                    name: r
                    startOnEnter: false
                    until: joined
                    result: {case: {failed: [{play: "say:no"}]}}
                - joinConference:
                    name: r
                    until: joined
                    result: [{when: "missing.thing.deep == 1", then: [{play: "say:x"}]}, {else: [{set: {a: 1}}]}]
                - execute: {dest: part, result: {case: {"7": [{set: {b: 1}}]}}}
                - execute: {dest: part, onReturn: [{set: {c: 1}}], result: {case: {"8": [{set: {d: 1}}]}}}
                - connect: {to: "sip:x@a.example", result: {case: {failed: [hangup]}}}
              part: [{return: 7}]
            """
        let flow = try flow(text)
        let one = try #require(coverage(flow, keys: ["1"]).flows.first)
        let taken = one.branches.map { "\(one.steps[$0.step].name) \($0.way) \($0.count)" }
        #expect(
            taken == [
                "joinConference entry(0) 0", "joinConference fallback(isWritten: false) 1",
                "joinConference entry(0) 0", "joinConference fallback(isWritten: true) 1",
                "execute entry(0) 1", "execute fallback(isWritten: false) 0",
                // Whether its `result` was without a match cannot be told: it is not asked for.
                "execute entry(0) 0",
                // In a conference it fails, with no case for `in_conference`.
                "connect entry(0) 1", "connect fallback(isWritten: false) 0",
            ])
    }

    @Test func `does not take a hang-up for a result`() throws {
        let text = """
            sections:
              main:
                - joinConference: {name: r, result: {case: {failed: [hangup]}}}
            """
        let one = try #require(coverage(try flow(text), keys: ["1"]).flows.first)
        #expect(one.stepShare == CoverageShare(taken: 1, total: 2))
        #expect(one.branchShare == CoverageShare(taken: 0, total: 2))
    }

    @Test func `counts what an alias repeats once, wherever it ran`() throws {
        let text = """
            sections:
              main:
                - cond:
                    - when: "true"
                      then: &bye [{play: "say:bye"}, {cond: [{when: "false", then: [hangup]}]}]
                    - else: *bye
            """
        let one = try #require(coverage(try flow(text), keys: ["1"]).flows.first)
        #expect(one.steps.map(\.name) == ["cond", "play", "cond", "hangup"])
        #expect(one.missingLinesText == ":5")
    }

    @Test func `has a minimum and a text`() throws {
        let flow = try flow(Self.menu)
        let coverage = try coverage(flow, keys: ["1"])
        #expect(coverage.below(percent: 52.4).map(\.flow.file.name) == ["flows/a.yaml"])
        #expect(coverage.below(percent: 52.3).isEmpty)
        let line =
            "flows/a.yaml  steps  57.1 % (8/14)  branches  42.8 % (3/7)  missing :9-10, :13, :18, :20-22\n"
        #expect(coverage.text == line)
        var two = coverage
        two.merge(Coverage(of: [try self.flow("sections: {main: [hangup]}", name: "b.yaml")]))
        #expect(
            two.text.hasSuffix(
                "b.yaml        steps   0.0 % (0/1)  branches 100.0 % (0/0)  missing :1\n"
                    + "all           steps  53.3 % (8/15)  branches  42.8 % (3/7)\n"))
    }

    // MARK: LCOV

    @Test func `is written as lcov reads it`() throws {
        let coverage = try coverage(try flow(Self.menu), keys: ["1"])
        #expect(
            coverage.lcov == """
                TN:
                SF:flows/a.yaml
                FN:2,main
                FN:17,other
                FN:19,unused
                FN:24,onHangup
                FNDA:1,main
                FNDA:0,other
                FNDA:0,unused
                FNDA:1,onHangup
                FNF:4
                FNH:2
                BRDA:4,0,0,1
                BRDA:4,0,1,0
                BRDA:4,0,2,0
                BRDA:11,0,0,0
                BRDA:11,0,1,1
                BRDA:14,0,0,0
                BRDA:14,0,1,1
                BRF:7
                BRH:3
                DA:3,1
                DA:4,1
                DA:7,1
                DA:9,0
                DA:10,0
                DA:11,1
                DA:13,0
                DA:14,1
                DA:15,1
                DA:16,1
                DA:18,0
                DA:20,0
                DA:22,0
                DA:24,1
                LF:14
                LH:8
                end_of_record

                """)
    }

    @Test func `adds up in every record of the flows that we ship`() throws {
        var coverage = Coverage()
        for suite in try Shipped.suites() {
            for flow in suite.flows { coverage.merge(Coverage(of: [flow])) }
            for scenario in suite.file.scenarios.prefix(2) {
                coverage.add(ScenarioRun(scenario, flows: suite.flows))
            }
        }
        #expect(coverage.share.taken > 100)
        for record in coverage.lcov.split(separator: "end_of_record\n") {
            var sums: [Substring: (found: Int, hit: Int)] = [:]
            var totals: [Substring: Int] = [:]
            var lines: Set<Substring> = []
            for line in record.split(separator: "\n") {
                let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
                let fields = parts[1].split(separator: ",")
                switch parts[0] {
                case "DA", "FNDA", "BRDA":
                    let count = parts[0] == "FNDA" ? fields.first : fields.last
                    sums[parts[0], default: (0, 0)].found += 1
                    if let count = count.flatMap({ Int($0) }), count > 0 { sums[parts[0]]?.hit += 1 }
                    if parts[0] == "DA" { #expect(lines.insert(fields[0]).inserted, "\(line)") }
                case "LF", "LH", "FNF", "FNH", "BRF", "BRH": totals[parts[0]] = Int(parts[1])
                case _: #expect(["TN", "SF", "FN"].contains(parts[0]), "\(line)")
                }
            }
            for (kind, found, hit) in [("DA", "LF", "LH"), ("FNDA", "FNF", "FNH"), ("BRDA", "BRF", "BRH")] {
                let sum = sums[Substring(kind)] ?? (0, 0)
                #expect(totals[Substring(found)] == sum.found && totals[Substring(hit)] == sum.hit, "\(kind)")
            }
        }
    }
}
