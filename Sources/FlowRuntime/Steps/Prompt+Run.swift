import OrderedCollections
import FlowExpressions
import FlowModel

extension FlowMachine {
    mutating func begin(_ prompt: Prompt, _ step: StepReference) throws(ScriptError) {
        let initial = try value(prompt.initialTimeout, default: .seconds(5))
        var play = try playCommand(prompt.play, prompt.speech)
        play.statusURL = try string(prompt.statusUrl)
        let command = PromptCommand(
            play: play, digits: try digits(prompt, initial), speech: try speech(prompt),
            initialTimeout: initial,
            isSensitive: try value(prompt.sensitive, default: false))
        wait(for: .prompt(command), step)
    }

    private mutating func digits(
        _ prompt: Prompt, _ initial: Duration
    ) throws(ScriptError) -> DigitCollection? {
        guard prompt.collectsDigits else { return nil }
        return DigitCollection(
            maxDigits: try value(prompt.maxDigits, default: 1),
            terminators: try string(prompt.terminators) ?? "",
            digitTimeout: try value(prompt.digitTimeout, default: .seconds(5)), initialTimeout: initial)
    }

    private mutating func speech(_ prompt: Prompt) throws(ScriptError) -> SpeechCollection? {
        guard prompt.collectsSpeech else { return nil }
        var hints: [String] = []
        for hint in prompt.speechHints ?? [] { hints.append(try string(hint)) }
        return SpeechCollection(
            timeout: try value(prompt.speechTimeout), endTimeout: try value(prompt.speechEndTimeout),
            language: try string(prompt.speechLanguage), hints: hints, engine: try string(prompt.speechEngine)
        )
    }

    /// `prompt_result` and its companions (swml-language.md §2.11, §3.5).
    mutating func complete(_ prompt: Prompt, _ step: StepReference, _ result: CommandResult) {
        guard case .prompted(let input) = result else { return fail(step, .prompt(prompt), .wrongAnswer) }
        scopes.vars["prompt_digit_terminator"] = nil
        scopes.vars["prompt_speech_confidence"] = nil
        switch input {
        case .digits(let digits, let terminator):
            setVariable("prompt_value_raw", Value(digits + terminator))
            if !terminator.isEmpty { setVariable("prompt_digit_terminator", Value(terminator)) }
            prompted("match_digits", digits, step)
        case .speech(let text, let confidence):
            setVariable("prompt_value_raw", Value(text))
            setVariable("prompt_speech_confidence", .number(confidence))
            prompted("match_speech", text, step)
        case .noInput: prompted("no_input", "", step)
        case .noMatch: prompted("no_match", "", step)
        }
    }

    private mutating func prompted(_ result: String, _ value: String, _ step: StepReference) {
        setVariable("prompt_result", Value(result))
        setVariable("prompt_value", Value(value))
        done(step, result)
    }
}

extension ScriptError {
    /// A backend answered a command with another command's result: its bug, told and survived.
    static let wrongAnswer = ScriptError(.executeFailed, "the phone system gave an answer of another kind")
}
