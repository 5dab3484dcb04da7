import FlowRuntime

/// A prompt: it plays, listens meanwhile, and goes on listening afterwards.
struct Prompting: Sendable {
    let id: CommandID
    let command: PromptCommand
    var playback: Playback
    var isPlaying = true
    var digits = ""
    /// What was said so far, and that the last of it is over.
    var speech: String?
    var hasSpoken = false
    /// The one thing that the next appointment is about.
    var waitsFor = Wait.input

    enum Wait: UInt8 { case input, digit, speechEnd }

    init(_ command: PromptCommand, _ id: CommandID) {
        self.id = id
        self.command = command
        playback = Playback(id: id, command: command.play)
    }

    /// The time until the first input, from the end of the sounds (swml-language.md §3.5).
    var initialTimeout: Duration {
        let timeout = command.digits?.initialTimeout ?? command.initialTimeout
        guard let speech = command.speech else { return timeout }
        return min(timeout, speech.timeout ?? Timing.speech)
    }
}

// Keys are not buffered: what is pressed while nothing listens is lost, as `play_and_collect` has it on
// RELAY. Input during the sounds ends them. Speech that began before the prompt is no input.
extension PhoneSystem {
    mutating func prompt(_ command: PromptCommand, _ id: CommandID, on leg: LegID) {
        let prompting = Prompting(command, id)
        begin(.prompt(prompting), on: leg)
        continuePrompt(prompting, on: leg)
    }

    mutating func continuePrompt(_ prompting: Prompting, on leg: LegID) {
        var prompting = prompting
        if prompting.isPlaying {
            if continuePlayback(&prompting.playback, on: leg) {
                prompting.isPlaying = false
                continueActivity(of: leg, after: prompting.initialTimeout)
            }
            legs[leg.index].activity = .prompt(prompting)
            return
        }
        switch prompting.waitsFor {
        case .input: completePrompt(prompting, .noInput, on: leg)
        case .digit:
            completePrompt(prompting, .digits(prompting.digits, terminator: ""), on: leg)
        case .speechEnd: recognised(prompting, on: leg)
        }
    }

    private mutating func recognised(_ prompting: Prompting, on leg: LegID) {
        // The longest time for a result may run out while somebody still speaks: no result then.
        guard let text = prompting.speech, !legs[leg.index].voice.isSpeaking else {
            return completePrompt(prompting, .noMatch, on: leg)
        }
        completePrompt(prompting, .speech(text, confidence: Timing.confidence), on: leg)
    }

    /// A key is pressed while the prompt listens.
    mutating func press(_ key: Key, into prompting: Prompting, on leg: LegID) {
        guard let collection = prompting.command.digits else { return }
        var prompting = prompting
        interrupt(&prompting, on: leg)
        if key.isAmong(collection.terminators) {
            let input = PromptInput.digits(prompting.digits, terminator: key.text)
            return completePrompt(prompting, input, on: leg)
        }
        prompting.digits += key.text
        if prompting.digits.utf8.count >= max(1, collection.maxDigits) {
            return completePrompt(prompting, .digits(prompting.digits, terminator: ""), on: leg)
        }
        prompting.waitsFor = .digit
        continueActivity(of: leg, after: collection.digitTimeout)
        legs[leg.index].activity = .prompt(prompting)
    }

    /// Somebody begins to speak while the prompt listens.
    mutating func hearSpeech(in prompting: Prompting, on leg: LegID) {
        // Who has begun with keys goes on with keys.
        guard let collection = prompting.command.speech, prompting.digits.isEmpty else { return }
        var prompting = prompting
        interrupt(&prompting, on: leg)
        prompting.waitsFor = .speechEnd
        prompting.hasSpoken = true
        continueActivity(of: leg, after: collection.timeout ?? Timing.speech)
        legs[leg.index].activity = .prompt(prompting)
    }

    /// Somebody has finished speaking while the prompt listens.
    mutating func hearSpeechEnd(_ text: String, in prompting: Prompting, on leg: LegID) {
        guard let collection = prompting.command.speech, prompting.hasSpoken, prompting.digits.isEmpty else {
            return
        }
        var prompting = prompting
        prompting.speech = prompting.speech.map { $0 + " " + text } ?? text
        continueActivity(of: leg, after: collection.endTimeout ?? Timing.speechEnd)
        legs[leg.index].activity = .prompt(prompting)
    }

    private mutating func interrupt(_ prompting: inout Prompting, on leg: LegID) {
        guard prompting.isPlaying else { return }
        if prompting.playback.phase == .sounding { observe(.silence, on: leg) }
        prompting.isPlaying = false
    }

    private mutating func completePrompt(_ prompting: Prompting, _ input: PromptInput, on leg: LegID) {
        let shown = prompting.command.isSensitive ? input.masked : input
        postCollect(prompting, shown, on: leg)
        complete(prompting.id, .prompted(input), shown: .prompted(shown), on: leg)
    }
}

extension PromptInput {
    /// What others may know of a secret: that there is one.
    fileprivate var masked: PromptInput {
        switch self {
        case .digits(_, let terminator): .digits(Secret.mask, terminator: terminator)
        case .speech(_, let confidence): .speech(Secret.mask, confidence: confidence)
        case .noInput, .noMatch: self
        }
    }
}
