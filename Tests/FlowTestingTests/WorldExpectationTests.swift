import FlowTesting
import SourceText
import Testing

struct `Requests that are expected` {
    private static let top = """
        http:
          GET https://example.com/a?caller=c-1: 200
          POST https://example.com/b: {status: 200, after: 1s}
        """
    private static let flow = """
        - answer
        - request: {url: "https://example.com/a?caller=c-1", method: GET, headers: {X-Key: "7"}}
        - request:
            url: https://example.com/b
            method: POST
            body: {who: "${call.from}", list: [1, {deep: true}], id: "${call.call_id}"}
        - hangup
        """

    private func check(_ cases: [(String, [String])], _ location: SourceLocation = #_sourceLocation) throws {
        try FlowTestingTests.check(Self.flow, "do: []", top: Self.top, cases, location)
    }

    @Test func `are all of them, with their contents`() throws {
        let get = "GET https://example.com/a?caller=${ann.call_id}"
        try check([
            ("ann: {requests: ['\(get)', POST https://example.com/b]}", []),
            (
                """
                ann:
                  requests:
                  - {GET: "https://example.com/a?caller=${ann.call_id}", headers: {x-key: "7"}}
                  - {POST: https://example.com/b, body: {id: "${ann.call_id}", list: [1, {deep: true}]}}
                """, []
            ),
            (
                "ann: {requests: ['\(get)']}",
                ["ann: expected no further request; POST https://example.com/b was sent"]
            ),
            (
                "ann: {requests: []}",
                ["ann: expected no request; GET https://example.com/a?caller=c-1 was sent"]
            ),
            (
                "ann: {requests: [GET https://example.com/b]}",
                [
                    "ann: expected GET https://example.com/b; GET https://example.com/a?caller=c-1 was sent"
                ]
            ),
            (
                "ann: {requests: ['\(get)', POST https://example.com/b, PUT https://example.com/c]}",
                ["ann: expected PUT https://example.com/c; no further request was sent"]
            ),
            (
                "ann: {requests: [{GET: https://example.com/a?caller=c-1, headers: {X-Key: '8', Y: a}}]}",
                [
                    "ann: GET https://example.com/a?caller=c-1: expected the header X-Key \"8\"; it was \"7\""
                ]
            ),
            (
                "ann: {requests: [{GET: https://example.com/a?caller=c-1, headers: {Y: a}}]}",
                [
                    "ann: GET https://example.com/a?caller=c-1: expected the header Y \"a\"; there was none"
                ]
            ),
        ])
    }

    @Test func `may be some of them`() throws {
        func body(_ text: String) -> String {
            "ann: {requests include: [{POST: https://example.com/b, body: \(text)}]}"
        }
        let post = "ann: POST https://example.com/b: body"
        try check(
            [
                ("ann: {requests include: [POST https://example.com/b]}", []),
                (body("{who: '+15555550111'}"), []), (body("{none: ~}"), []), (body("{}"), []),
                (
                    body("{who: '+1'}"), [post + ".who: expected \"+1\"; it was \"+15555550111\""]
                ),
                (body("{list: [1]}"), [post + ".list: expected a list of 1; it was [1,{\"deep\":true}]"]),
                (
                    body("{list: [1, {deep: 'true'}]}"),
                    [post + ".list[1].deep: expected \"true\"; it was true"]
                ),
                (body("{list: ['1', {}]}"), [post + ".list[0]: expected \"1\"; it was 1"]),
                (body("{what: 1}"), [post + ".what: expected 1; there was none"]),
                (body("{id: ~}"), [post + ".id: expected nothing; it was \"c-1\""]),
                (body("{id: {}}"), [post + ".id: expected a map; it was \"c-1\""]),
                (
                    body("text"),
                    [
                        post + ": expected \"text\"; it was "
                            + "{\"who\":\"+15555550111\",\"list\":[1,{\"deep\":true}],\"id\":\"c-1\"}"
                    ]
                ),
                (
                    "ann: {requests include: [POST https://example.com/c]}",
                    ["ann: expected POST https://example.com/c; it was not sent"]
                ),
                (
                    "ann: {requests include: [POST https://example.com/b, POST https://example.com/b]}",
                    ["ann: expected POST https://example.com/b; it was not sent"]
                ),
            ])
    }

