import FlowRuntime
import JSONRPC

// `calling.record`: until a terminator, silence, a stop or the end of the call (relay-protocol.md §4.7).

extension RelayExchange {
    mutating func startRecording(_ token: Int, _ leg: Int, _ audio: JSONItem?) {
        let isSpeaking = legs[leg]?.errand.utterance != nil
        let now = now
        change(token, leg) {
            var recording = Recording(audio, at: now)
            recording.hasVoice = isSpeaking
            $0.recording = recording
        }
        guard let operation = operation(token, leg), let recording = operation.recording else { return }
        tellRecording(operation, leg, state: "recording")
        if !isSpeaking { armRecording(recording.initialTimeout, token, leg) }
        notice(.isRecorded, on: leg)
    }

    /// A time of nothing is no time-out.
    private mutating func armRecording(_ time: Duration, _ token: Int, _ leg: Int) {
        guard time > .zero else { return }
        let timer = newToken()
        change(token, leg) { $0.recording?.timer = timer }
        schedule(.recordingTimer(leg: leg, token: timer), after: time)
    }

    mutating func recordVoice(_ token: Int, _ leg: Int) {
        change(token, leg) {
            $0.recording?.hasVoice = true
            $0.recording?.timer = 0
        }
    }

    mutating func recordSilence(_ token: Int, _ leg: Int) {
        guard let recording = operation(token, leg)?.recording else { return }
        armRecording(recording.endSilence, token, leg)
    }

    mutating func recordingTimerRanOut(_ leg: Int, _ timer: Int) {
        guard
            let operation = legs[leg]?.operations.first(where: { $0.recording?.timer == timer && timer > 0 }),
            let recording = operation.recording
        else { return }
        remove(operation.token, leg)
        tellRecording(operation, leg, state: recording.hasVoice ? "finished" : "no_input")
    }

    mutating func pauseRecording(_ operation: Operation, _ leg: Int) {
        guard let recording = operation.recording, !recording.isPaused else { return }
        let recorded = recording.milliseconds(at: now)
        change(operation.token, leg) {
            $0.recording?.recorded = recorded
            $0.recording?.isPaused = true
        }
        tellRecording(operation, leg, state: "paused")
    }

    mutating func resumeRecording(_ operation: Operation, _ leg: Int) {
        guard operation.recording?.isPaused == true else { return }
        let now = now
        change(operation.token, leg) {
            $0.recording?.since = now
            $0.recording?.isPaused = false
        }
        tellRecording(operation, leg, state: "recording")
    }

    /// Where the file will be.
    func recordingURL(_ operation: Operation, _ leg: Int) -> String {
        let format = operation.params["record"]?["audio"]?["format"]?.string ?? "mp3"
        return "https://recordings.example/\(Leg.id(leg))-\(operation.token).\(format)"
    }

    mutating func tellRecording(_ operation: Operation, _ leg: Int, state: String) {
        guard let recording = operation.recording else { return }
        let url = recordingURL(operation, leg)
        let now = now
        emit("calling.call.record", ofLeg: leg) { params in
            params.member("control_id", operation.controlID)
            params.member("state", state)
            params.member("url", url)
            params.member("duration", Double(recording.milliseconds(at: now)) / 1000)
            params.member("size", recording.size(at: now))
            params.object("record") { record in
                record.object("audio") {
                    $0.member("format", recording.format)
                    $0.member("direction", recording.direction)
                    $0.member("stereo", recording.isStereo)
                }
            }
        }
    }
}
