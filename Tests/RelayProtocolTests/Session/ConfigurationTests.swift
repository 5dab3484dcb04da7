import FlowRuntime
import Testing

@testable import RelayProtocol

struct `A configuration` {
    private let account = ["SIGNALWIRE_PROJECT_ID": "p-env", "SIGNALWIRE_API_TOKEN": "t-env"]

    private func resolve(
        _ options: RelayOptions = RelayOptions(), _ environment: [String: String] = [:]
    ) -> Result<RelayConfiguration, RelayConfigurationError> {
        Result { () throws(RelayConfigurationError) in
            try RelayConfiguration.resolve(options, environment: environment)
        }
    }

    private func problem(
        _ options: RelayOptions = RelayOptions(), _ environment: [String: String] = [:]
    ) -> String? {
        if case .failure(let error) = resolve(options, environment) { "\(error)" } else { nil }
    }

    /// The place with an account in the environment.
    private func place(_ option: String? = nil, _ environment: [String: String] = [:]) -> String? {
        let environment = account.merging(environment) { $1 }
        guard case .success(let configuration) = resolve(RelayOptions(host: option), environment) else {
            return nil
        }
        return "\(configuration.host):\(configuration.port)"
    }

    @Test func `takes options, then the environment`() throws {  // §8: 1, 2, 9
        let options = RelayOptions(project: Secret("p"), token: Secret("t"), contexts: ["b", "a", "c"])
        let given = try resolve(options, account).get()
        #expect(given.credentials == .token(project: Secret("p"), token: Secret("t")))
        #expect(given.contexts == ["b", "a", "c"] && given.certificateFile == nil)
        let environment = try resolve(RelayOptions(), account).get()
        #expect(environment.credentials == .token(project: Secret("p-env"), token: Secret("t-env")))
        let mixed = try resolve(RelayOptions(token: Secret("t")), account).get()
        #expect(mixed.credentials == .token(project: Secret("p-env"), token: Secret("t")))
    }

    @Test func `names what is missing`() {  // §8: 3, 4
        let or = "in the environment (or SIGNALWIRE_JWT_TOKEN)"
        #expect(problem() == "RELAY needs SIGNALWIRE_PROJECT_ID and SIGNALWIRE_API_TOKEN \(or)")
        #expect(problem(RelayOptions(project: Secret("p"))) == "RELAY needs SIGNALWIRE_API_TOKEN \(or)")
        #expect(problem(RelayOptions(token: Secret("t"))) == "RELAY needs SIGNALWIRE_PROJECT_ID \(or)")
        let empty = account.merging(["SIGNALWIRE_API_TOKEN": ""]) { $1 }
        #expect(problem(RelayOptions(), empty) == "RELAY needs SIGNALWIRE_API_TOKEN \(or)")
    }

    @Test func `is content with a JWT`() throws {  // §8: 5, 6
        let jwt = ["SIGNALWIRE_JWT_TOKEN": "j-env"]
        #expect(try resolve(RelayOptions(), jwt).get().credentials == .jwt(Secret("j-env")))
        let explicit = RelayOptions(project: Secret("p"), jwt: Secret("j"))
        #expect(try resolve(explicit, jwt).get().credentials == .jwt(Secret("j")))
        let both = account.merging(jwt) { $1 }
        #expect(try resolve(RelayOptions(), both).get().credentials == .jwt(Secret("j-env")))
        let token = try resolve(RelayOptions(token: Secret("t")), both).get()
        #expect(token.credentials == .token(project: Secret("p-env"), token: Secret("t")))
    }

    @Test func `finds its host`() {  // §8: 8
        #expect(place() == "relay.signalwire.com:443")
        #expect(place("box.example") == "box.example:443")
        #expect(place("localhost") == "localhost:443", "only a space gets a domain")
        let space = ["SIGNALWIRE_SPACE": "acme"]
        #expect(place(nil, space) == "acme.signalwire.com:443")
        #expect(place("box.example:7443", space) == "box.example:7443")
        #expect(place(nil, ["SIGNALWIRE_SPACE": "acme", "SIGNALWIRE_RELAY_HOST": "relay"]) == "relay:443")
        for (space, host) in [
            ("acme:8443", "acme.signalwire.com:8443"), ("acme.example", "acme.example:443"),
            ("127.0.0.1:5000", "127.0.0.1:5000"), ("localhost:5000", "localhost:5000"),
            ("[::1]:5000", "::1:5000"), ("[fe80::1]", "fe80::1:443"), ("", "relay.signalwire.com:443"),
        ] {
            #expect(place(nil, ["SIGNALWIRE_SPACE": space]) == host)
        }
    }

