import FlowModel
import FlowRuntime
package import SimulatedBackend
import SourceText

/// A failed variation with everything left out that it does not need, as a scenario of its own.
package struct ShortFailure: Sendable {
    /// With what goes wrong in it; `Scenario.text(in:)` is what its author can keep.
    package private(set) var scenario: Scenario
    package private(set) var run: ScenarioRun
    package private(set) var failure: VariedRun
    /// How many runs it took.
    package private(set) var runs = 0

    /// Somebody waits for it: a run takes about a millisecond.
    package static let runsMax = 400

    private let original: VariedRun
    private let variations: Variations

    /// Shortens a failed run of these variations. What is left fails by one of the same sentences.
    package init(_ failure: VariedRun, of variations: Variations) {
        original = failure
        self.failure = failure
        self.variations = variations
        scenario = failure.variation.applied(to: variations.scenario)
        scenario.name = "\(variations.scenario.name): \(failure.variation)"
        run = variations.play(scenario)
        leaveOutDisturbances()
        shortenHangUps()
        var before = -1
        while before != parts, runs < Self.runsMax {
            before = parts
            leaveOutCallers()
            leaveOutLines()
        }
        leaveOutDisturbances()
        writeHangUps()
        leaveOutLines()
        if scenario.disturbance?.isEmpty == true { scenario.disturbance = nil }
    }

    /// What is left that could be left out.
    private var parts: Int { scenario.setting.callers.count + scenario.lines.count }

    /// Takes the candidate if it still fails alike.
    @discardableResult
    private mutating func attempt(_ change: (inout Scenario) -> Void) -> Bool {
        guard runs < Self.runsMax else { return false }
        runs += 1
        var candidate = scenario
        change(&candidate)
        let run = variations.play(candidate)
        let judged = variations.judged(failure.variation, run)
        guard original.failsAlike(judged) else { return false }
        (scenario, self.run, failure) = (candidate, run, judged)
        return true
    }

    // MARK: Earlier hang-ups

    private mutating func shortenHangUps() {
        let hangUps = scenario.disturbance?.hangUps ?? []
        for (place, hangUp) in hangUps.enumerated() {
            for moment in hangUp.moment.earlier {
                if attempt({ $0.disturbance?.hangUps[place].moment = moment }) { break }
            }
        }
    }

    /// A hang-up that `do` can say as well, a moment later if need be, stands there: it is what an author
    /// expects.
    private mutating func writeHangUps() {
        for (place, hangUp) in (scenario.disturbance?.hangUps ?? []).enumerated().reversed() {
            guard let leg = run.world.phone.cast.leg(of: hangUp.party), let end = run.end(of: leg) else {
                continue
            }
            let time = Duration.milliseconds(end.milliseconds(since: run.start))
            for later in [0, 1, 100, 1000] {
                let isTaken = attempt { candidate in
                    candidate.disturbance?.hangUps.remove(at: place)
                    candidate.lines.append(.hangUp(hangUp.party, at: time + .milliseconds(later)))
                }
                if isTaken { break }
            }
        }
    }

    // MARK: Less

    private mutating func leaveOutDisturbances() {
        for place in (scenario.disturbance?.faults ?? []).indices.reversed() {
            attempt { $0.disturbance?.faults.remove(at: place) }
        }
        for place in (scenario.disturbance?.hangUps ?? []).indices.reversed() {
            attempt { $0.disturbance?.hangUps.remove(at: place) }
        }
        if scenario.disturbance?.order.isEmpty == false { attempt { $0.disturbance?.order = [] } }
    }

    private mutating func leaveOutCallers() {
        for name in scenario.setting.callers.map(\.name) {
            attempt { $0.remove(caller: name) }
        }
    }

    private mutating func leaveOutLines() {
        for place in scenario.lines.indices.reversed() {
            attempt { $0.lines.remove(at: place) }
        }
    }
}

extension Variations {
    func play(_ scenario: Scenario) -> ScenarioRun { ScenarioRun(scenario, flows: flows, seed: seed) }
}

extension HangUp.Moment {
    /// Earlier ones, the earliest first.
    fileprivate var earlier: [HangUp.Moment] {
        switch self {
        case .before(let delivery): (1..<max(1, delivery)).map { .before($0) }
        case .after(let delivery): (1..<max(1, delivery)).map { .after($0) }
        case .at(let time): [.zero, time / 8, time / 4, time / 2].filter { $0 < time }.map { .at($0) }
        }
    }
}

extension ScenarioRun {
    fileprivate func end(of leg: LegID) -> Timestamp? {
        world.phone.events.first { event in
            if case .ended = event.what { event.leg == leg } else { false }
        }?.at
    }
}

extension Scenario {
    /// With all that the others' lines wait for from that caller.
    fileprivate mutating func remove(caller name: String) {
        setting.callers.removeAll { $0.name == name }
        lines.removeAll { line in
            guard case .seen(let sight) = line.line.trigger else { return line.caller == name }
            return line.caller == name || sight.caller == name
        }
        disturbance?.hangUps.removeAll { $0.party == name }
        disturbance?.faults.removeAll { $0.party == name }
    }
}

extension Scenario.Line {
    static func hangUp(_ caller: String, at time: Duration) -> Scenario.Line {
        Scenario.Line(
            caller: caller, line: ScriptLine(.at(time), [.hangUp]), trigger: TimeText.text(time),
            range: .init(0, 0))
    }
}
