import SourceText

extension ProjectFile {
    /// The page `callflow explain project`.
    package static var format: String {
        let settings = Setting.all.map { setting in
            let ways = setting.variables + (setting.option.map { [$0] } ?? [])
            return "  \(setting.name)\n      \(setting.summary) It is \(setting.expectation).\n"
                + "      Also: \(ways.joined(separator: ", "))\n"
        }
        return intro + settings.joined() + "\n" + outro
    }

    private static let intro = """
        The project file, callflow.yaml

        `callflow serve` reads it: which call gets which flow, and how the server runs. Paths in it are
        relative to its folder.

            relay:
              contexts: [office]
            routes:                               # the first that fits wins
              - to: "+1 555 555 0100"
                flow: flows/standup.yaml
              - sipUser: support                  # of sip:support@...
                calls: 20                         # at once; others are passed on
                flow: flows/support.yaml
              - context: office
                header: {name: X-Language, value: de}
                flow: flows/german.yaml
            default: flows/other.yaml             # every other call; without it, they are passed on
            envs:
              greeting: Hello
              standup_pin: {fromEnvironment: STANDUP_PIN}
            limits: {calls: 500, callDuration: 2h, drain: 90s}
            http: 127.0.0.1:8080
            journal: {path: calls.sqlite, maxBytes: 2GiB, retention: 30d, onFailure: refuse}
            log: {format: json}

        A route says `to`, `sipUser`, `context`, `header` or several of them: all must fit. The names of
        headers are compared without regard to case.

        Settings, and what else gives them. The environment beats the file, an option beats both; `callflow
        serve --print-config` shows what holds and where it is from.


        """

    private static let outro = """
        Credentials never stand in the file: SIGNALWIRE_PROJECT_ID and SIGNALWIRE_API_TOKEN, or
        SIGNALWIRE_JWT_TOKEN, are read from the environment.

        """
}
