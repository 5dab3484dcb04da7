import FlowExpressions
import FlowModel
import FlowRuntime
import Foundation
import OrderedCollections
import SourceText
import Testing

extension CallCommand {
    fileprivate var dial: DialCommand? { if case .dial(let command) = self { command } else { nil } }
}

struct `A dial` {
    /// A flow around one `dial`, whose legs run the section `callee`.
    private static func flow(_ parameters: String, after: String = "play: 'say:on'") -> String {
        """
        sections:
          main:
            - dial: {\(parameters)}
            - \(after)
          callee: [hangup]
        """
    }

    @Test func `asks for its destinations in turn, and waits for the one who answers`() throws {
        var script = try Script(
            Self.flow(
                "to: ['sip:a@b.example', '+15555550123'], from: '+15555550199', timeout: 20s, attempts: 2, "
                    + "dest: callee, params: {room: 'r-${call.to}', n: 7}"))
        let command = try #require(script.start().first?.dial)
        var expected = DialCommand(
            to: ["sip:a@b.example", "+15555550123"], .inTurn, from: "+15555550199", timeout: .seconds(20),
            attempts: 2, run: DialledRun(.section("callee")))
        expected.run.params = ["room": "r-+15555550100", "n": "7"]
        #expect(command == expected)
        #expect(script.variable("dial_result") == .undefined)
        #expect(
            script.answer(.dialled(DialSummary(call: CallID("c-9"), to: "sip:a@b.example"))) == [.say("on")])
        #expect(script.variable("dial_result") == "answered")
        #expect(script.variable("dial_call_id") == "c-9")
        #expect(script.variable("dial_failed_reason") == .undefined)
        #expect(script.outcomes == ["answered"])
    }

    @Test func `of everybody at once goes on when it is accepted`() throws {
        var script = try Script(Self.flow("each: ['sip:a@b.example', 'sip:b@b.example'], dest: callee"))
        let command = try #require(script.start().first?.dial)
        #expect(command.order == .allAtOnce && command.destinations.count == 2)
        #expect(command.from == nil && command.timeout == .seconds(60) && command.attempts == 1)
        #expect(script.answer(.done) == [.say("on")])
        #expect(script.variable("dial_result") == "dialing")
        #expect(script.variable("dial_call_id") == .undefined)
    }

    @Test func `tells why nobody answered, and the flow goes on`() throws {
        let reasons: [(CommandFailure.Code, String)] = [
            (.busy, "busy"), (.noAnswer, "no_answer"), (.timedOut, "no_answer"), (.declined, "declined"),
            (.refused, "declined"), (.unreachable, "unreachable"), (.notFound, "not_found"),
            (.canceled, "canceled"), (.unsupported, "error"), (.callGone, "error"), (.failed, "error"),
        ]
        for way in ["to: 'sip:a@b.example'", "each: ['sip:a@b.example']"] {
            for (code, reason) in reasons {
                var script = try Script(Self.flow("\(way), dest: callee"))
                _ = script.start()
                #expect(script.answer(.failed(CommandFailure(code))) == [.say("on")], "\(code)")
                #expect(script.variable("dial_result") == "failed", "\(code)")
                #expect(script.variable("dial_failed_reason") == .string(Text(reason)), "\(code)")
                #expect(script.variable("dial_call_id") == .undefined, "\(code)")
                #expect(script.warnings == [.executeFailed], "\(code)")
            }
        }
    }

    @Test func `forgets what an earlier one came to`() throws {
        var script = try Script(
            Self.flow(
                "to: 'sip:a@b.example', dest: callee", after: "dial: {to: 'sip:a@b.example', dest: callee}"))
        _ = script.start()
        script.answer(.failed(CommandFailure(.busy)))
        #expect(script.variable("dial_failed_reason") == .undefined)
        script.answer(.dialled(DialSummary(call: CallID("c-2"), to: "sip:a@b.example")))
        #expect(script.variable("dial_result") == "answered")
    }

    @Test func `runs the steps of its result`() throws {
        let results: [(CommandResult, String)] = [
            (.dialled(DialSummary(call: CallID("c-2"), to: "sip:a@b.example")), "answered"),
            (.failed(CommandFailure(.busy)), "failed"), (.done, "none"),
        ]
        for (result, taken) in results {
            for handler in [
                "{case: {answered: [{set: {x: answered}}], failed: [{set: {x: failed}}]}, "
                    + "default: [{set: {x: none}}]}",
                "[{when: \"dial_result == 'answered'\", then: [{set: {x: answered}}]}, "
                    + "{when: \"dial_result == 'failed'\", then: [{set: {x: failed}}]}, "
                    + "{else: [{set: {x: none}}]}]",
            ] {
                var script = try Script(Self.flow("to: 'sip:a@b.example', dest: callee, result: \(handler)"))
                _ = script.start()
                script.answer(result)
                #expect(script.variable("x") == .string(Text(taken)))
            }
        }
    }

    @Test func `fails by itself when what it says cannot be`() throws {
        let cases: [(String, ScriptError.Code)] = [
            ("to: '${nobody}', dest: callee", .parameterInvalid),
            ("to: ['sip:a@b.example', '${call.nothing}'], dest: callee", .parameterInvalid),
            ("to: '${`queue:${call.from}`}', dest: callee", .parameterInvalid),
            ("each: ['${\"stream:wss://a.example\"}'], dest: callee", .parameterInvalid),
            ("to: 'sip:a@b.example', dest: '${\"nowhere\"}'", .sectionUndefined),
            ("to: 'sip:a@b.example', dest: '${\"sections: {other: []}\"}'", .parseError),
            ("to: 'sip:a@b.example', dest: callee, attempts: '${0}'", .parameterInvalid),
            ("to: 'sip:a@b.example', dest: callee, attempts: '${101}'", .parameterInvalid),
            ("to: 'sip:a@b.example', dest: callee, timeout: '${\"soon\"}'", .parameterInvalid),
        ]
        for (parameters, code) in cases {
            var script = try Script(Self.flow(parameters))
            #expect(script.start() == [.say("on")], "\(parameters)")
            #expect(script.warnings.last == code, "\(parameters): \(script.warnings)")
            #expect(script.variable("dial_result") == "failed", "\(parameters)")
            #expect(script.variable("dial_failed_reason") == "error", "\(parameters)")
        }
    }

    @Test func `gives an inline document along, once it has been read`() throws {
        let document = #"sections: {main: [{play: \"say:inline\"}]}"#
        var script = try Script(Self.flow("to: 'sip:a@b.example', dest: \"\(document)\""))
        let command = try #require(script.start().first?.dial)
        let text = "sections: {main: [{play: \"say:inline\"}]}"
        #expect(command.run.target == .document(name: "inline", text: text, section: "main"))
    }

    @Test func `in a document that was fetched means a section of that document`() throws {
        let text = "sections: {main: [{dial: {to: 'sip:a@b.example', dest: other}}], other: [hangup]}"
        var script = try Script("- transfer: 'https://a.example/doc'")
        _ = script.start()
        let command = try #require(
            script.answer(.response(HTTPResponse(status: 200, body: text))).first?.dial)
        #expect(
            command.run.target == .document(name: "https://a.example/doc", text: text, section: "other"))
        #expect(command.run.generation == 1)
    }

    @Test func `that is interrupted by a hang-up leaves its answer unused`() throws {
        for way in ["to: 'sip:a@b.example'", "each: ['sip:a@b.example']"] {
            var script = try Script(Self.flow("\(way), dest: callee"))
            _ = script.start()
            #expect(script.handle(.ended(CallEnding(by: .caller))) == [])
            #expect(script.outcomes == ["hung_up"])
            script.answer(.dialled(DialSummary(call: CallID("c-2"), to: "sip:a@b.example")))
            #expect(script.variable("dial_result") == .undefined)
        }
    }

    @Test func `needs no answered call, and changes nothing in a room`() throws {
        var ringing = try Script(Self.flow("to: 'sip:a@b.example', dest: callee"), answered: false)
        #expect(ringing.start().first?.dial != nil)
        var inside = try Script(
            "- joinConference: {name: room, until: joined}\n- dial: {to: 'sip:a@b.example', dest: main}\n"
                + "- set: {size: '${conference.size}'}")
        _ = inside.start()
        #expect(inside.join(size: 2).first?.dial != nil)
        inside.handle(inside.change(.changed, "room", 3))
        inside.answer(.failed(CommandFailure(.busy)), to: { $0.dial != nil })
        #expect(inside.variable("size") == 3 && inside.variable("conference.state") == "in")
    }
}

