import FlowExpressions
import OrderedCollections
import ProjectFile
import SourceText
import Testing

@Suite("The effective settings")
struct SettingsTests {
    private func project(_ text: String) -> ProjectFile {
        let reading = ProjectFile.read(SourceFile(name: "conf/callflow.yaml", text: text))
        #expect(reading.findings.isEmpty, "\(reading.findings)")
        return reading.project
    }

    /// A setting by its name, and three values that are not its standard one, as each place writes them.
    private static let samples: [String: [String]] = [
        "backend": ["relay", "relay", "relay"],
        "relay.host": ["a.example.com", "b.example.com", "c.example.com"],
        "relay.contexts": ["a", "b", "c"],
        "relay.caFile": ["a.pem", "b.pem", "c.pem"],
        "limits.calls": ["1", "2", "3"],
        "limits.callDuration": ["1s", "2s", "3s"],
        "limits.drain": ["1s", "2s", "3s"],
        "http": ["127.0.0.1:1", "127.0.0.1:2", "127.0.0.1:3"],
        "journal.path": ["a", "b", "c"],
        "journal.maxBytes": ["1MiB", "2MiB", "3MiB"],
        "journal.retention": ["1m", "2m", "3m"],
        "journal.onFailure": ["continue", "continue", "refuse"],
        "journal.survivesPowerLoss": ["true", "true", "false"],
        "requests.allow": ["a", "b", "c"],
        "log.level": ["error", "debug", "trace"],
        "log.format": ["json", "text", "json"],
        "log.callerData": ["shown", "masked", "shown"],
    ]

    @Test func `come from the command line before the environment before the file`() throws {
        for setting in Setting.all {
            let values = try #require(Self.samples[setting.name], "\(setting.name) has no sample")
            // Every set of places that say something.
            for places in 0..<8 {
                let says = (file: places & 1 != 0, variable: places & 2 != 0, option: places & 4 != 0)
                let key = setting.name.split(separator: ".")
                let text =
                    key.count == 2
                    ? "\(key[0]): {\(key[1]): \"\(values[0])\"}" : "\(key[0]): \"\(values[0])\""
                let file = says.file ? project(text) : nil
                let environment = says.variable ? [setting.variables[0]: values[1]] : [:]
                let options = says.option ? setting.option.map { [GivenOption($0, [values[2]])] } ?? [] : []
                let settings = try ServerSettings.merged(file, environment: environment, options: options)
                let (value, source) = setting.show(settings)
                let standard = setting.show(ServerSettings())
                if let option = options.first {
                    #expect(value == values[2] && source == .option(option.name), "\(setting.name)")
                } else if says.variable {
                    #expect(
                        value == values[1] && source == .variable(setting.variables[0]), "\(setting.name)")
                } else if says.file {
                    #expect(value == values[0], "\(setting.name)")
                    guard case .file(let range) = source else {
                        Issue.record("\(setting.name): \(source)")
                        continue
                    }
                    #expect(file?.file.text(in: range) == "\"\(values[0])\"", "\(setting.name)")
                } else {
                    #expect(value == standard.text && source == .standard, "\(setting.name)")
                }
            }
        }
    }

    @Test func `have names that are all different`() {
        let names = Setting.all.flatMap { [$0.name] + $0.variables + ($0.option.map { [$0] } ?? []) }
        #expect(Set(names).count == names.count)
    }

    @Test func `take the first variable that is set and not empty`() throws {
        func host(_ environment: [String: String]) throws -> Sourced<String?> {
            try ServerSettings.merged(nil, environment: environment, options: []).relayHost
        }
        let both = ["SIGNALWIRE_RELAY_HOST": "a.example.com", "SIGNALWIRE_SPACE": "b.example.com"]
        #expect(try host(both) == Sourced("a.example.com", .variable("SIGNALWIRE_RELAY_HOST")))
        #expect(
            try host(both.merging(["SIGNALWIRE_RELAY_HOST": ""]) { $1 })
                == Sourced("b.example.com", .variable("SIGNALWIRE_SPACE")))
        #expect(try host(["SIGNALWIRE_SPACE": ""]) == Sourced(nil))
    }

    @Test func `split lists of the environment at commas`() throws {
        let settings = try ServerSettings.merged(
            nil, environment: ["CALLFLOW_CONTEXTS": "office, support ,night shift"], options: [])
        #expect(settings.relayContexts.value == ["office", "support", "night shift"])
    }

    @Test func `are refused with all that is wrong`() {
        let environment = [
            "CALLFLOW_MAX_CALLS": "many", "CALLFLOW_DRAIN": "soon", "CALLFLOW_CONTEXTS": " , ",
        ]
        do throws(SettingsError) {
            _ = try ServerSettings.merged(
                nil, environment: environment, options: [GivenOption("--http", ["nowhere"])])
            Issue.record("they were taken")
        } catch {
            #expect(error.problems.count == 4, "\(error.problems)")
            #expect(error.problems.contains { $0.hasPrefix("CALLFLOW_MAX_CALLS is a whole number") })
            #expect(error.problems.contains { $0.hasPrefix("--http is an address") })
        }
    }

    @Test func `know to which folder a path is relative`() throws {
        let file = project("journal: {path: calls.sqlite}")
        let settings = try ServerSettings.merged(file, environment: [:], options: [])
        #expect(file.path(settings.journalPath) == "conf/calls.sqlite")
        let given = try ServerSettings.merged(
            file, environment: [:], options: [GivenOption("--journal", ["calls.sqlite"])])
        #expect(file.path(given.journalPath) == "calls.sqlite")
    }

    @Test func `are listed with their places`() throws {
        let file = project("limits:\n  calls: 10\nrelay: {contexts: [a, b]}\n")
        let settings = try ServerSettings.merged(
            file, environment: ["CALLFLOW_DRAIN": "5s"], options: [GivenOption("--log-level", ["debug"])])
        let text = SettingsListing.text(
            settings, file, standards: ["relay.host": "relay.example.com"],
            extra: [.init("relay.token", "***", from: "SIGNALWIRE_API_TOKEN")])
        let lines = text.split(separator: "\n").map(String.init)
        #expect(lines.count == Setting.all.count + 1)
        func line(_ name: String) -> [String] {
            lines.first { $0.hasPrefix(name + " ") }.map {
                $0.split(separator: " ", omittingEmptySubsequences: true).map(String.init)
            } ?? []
        }
        #expect(line("limits.calls") == ["limits.calls", "10", "#", "conf/callflow.yaml:2:10"])
        #expect(line("limits.drain") == ["limits.drain", "5s", "#", "CALLFLOW_DRAIN"])
        #expect(line("log.level") == ["log.level", "debug", "#", "--log-level"])
        #expect(line("relay.host") == ["relay.host", "relay.example.com", "#", "standard"])
        #expect(line("relay.caFile") == ["relay.caFile", "none", "#", "standard"])
        #expect(line("relay.contexts") == ["relay.contexts", "a,", "b", "#", "conf/callflow.yaml:3:19"])
        #expect(line("relay.token") == ["relay.token", "***", "#", "SIGNALWIRE_API_TOKEN"])
    }
}

