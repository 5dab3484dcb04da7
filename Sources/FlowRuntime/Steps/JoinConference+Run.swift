import FlowExpressions
import FlowModel

extension FlowMachine {
    mutating func begin(_ join: JoinConference, _ step: StepReference) throws(ScriptError) {
        let name = try filled(join.name, "name")
        guard let inside = membership else { return try sendJoin(join, name, step) }
        guard inside.name == name else { return leave(inside, .leavingToJoin, step) }
        warn(step, ScriptError(.executeFailed, "the caller is in '\(name)' already; no new membership"))
        settle(join, step)
    }

    /// Sends the join; called again by `leaveSeen` when another room had to be left first.
    mutating func sendJoin(
        _ join: JoinConference, _ name: String, _ step: StepReference
    ) throws(ScriptError) {
        var command = JoinConferenceCommand(name: name)
        command.muted = try value(join.muted, default: false)
        command.beep = try value(join.beep, default: .both)
        command.startOnEnter = try value(join.startOnEnter, default: true)
        command.endOnExit = try value(join.endOnExit, default: false)
        command.waitURL = try string(join.waitUrl)
        command.coach = try coach(join)
        command.room = try roomSettings(join)
        let id = send(.joinConference(command))
        phase = .waiting(Wait(kind: .joining, step: step, command: id))
    }

    /// Written but empty is nobody, never a plain join: the supervisor would be heard by the customer.
    private mutating func coach(_ join: JoinConference) throws(ScriptError) -> String? {
        guard let given = join.coach else { return nil }
        if case .template(let typed) = given.param, hasEmptyPlaceholder(typed.template) { return "" }
        return try string(given)
    }

    private mutating func roomSettings(
        _ join: JoinConference
    ) throws(ScriptError) -> JoinConferenceCommand.RoomSettings {
        var room = JoinConferenceCommand.RoomSettings()
        room.maxParticipants = try value(join.maxParticipants)
        room.record = try value(join.record)
        room.trim = try value(join.trim)
        room.region = try string(join.region)
        room.statusCallback = try statusCallback(join)
        room.recordingStatusCallback = try recordingCallback(join)
        if let stream = join.stream { room.stream = try audioStream(stream) }
        return room
    }

    private mutating func statusCallback(_ join: JoinConference) throws(ScriptError) -> ConferenceCallback? {
        guard let url = try string(join.statusCallback), !url.isEmpty else { return nil }
        return ConferenceCallback(
            url: url, events: try value(join.statusCallbackEvent, default: JoinConference.defaultEvents),
            format: try value(join.statusCallbackEventType, default: .relay),
            method: try value(join.statusCallbackMethod, default: .post))
    }

    private mutating func recordingCallback(_ join: JoinConference) throws(ScriptError) -> RecordingCallback?
    {
        guard let url = try string(join.recordingStatusCallback), !url.isEmpty else { return nil }
        return RecordingCallback(
            url: url,
            events: try value(
                join.recordingStatusCallbackEvent, default: JoinConference.defaultRecordingEvents),
            format: try value(join.recordingStatusCallbackEventType, default: .relay),
            method: try value(join.recordingStatusCallbackMethod, default: .post))
    }

    private mutating func audioStream(
        _ stream: FlowModel.ConferenceStream
    ) throws(ScriptError) -> ConferenceAudioStream {
        var command = ConferenceAudioStream(url: try filled(stream.url, "stream.url"))
        command.name = try string(stream.name)
        command.codec = try value(stream.codec)?.description
        command.realtime = try value(stream.realtime, default: false)
        command.statusURL = try string(stream.statusUrl)
        command.statusURLMethod = try value(stream.statusUrlMethod, default: .post)
        command.bearerToken = try string(stream.authorizationBearerToken).map { Secret($0) }
        for parameter in stream.customParameters ?? [] {
            command.customParameters[parameter.name.string] = try string(parameter.value)
        }
        return command
    }

    /// Accepted is not yet in: proof is the own join (relay-protocol.md §6.3). Refused is final.
    mutating func joinAnswered(_ result: CommandResult, _ wait: Wait) {
        guard case .failed(let failure) = result, let step = wait.step,
            case .joinConference(let join) = action(at: step)
        else { return }
        phase = .running
        let outcome: ConferenceOutcome =
            switch failure.code {
            case .full: .full
            case .coachNotFound: .coachNotFound
            case .callGone, .refused, .notFound, .timedOut, .unsupported, .busy, .noAnswer, .declined,
                .canceled,
                .unreachable, .failed:
                .failed
            }
        warn(step, ScriptError(.executeFailed, "not joined: \(failure.reason)"))
        joinFailed(join, step, outcome, reason: failure.reason)
    }

    mutating func joinFailed(
        _ join: JoinConference, _ step: StepReference, _ outcome: ConferenceOutcome, reason: String
    ) {
        let name = join.name.literal?.string ?? ""
        joinFailed(outcome, reason: reason, name: name)
        joinIsOver(step, outcome)
    }

    mutating func ownJoinSeen(_ wait: Wait) {
        guard let step = wait.step, case .joinConference(let join) = action(at: step) else { return }
        settle(join, step)
    }

    /// Inside: the step is over at once or when the caller is out, by `until`.
    private mutating func settle(_ join: JoinConference, _ step: StepReference) {
        let until: JoinEnd
        do throws(ScriptError) {
            until = try value(join.until, default: .left)
        } catch {
            warn(step, error)
            until = .left
        }
        switch until {
        case .left: phase = .waiting(Wait(kind: .inside, step: step))
        case .joined:
            phase = .running
            setVariable("join_conference_result", "answered")
            setVariable("return_value", "answered")
            done(step, "answered")
            runResult(of: step)
        }
    }

    /// The membership of an `until: left` join is over, or never began; `result` runs now, once.
    mutating func joinIsOver(_ step: StepReference, _ outcome: ConferenceOutcome) {
        phase = .running
        let result = Value(outcome.joinResult ?? outcome.rawValue)
        setVariable("join_conference_result", result)
        setVariable("return_value", result)
        done(step, outcome.rawValue)
        runResult(of: step)
    }
}
