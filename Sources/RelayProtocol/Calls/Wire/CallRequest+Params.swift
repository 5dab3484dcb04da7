import FlowExpressions
import FlowModel
import FlowRuntime
import JSONRPC

// The parameters on the wire (relay-protocol.md §4). What is not set is absent, never null.
extension CallRequest {
    /// Writes the members of `params`; every request but a message's names its call first.
    func write(of call: CallID, at node: String, into params: inout JSONText) {
        if case .message(let message, let context) = self {
            return message.write(in: context, into: &params)
        }
        params.member("node_id", node)
        params.member("call_id", call.name)
        switch self {
        case .stillThere, .pass, .message: break
        case .answer(let command): command.write(into: &params)
        case .end(let reason): params.member("reason", reason.rawValue)
        case .play(let control, let command):
            params.member("control_id", control.text)
            command.write(into: &params)
        case .prompt(let control, let command):
            params.member("control_id", control.text)
            command.write(into: &params)
        case .setPlayVolume(let control, let volume), .setPromptVolume(let control, let volume):
            params.member("control_id", control.text)
            params.member("volume", volume)
        case .collectKey(let control):
            params.member("control_id", control.text)
            params.object("digits") { $0.member("max", 1) }
            // §9 row 68: always said, and here nothing is to run out.
            params.member("start_input_timers", false)
        case .record(let control, let command):
            params.member("control_id", control.text)
            command.write(into: &params)
        case .stopPlay(let control), .stopPrompt(let control), .stopCollect(let control),
            .resumeRecord(let control), .stopRecord(let control):
            params.member("control_id", control.text)
        case .sendDigits(let control, let digits):
            params.member("control_id", control.text)
            params.member("digits", digits)
        case .userEvent(let command): params.member("event", json: command.event.jsonText.utf8)
        }
    }
}

extension AnswerCommand {
    /// The longest duration only when the flow chose one: its unit is disputed (relay-protocol.md §9 row 21).
    fileprivate func write(into params: inout JSONText) {
        if maxDuration != AnswerCommand().maxDuration {
            params.member("max_duration", maxDuration.inWholeMinutes)
        }
        if !codecs.isEmpty { params.member("codecs", codecs) }
    }
}

extension PlayCommand {
    fileprivate func write(into params: inout JSONText) {
        params.member("play", items, spokenBy: voice)
        if volume != 0 { params.member("volume", volume) }
    }
}

extension PromptCommand {
    fileprivate func write(into params: inout JSONText) {
        params.member("play", play.items, spokenBy: play.voice)
        params.object("collect") { collect in
            collect.member("initial_timeout", firstInputTimeout.inSeconds)
            if let digits { collect.object("digits", digits.write) }
            if let speech { collect.object("speech", speech.write) }
            // They start when the sounds are over (relay-protocol.md §4.6), as the flow's author means it.
            collect.member("start_input_timers", false)
        }
        if play.volume != 0 { params.member("volume", play.volume) }
    }

    /// The time until the first input, from the end of the sounds (swml-language.md §3.5).
    var firstInputTimeout: Duration {
        let timeout = digits?.initialTimeout ?? initialTimeout
        guard let longest = speech?.timeout else { return timeout }
        return min(timeout, longest)
    }
}

extension DigitCollection {
    fileprivate func write(into digits: inout JSONText) {
        digits.member("max", max(1, maxDigits))
        if !terminators.isEmpty { digits.member("terminators", terminators) }
        digits.member("digit_timeout", digitTimeout.inSeconds)
    }
}

extension SpeechCollection {
    fileprivate func write(into speech: inout JSONText) {
        if let endTimeout { speech.member("end_silence_timeout", endTimeout.inSeconds) }
        if let timeout { speech.member("speech_timeout", timeout.inSeconds) }
        if let language { speech.member("language", language) }
        if !hints.isEmpty { speech.member("hints", hints) }
        if let engine { speech.member("engine", engine) }
    }
}

extension RecordCommand {
    /// `maxLength` is not on the wire: RELAY has no such limit, the call keeps it (`CallBounds`).
    fileprivate func write(into params: inout JSONText) {
        params.object("record") { record in
            record.object("audio") { audio in
                audio.member("beep", beep)
                audio.member("format", format.rawValue)
                audio.member("stereo", stereo)
                audio.member("direction", direction.rawValue)
                audio.member("initial_timeout", initialTimeout.inSeconds)
                audio.member("end_silence_timeout", endSilenceTimeout.inSeconds)
                audio.member("terminators", terminators)
                audio.member("input_sensitivity", inputSensitivity)
            }
        }
    }
}

extension SendSmsCommand {
    /// relay-protocol.md §7; no `status_callback`: states come as events.
    fileprivate func write(in context: String, into params: inout JSONText) {
        params.member("context", context)
        params.member("to_number", to)
        params.member("from_number", from)
        if let body { params.member("body", body) }
        if !media.isEmpty { params.member("media", media) }
        if !tags.isEmpty { params.member("tags", tags) }
        if let region { params.member("region", region) }
    }
}
