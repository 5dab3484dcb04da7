import CallFlowTestKit
import Testing

struct `The conformance suite` {
    @Test func `finds that the simulator keeps the contract`() async {
        let results = await patient(SimulatedHarness()).results()
        for result in results { #expect(!result.isFailure, "\(result)") }
        #expect(results.filter(\.isSkipped).map(\.rule) == ["reconnect"])
        #expect(Set(results.map(\.rule)).count == results.count)
        #expect(results.count > 40)
    }

    @Test func `finds that a cassette keeps the contract, and plays what was recorded`() async throws {
        let recording = RecordingHarness()
        _ = await patient(recording).results()
        let player = try CassetteHarness(recording)
        let results = await patient(player).results()
        for result in results { #expect(!result.isFailure, "\(result)") }
        #expect(results.filter(\.isSkipped).map(\.rule) == ["reconnect"])
        for backend in player.played { #expect(throws: Never.self) { try backend.finish() } }
        #expect(player.played.count == recording.scenes.count)
    }

    @Test func `skips what a backend does not claim, and says so`() async {
        let results = await patient(LimitedHarness(isHonest: true)).results()
        for result in results { #expect(!result.isFailure, "\(result)") }
        let skipped = results.filter(\.isSkipped)
        let needy = results.filter { !$0.needs.isEmpty || $0.rule == "reconnect" }
        #expect(skipped == needy && skipped.count > 10)
        for result in skipped where result.rule != "reconnect" {
            #expect("\(result)".contains("the backend does not claim"), "\(result)")
        }
    }

    @Test func `finds what a backend can do that it does not claim`() async {
        let results = await patient(LimitedHarness(isHonest: false)).results()
        let broken = results.filter(\.isFailure)
        #expect(!broken.isEmpty && broken.allSatisfy { $0.rule.hasPrefix("can-") })
        for result in results where result.rule.hasPrefix("can-") && !result.isSkipped {
            #expect(result.isFailure, "\(result)")
        }
    }

    @Test func `says what is broken, where and by what`() async {
        let harness = FaultyHarness(base: SimulatedHarness(), fault: .answersTwice, number: 2)
        let results = await patient(harness).results(of: ["answered-once", "no such rule"])
        let lines = results.map(\.description).joined().split(separator: "\n")
        #expect(lines.first == "BROKEN: answered-once: No command is answered twice.")
        #expect(lines.contains("  scene plain: c-1: command 2 (startTimer) was answered 2 times"))
        // A misspelt rule is kept by nobody.
        #expect(results.map(\.isFailure) == [true, true])
        #expect(lines.last == "  there is no rule of that name")
    }

    @Test func `says so when no call comes in`() async {
        let silent = await patient(SilentHarness(failure: nil)).results(of: [
            "answer", "inbound-once",
        ])
        #expect(silent.allSatisfy { "\($0)".contains("before all calls had come in") || $0.rule != "answer" })
        #expect(silent.count == 2 && silent.allSatisfy(\.isFailure))
        let broken = SilentHarness(failure: BackendError(.refused, "no licence"))
        for result in await patient(broken).results(of: ["answer", "bounded"]) {
            #expect("\(result)".contains("no licence"))
        }
    }

    @Test func `ends although a backend hangs`() async {
        let harness = HangingHarness()
        let clock = SilenceClock(silence: harness.silence)
        let results = await BackendConformance(harness, clock: clock).results()
        harness.silence.end()
        let bounded = results.first { $0.rule == "bounded" }
        #expect(
            bounded.map { "\($0)".contains("scene plain: the scene was not over within 30.0 seconds") }
                == true)
        #expect(results.first { $0.rule == "answer" }?.isFailure == true)
    }

    @Test func `has rules that can all be broken`() async {
        // Nothing goes wrong here; but this harness claims to survive a lost connection.
        let harness = FaultyHarness(base: SimulatedHarness(), fault: .losesStart, number: 1_000)
        let transcripts = await patient(harness).transcripts(for: ConformanceRule.all)
        var unbroken = Set(ConformanceRule.all.map(\.name))
        for (scene, transcript) in transcripts {
            for rule in ConformanceRule.all where rule.judges(scene) {
                #expect(rule.violations(in: transcript, of: scene).isEmpty, "\(rule.name)")
                if transcript.mutants.contains(where: { !rule.violations(in: $0, of: scene).isEmpty }) {
                    unbroken.remove(rule.name)
                }
            }
        }
        #expect(unbroken.isEmpty)
    }
}

/// While all tests run at once, a task may wait long for its turn: that is no hang.
func patient<Harness: ConformanceHarness>(_ harness: Harness) -> BackendConformance<Harness> {
    BackendConformance(harness, patience: .seconds(600))
}

extension ConformanceResult {
    fileprivate var isSkipped: Bool {
        if case .skipped = verdict { true } else { false }
    }
}

/// Nobody calls, or there is no phone system at all.
private struct SilentHarness: ConformanceHarness {
    let time = ConformanceTime.virtual
    let failure: BackendError?

    func backend(for stage: ConformanceStage) async throws -> SimulatedBackend {
        if let failure { throw failure }
        return SimulatedBackend(callers: [])
    }
    func shutDown(_ backend: SimulatedBackend) async { backend.shutDown() }
}
