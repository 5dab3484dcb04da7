import CallFlowTestKit
import Testing

@Suite(.timeLimit(.minutes(1)))
struct `The conformance suite` {
    @Test func `finds that the simulator keeps the contract`() async {
        let results = await BackendConformance(SimulatedHarness()).results()
        for result in results { #expect(!result.isFailure, "\(result)") }
        #expect(results.filter(\.isSkipped).map(\.rule) == ["reconnect"])
        #expect(Set(results.map(\.rule)).count == results.count)
        #expect(results.count > 40)
    }

    @Test func `finds that a cassette keeps the contract, and plays what was recorded`() async throws {
        let recording = RecordingHarness()
        _ = await BackendConformance(recording).results()
        let player = try CassetteHarness(recording)
        let results = await BackendConformance(player).results()
        for result in results { #expect(!result.isFailure, "\(result)") }
        #expect(results.filter(\.isSkipped).map(\.rule) == ["reconnect"])
        for backend in player.played { #expect(throws: Never.self) { try backend.finish() } }
        #expect(player.played.count == recording.scenes.count)
    }

    @Test func `skips what a backend does not claim, and says so`() async {
        let results = await BackendConformance(LimitedHarness(isHonest: true)).results()
        for result in results { #expect(!result.isFailure, "\(result)") }
        let skipped = results.filter(\.isSkipped)
        #expect(skipped.count == results.filter { $0.needs.contains(.conference) }.count + 6)
        for result in skipped where result.rule != "reconnect" {
            #expect("\(result)".contains("the backend does not claim"), "\(result)")
        }
    }

    @Test func `finds what a backend can do that it does not claim`() async {
        let results = await BackendConformance(LimitedHarness(isHonest: false)).results()
        let broken = results.filter(\.isFailure)
        #expect(!broken.isEmpty && broken.allSatisfy { $0.rule.hasPrefix("can-") })
        for result in results where result.rule.hasPrefix("can-") && !result.isSkipped {
            #expect(result.isFailure, "\(result)")
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
        let transcripts = await BackendConformance(harness).transcripts(for: ConformanceRule.all)
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

extension ConformanceResult {
    fileprivate var isSkipped: Bool {
        if case .skipped = verdict { true } else { false }
    }
}
