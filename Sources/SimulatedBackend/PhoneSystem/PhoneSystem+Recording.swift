import FlowModel
import FlowRuntime

/// A recording that runs, of a `record` step or in the background.
struct RecordingInProgress: Sendable {
    /// Of the command that waits for the end; the background has none.
    let id: CommandID
    let command: RecordCommand
    let began: Timestamp
    var hasVoice = false
    /// When the last voice stopped; `nil` while there is none or it speaks.
    var silentSince: Timestamp?

    /// When it ends by itself, unless somebody speaks or falls silent before.
    var deadline: Timestamp? {
        var deadline = command.maxLength.flatMap { $0 > .zero ? began.advanced(by: $0) : nil }
        func consider(_ instant: Timestamp) { deadline = min(deadline ?? instant, instant) }
        if !hasVoice, command.initialTimeout > .zero {
            consider(began.advanced(by: command.initialTimeout))
        }
        if hasVoice, command.endSilenceTimeout > .zero, let silentSince {
            consider(silentSince.advanced(by: command.endSilenceTimeout))
        }
        return deadline
    }

    /// What the stored file is: its size follows from time and format.
    func summary(at now: Timestamp, url: String) -> RecordingSummary {
        let milliseconds = now.milliseconds(since: began)
        let rate = command.format.bytesPerMillisecond * (command.stereo ? 2 : 1)
        let (size, overflow) = Int(milliseconds).multipliedReportingOverflow(by: rate)
        let isSilent = !hasVoice && command.initialTimeout > .zero
        return RecordingSummary(
            url: url, duration: .milliseconds(milliseconds), size: overflow ? .max : size, isSilent: isSilent)
    }
}

struct BackgroundRecording: Sendable {
    var recording: RecordingInProgress
    var serial: UInt32
}

extension RecordingFormat {
    /// 16-bit samples at 8 kHz, or 32 kbit/s.
    var bytesPerMillisecond: Int {
        switch self {
        case .wav: 16
        case .mp3, .mp4: 4
        }
    }
}

extension PhoneSystem {
    /// Where a recording is stored; a control id comes from the flow, so it is made fit for a URL.
    private func url(of command: RecordCommand, on leg: LegID) -> String {
        let name = "\(callID(of: leg).name)-\(URLText.encoded(command.controlID))"
        return "https://recordings.example/\(name).\(command.format.rawValue)"
    }

    private func newRecording(_ command: RecordCommand, _ id: CommandID, on leg: LegID) -> RecordingInProgress
    {
        RecordingInProgress(
            id: id, command: command, began: now, hasVoice: legs[leg.index].voice.isSpeaking)
    }

    private mutating func announce(_ command: RecordCommand, on leg: LegID) {
        if command.beep {
            observe(.sound(.recordingBeep), on: leg)
            observe(.silence, on: leg)
        }
        observe(.recordingBegan(controlID: command.controlID), on: leg)
        postRecording(command, nil, .recording, on: leg)
    }

    // MARK: record

    mutating func record(_ command: RecordCommand, _ id: CommandID, on leg: LegID) {
        let recording = newRecording(command, id, on: leg)
        begin(.record(recording), on: leg)
        announce(command, on: leg)
        awaitEnd(of: recording, on: leg)
    }

    private mutating func awaitEnd(of recording: RecordingInProgress, on leg: LegID) {
        legs[leg.index].activity = .record(recording)
        legs[leg.index].activitySerial &+= 1
        guard let deadline = recording.deadline else { return }
        queue.push(.activity(leg, serial: legs[leg.index].activitySerial), at: deadline)
    }

    mutating func continueRecord(_ recording: RecordingInProgress, on leg: LegID) {
        let summary = close(recording, on: leg)
        complete(recording.id, .recorded(summary), on: leg)
    }

