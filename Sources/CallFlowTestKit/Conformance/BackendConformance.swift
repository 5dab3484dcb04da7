import FlowRuntime

/// Holds a backend to the contract that stands in words at `CallBackend`.
///
/// The suite lets calls come in, asks for things through `CallSession` and through `FlowDriver`, keeps a
/// transcript of every call, and judges the transcripts rule by rule. It works under any test framework:
///
/// ```swift
/// @Test func `keeps the contract`() async {
///     for result in await BackendConformance(MyHarness()).results() {
///         #expect(!result.isFailure, "\(result)")
///     }
/// }
/// ```
///
/// A rule that needs a capability which the backend does not claim is skipped, and its result says so.
public struct BackendConformance<Harness: ConformanceHarness>: Sendable {
    private let harness: Harness
    private let watchdog: Watchdog
    private let scenes: [Scene]

    /// - Parameters:
    ///   - harness: The backend, and who calls it.
    ///   - patience: How long one scene may take before the suite gives it up. A backend that hangs breaks
    ///     the rule `bounded`; the suite goes on.
    ///   - clock: What `patience` is measured with.
    public init(
        _ harness: Harness, patience: Duration = .seconds(30),
        clock: any Clock<Duration> = ContinuousClock()
    ) {
        self.harness = harness
        watchdog = Watchdog(clock: clock, patience: patience)
        scenes = Scene.all(beat: harness.time.beat)
    }

    /// Plays scenes with the backend, one after another, and judges them: a result for each rule, always in
    /// the same order.
    ///
    /// Without names every rule is judged; with names only these, and only their scenes are played. A name
    /// that no rule has is a failure: a rule that is judged by nobody would seem to be kept.
    public func results(of rules: Set<String> = []) async -> [ConformanceResult] {
        let chosen =
            rules.isEmpty
            ? ConformanceRule.all : ConformanceRule.all.filter { rules.contains($0.name) }
        let transcripts = await transcripts(for: chosen)
        let unknown = rules.subtracting(ConformanceRule.all.map(\.name)).sorted().map { name in
            ConformanceResult(
                rule: name, sentence: "a rule that is named is judged", needs: [],
                verdict: .failed(["there is no rule of that name"]))
        }
        return chosen.map { result(of: $0, transcripts) } + unknown
    }

    /// The calls of every scene that some of these rules are about and that the backend can play, by the
    /// scene's name.
    package func transcripts(for rules: [ConformanceRule]) async -> [String: SceneTranscript] {
        let runner = SceneRunner(harness: harness, watchdog: watchdog)
        var transcripts: [String: SceneTranscript] = [:]
        for scene in scenes
        where rules.contains(where: { $0.judges(scene.name) }) && reasonToSkip(scene) == nil {
            transcripts[scene.name] = await runner.run(scene)
        }
        return transcripts
    }

    private func result(
        of rule: ConformanceRule, _ transcripts: [String: SceneTranscript]
    ) -> ConformanceResult {
        let scenes = scenes.filter { rule.judges($0.name) }
        let played = scenes.filter { transcripts[$0.name] != nil }
        let needs = scenes.dropFirst().reduce(scenes.first?.needs ?? []) { $0.intersection($1.needs) }
        let verdict: ConformanceResult.Verdict
        if let scene = scenes.first, played.isEmpty {
            verdict = .skipped(reasonToSkip(scene) ?? "its scene was not played")
        } else {
            let found = played.flatMap { scene in
                transcripts[scene.name].map { rule.violations(in: $0, of: scene.name) } ?? []
            }
            verdict = found.isEmpty ? .passed : .failed(found)
        }
        return ConformanceResult(
            rule: rule.name, sentence: rule.sentence, needs: needs,
            verdict: verdict)
    }

    private func reasonToSkip(_ scene: Scene) -> String? {
        let missing = scene.needs.subtracting(harness.capabilities).map(\.rawValue).sorted()
        if !missing.isEmpty { return "the backend does not claim " + missing.joined(separator: ", ") }
        if let absent = scene.needsAbsence, harness.capabilities.contains(absent) {
            return "the backend claims \(absent.rawValue)"
        }
        if scene.interrupts, !harness.canInterrupt {
            return "the backend does not claim to survive a lost connection"
        }
        return nil
    }
}
