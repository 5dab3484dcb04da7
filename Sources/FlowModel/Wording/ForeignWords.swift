/// Words of other call languages (TwiML, Studio) that authors bring along, and what stands for them here.
///
/// What they mean is only near, so they are hints and never mended by themselves.
enum ForeignWords {
    /// What to write for a step of another language, as the end of a message.
    static func hint(forStep name: String) -> String? { steps[folded(name)] }

    /// The parameter, of those that the object has, which goes by another name elsewhere.
    static func parameter(_ name: String, among names: [String]) -> String? {
        parameters[folded(name)].flatMap { names.contains($0) ? $0 : nil }
    }

    /// Case and underscores say nothing about the language.
    private static func folded(_ name: String) -> String { name.lowercased().filter { $0 != "_" } }

    private static let steps = [
        "say": "speech is `play: \"say:…\"`",
        "gather": "digits and speech are asked for with `prompt`",
        "pause": "write `sleep: SECONDS`",
        "redirect": "write `transfer`",
        "reject": "write `hangup: {reason: busy}`",
        "conference": "write `joinConference`",
        "enqueue": "callers wait in a room of `joinConference`",
        "number": "write `connect: {to: …}`",
        "sip": "write `connect: {to: \"sip:…\"}`",
    ]

    private static let parameters = [
        "startconferenceonenter": "startOnEnter",
        "endconferenceonexit": "endOnExit",
        "finishonkey": "terminators",
        "numdigits": "maxDigits",
        "to": "toNumber",
        "from": "fromNumber",
    ]
}