@Suite("What flows get, as it is listed")
struct FlowListingTests {
    private func rows(_ text: String, _ given: ValueMap = [:]) -> [String] {
        let project = ProjectFile.read(SourceFile(name: "callflow.yaml", text: text)).project
        let extra =
            SettingsListing.routing(project)
            + SettingsListing.environment(project, given: given, in: ["SET": "4711"])
        return extra.map { "\($0.name)=\($0.value) \($0.source)" }
    }

    @Test func `names its place, and hides what is a secret`() {
        #expect(
            rows("envs:\n  greeting: Hello\n  door_pin: '4711'\n  list: [a]\n").suffix(3) == [
                "envs.greeting=Hello callflow.yaml:2:13", "envs.door_pin=*** callflow.yaml:3:13",
                #"envs.list=["a"] callflow.yaml:4:9"#,
            ])
        // At any depth, under the short names of secrets, and in URLs.
        let deep = """
            envs:
              crm: {user: ann, password: hunter2, list: [{pwd: a, host: b}], count: null}
              db_pwd: s3cret
              crm_url: https://ann:hunter2@crm.example.com/a?key=b&page=2
              urls: ["https://ann:hunter2@crm.example.com"]
            """
        #expect(
            rows(deep, ["dsn": "pg://u:hunter2@db", "map": .map(["apiKey": "hunter2"])]).suffix(6) == [
                #"envs.crm={"user":"ann","password":"***","list":[{"pwd":"***","host":"b"}],"count":null} "#
                    + "callflow.yaml:2:8",
                "envs.db_pwd=*** callflow.yaml:3:11",
                "envs.crm_url=https://***@crm.example.com/a?key=***&page=2 callflow.yaml:4:12",
                #"envs.urls=["https://***@crm.example.com"] callflow.yaml:5:9"#,
                "envs.dsn=pg://***@db --env", #"envs.map={"apiKey":"***"} --env"#,
            ])
        // Nor does the text of the file that is shown beside findings have any; it is as long as it was.
        let shown = ProjectFile.read(SourceFile(name: "callflow.yaml", text: deep)).project.file.text
        #expect(!shown.contains("hunter2") && !shown.contains("s3cret") && shown.contains("user: ann"))
        #expect(shown.utf8.count == deep.utf8.count)
        // A short word hides what is named by it, and not what has its letters.
        let secret = [
            "pin", "PINs", "access_code", "authCode", "doorCode2", "api-key", "pincode", "DBPwd", "code",
        ]
        let plain = [
            "country_code", "areaCode", "public_key", "shipping", "monkey", "compass", "codec", "design",
        ]
        let named = rows("", (secret + plain).reduce(into: [:]) { $0[Text($1)] = "x" }).suffix(17)
        #expect(
            named == (secret.map { "envs.\($0)=*** --env" } + plain.map { "envs.\($0)=x --env" })[...])
        let read = "envs: {a: {fromEnvironment: SET}, b: {fromEnvironment: UNSET}}"
        #expect(rows(read).suffix(2) == ["envs.a=*** SET", "envs.b=not set UNSET"])
        #expect(
            rows(read, ["a": "x", "apiKey": "y"]).suffix(3) == [
                "envs.b=not set UNSET", "envs.a=x --env", "envs.apiKey=*** --env",
            ])
        #expect(
            rows("routes: [{sipUser: a, flow: b}]\ndefault: c") == [
                "routes=1 callflow.yaml:1:1", "default=c callflow.yaml:2:10",
            ])
        #expect(rows("x-a: b") == ["routes=0 callflow.yaml", "default=none callflow.yaml"])
    }
}

