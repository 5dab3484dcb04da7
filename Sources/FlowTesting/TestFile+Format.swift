import SimulatedBackend

extension TestFile {
    /// The format of a test file, as `callflow explain scenario` prints it: that of scenarios, and what a
    /// scenario expects.
    package static let format =
        ScenarioFile.format + expectations
        + "\nOf a caller:\n\n" + lines(ExpectationKinds.calls)
        + "\nOf a room:\n\n" + lines(ExpectationKinds.rooms)
        + "\nOf everything:\n\n" + lines(ExpectationKinds.scenario)
        + sounds

    private static let expectations = """

        What a scenario expects, under `expect`:

            NAME: {…}             of a caller
            every caller: {…}     of each who calls
            every NAME: {…}       of each of many callers (`times`)
            room "NAME": {…}      of the conferences of that name
            every room: {…}       of all conferences
            KEY: …                of everything together

        Without any, a scenario is no test. A request without an answer under
        `http`, a line of `do` that does not happen, and an error that stops a flow
        and is not named, fail it in any case.

        """

    private static let sounds = """

        SOUND:

            beep, music, ring, silence, NAME (the voice of a caller), or a map of one of
            media: hold.mp3, or the whole URL
            says: TEXT (part of the words), with `by: NAME` or `by: flow`
            beep: any, enter, exit, recording; with `by: NAME`
            music: any, standard, own (of waitUrl)
            music after: start
            silence: 30s (at least)
            by: NAME
            and `at` or `from`, `to`, `for`

        Times hold as a trace shows them: 32.8s is 32.76 s, too. With more digits, and in
        milliseconds, they are exact.

        """

    /// Keys in one column, what stands under them in another.
    private static func lines<Subject>(_ kinds: [ExpectationKind<Subject>]) -> String {
        let width = 22
        var text = ""
        for kind in kinds {
            var head = kind.key
            for line in kind.usage.split(separator: "\n") {
                text +=
                    "    " + head + String(repeating: " ", count: max(1, width - head.count)) + line + "\n"
                head = ""
            }
        }
        return text
    }
}
