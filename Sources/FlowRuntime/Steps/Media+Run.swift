import OrderedCollections
import FlowExpressions
import FlowModel

// `play`, `sendDigits`, and what `prompt` shares with them.
extension FlowMachine {
    mutating func begin(_ play: Play, _ step: StepReference) throws(ScriptError) {
        var command = try playCommand(play.sounds, play.speech)
        command.statusURL = try string(play.statusUrl)
        wait(for: .play(command), step)
    }

    /// A sound that cannot be played is skipped and told; the others were heard (swml-language.md §3.5).
    mutating func complete(_ play: Play, _ step: StepReference, _ result: CommandResult) {
        guard case .played(let failedItems) = result, let first = failedItems.first else {
            return succeed(step, .play(play))
        }
        setVariable("play_result", "failed")
        let which = play.sounds.count == 1 ? "the sound" : "sound \(first + 1) of \(play.sounds.count)"
        warn(step, ScriptError(.executeFailed, "\(which) could not be played"))
        done(step, "failed")
    }

    mutating func playCommand(
        _ sounds: ShortList<Given<PlayURL>>, _ speech: SpeechSettings
    ) throws(ScriptError) -> PlayCommand {
        var items: [MediaItem] = []
        // Not by the list's iterator, which is a call through a table in the hot path of every sound.
        switch sounds {
        case .one(let sound):
            items.append(MediaItem(try value(sound)))
        case .several(let sounds):
            items.reserveCapacity(sounds.count)
            for sound in sounds { items.append(MediaItem(try value(sound))) }
        }
        return PlayCommand(
            items: items, volume: try value(speech.volume, default: 0), voice: try voice(speech))
    }

    /// What is not written comes from `say_voice`, `say_language`, `say_gender`, then from the defaults.
    private mutating func voice(_ speech: SpeechSettings) throws(ScriptError) -> Voice {
        guard speaksOtherwise || speech.namesVoice else { return .standard }
        var voice = Voice.standard
        if let name = try string(speech.sayVoice) ?? spoken("say_voice") { voice.name = name }
        if let language = try string(speech.sayLanguage) ?? spoken("say_language") {
            voice.language = language
        }
        if let gender = try string(speech.sayGender) ?? spoken("say_gender") { voice.gender = gender }
        return voice
    }

    private func spoken(_ name: Text) -> String? {
        guard speaksOtherwise, let value = scopes.vars[name] else { return nil }
        let text = value.text.string
        return text.isEmpty ? nil : text
    }

    mutating func begin(_ send: SendDigits, _ step: StepReference) throws(ScriptError) {
        wait(for: .sendDigits(try string(send.digits)), step)
    }
}

extension SpeechSettings {
    fileprivate var namesVoice: Bool { sayVoice != nil || sayLanguage != nil || sayGender != nil }
}

extension Text {
    /// `say_voice`, `say_language`, `say_gender`.
    var isSpeechSetting: Bool {
        (9...12).contains(byteCount)
            && (self == "say_voice" || self == "say_language" || self == "say_gender")
    }
}

extension MediaItem {
    init(_ sound: PlayURL) {
        switch sound {
        case .media(let url): self = .url(url.string)
        case .say(let text): self = .say(text.string)
        case .silence(let duration): self = .silence(duration)
        case .ring(let country, let duration): self = .ring(duration, country: country.rawValue)
        }
    }
}
