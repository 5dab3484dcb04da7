package import FlowModel

/// What a room event tells the outside, before anybody has put in texts and URLs: one `calling.conference`
/// status (swml-language.md §4.6). Made by `RoomEvent.statusCallback(recording:)`.
package struct StatusCallback: Sendable, Hashable, Codable {
    /// The word that must be subscribed to, and so which of the two callback URLs gets it.
    package enum Selector: Sendable, Hashable, Codable {
        case conference(ConferenceEventWord)
        case recording(RecordingEventWord)
    }

    package var status: ConferenceStatus
    package var selector: Selector
    /// Everybody inside right after the fact.
    package var size: Int32
    /// Participant events only.
    package var participant: Membership?
    /// `conference-end` only.
    package var end: ConferenceEnd?
    /// `conference-end` and `record-stop`, when there is a file.
    package var recording: Recording?

    /// A stored recording and how long it is.
    package struct Recording: Sendable, Hashable, Codable {
        package var file: RecordingFile
        package var milliseconds: Int64
    }
}

/// A recording that was stored, as whoever stored it says.
package struct RecordingFile: Sendable, Hashable, Codable {
    package var url: ExactText
    package var bytes: Int

    package init(url: ExactText, bytes: Int) {
        self.url = url
        self.bytes = bytes
    }
}

/// A value of a callback's `params`.
package enum CallbackValue: Sendable, Hashable, Codable {
    case text(String)
    case integer(Int)
    /// Seconds; thousandths are the finest step.
    case seconds(Double)
    case flag(Bool)
}

// MARK: - From event to status

extension RoomEvent {
    /// The status that this event is reported as; `nil` for what the callbacks do not know: answers,
    /// warnings, sounds, releases, and the stream, which reports to its own `statusUrl`.
    ///
    /// - Parameter file: The stored recording, if there is one by the time of `recordStopped` or
    ///   `conferenceEnded`. Without it, a stopped recording is `absent` (too short or silent).
    /// - Returns: The status, its values still handles.
    package func statusCallback(recording file: RecordingFile? = nil) -> StatusCallback? {
        switch self {
        case .participantJoined(let member): StatusCallback(.participantJoin, .join, member)
        case .participantLeft(let member): StatusCallback(.participantLeave, .leave, member)
        case .participantChanged(let change, let member):
            StatusCallback(change.status, change.word, member)
        case .conferenceStarted(_, let size):
            StatusCallback(status: .conferenceStart, selector: .conference(.start), size: size)
        case .conferenceEnded(let end):
            StatusCallback(
                status: .conferenceEnd, selector: .conference(.end), size: 0, end: end,
                recording: .init(file, milliseconds: end.recorded))
        case .recordStarted(let size):
            StatusCallback(status: .recordStart, selector: .recording(.inProgress), size: size)
        case .recordStopped(let milliseconds, let failed, let size):
            StatusCallback(
                status: .recordStop, selector: .recording(failed || file == nil ? .absent : .completed),
                size: size, recording: .init(failed ? nil : file, milliseconds: milliseconds))
        case .instanceCreated, .streamOpened, .streamClosed, .waitingAudioStarted, .waitingAudioStopped,
            .beep,
            .coachingChanged, .released, .joinRefused, .alreadyInside, .notInside, .notRunning,
            .settingIgnored,
            .waitingMediaFailed:
            nil
        }
    }
}

extension StatusCallback {
    fileprivate init(_ status: ConferenceStatus, _ word: ConferenceEventWord, _ participant: Membership) {
        self.init(
            status: status, selector: .conference(word), size: participant.size, participant: participant)
    }
}

extension StatusCallback.Recording {
    fileprivate init?(_ file: RecordingFile?, milliseconds: Int64?) {
        guard let file, let milliseconds else { return nil }
        self.init(file: file, milliseconds: milliseconds)
    }
}

extension ParticipantChange {
    fileprivate var status: ConferenceStatus {
        switch self {
        case .muted: .participantMute
        case .unmuted: .participantUnmute
        case .held: .participantHold
        case .unheld: .participantUnhold
        case .speechStarted: .participantSpeechStart
        case .speechStopped: .participantSpeechStop
        }
    }

    fileprivate var word: ConferenceEventWord {
        switch self {
        case .muted, .unmuted: .mute
        case .held, .unheld: .hold
        case .speechStarted, .speechStopped: .speaker
        }
    }
}

// MARK: - Who wants it, and what it says

extension RoomSettings {
    /// Whether the room's creator asked for this status: a URL, and the word among its events.
    package func want(_ selector: StatusCallback.Selector) -> Bool {
        switch selector {
        case .conference(let word):
            statusCallback.url != nil && statusCallback.effectiveEvents.contains(word)
        case .recording(let word):
            recordingStatusCallback.url != nil && recordingStatusCallback.effectiveEvents.contains(word)
        }
    }
}

extension StatusCallback {
    /// The `params` of the relay layout, in the order in which carriers print them.
    ///
    /// - Parameters:
    ///   - conferenceID: The instance's id as text, `conference_id`.
    ///   - name: The room's name.
    ///   - region: The room's region, when known.
    ///   - callID: Gives the call id of a participant.
    /// - Returns: Keys and values; what does not concern the status is left out, never null.
    package func params(
        conferenceID: String, name: String, region: String?, callID: (ParticipantID) -> String
    ) -> [(key: String, value: CallbackValue)] {
        var params: [(key: String, value: CallbackValue)] = [
            ("conference_id", .text(conferenceID)), ("name", .text(name)), ("status", .text(status.rawValue)),
        ]
        if let participant { params.append(("call_id", .text(callID(participant.participant)))) }
        if let region { params.append(("region", .text(region))) }
        params.append(("size", .integer(Int(size))))
        if let participant { params += flags(of: participant) }
        if let recording {
            params.append(("recording_url", .text(recording.file.url.string)))
            params.append(("recording_file_size", .integer(recording.file.bytes)))
            params.append(("recording_duration", .seconds(Double(recording.milliseconds) / 1000)))
        }
        if let end {
            params.append(("reason_ended", .text(end.reason.rawValue)))
            if let by = end.by { params.append(("call_id_ending_conf", .text(callID(by)))) }
        }
        return params
    }

    /// The names on the wire are `start_on_join` and `end_on_leave`, not those of the parameters.
    private func flags(of participant: Membership) -> [(key: String, value: CallbackValue)] {
        let flags = participant.flags
        return [
            ("muted", .flag(flags.contains(.muted))), ("hold", .flag(flags.contains(.held))),
            ("start_on_join", .flag(flags.contains(.startOnEnter))),
            ("end_on_leave", .flag(flags.contains(.endOnExit))),
            ("coaching", .flag(flags.contains(.coaching))),
        ]
    }
}