@Suite("Values of `envs`")
struct EnvironmentValueTests {
    private func read(_ text: String) -> ProjectReading {
        ProjectFile.read(SourceFile(name: "callflow.yaml", text: text))
    }

    @Test func `come from the file or from the environment`() throws {
        let project = read("envs: {a: x, b: {fromEnvironment: B}, c: [1, true, ~], d: {e: f}, g: 0042}")
            .project
        let values = try project.environment(in: ["B": "7"]).get()
        #expect(values["a"] == Value("x"))
        #expect(values["b"] == Value("7"))
        #expect(values["c"] == .list([Value("1"), .bool(true), .null]))
        #expect(values["d"]?["e"] == Value("f"))
        #expect(values["g"] == Value("0042"))
    }

    @Test func `are missed by position, all of them`() {
        let text = "envs: {a: {fromEnvironment: A}, b: {fromEnvironment: B}, c: {fromEnvironment: C}}"
        let project = read(text).project
        guard case .failure(let missing) = project.environment(in: ["B": ""]) else {
            Issue.record("nothing was missed")
            return
        }
        #expect(
            missing.findings.map(\.message) == [
                "A is not set in the environment", "C is not set in the environment",
            ])
        #expect(project.file.text(in: missing.findings[0].range) == "{fromEnvironment: A}")
    }

    @Test func `warn of numbers without quotes`() {
        #expect(read("envs: {pin: 0042}").findings.map(\.id) == ["unquoted-number"])
        #expect(read("envs: {pin: '0042'}").findings.isEmpty)
    }
}

@Suite("Addresses of the HTTP server")
struct HTTPAddressTests {
    @Test func `are a host and a port`() {
        #expect(HTTPAddress("8080") == HTTPAddress(host: "127.0.0.1", port: 8080))
        #expect(HTTPAddress("0.0.0.0:80") == HTTPAddress(host: "0.0.0.0", port: 80))
        #expect(HTTPAddress("[::1]:0") == HTTPAddress(host: "::1", port: 0))
        #expect(HTTPAddress("[::1]:0")?.description == "[::1]:0")
        #expect(HTTPAddress("localhost:80")?.description == "localhost:80")
    }

    @Test func `are nothing else`() {
        for text in [
            "", ":", ":80", "a:", "a:b", "::1:80", "a:65536", "a:-1", "a b:80", "http://a:80", "a:8 0", "a:٣",
        ] {
            #expect(HTTPAddress(text) == nil, "\(text)")
        }
    }
}