    @Test func `have answers in the scenario`() throws {
        let trial = try Trial(Self.flow, "do: []\nexpect: {ann: {ends: once}}")
        #expect(
            trial.messages.prefix(2) == [
                "ann: GET https://example.com/a?caller=c-1 has no answer; add it to 'http'",
                "ann: POST https://example.com/b has no answer; add it to 'http'",
            ])
        #expect(trial.failures.map(\.id).allSatisfy { $0 == "unscripted-request" })
        #expect(trial.failures.first?.place?.line == 4)
    }
}

struct `Variables that are expected` {
    @Test func `have values and types, at any depth`() throws {
        try check(
            """
            - set: {tries: 3, pin: "0042", order: {items: [a, b], paid: false}, nothing: ~}
            - set: {called: "${call.from}"}
            - hangup
            """, "do: []",
            [
                (
                    "ann: {variables: {tries: 3, pin: '0042', order: {paid: false}, called: '+15555550111'}}",
                    []
                ),
                ("ann: {variables: {'order.items[1]': b, order: {items: [a, b]}, nothing: ~, other: ~}}", []),
                ("bob: {variables: {call.from: '+15555550112', vars.tries: 3}}", []),
                ("ann: {variables: {tries: '3'}}", ["ann: tries: expected \"3\"; it was 3"]),
                ("ann: {variables: {pin: 42}}", ["ann: pin: expected 42; it was \"0042\""]),
                (
                    "ann: {variables: {tires: 3}}",
                    ["ann: tires: expected 3; there was none; did you mean 'tries'?"]
                ),
                ("ann: {variables: {pin: ~}}", ["ann: pin: expected nothing; it was \"0042\""]),
                (
                    "ann: {variables: {order: {items: [a, c]}}}",
                    ["ann: order.items[1]: expected \"c\"; it was \"b\""]
                ),
                ("ann: {variables: {order.paid: true}}", ["ann: order.paid: expected true; it was false"]),
                (
                    "ann: {variables: {'order.items[7]': a}}",
                    ["ann: order.items[7]: expected \"a\"; there was none"]
                ),
            ])
    }
}

struct `Status callbacks that are expected` {
    private static let flow = """
        - joinConference:
            name: team
            statusCallback: https://example.com/conference
            statusCallbackEvent: start end join leave
        - hangup
        """
    private static let script = "do: [{at: 8s, bob: hangs up}, {at: 9s, ann: hangs up}]"

    private func check(_ cases: [(String, [String])], _ location: SourceLocation = #_sourceLocation) throws {
        try FlowTestingTests.check(Self.flow, Self.script, cases, location)
    }

    @Test func `are all of them, with payload`() throws {
        try check([
            (
                """
                callbacks:
                - {to: https://example.com/conference, method: POST, status: participant-join}
                - {status: conference-start, at: 0s}
                - {status: participant-join, body: {size: 2, call_id: "${bob.call_id}", muted: false}}
                - {status: participant-leave, at: 8s, body: {event_type: calling.conference}}
                - {status: participant-leave, body: {params: {size: 0}}}
                - {url: https://example.com/conference, body: {reason_ended: last-participant-left}}
                """, []
            ),
            (
                "callbacks: []",
                [
                    "expected no callback; participant-join by POST to https://example.com/conference "
                        + "at 0s was posted"
                ]
            ),
            (
                "callbacks: [{status: conference-start}]",
                [
                    "expected a callback conference-start; participant-join by POST to "
                        + "https://example.com/conference at 0s was posted"
                ]
            ),
            (
                "callbacks: [{body: {size: 2}}]",
                [
                    "participant-join by POST to https://example.com/conference at 0s: "
                        + "body.size: expected 2; it was 1"
                ]
            ),
        ])
    }

    @Test func `may be some of them`() throws {
        try check([
            ("callbacks include: [{status: participant-leave}, {status: conference-end}]", []),
            (
                "callbacks include: [{status: conference-end}, {status: participant-leave, method: GET}]",
                ["expected a callback participant-leave by GET; it was not posted"]
            ),
            (
                "callbacks include: [{status: participant-join, body: {size: 3}}]",
                [
                    "participant-join by POST to https://example.com/conference at 0s: "
                        + "body.size: expected 3; it was 1"
                ]
            ),
            (
                "callbacks include: [{to: https://example.com/other, at: 3s}]",
                ["expected a callback to https://example.com/other at 3s; it was not posted"]
            ),
        ])
        try FlowTestingTests.check(
            "- hangup", "do: []",
            [
                ("callbacks: []", []),
                (
                    "callbacks: [{status: conference-end}]",
                    [
                        "expected a callback conference-end; no callback was posted"
                    ]
                ),
            ])
    }

