import Conferencing
import FlowModel
import FlowRuntime
import SimulatedBackend
import SourceText
import Testing

/// Reads a flow that must be free of errors.
func flow(_ yaml: String, _ location: SourceLocation = #_sourceLocation) -> Flow {
    let reading = Flow.read(SourceFile(name: "flow.yaml", text: yaml))
    let errors = reading.findings.filter { $0.severity == .error }
    #expect(errors.isEmpty, "\(errors.map(\.message))", sourceLocation: location)
    guard let flow = reading.flow else { preconditionFailure("the flow of a test cannot be read") }
    return flow
}

extension World {
    /// A world with one flow.
    static func of(
        _ yaml: String, _ doubles: Doubles = Doubles(), _ location: SourceLocation = #_sourceLocation
    ) -> World {
        World(flows: [flow(yaml, location)], phone: PhoneSystem(doubles: doubles))
    }

    func caller(_ name: String) -> Leg? { phone.cast.leg(of: name).map { phone.legs[Int($0.rawValue)] } }

    /// What happened, a line per event: time, who, what.
    var story: [String] {
        let start = PhoneSystem().now
        return phone.events.compactMap { event in
            guard let what = describe(event.what) else { return nil }
            let seconds = Double(event.at.milliseconds(since: start)) / 1000
            return "\(seconds) \(event.leg.map(name) ?? "*") \(what)"
        }
    }

    private func name(_ leg: LegID) -> String { phone.legs[Int(leg.rawValue)].info.id.name }
    private func name(_ id: ParticipantID) -> String { name(LegID(id)) }

    private func describe(_ what: WorldEvent.What) -> String? {
        switch what {
        case .began: "calls"
        case .dialled(let leg): "dialled for \(name(leg))"
        case .answered: "answered"
        case .ended(let ending): "ended by \(ending.by.rawValue): \(ending.reason)"
        case .note(let note): describe(note)
        case .performed, .finished: nil
        case .sound(let sound): "hears \(sound.text)"
        case .silence: "silence"
        case .pressed(let key): "presses \(key?.text ?? "?")"
        case .spoke(let text, _): "says \(text)"
        case .stoppedSpeaking: nil
        case .bridged(let leg): "bridged with \(name(leg))"
        case .unbridged: nil
        case .recordingBegan(let id): "recording \(id)"
        case .recordingEnded(let id, let file): "recorded \(id) \(file.duration.milliseconds)"
        case .room(_, let event): describe(event)
        case .callback(let place): "callback \(phone.callbacks[place].status)"
        case .unscripted(let request): "unscripted \(request)"
        case .warning(let text): "warning \(text)"
        }
    }

    private func describe(_ note: JournalNote) -> String? {
        switch note {
        case .warning(_, let error): "warns \(error.code.rawValue)"
        case .conference(_, let report):
            "was in: \(report.outcome), peak \(report.peakSize), talked \(report.talked)"
        case .unusedAnswer(let id): "unused answer \(id.number)"
        case .finished(let end): "finished, \(end.ending.by.rawValue)"
        case .began, .ended, .branch, .jumped, .set, .entered, .returned: nil
        }
    }

    private func describe(_ event: RoomEvent) -> String? {
        switch event {
        case .instanceCreated(let id, let leg): "room \(id.rawValue) by \(name(leg))"
        case .participantJoined(let member): "+\(name(member.participant)) = \(member.size)"
        case .participantLeft(let member): "-\(name(member.participant)) = \(member.size)"
        case .conferenceStarted(let leg, _): "START by \(name(leg))"
        case .conferenceEnded(let end): "END \(end.reason.rawValue)"
        case .recordStarted: "recording on"
        case .recordStopped: "recording off"
        case .streamOpened: "stream on"
        case .streamClosed(let failed): failed ? "stream lost" : "stream off"
        case .beep(let cause, let occasion): "beep \(occasion.rawValue) of \(name(cause))"
        case .joinRefused(let leg, let refusal): "refused \(name(leg)): \(refusal.rawValue)"
        case .participantChanged, .waitingAudioStarted, .waitingAudioStopped, .coachingChanged, .released,
            .alreadyInside, .notInside, .notRunning, .settingIgnored, .waitingMediaFailed:
            nil
        }
    }
}
