import FlowRuntime
import SimulatedBackend
import SourceText

extension ScenarioTest {
    /// Compares what happened with what was expected: nothing when all is as it should be.
    ///
    /// Beside the expectations, a scenario fails when a request had no double, when something that a caller
    /// was to do did not happen, when an error that it does not name stopped a flow, and when it had not come
    /// to its end after a day.
    package func judge(_ run: ScenarioRun) -> [ExpectationFailure] {
        let evidence = Evidence(run)
        var verdict = Verdict(evidence)
        var missing: Set<String> = []
        for expectation in expectations {
            judge(expectation, evidence, &verdict, &missing)
        }
        verdict.judgeWhatAllScenariosKeep(run)
        if !expectations.contains(where: \.mentions.namesErrors) { verdict.judgeErrors(run) }
        verdict.tellOfTheRest(run)
        return verdict.failures
    }

    /// The failure of a test without expectations: it would pass whatever happened.
    package var expectsNothing: ExpectationFailure {
        ExpectationFailure(
            id: "no-expectations", message: "the scenario expects nothing", range: scenario.range,
            window: 0..<0)
    }

    /// Among the names of what is missing: that there is no conference at all.
    private static let anyRoom = "every room"

    private func judge(
        _ expectation: Expectation, _ evidence: Evidence, _ verdict: inout Verdict,
        _ missing: inout Set<String>
    ) {
        switch expectation.check {
        case .scenario(let judge):
            verdict.turn(to: expectation)
            judge(evidence, &verdict)
        case .call(let judge):
            for call in evidence.calls where expectation.subject.means(call) {
                guard call.began else {
                    if expectation.subject.isOfNamed, missing.insert(call.name).inserted {
                        verdict.turn(to: "caller-never-came", expectation.subjectRange, of: call)
                        verdict.fail("\(call.name) " + (call.isCaller ? "never called" : "was never dialled"))
                    }
                    continue
                }
                verdict.turn(to: expectation, of: call)
                judge(call, &verdict)
            }
        case .room(let judge):
            verdict.turn(to: expectation)
            for room in meantRooms(expectation, evidence, &verdict, &missing) {
                judge(room, &verdict)
            }
        }
    }

    /// The rooms of an expectation; that there is none is a failure, told once.
    private func meantRooms(
        _ expectation: Expectation, _ evidence: Evidence, _ verdict: inout Verdict,
        _ missing: inout Set<String>
    ) -> [RoomEvidence] {
        switch expectation.subject {
        case .call, .everyCaller, .each, .scenario: return []
        case .everyRoom:
            if evidence.rooms.isEmpty, missing.insert(Self.anyRoom).inserted {
                verdict.turn(to: "room-never-was", expectation.subjectRange)
                verdict.fail("expected a conference; nobody joined one")
            }
            return evidence.rooms
        case .room(let text):
            let name = text.expanded(evidence.callID)
            if let room = evidence.rooms.first(where: { $0.name.isExactly(name) }) { return [room] }
            if expectation.mentions.isNoRoom { return [] }
            if missing.insert("room " + name).inserted {
                verdict.turn(to: "room-never-was", expectation.subjectRange)
                verdict.fail("expected a conference \"\(name)\"; " + evidence.roomHint(name))
            }
            return []
        }
    }
}

extension Expectation.Subject {
    /// Somebody who is named must have called.
    fileprivate var isOfNamed: Bool {
        switch self {
        case .call, .each: true
        case .everyCaller, .room, .everyRoom, .scenario: false
        }
    }

    func means(_ call: CallEvidence) -> Bool {
        switch self {
        case .call(let name): call.name.isExactly(name)
        case .everyCaller: call.isCaller
        case .each(let names): names.contains(where: call.name.isExactly)
        case .room, .everyRoom, .scenario: false
        }
    }
}

extension Evidence {
    fileprivate func roomHint(_ name: String) -> String {
        let names = rooms.map(\.name)
        if let near = nearest(to: name, among: names) {
            return "there was \"\(near)\", did you mean that?"
        }
        return names.isEmpty
            ? "nobody joined one" : "there was " + listed(names.map { "\"\($0)\"" })
    }
}

extension Verdict {
    /// What holds for every scenario without being written.
    fileprivate mutating func judgeWhatAllScenariosKeep(_ run: ScenarioRun) {
        for (place, event) in run.world.phone.events.enumerated() {
            guard case .unscripted(let request) = event.what else { continue }
            turn(to: "unscripted-request", run.scenario.range)
            fail("\(request) has no answer; add it to 'http'", event: place)
        }
        for (line, reason) in run.scenario.unplayed(in: run.world) {
            turn(to: "unplayed-line", line.range)
            fail(reason.sentence(line))
        }
        for fault in run.idleFaults {
            turn(to: "idle-fault", run.scenario.range)
            fail("`\(fault)` never happened")
        }
        if !run.isOver {
            turn(to: "endless-scenario", run.scenario.range)
            fail("the scenario had not come to its end after \(World.longestRun.shown)")
        }
    }

    /// How many failures there are besides those that are kept.
    fileprivate mutating func tellOfTheRest(_ run: ScenarioRun) {
        guard untold > 0 else { return }
        failures.append(
            ExpectationFailure(
                id: "more-failures", message: "\(counted(untold, "failure")) more", range: run.scenario.range,
                window: 0..<0))
    }

    /// An error stops no flow of a call, unless the scenario says so. Scripts on other legs have outcomes of
    /// their own.
    fileprivate mutating func judgeErrors(_ run: ScenarioRun) {
        for (place, event) in run.world.phone.events.enumerated() {
            guard case .note(.finished(let end)) = event.what, let error = end.error, let leg = event.leg,
                run.world.phone.legs[Int(leg.rawValue)].runsFlow
            else { continue }
            turn(to: "flow-stopped", run.scenario.range)
            fail(
                "an error stopped the flow: \(error.code.rawValue): \(error.message); "
                    + "if it is meant, name it under 'journal: {errors: […]}'", event: place)
        }
    }
}

extension Leg {
    /// Rather than a script of `connect`, or a document for who waits.
    fileprivate var runsFlow: Bool {
        switch role {
        case .inbound, .placed: true
        case .dialled, .waiting: false
        }
    }
}

extension ScenarioTest {
    /// What of the expectations does not hold in a variation, a sentence each.
    ///
    /// A scenario with a `vary` of its own is written for its variations: all that it expects holds in each.
    /// Of any other scenario only what it says of `every caller` and `every room` does, as far as there are
    /// any. What else fails a scenario as it is written (a line of `do` that did not happen, a request
    /// without an answer, an error that stopped a flow) is no failure here: it may come of what went
    /// otherwise.
    package func judgeVariation(_ run: ScenarioRun) -> [String] {
        let evidence = Evidence(run)
        var verdict = Verdict(evidence)
        // Whoever hangs up early enough leaves no conference to judge, and nobody to be called after it.
        var missing: Set<String> = [Self.anyRoom]
        if scenario.vary == nil { missing.formUnion(scenario.setting.names) }
        for expectation in expectations where scenario.vary != nil || expectation.subject.isEverybody {
            judge(expectation, evidence, &verdict, &missing)
        }
        return verdict.failures.map { failure in
            failure.caller.map { "\($0): \(failure.message)" } ?? failure.message
        }
    }
}

extension Expectation.Subject {
    fileprivate var isEverybody: Bool {
        switch self {
        case .everyCaller, .everyRoom: true
        case .call, .each, .room, .scenario: false
        }
    }
}
