import Conferencing
import FlowModel
import FlowRuntime
import FlowTesting
import SimulatedBackend
import SourceText
import Testing

struct `A failed variation` {
    /// A sentence that fails when somebody hangs up who waits for a conference to start.
    private static let judge: VariedRun.Judge = { run in
        run.world.phone.events.compactMap { event in
            guard case .room(_, .released(let release)) = event.what, release.outcome == .hungUp,
                release.talked == 0
            else { return nil }
            return "somebody hung up before the start"
        }
    }

    private struct Found {
        let suite: Shipped.Suite
        let variations: Variations
        let failure: VariedRun
        let short: ShortFailure
    }

    private func find(
        _ name: String, _ vary: Vary, scenario: Int = 0, judge: @escaping VariedRun.Judge
    ) throws -> Found {
        let suite = try Shipped.suite(name)
        let variations = Variations(
            of: suite.file.scenarios[scenario], flows: suite.flows, vary: vary, judge: judge)
        let runs = variations.all.map(variations.run)
        let failure = try #require(VariedRun.shortestFailure(of: runs))
        #expect(runs.allSatisfy { !$0.isFailed || $0.size >= failure.size })
        return Found(
            suite: suite, variations: variations, failure: failure,
            short: ShortFailure(failure, of: variations))
    }

    /// The scenario as it would be saved, at the end of its file, and read again.
    private func reread(_ found: Found) throws -> Scenario {
        let file = found.suite.file.file
        let text =
            String(decoding: file.bytes, as: UTF8.self) + "\n"
            + found.short.scenario.text(in: found.suite.file)
        let reading = ScenarioFile.read(SourceFile(name: file.name, text: text))
        #expect(reading.findings.filter { $0.severity == .error } == [], "\(text)")
        return try #require(reading.scenarios.scenarios.last)
    }

    @Test func `is shortened to what it needs, told as a time line, and saved as a scenario`() throws {
        let anybody = Vary(hangUps: .init(.everyCaller, .everyEvent))
        let found = try find("support.test.yaml", anybody, judge: Self.judge)
        let short = found.short
        #expect(short.failure.failures == ["somebody hung up before the start"])
        #expect(short.scenario.setting.callers.map(\.name) == ["customer"])
        #expect(short.scenario.lines.map(\.caller) == ["customer"])
        #expect(short.scenario.lines.map(\.line.deeds) == [[.hangUp]])
        #expect(short.scenario.disturbance == nil)
        #expect(short.runs <= ShortFailure.runsMax)
        let text = TimeLine.text(of: short)
        #expect(text.contains("customer joins and waits") && text.contains("customer hangs up"))
        #expect(text.hasSuffix("✗ somebody hung up before the start\n"))
        let again = ScenarioRun(try reread(found), flows: found.suite.flows)
        #expect(Self.judge(again) == short.failure.failures)
        #expect(again.world.phone.events == short.run.world.phone.events)
    }

    @Test func `that only a fault shows keeps it`() throws {
        let judge: VariedRun.Judge = { run in
            run.world.phone.events.contains { event in
                guard case .finished(_, .failed(let failure)) = event.what else { return false }
                return failure.code == .unsupported
            } ? ["something was not supported"] : []
        }
        let found = try find("standup.test.yaml", Vary(failing: [.joinConference]), judge: judge)
        #expect(found.short.scenario.disturbance?.faults.count == 1)
        let again = try reread(found)
        #expect(again.disturbance == found.short.scenario.disturbance)
        #expect(judge(ScenarioRun(again, flows: found.suite.flows)) == found.short.failure.failures)
        #expect(TimeLine.text(of: found.short).contains("fails: unsupported"))
    }

    @Test func `is never taken for another`() throws {
        let suite = try Shipped.suite("support.test.yaml")
        let variations = Variations(
            of: suite.file.scenarios[0], flows: suite.flows, vary: .hangUpAnywhere, judge: Self.judge)
        #expect(VariedRun.shortestFailure(of: [variations.baseline]) == nil)
        let failure = try #require(variations.all.lazy.map(variations.run).first { $0.isFailed })
        #expect(failure.failsAlike(failure) && !failure.failsAlike(variations.baseline))
    }