struct `A call that was dialled` {
    private static let flow = """
        sections:
          main: [{play: "say:not here"}]
          callee:
            - set: {seen: '${params.room} ${call.parent.call_id} ${call.direction} ${x}${call.call_state}'}
            - play: 'say:${seen}'
        onHangup: [{userEvent: {event: {room: '${params.room}'}}}]
        """

    private func script(
        _ target: DialledRun.Target, params: ValueMap = ["room": "red"], generation: Int = 1,
        flow: String = Self.flow, variables: ValueMap = ["x": "main's"]
    ) throws -> Script {
        var script = try Script(flow)
        let origin = DialOrigin(
            by: CallID("c-1"), CommandID(4), run: DialledRun(target, params: params, generation: generation))
        let call = CallInfo(
            id: CallID("c-2"), from: "+15555550100", to: "sip:a@b.example", direction: .outbound,
            isAnswered: true, dialled: origin)
        script.machine = FlowMachine(
            flow: script.machine.flow(document: 0), call: call, environment: ["e": "env"],
            variables: variables)
        return script
    }

    @Test func `begins in its section, with its params and nothing else`() throws {
        var script = try script(.section("callee"))
        #expect(script.start() == [.say("red c-1 outbound answered")])
        #expect(script.variable("x") == .undefined && script.variable("envs.e") == "env")
        #expect(script.variable("call.type") == "sip")
        #expect(script.answer(.played(failedItems: [])) == [.hangup(.hangup)])
    }

