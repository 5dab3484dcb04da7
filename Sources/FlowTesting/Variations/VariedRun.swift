import FlowRuntime
import SimulatedBackend

/// What came of one variation.
package struct VariedRun: Sendable {
    /// What of a scenario's own expectations did not hold in a run, a sentence each.
    package typealias Judge = @Sendable (ScenarioRun) -> [String]

    package let variation: Variation
    package let violations: [Violation]
    /// The scenario's own expectations that did not hold.
    package let failures: [String]
    /// What happened, for comparing: fewer deeds of callers, then sooner over, is easier to understand.
    package let size: Size

    /// How much a person has to read to understand a run.
    package struct Size: Sendable, Hashable, Comparable {
        package var deeds: Int
        /// From the beginning to the last thing that happened.
        package var milliseconds: Int64

        package static func < (left: Size, right: Size) -> Bool {
            (left.deeds, left.milliseconds) < (right.deeds, right.milliseconds)
        }
    }

    package var isFailed: Bool { !violations.isEmpty || !failures.isEmpty }

    init(_ variation: Variation, _ run: ScenarioRun, _ judge: Judge) {
        self.variation = variation
        violations = InvariantChecker.violations(of: run)
        failures = judge(run)
        size = Size(run)
    }

    /// Whether another run fails by one of the same sentences; where one failed only by expectations, by one
    /// of these, whatever happened instead.
    package func failsAlike(_ other: VariedRun) -> Bool {
        if violations.isEmpty {
            let expected = Set(failures.map(Self.expectation))
            return other.failures.contains { expected.contains(Self.expectation(of: $0)) }
        }
        let known = Set(violations.map(\.invariant))
        return other.violations.contains { known.contains($0.invariant) }
    }

    /// The part of a failure's sentence that says what was expected: what came instead follows a semicolon.
    private static func expectation(of failure: String) -> Substring { failure.prefix { $0 != ";" } }

    /// The failed run that is easiest to understand.
    package static func shortestFailure(of runs: some Sequence<VariedRun>) -> VariedRun? {
        runs.lazy.filter(\.isFailed).min { $0.size < $1.size }
    }
}

extension VariedRun.Size {
    init(_ run: ScenarioRun) {
        let events = run.world.phone.events
        deeds = events.count { event in
            switch event.what {
            case .began, .pressed, .spoke: true
            case .ended(let ending): ending.by == .caller
            case .dialled, .answered, .note, .performed, .finished, .sound, .silence, .stoppedSpeaking,
                .bridged, .unbridged, .recordingBegan, .recordingEnded, .room, .callback, .unscripted,
                .warning:
                false
            }
        }
        let first = events.first?.at ?? run.world.phone.now
        milliseconds = (events.last?.at ?? first).milliseconds(since: first)
    }
}