    /// Without her key ann is in no conference, which fails as well: but by another expectation.
    @Test func `is shortened to a run that fails by the same expectation`() throws {
        let text = """
            flow: a.yaml
            callers: {ann: {from: "+15555550111"}}
            scenarios:
            - name: ann talks
              vary: {hang up: {who: [ann], at: [30s]}}
              do: [{after: ann is asked, ann: {presses: "1"}}, {at: 40s, ann: hangs up}]
              expect: {ann: {conference: {outcome: hung_up, talked: 40s}}}
            """
        let steps = """
            sections:
              main:
                - answer
                - prompt: {play: "say:Press 1.", maxDigits: 1}
                - cond: [{when: prompt_value == '1', then: [{joinConference: {name: team}}]}]
                - hangup
            """
        let file = TestFile.read(SourceFile(name: "a.test.yaml", text: text)).file
        let test = try #require(file.tests.first)
        let flow = try #require(Flow.read(SourceFile(name: "a.yaml", text: steps)).flow)
        let variations = Variations(
            of: test.scenario, flows: [flow], vary: try #require(test.scenario.vary),
            judge: { test.judgeVariation($0) })
        let failed = try #require(VariedRun.shortestFailure(of: variations.all.map(variations.run)))
        let short = ShortFailure(failed, of: variations)
        #expect(short.failure.failures.map { $0.prefix { $0 != ";" } } == ["ann: expected a talk of 40s"])
        #expect(short.scenario.lines.map(\.line.deeds).contains([.press("1")]))
    }

    // MARK: Saved

    /// Everything that a scenario can say otherwise than its file.
    private static let rich = #"""
        flows: {desk: a.yaml, other: b.yaml}
        envs: {pin: "1", kept: "x"}
        callers: {ann: {from: "+1"}, bob: {dials: 3s}, cid: {headers: {X-A: "${ann.call_id}"}}}
        http: {GET https://a/b: 200}
        scenarios:
        - name: "a \"quoted\": name \\ with #signs\nand lines\u00e9\U0001F600"
          envs: {pin: "0042", list: [1, {a: null}], yes: true}
          http:
            GET https://a/b: [503, timeout, refused, {status: 201, after: 300ms, json: {a: [1]}}]
            POST https://a/${cid.call_id}: {status: 200, body: "x: y", headers: {A: b}}
          media: {https://a/m: 60s, https://a/n: 404, https://a/o: {yaml: "sections: {main: []}", after: 2s}}
          legs: {"+1555": {no answer: }, "+1556": {answers: 3s, does: [{says: hi, for: 1s}, hangs up]}, x: busy}
          callers:
            ann: {to: "+2", patience: 1.25s, flow: other}
            bob: none
            dan: {from: "on", headers: {X-B: "null"}}
          do:
            - {at: 1.5s, ann: [{presses: "1*#"}, {says: "no: yes"}, {waits: 2s}, gives up]}
            - {after: 'cid hears "it, now"', in: 250ms, ann: hangs up, cid: is silent}
            - {after: room "a b" starts, cid: {says: ok}}
          faults:
            - {ann: {command: 3, fails: callGone}, c-4: {command: 1, answered: never}}
            - {cid: {hangs up: at 2.5s}}
          order: [1, 0, 2]
        """#

    @Test func `has a text that is read back to the same scenario`() throws {
        let file = ScenarioFile.read(SourceFile(name: "a.test.yaml", text: Self.rich))
        #expect(file.findings.filter { $0.severity == .error } == [])
        let scenario = try #require(file.scenarios.scenarios.first)
        let text =
            Self.rich + "\n" + scenario.text(in: file.scenarios).replacing("and lines", with: "and more")
        let again = ScenarioFile.read(SourceFile(name: "a.test.yaml", text: text))
        #expect(again.findings.filter { $0.severity == .error }.map(\.message) == [], "\(text)")
        let copy = try #require(again.scenarios.scenarios.last)
        #expect(copy.name.replacing("and more", with: "and lines") == scenario.name)
        #expect(copy.setting.envs == scenario.setting.envs)
        #expect(copy.setting.legs == scenario.setting.legs)
        #expect(copy.disturbance == scenario.disturbance)
        #expect(copy.lines.map(\.line) == scenario.lines.map(\.line))
        #expect(copy.lines.map(\.caller) == scenario.lines.map(\.caller))
        #expect(copy.setting.callers.map(\.name) == scenario.setting.callers.map(\.name))
        for (one, other) in zip(copy.setting.callers, scenario.setting.callers) {
            #expect(one.from == other.from && one.to == other.to && one.headers == other.headers)
            #expect(one.patience == other.patience && one.flow == other.flow && one.dials == other.dials)
        }
        #expect(Set(copy.setting.http.map(\.key)) == Set(scenario.setting.http.map(\.key)))
        for (key, double) in scenario.setting.http {
            #expect(copy.setting.http.first { $0.key == key }?.double == double)
        }
        for (key, double) in scenario.setting.media {
            #expect(copy.setting.media.first { $0.key == key }?.double == double)
        }
    }
}
