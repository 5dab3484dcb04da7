import CassetteBackend
import FlowExpressions
import FlowModel
import FlowRuntime
import OrderedCollections
import SimulatedBackend
import SourceText
import TestSupport
import Testing

/// Reads a flow that must be free of errors.
func flow(_ yaml: String, named name: String = "flow.yaml") -> Flow {
    let reading = Flow.read(SourceFile(name: name, text: yaml))
    let errors = reading.findings.filter { $0.severity == .error }
    guard let flow = reading.flow, errors.isEmpty else {
        preconditionFailure("the flow of a test has errors: \(errors.map(\.message))")
    }
    return flow
}

extension World {
    /// Records everything to the end, or to that time, and gives the cassette.
    mutating func recorded(for duration: Duration = World.longestRun) throws -> Cassette {
        recordInputs()
        run(for: duration)
        return try cassette
    }

    var cassette: Cassette {
        get throws {
            try Cassette(
                recording: try #require(inputs), flows: flows, environment: environment, variables: variables,
                backend: SimulatedBackend.name)
        }
    }
}

extension Cassette {
    var text: String { get throws { String(decoding: try bytes(), as: UTF8.self) } }

    /// As it would be after a while in a file.
    var reread: Cassette { get throws { try Cassette(bytes: try bytes()) } }
}

/// A world of four flows that meet, dial, record and wait, with callers who do this and that.
enum RandomWorld {
    static let flows = [
        """
        sections:
          main:
            - answer: {maxDuration: 90}
            - label: ask
            - prompt:
                play: ["say:Enter the PIN", "https://a/404"]
                maxDigits: 6
                terminators: "#"
                initialTimeout: 3
                sensitive: true
            - goto: {label: ask, when: "prompt_result == 'no_input'", max: 2}
            - cond:
                - when: prompt_value == envs.pin
                  then: [{set: {ok: "yes"}}]
                - when: "prompt_value > '2'"
                  then: [{set: {ok: "${call.from}"}}, {play: "say:More"}]
                - else: [{play: "say:Wrong"}]
            - joinConference:
                name: "room ${prompt_value} ${call.to}"
                beep: "true"
                record: record-from-start
                maxParticipants: 3
                endOnExit: '${prompt_value == "1"}'
                statusCallback: "https://a/s"
            - play: "say:Goodbye"
        onHangup:
          - request: {url: "https://a/1", method: GET, timeout: 2}
        """,
        """
        sections:
          main:
            - answer: {maxDuration: 90}
            - joinConference: {name: "room 1", startOnEnter: false, waitUrl: "https://a/doc", until: joined}
            - awaitConference: {until: started, timeout: 20s, keys: "1#"}
            - cond:
                - when: await_conference_result == 'key'
                  then: [{leaveConference: {}}, {record: {maxLength: 5}}]
            - recordCall: {controlId: r}
            - prompt: {play: "silence:2", maxDigits: 2, speechTimeout: 4}
            - execute: {dest: "https://a/section"}
            - switch:
                variable: call.from
                case: {"+4917012345678": [{play: "say:Hello"}], "sip:alice@example.com": [{play: "say:Alice"}]}
        """,
        """
        sections:
          main:
            - answer: {maxDuration: 90}
            - request: {url: "https://a/2?from=${call.from}", method: POST, timeout: 2, saveVariables: true}
            - connect:
                serialParallel:
                  - [{to: "sip:busy@a.example"}, {to: "sip:none@a.example", timeout: 5}]
                  - - to: "sip:yes@a.example"
                      confirm:
                        - prompt: {play: "silence:1", maxDigits: 1}
                        - cond: [{when: "prompt_value != '1'", then: [hangup]}]
            - sendDigits: {digits: "1W2"}
            - joinConference: {name: "room 1", coach: "c-1", until: joined}
            - sleep: 30s
            - hangup: busy
        """,
        """
        sections:
          main:
            - answer: {maxDuration: 90}
            - dial:
                to: ["sip:busy@a.example", "sip:yes@a.example"]
                timeout: 4s
                dest: callee
                params: {room: "room 1", "${call.from}": "${call.from}"}
            - dial: {each: ["sip:yes@a.example", "sip:none@a.example"], timeout: 3s, attempts: 2, dest: callee}
            - joinConference: {name: "room 1", startOnEnter: false, until: joined, waitUrl: "https://a/doc"}
            - awaitConference: {until: left, timeout: 20s}
          callee:
            - prompt: {play: "say:Press 1", maxDigits: 1, initialTimeout: 3s}
            - cond:
                - when: "prompt_value != '1'"
                  then: [{dial: {to: "sip:busy@a.example", dest: callee}}, hangup]
            - joinConference: {name: "room ${params.room ? '1' : '2'}", until: joined}
            - sleep: 10s
        onHangup:
          - request: {url: "https://a/1?${call.from}", method: GET, timeout: 2}
        """,
    ].map { flow($0) }

    static let doubles = Doubles(
        http: [
            "GET https://a/1": HTTPDouble(status: 200, after: .seconds(1)),
            "POST https://a/section": HTTPDouble([
                .init(
                    .response(
                        HTTPResponse(
                            status: 200, body: "sections: {main: [{play: \"say:From +4917012345678\"}]}")))
            ]),
        ],
        media: [
            "https://a/404": MediaDouble(.failure(status: 404)),
            "https://a/doc": MediaDouble(
                .document("sections: {main: [{play: \"say:You wait\"}, {sleep: 1s}]}")),
        ],
        legs: [
            "sip:busy@a.example": LegDouble(.busy, after: .seconds(1)),
            "sip:none@a.example": LegDouble(.noAnswer),
            "sip:yes@a.example": LegDouble(
                .answers, after: .seconds(1),
                deeds: [.wait(.milliseconds(500)), .press("1"), .wait(.seconds(4)), .hangUp]),
        ])

    static let callers = [
        "+4917012345678", "+12125550123", "sip:alice@example.com", "anonymous", "2125550177",
    ]

    static func world(seed: UInt64) -> World {
        var random = SplitMix64(seed: seed)
        var world = World(
            flows: flows, phone: PhoneSystem(seed: seed, doubles: doubles, observation: .everything),
            environment: ["pin": "471193", "line": "+12025550188", "name": "Example Ltd"],
            variables: ["greeting": "Call +12025550188"])
        for number in 0..<(2 + random.below(6)) {
            let lines = (0..<random.below(5)).map { _ in
                let deeds: [Deed] = [
                    .press(["1#", "471193#", "1", "993117", "#*0"][random.below(5)]),
                    .speak("hello", .milliseconds(random.below(5000))),
                    .wait(.milliseconds(random.below(3000))), .hangUp, .giveUp,
                ]
                let trigger: ScriptLine.Trigger =
                    random.once(in: 3)
                    ? .seen(.joins("caller \(random.below(4))")) : .at(.milliseconds(random.below(60_000)))
                return ScriptLine(
                    trigger, delay: .milliseconds(random.below(1000)),
                    Array(deeds[random.below(5)...].prefix(2)))
            }
            let caller = CallerScript(
                name: "caller \(number)", from: ScriptText(random.pick(callers)), to: "+15558675309",
                dials: .milliseconds(random.below(20_000)),
                patience: random.once(in: 4) ? .seconds(random.below(40)) : nil, lines: lines)
            world.dial(caller, flow: random.below(flows.count))
        }
        return world
    }
}
