import FlowExpressions
import FlowModel
import FlowRuntime
import Testing

struct `A call's life` {
    @Test func `ends with a hang-up when the script is over`() throws {
        var script = try Script("- set: {a: 1}")
        #expect(script.start() == [.hangup(.hangup)])
        #expect(script.answer(.done) == [])
        #expect(script.end == nil)
        script.handle(.ended(CallEnding(by: .flow)))
        #expect(
            script.end
                == FlowEnd(ending: CallEnding(by: .flow), step: .init(document: 0, step: 0), error: nil))
        #expect(script.machine.isFinished)
    }

    @Test func `is answered once, before the first step that needs media`() throws {
        var script = try Script("- set: {a: 1}\n- play: 'say:hi'\n- play: 'say:there'", answered: false)
        #expect(script.start() == [.answer(AnswerCommand())])
        #expect(script.variable("call.call_state") == "created")
        #expect(script.answer(.done) == [.say("hi")])
        #expect(script.variable("answer_result") == "success")
        #expect(script.variable("call.call_state") == "answered")
        #expect(script.answer(.played(failedItems: [])) == [.say("there")])
    }

    @Test func `plays early media when autoAnswer is false`() throws {
        var script = try Script("- play: {url: 'say:hi', autoAnswer: false}", answered: false)
        #expect(script.start() == [.say("hi")])
    }

    @Test func `ends when it cannot be answered`() throws {
        var script = try Script("- play: 'say:hi'\n- play: 'say:never'", answered: false)
        _ = script.start()
        #expect(script.answer(.failed(CommandFailure(.callGone))) == [.hangup(.hangup)])
        #expect(script.variable("answer_result") == "failed")
        #expect(script.warnings == [.executeFailed])
    }

    @Test func `says the reason of a hangup step and runs nothing after it`() throws {
        var script = try Script("- hangup: busy\n- play: 'say:never'")
        #expect(script.start() == [.hangup(.busy)])
        script.answer(.done)
        #expect(script.handle(.ended(CallEnding(by: .flow))) == [])
        #expect(script.end != nil)
    }

    @Test func `runs no step after a hang-up, whatever it was waiting for`() throws {
        for step in [
            "play: 'say:hi'", "prompt: {play: 'say:hi'}", "record", "sleep: -1", "sleep: 1000",
            "joinConference: room", "request: {url: 'https://example.com', method: GET}",
            "connect: {to: '+15555550199'}", "sendDigits: '1'", "recordCall",
        ] {
            var script = try Script("- \(step)\n- set: {after: true}\n- play: 'say:never'")
            _ = script.start()
            #expect(script.handle(.ended(CallEnding(by: .caller))) == [], "\(step)")
            #expect(script.end?.ending.by == .caller, "\(step)")
            #expect(script.variable("after") == .undefined, "\(step)")
            #expect(script.outcomes == ["hung_up"], "\(step)")
            #expect(script.answer(.done) == [], "an answer after the end is ignored: \(step)")
        }
    }

    @Test func `stops a loop without end`() throws {
        var script = try Script(
            """
            sections:
              main:
                - execute: again
                - transfer: main
              again:
                - label: top
                - set: {n: '${(n ?? 0) + 1}'}
                - goto: {label: top, max: 100}
            """)
        #expect(script.start() == [.hangup(.hangup)])
        #expect(script.warnings.last == .tooManyTransfers)
        #expect(script.variable("script_error") == "relay_script_too_many_transfers")
    }

    @Test func `stops recursion at the frame limit`() throws {
        var script = try Script("- execute: main")
        #expect(script.start() == [.hangup(.hangup)])
        #expect(script.warnings == [.nestedTooDeep])
    }

    @Test func `ignores answers that nobody waits for, and says so`() throws {
        var script = try Script("- play: 'say:hi'")
        _ = script.start()
        script.handle(.finished(CommandID(77), .done))
        #expect(script.notes.contains(.unusedAnswer(CommandID(77))))
        #expect(script.end == nil)
    }
}

struct `onHangup` {
    static let flow = """
        sections:
          main:
            - play: 'say:hi'
            - hangup
        onHangup:
          - request: {url: 'https://example.com/ended', method: POST, body: {state: '${call.call_state}'}}
          - set: {told: true}
        """

    @Test func `runs once when the caller hangs up`() throws {
        var script = try Script(Self.flow)
        _ = script.start()
        let commands = script.handle(.ended(CallEnding(by: .caller)))
        #expect(commands.first == .startTimer(.seconds(30)))
        #expect(commands.last?.isRequest == true)
        #expect(script.end == nil)
        script.answer(.response(HTTPResponse(status: 200)), to: \.isRequest)
        #expect(script.end?.ending.by == .caller)
        #expect(script.variable("told") == true)
    }

    @Test func `runs once when the flow hangs up`() throws {
        var script = try Script(Self.flow)
        _ = script.start()
        #expect(script.answer(.played(failedItems: [])) == [.hangup(.hangup)])
        script.answer(.done)
        #expect(script.handle(.ended(CallEnding(by: .flow))).last?.isRequest == true)
        #expect(script.handle(.ended(CallEnding(by: .caller))) == [])
        script.answer(.response(HTTPResponse(status: 500)), to: \.isRequest)
        #expect(script.end?.ending.by == .flow)
    }

    @Test func `is cut off after thirty seconds`() throws {
        var script = try Script(Self.flow)
        _ = script.start()
        script.handle(.ended(CallEnding(by: .caller)))
        script.answer(.done, to: \.isTimer, after: .seconds(30))
        #expect(script.end != nil)
        #expect(script.variable("told") == .undefined)
    }
}
