import SourceText

extension Explanation {
    /// What is wrong with the parameters of a step.
    static let ofParameters: [Explanation] = [
        Explanation(
            "unknown-parameter", .error, "A parameter that the step does not have.",
            "Both spellings are known, camelCase and SWML's snake_case; the message names the nearest one.",
            bad: ["main:\n  - prompt: {play: \"say:Press 1.\", «maxDigit»: 1}\n"],
            good: ["main:\n  - prompt: {play: \"say:Press 1.\", max_digits: 1}\n"]),
        Explanation(
            "missing-parameter", .error, "A parameter that the step needs.",
            "Without it the step has nothing to do.",
            bad: ["main:\n  - «sendSms»: {toNumber: \"+15551234567\", body: hi}\n"]),
        Explanation(
            "conflicting-parameters", .error, "Parameters that exclude each other.",
            "Write one of them.",
            bad: ["main:\n  - play: {url: \"say:One.\", «urls»: [\"say:Two.\"]}\n"]),
        Explanation(
            "conflicting-spellings", .error, "One parameter in both spellings.",
            "`maxDigits` and `max_digits` are the same; write one of them.",
            bad: ["main:\n  - prompt: {play: \"say:Press 1.\", maxDigits: 1, «max_digits»: 2}\n"]),
        Explanation(
            "misplaced-parameter", .error, "A parameter of a destination beside `serial` or `parallel`.",
            "It belongs to one destination: write it beside its `to`."),
        Explanation(
            "wrong-type", .error, "A value of the wrong kind: a list for a text, a word for a number.",
            "The message says what is expected. A placeholder is accepted and checked when the step runs.",
            bad: ["main:\n  - prompt: {play: \"say:Press 1.\", maxDigits: «many»}\n"]),
        Explanation(
            "invalid-value", .error, "A value that the parameter cannot have.",
            "The message lists what it can have; words are compared exactly.",
            bad: ["main:\n  - hangup: {reason: «bored»}\n"]),
        Explanation(
            "out-of-range", .error, "A number that is too small or too large.",
            "The message gives the range.",
            bad: ["main:\n  - joinConference: {name: team, maxParticipants: «1»}\n"]),
        Explanation(
            "not-a-boolean", .error, "`yes`, `no`, `on` or `off` where true or false is wanted.",
            "They were booleans in YAML 1.1 and are plain texts since YAML 1.2.",
            bad: ["main:\n  - joinConference: {name: team, muted: «yes»}\n"]),
        Explanation(
            "wrong-url-scheme", .error, "A URL with a scheme that is not spoken here.",
            "Sounds and callbacks are fetched by `http` or `https`, media streams run over `wss`.",
            bad: ["main:\n  - play: «ftp://example.com/hello.mp3»\n"]),
        Explanation(
            "plain-websocket", .error, "A media stream over `ws`, without encryption.",
            "The conversation would cross the network in clear; carriers refuse it. Write `wss`.",
            bad: ["main:\n  - joinConference: {name: team, stream: {url: «\"ws://example.com/audio\"»}}\n"]),
        Explanation(
            "odd-host", .warning, "A URL with a host that no name server knows.",
            "Usually a stand-in of an example was left in.",
            bad: ["main:\n  - play: «\"https://<YOUR_HOST>/a.mp3\"»\n"]),
        Explanation(
            "unquoted-number", .warning, "A number of which YAML forgets how it was written.",
            """
            `+15551234567` and `0042` are numbers to YAML: the plus and the zeros are lost for other \
            readers. Quote them; `callflow` itself keeps the text where a text is wanted.
            """,
            bad: ["main:\n  - connect: {to: «+15551234567»}\n"],
            good: ["main:\n  - connect: {to: \"+15551234567\"}\n"]),
        Explanation(
            "unquoted-text", .warning, "A text that YAML reads as a boolean.", "Quote it.",
            bad: ["main:\n  - joinConference: {name: «true»}\n"]),
        Explanation(
            "comment-for-value", .error, "An unquoted `#` that begins a comment.",
            "The parameter has no value then. Quote it: `\"#\"`.",
            bad: [
                """
                main:
                  - prompt:
                      play: "say:Press 1."
                      terminators: «#»
                      maxDigits: 2
                """
            ]),
        Explanation(
            "placeholder-number", .warning, "A stand-in such as +1XXXXXXXXXX for a phone number.",
            "An example's number was left in.", bad: ["main:\n  - connect: {to: «\"+1XXXXXXXXXX\"»}\n"]),
        Explanation(
            "number-without-plus", .hint, "A phone number without + and country code.",
            "Carriers guess the country, or refuse it.",
            bad: ["main:\n  - connect: {to: «\"5551234567\"»}\n"]),
        Explanation(
            "unknown-region", .warning, "A conference region that SWML does not list.",
            "The regions are global, us, eu and ch; other texts are passed on.",
            bad: ["main:\n  - joinConference: {name: team, region: «mars»}\n"]),
        Explanation(
            "unknown-codec", .warning, "A codec that is not among the usual ones.",
            "It is passed on; the other side may not know it.",
            bad: ["main:\n  - answer: {codecs: «\"PCMU,MP9\"»}\n"]),
        Explanation(
            "missing-method", .hint, "A `request` that does not say its method.",
            "`GET` without a body and `POST` with one are assumed; SWML requires it.",
            bad: ["main:\n  - «request»: {url: \"https://example.com/\"}\n"]),
        Explanation(
            "invalid-path", .error, "Something else where the name of a variable is wanted.",
            "`switch.variable`, `result.variable` and `unset` take a path such as `request_response.tier`.",
            bad: ["main:\n  - unset: «a b»\n"]),
        Explanation(
            "path-in-placeholder", .warning, "`${…}` round the name of a variable.",
            "The parameter takes the name itself.",
            bad: ["main:\n  - switch: {variable: «\"${call.type}\"», case: {sip: [hangup]}, default: []}\n"]),
        Explanation(
            "reserved-name", .error, "`set` of a scope's name.",
            "`call`, `params`, `envs` and `vars` are the scopes of variables.",
            bad: ["main:\n  - set: {«call»: 1}\n"]),
    ]
}