    /// Stores the file: at the end of the recording, or of the call.
    @discardableResult
    mutating func close(_ recording: RecordingInProgress, on leg: LegID) -> RecordingSummary {
        let summary = recording.summary(at: now, url: url(of: recording.command, on: leg))
        observe(.recordingEnded(controlID: recording.command.controlID, summary), on: leg)
        postRecording(recording.command, summary, summary.isSilent ? .noInput : .finished, on: leg)
        return summary
    }

    // MARK: recordCall

    mutating func startRecording(_ command: RecordCommand, _ id: CommandID, on leg: LegID) {
        guard
            !legs[leg.index].recordings.contains(where: {
                $0.recording.command.controlID == command.controlID
            })
        else { return fail(id, .refused, "a recording with this control id runs already", on: leg) }
        guard legs[leg.index].recordings.count < Self.recordingsPerCall else {
            return fail(id, .refused, "too many recordings of one call", on: leg)
        }
        let recording = newRecording(command, id, on: leg)
        legs[leg.index].recordings.append(BackgroundRecording(recording: recording, serial: 0))
        announce(command, on: leg)
        awaitEnd(ofBackground: legs[leg.index].recordings.count - 1, on: leg)
        finish(id, .recordingStarted(url: url(of: command, on: leg)), on: leg)
    }

    /// No flow needs more at once; a flow that loops over `recordCall` must not fill the memory.
    static let recordingsPerCall = 16

    private mutating func awaitEnd(ofBackground place: Int, on leg: LegID) {
        backgroundSerial &+= 1
        legs[leg.index].recordings[place].serial = backgroundSerial
        guard let deadline = legs[leg.index].recordings[place].recording.deadline else { return }
        queue.push(.recording(leg, serial: backgroundSerial), at: deadline)
    }

    mutating func continueRecording(_ leg: LegID, _ serial: UInt32) {
        guard let place = legs[leg.index].recordings.firstIndex(where: { $0.serial == serial }) else {
            return
        }
        close(legs[leg.index].recordings.remove(at: place).recording, on: leg)
    }

    mutating func stopRecording(_ controlID: String, _ id: CommandID, on leg: LegID) {
        let place = legs[leg.index].recordings.lastIndex { $0.recording.command.controlID == controlID }
        guard let place else { return fail(id, .notFound, "no such recording", on: leg) }
        close(legs[leg.index].recordings.remove(at: place).recording, on: leg)
        finish(id, .done, on: leg)
    }

    mutating func closeRecordings(_ leg: LegID) {
        let recordings = legs[leg.index].recordings
        legs[leg.index].recordings = []
        for recording in recordings { close(recording.recording, on: leg) }
    }

    // MARK: What is heard

    /// The far end begins to speak, or falls silent: recordings count their silence from there.
    mutating func noteVoice(_ isSpeaking: Bool, on leg: LegID) {
        if case .record(var recording) = legs[leg.index].activity {
            recording.noteVoice(isSpeaking, at: now)
            awaitEnd(of: recording, on: leg)
        }
        for place in legs[leg.index].recordings.indices {
            legs[leg.index].recordings[place].recording.noteVoice(isSpeaking, at: now)
            awaitEnd(ofBackground: place, on: leg)
        }
    }

    /// A key ends the recordings that have it among their terminators; `true` if the step's own was one.
    mutating func endRecordings(by key: Key, on leg: LegID) -> Bool {
        var place = 0
        while place < legs[leg.index].recordings.count {
            if key.isAmong(legs[leg.index].recordings[place].recording.command.terminators) {
                close(legs[leg.index].recordings.remove(at: place).recording, on: leg)
            } else {
                place += 1
            }
        }
        guard case .record(let recording) = legs[leg.index].activity,
            key.isAmong(recording.command.terminators)
        else { return false }
        continueRecord(recording, on: leg)
        return true
    }
}

extension RecordingInProgress {
    fileprivate mutating func noteVoice(_ isSpeaking: Bool, at now: Timestamp) {
        if isSpeaking { hasVoice = true }
        silentSince = isSpeaking ? nil : now
    }
}