    @Test func `has an end like any other, with the flow's onHangup`() throws {
        var script = try script(.section("callee"))
        _ = script.start()
        let commands = script.handle(.ended(CallEnding(by: .caller)))
        #expect(commands.contains(.userEvent(UserEventCommand(event: .map(["room": "red"])))))
        script.answer(.done, to: { if case .userEvent = $0 { true } else { false } })
        #expect(script.end?.ending.by == .caller)
    }

    @Test func `runs a section of a document that it is given`() throws {
        let text = "sections: {main: [hangup], two: [{play: 'say:${params.room}'}]}"
        var script = try script(.document(name: "doc", text: text, section: "two"))
        #expect(script.start() == [.say("red")])
    }

    @Test func `is ended when there is nothing for it to run`() throws {
        let cases: [(DialledRun.Target, ScriptError.Code)] = [
            (.section("nowhere"), .sectionUndefined),
            (.document(name: "doc", text: "sections: {main: []}", section: "two"), .sectionUndefined),
            (.document(name: "doc", text: "sections: {main: [nothing]}", section: "main"), .parseError),
            (.document(name: "doc", text: "", section: "main"), .parseError),
        ]
        for (target, code) in cases {
            var script = try script(target)
            #expect(script.start() == [.hangup(.hangup)], "\(target)")
            script.handle(.ended(CallEnding(by: .flow)))
            script.answer(.done)
            #expect(script.end?.error?.code == code, "\(target)")
        }
    }

    @Test func `fetches a document first, if that is what it shall run`() throws {
        var script = try script(.url("https://a.example/callee"))
        guard case .fetchDocument(let request)? = script.start().first else {
            Issue.record("nothing is fetched")
            return
        }
        #expect(request.url == "https://a.example/callee" && request.body?.contains("\"red\"") == true)
        let text = "sections: {main: [{play: 'say:${params.room}'}]}"
        #expect(script.answer(.response(HTTPResponse(status: 200, body: text))) == [.say("red")])
    }

