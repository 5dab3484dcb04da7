import Conferencing
import FlowModel
import FlowRuntime
import SimulatedBackend
import SourceText

/// A run as a person reads it: what callers did, which steps ran, who came and went, and what went wrong.
package struct TimeLine: Sendable {
    /// One thing that happened.
    package struct Line: Sendable, Hashable, CustomStringConvertible {
        /// From the beginning of the scenario.
        package var time: Duration
        /// A caller's name, the id of a dialled party's call, or nothing for a conference as a whole.
        package var who: String
        package var what: String

        package var description: String {
            let seconds = TimeText.text(time)
            let padding = String(repeating: " ", count: max(0, 9 - seconds.utf8.count))
            return "\(padding)\(seconds)  \(who.isEmpty ? "" : who + " ")\(what)"
        }
    }

    /// In order.
    package private(set) var lines: [Line] = []
    private let run: ScenarioRun
    private var tables: [ObjectIdentifier: LineTable] = [:]

    package init(_ run: ScenarioRun) {
        self.run = run
        for event in run.world.phone.events {
            guard let (who, what) = words(event) else { continue }
            let time = Duration.milliseconds(event.at.milliseconds(since: run.start))
            lines.append(Line(time: time, who: who, what: what))
        }
    }

    /// One line for each, and a line for each sentence that did not hold.
    package static func text(of failure: ShortFailure) -> String {
        lines(of: failure).joined(separator: "\n") + "\n"
    }

    /// The same, line by line.
    package static func lines(of failure: ShortFailure) -> [String] {
        let story = TimeLine(failure.run).lines.map(\.description)
        let broken = failure.failure.violations.map { "✗ \($0)" } + failure.failure.failures.map { "✗ \($0)" }
        return story + broken
    }

    private func name(_ leg: LegID) -> String {
        run.world.phone.castName(of: leg) ?? run.world.phone.legs[Int(leg.rawValue)].info.id.name
    }

    private mutating func words(_ event: WorldEvent) -> (who: String, what: String)? {
        if case .room(_, let what) = event.what { return roomWords(what) }
        guard let leg = event.leg, let what = callWords(event.what, leg) else { return nil }
        return (name(leg), what)
    }

    private mutating func callWords(_ what: WorldEvent.What, _ leg: LegID) -> String? {
        switch what {
        case .began: "calls \(run.world.phone.legs[Int(leg.rawValue)].info.to)"
        case .dialled(let caller): "is dialled for \(name(caller))"
        case .answered: "is answered"
        case .ended(let ending):
            switch ending.by {
            case .caller: "hangs up"
            case .flow: "is hung up by the flow"
            case .system: "is cut off: \(ending.reason)"
            }
        case .pressed(let key): "presses \(key?.text ?? "a key")"
        case .spoke(let text, _): "says \"\(text)\""
        case .note(let note): noteWords(note, leg)
        case .finished(let id, .failed(let failure)):
            "command \(id.number) fails: \(failure.code.rawValue)"
        case .bridged(let peer): "is connected with \(name(peer))"
        case .unscripted(let request): "asks for \(request), which nothing answers"
        case .warning(let text): "warning: \(text)"
        case .performed, .finished, .sound, .silence, .stoppedSpeaking, .unbridged, .recordingBegan,
            .recordingEnded, .room, .callback:
            nil
        }
    }

    private mutating func noteWords(_ note: JournalNote, _ leg: LegID) -> String? {
        switch note {
        case .began(let step): stepWords(step, leg)
        case .warning(_, let error): "warning: \(error.message)"
        case .entered(let section, depth: _): "runs \(section)"
        case .finished(let end): end.error.map { "the flow fails: \($0.message)" } ?? "the flow is over"
        case .ended, .branch, .jumped, .set, .returned, .conference, .unusedAnswer: nil
        }
    }

    private mutating func stepWords(_ step: StepReference, _ leg: LegID) -> String? {
        guard run.world.machines.indices.contains(Int(leg.rawValue)),
            let flow = run.world.machines[Int(leg.rawValue)]?.flow(document: step.document),
            flow.steps.indices.contains(Int(step.step))
        else { return nil }
        let table = tables[ObjectIdentifier(flow)] ?? LineTable(flow.file)
        tables[ObjectIdentifier(flow)] = table
        let it = flow.steps[Int(step.step)]
        return "\(it.action.name) (line \(table.position(at: it.range.lower).line))"
    }

    private func roomWords(_ event: RoomEvent) -> (String, String)? {
        func member(_ id: ParticipantID) -> String { name(LegID(id)) }
        switch event {
        case .participantJoined(let it):
            return (member(it.participant), "joins\(it.flags.contains(.waiting) ? " and waits" : "")")
        case .participantLeft(let it): return (member(it.participant), "leaves")
        case .joinRefused(let id, let refusal):
            return (member(id), "is not let in: \(refusal.outcome.reasonText)")
        case .conferenceStarted: return ("", "the conference starts")
        case .conferenceEnded(let end): return ("", "the conference ends: \(end.reason.rawValue)")
        case .instanceCreated, .participantChanged, .recordStarted, .recordStopped, .streamOpened,
            .streamClosed, .waitingAudioStarted, .waitingAudioStopped, .beep, .coachingChanged, .released,
            .alreadyInside, .notInside, .notRunning, .settingIgnored, .waitingMediaFailed:
            return nil
        }
    }
}