    @Test func `may come as forms`() throws {
        try FlowTestingTests.check(
            """
            - joinConference:
                name: team
                statusCallback: https://example.com/c
                statusCallbackEvent: join
                statusCallbackEventType: laml
                statusCallbackMethod: GET
            """, "do: [{at: 1s, ann: hangs up}, {at: 6s, bob: hangs up}]",
            [
                (
                    """
                    callbacks:
                    - {method: GET, body: {FriendlyName: team, CallSid: "${ann.call_id}"}}
                    - {body: {Coaching: "false"}}
                    """, []
                )
            ])
    }
}

struct `The journal that is expected` {
    @Test func `has warnings and errors`() throws {
        let flow = """
            - set: {room: "${call.from == '+15555550111' ? 'team' : ''}"}
            - joinConference: {name: "${room}"}
            - hangup
            """
        let warning =
            "'relay_script_method_parameter_invalid_value: must be a text that is not empty; "
            + "found an empty text'"
        try check(
            flow, "do: [{at: 1s, ann: hangs up}]",
            [
                ("journal: {errors: []}", []),
                ("journal: {warnings: [relay_script_method_parameter_invalid_value]}", []),
                ("journal: {warnings: [a text that is not empty]}", []),
                ("journal: {warnings: []}", ["bob: expected no warning; there was \(warning)"]),
                (
                    "journal: {warnings: [not empty, in_conference]}",
                    ["bob: expected the warning 'in_conference'; there was no further warning"]
                ),
                (
                    "journal: {errors: [in_conference], warnings: [other]}",
                    [
                        "bob: expected the warning 'other'; it was \(warning)",
                        "expected the error 'in_conference'; there was no error",
                    ]
                ),
            ])
    }
}

struct `Every scenario` {
    @Test func `fails when something that it says did not happen`() throws {
        let trial = try Trial(
            "- answer\n- hangup",
            """
            do:
            - {after: 'ann hears "Godot"', bob: hangs up}
            - {at: 9s, ann: {says: Hello}}
            expect: {every caller: {ends: once}}
            """)
        #expect(
            trial.messages == [
                "never happened: bob waited for `ann hears \"Godot\"`",
                "never happened: at 9s ann was in no call",
            ])
        #expect(trial.failures.map(\.id) == ["unplayed-line", "unplayed-line"])
    }

    @Test func `fails when somebody is expected to do something and never comes`() throws {
        try check(
            "- hangup", "callers: {bob: {dials: 48h}}\ndo: []",
            [
                ("ann: {ends: once}", ["the scenario had not come to its end after 86400s"]),
                (
                    "bob: {ends: once, steps: [hangup]}",
                    ["bob: bob never called", "the scenario had not come to its end after 86400s"]
                ),
            ])
    }

    @Test func `fails when an error stops a flow that it does not name`() throws {
        let error = "relay_script_section_parameter_undefined: there is no section 'x'"
        let stopped =
            "ann: an error stopped the flow: \(error); "
            + "if it is meant, name it under 'journal: {errors: […]}'"
        try check(
            "- set: {n: x}\n- transfer: \"%{n}\"\n- hangup", "callers: {bob: none}\ndo: []",
            [
                ("ann: {steps: [set, transfer]}", [stopped]),
                ("journal: {errors: [relay_script_section_parameter_undefined]}", []),
                ("journal: {errors: [there is no section]}", []),
                ("journal: {warnings: [no section]}", [stopped]),
                ("journal: {errors: []}", ["ann: expected no error; there was '\(error)'"]),
            ])
    }

    @Test func `may have people who are dialled`() throws {
        let flow = """
            sections:
              main:
                - cond: [{when: call.from == '+15555550112', then: [hangup]}]
                - joinConference: {name: team, until: joined}
                - dial: {to: "+15555550199", dest: called}
                - awaitConference: {until: left}
              called:
                - play: "say:You are wanted"
                - joinConference: {name: team}
            """
        let top =
            """
            legs:
              "+15555550199":
                {as: carol, answers: 2s, does: [{waits: 5s}, {says: Here I am}, {waits: 5s}, hangs up]}
            """
        try check(
            flow, "do: [{at: 30s, ann: hangs up}]", top: top,
            [
                (
                    "carol: {steps: [play, joinConference], hears: [{says: wanted, by: flow}], answered: 2s}",
                    []
                ),
                ("ann: {hears: [carol], never hears: [{says: wanted}]}", []),
                (
                    "room \"team\": {events: [ann joins, start, carol joins, carol leaves, ann leaves, end]}",
                    []
                ),
            ])
    }
}