    @Test func `is ended when its document cannot be had, and when it ends before`() throws {
        let answers: [CommandResult] = [
            .response(HTTPResponse(status: 404)), .failed(CommandFailure(.timedOut)), .done,
            .response(HTTPResponse(status: 200, body: "sections: {other: []}")),
            .response(HTTPResponse(status: 200, body: "- [")),
        ]
        for answer in answers {
            var script = try script(.url("https://a.example/callee"))
            _ = script.start()
            #expect(script.answer(answer) == [.hangup(.hangup)], "\(answer)")
        }
        var script = try script(.url("https://a.example/callee"), flow: "sections: {main: []}")
        _ = script.start()
        script.handle(.ended(CallEnding(by: .caller)))
        #expect(script.end?.ending.by == .caller)
        #expect(script.answer(.response(HTTPResponse(status: 200, body: "sections: {main: []}"))) == [])
    }

    @Test func `dials on, but not for ever`() throws {
        let flow = "sections: {main: [], again: [{dial: {to: 'sip:a@b.example', dest: again}}]}"
        for generation in 1...10 {
            var script = try script(.section("again"), generation: generation, flow: flow)
            let commands = script.start()
            if generation < 8 {
                #expect(commands.first?.dial?.run.generation == generation + 1)
            } else {
                #expect(commands == [.hangup(.hangup)], "generation \(generation)")
                #expect(script.warnings == [.nestedTooDeep])
            }
        }
    }

    @Test func `is not what a waiting document of its own runs`() throws {
        var member = try script(.section("callee"))
        _ = member.start()
        let document = Flow.read(
            SourceFile(name: "wait", text: "sections: {main: [{play: 'say:${seen}'}]}"))
        var waiting = member
        waiting.machine = FlowMachine(waiting: try #require(document.flow), of: member.machine)
        #expect(waiting.start() == [.say("red c-1 outbound answered")])
    }

    @Test func `is written and read with what it runs, and without when there is nothing`() throws {
        let runs: [DialledRun?] = [
            nil, DialledRun(.section("a"), params: ["b": ["c": 1]], generation: 3),
            DialledRun(.url("https://a")),
            DialledRun(.document(name: "n", text: "t", section: "s")),
        ]
        for run in runs {
            let origin = run.map { DialOrigin(by: CallID("c-1"), CommandID(7), run: $0) }
            let call = CallInfo(
                id: CallID("c-2"), from: "+1", to: "+2", direction: .outbound, dialled: origin)
            let data = try JSONEncoder().encode(call)
            #expect(try JSONDecoder().decode(CallInfo.self, from: data) == call)
            #expect(String(decoding: data, as: UTF8.self).contains("dialled") == (run != nil))
        }
        for text in [#"{"by": "c-1"}"#, "7", #"{"call": "c-1", "command": 1, "run": {}}"#] {
            let call = CallInfo(id: CallID("c-2"), from: "+1", to: "+2")
            let whole = String(decoding: try JSONEncoder().encode(call), as: UTF8.self)
            let broken = whole.dropLast() + ", \"dialled\": \(text)}"
            #expect(throws: (any Error).self) {
                try JSONDecoder().decode(CallInfo.self, from: Data(broken.utf8))
            }
        }
    }

    @Test func `goes on the same after it was saved and read again`() throws {
        var straight = try script(.url("https://a.example/callee"))
        var saved = straight
        let body = "sections: {main: [{play: 'say:${params.room}'}, hangup]}"
        let events: [CallEvent] = [
            .started, .finished(CommandID(1), .response(HTTPResponse(status: 200, body: body))),
            .finished(CommandID(2), .played(failedItems: [])), .ended(CallEnding(by: .flow)),
        ]
        for event in events {
            saved.machine = try JSONDecoder().decode(
                FlowMachine.self, from: try JSONEncoder().encode(saved.machine))
            #expect(saved.handle(event) == straight.handle(event))
            let isSame = saved.machine == straight.machine
            #expect(isSame, "after \(event)")
        }
    }
}