    @Test func `refuses what is no host, without repeating it`() {  // §8: 7
        for (host, reason) in [
            ("evil@host", "it holds '@'"), ("host/path", "it holds '/'"), ("wss://host", "IPv6"),
            ("host?x", "it holds '?'"), ("host#x", "it holds '#'"), ("a\r\nb", "it holds a line break"),
            ("a\nb", "it holds a line break"), ("a b", "it holds a space"), (" host", "it holds a space"),
            ("a\tb", "it holds '\\t'"), ("a\u{0}b", "it holds"), ("a\\b", "it holds"),
            ("a\u{A0}b", "it holds"),
            ("a%41", "it holds '%'"), ("::1", "IPv6"), ("a:1:2", "IPv6"), ("[::1", "IPv6"),
            ("[::1]x", "IPv6"), ("a:", "port"), ("a:0", "port"), ("a:65536", "port"), ("a:-1", "port"),
            ("a:+1", "it holds '+'"), ("a:１", "port"), ("a:99999999999999999999", "port"), ("a:b", "port"),
            (":443", "empty"),
            ("[]:443", "empty"), (String(repeating: "a", count: 261), "too long"), ("", "empty"),
        ] {
            let option = problem(RelayOptions(host: host), account)
            let expected = host == "wss://host" ? "it holds '/'" : reason
            #expect(option?.hasPrefix("invalid host in 'relay.host': ") == true, "\(host)")
            #expect(option?.contains(expected) == true, "\(host): \(option ?? "-")")
            guard !host.isEmpty else { continue }
            for name in ["SIGNALWIRE_SPACE", "SIGNALWIRE_RELAY_HOST"] {
                let environment = account.merging([name: host]) { $1 }
                #expect(problem(RelayOptions(), environment)?.hasPrefix("invalid host in \(name): ") == true)
            }
        }
        #expect(problem(RelayOptions(host: "user:pass@host"), account)?.contains("pass") == false)
    }

    @Test func `trusts what a bundle names`() throws {  // §8: 10
        let environment = account.merging(["SIGNALWIRE_RELAY_CA_FILE": "/env.pem"]) { $1 }
        #expect(try resolve(RelayOptions(), environment).get().certificateFile == "/env.pem")
        let options = RelayOptions(certificateFile: "/option.pem")
        #expect(try resolve(options, environment).get().certificateFile == "/option.pem")
        #expect(try resolve(RelayOptions(), account).get().certificateFile == nil)
    }

    @Test func `lets each of its calls wait with a request`() throws {
        let resolved = try resolve(RelayOptions(calls: 20_000), account).get()
        #expect(resolved.limits.queuedRequests == 20_000)
        #expect(try resolve(RelayOptions(calls: .max), account).get().limits.queuedRequests == .max)
    }

    @Test func `bounds its calls`() throws {  // §8: 11
        for (option, variable, calls) in [
            (nil, nil, 1000), (nil, "20", 20), (5, "20", 5), (0, nil, 1), (-7, nil, 1), (nil, "0", 1),
            (nil, "-3", 1), (nil, "many", 1000), (nil, "", 1000), (nil, "1e3", 1000), (nil, " 7", 1000),
            (nil, "99999999999999999999", 1000),
        ] as [(Int?, String?, Int)] {
            var environment = account
            environment["RELAY_MAX_ACTIVE_CALLS"] = variable
            let resolved = try resolve(RelayOptions(calls: option), environment).get()
            #expect(resolved.limits.calls == calls, "\(variable ?? "unset")")
            #expect(resolved.limits.queuedRequests == 500)
        }
    }

    @Test func `says what it takes for a number of calls that is none`() {  // §8: 11
        for (text, calls, warning) in [
            (nil, nil, nil), ("", nil, nil), ("1", 1, nil), ("20", 20, nil), ("+7", 7, nil),
            ("0", 1, "RELAY_MAX_ACTIVE_CALLS is '0': 1 is taken instead"),
            ("-3", 1, "RELAY_MAX_ACTIVE_CALLS is '-3': 1 is taken instead"),
            ("abc", nil, "RELAY_MAX_ACTIVE_CALLS is 'abc', which is no number: it counts as not set"),
            (" 7", nil, "RELAY_MAX_ACTIVE_CALLS is ' 7', which is no number: it counts as not set"),
            (
                String(repeating: "9", count: 50), nil,
                "RELAY_MAX_ACTIVE_CALLS is '\(String(repeating: "9", count: 40))', which is no number: "
                    + "it counts as not set"
            ),
        ] as [(String?, Int?, String?)] {
            var environment = account
            environment["RELAY_MAX_ACTIVE_CALLS"] = text
            let variable = RelayCallsVariable(environment)
            #expect(variable.calls == calls && variable.warning == warning, "\(text ?? "unset")")
        }
    }

    @Test func `shows no secret`() throws {
        var text = ""
        dump(try resolve(RelayOptions(jwt: Secret("e.y.J")), account).get(), to: &text)
        var wire = Wire.connected()
        wire.event("signalwire.authorization.state", #"{"authorization_state":"state-secret"}"#)
        dump(wire.session, to: &text)
        for secret in ["e.y.J", "state-secret", "s3cret", "4711"] { #expect(!text.contains(secret)) }
    }
}
