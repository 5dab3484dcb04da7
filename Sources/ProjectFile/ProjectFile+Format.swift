import SourceText

extension ProjectFile {
    /// The page `callflow explain project`.
    package static var format: String {
        intro + Setting.all.map(entry).joined() + "\n" + outro
    }

    /// The page about one key of the file: a section (`relay`), a setting (`limits.calls`), or one that says
    /// which call gets which flow (`routes.to`); `nil` for what is no key.
    package static func page(about key: String) -> String? {
        let entries =
            RoutingKey.all.filter { $0.name == key || $0.section == key }.map(entry)
            + Setting.all.filter { $0.name == key || $0.section == key }.map(entry)
        guard !entries.isEmpty else { return nil }
        return "`\(key)` of the project file, callflow.yaml\n\n" + entries.joined()
            + (key == "relay" ? "\n" + outro : "")
            + "\n`callflow explain project` prints all of it.\n"
    }

    private static func entry(_ setting: Setting) -> String {
        let ways = setting.variables + (setting.option.map { [$0] } ?? [])
        return "  \(setting.name)\n      \(setting.summary) It is \(setting.expectation).\n"
            + "      Also: \(ways.joined(separator: ", "))\n"
    }

    private static func entry(_ key: RoutingKey) -> String {
        "  \(key.name)\n      \(key.summary)\n      Such as: \(key.example)\n"
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
