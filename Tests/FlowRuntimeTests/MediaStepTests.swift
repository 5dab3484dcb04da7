import FlowExpressions
import FlowModel
import FlowRuntime
import Testing

struct `play` {
    @Test func `expands and checks its sounds`() throws {
        var script = try Script(
            """
            - set: {name: Ann, say_voice: Polly.Joanna}
            - play: {urls: ['say:Hello ${name}', 'silence:1.5', 'ring:2:us', 'https://example.com/a.mp3']}
            """)
        let expected = PlayCommand(
            items: [
                .say("Hello Ann"), .silence(.milliseconds(1500)), .ring(.seconds(2), country: "us"),
                .url("https://example.com/a.mp3"),
            ], voice: Voice(name: "Polly.Joanna"))
        #expect(script.start() == [.play(expected)])
    }

    @Test func `fails and goes on when a template gives no sound`() throws {
        for value in ["", "ftp://example.com/a", "say:", "silence:x", "ring:zz"] {
            var script = try Script("- set: {url: '\(value)'}\n- play: '${url}'\n- set: {next: true}")
            #expect(script.start() == [.hangup(.hangup)], "\(value)")
            #expect(script.variable("play_result") == "failed", "\(value)")
            #expect(script.variable("next") == true, "\(value)")
            #expect(script.warnings == [.parameterInvalid], "\(value)")
        }
    }

    @Test func `tells a sound that could not be played`() throws {
        var script = try Script("- play: {urls: ['say:a', 'https://example.com/gone.mp3']}\n- set: {next: 1}")
        _ = script.start()
        script.answer(.played(failedItems: [1]))
        #expect(script.variable("play_result") == "failed")
        #expect(script.variable("script_error") == "relay_script_method_execute_failed")
        #expect(script.variable("next") == 1)
    }
}

struct `prompt` {
    @Test func `collects digits by its parameters`() throws {
        var script = try Script(
            "- prompt: {play: 'say:PIN', maxDigits: 6, terminators: '#', initialTimeout: 8s, sensitive: true}"
        )
        let expected = PromptCommand(
            play: PlayCommand(items: [.say("PIN")]),
            digits: DigitCollection(maxDigits: 6, terminators: "#", initialTimeout: .seconds(8)),
            initialTimeout: .seconds(8), isSensitive: true)
        #expect(script.start() == [.prompt(expected)])
    }

    @Test func `sets its variables by what came`() throws {
        for (input, result, value) in [
            (PromptInput.digits("0042", terminator: "#"), "match_digits", "0042"),
            (.speech("yes", confidence: 90), "match_speech", "yes"), (.noInput, "no_input", ""),
            (.noMatch, "no_match", ""),
        ] {
            var script = try Script("- prompt: {play: 'say:PIN', maxDigits: 4}")
            _ = script.start()
            script.answer(.prompted(input))
            #expect(script.variable("prompt_result") == .string(Text(result)))
            #expect(script.variable("prompt_value") == .string(Text(value)))
        }
    }

    @Test func `forgets the terminator of an earlier prompt`() throws {
        var script = try Script("- prompt: {play: 'say:a'}\n- prompt: {play: 'say:b'}")
        _ = script.start()
        script.answer(.prompted(.digits("1", terminator: "#")))
        #expect(script.variable("prompt_digit_terminator") == "#")
        script.answer(.prompted(.noInput))
        #expect(script.variable("prompt_digit_terminator") == .undefined)
    }

    @Test func `fails softly when the backend fails or answers nonsense`() throws {
        for result: CommandResult in [.failed(CommandFailure(.refused)), .done, .key("1")] {
            var script = try Script("- prompt: {play: 'say:a'}\n- set: {next: true}")
            _ = script.start()
            script.answer(result)
            #expect(script.variable("prompt_result") == "failed")
            #expect(script.variable("prompt_value") == "")
            #expect(script.variable("next") == true)
        }
    }
}

struct `Recordings` {
    @Test func `have the reference's defaults`() throws {
        var script = try Script("- record")
        let expected = RecordCommand(
            controlID: "record-1", terminators: "#", initialTimeout: .seconds(4),
            endSilenceTimeout: .seconds(5))
        #expect(script.start() == [.record(expected)])
    }

    @Test func `fail when nobody spoke`() throws {
        for silent in [false, true] {
            var script = try Script("- record")
            _ = script.start()
            script.answer(
                .recorded(RecordingSummary(url: "https://r/1", duration: .zero, size: 0, isSilent: silent)))
            #expect(script.variable("record_result") == (silent ? "failed" : "success"))
            #expect(script.variable("record_url") == "https://r/1")
        }
    }

    @Test func `are stopped by their id, the latest when none is given`() throws {
        var script = try Script(
            "- recordCall: {controlId: mine}\n- stopRecordCall\n- stopRecordCall: {controlId: other}")
        _ = script.start()
        #expect(script.answer(.recordingStarted(url: "u")) == [.stopRecording(controlID: "mine")])
        #expect(script.answer(.done) == [.stopRecording(controlID: "other")])
        script.answer(.failed(CommandFailure(.notFound)))
        #expect(script.variable("stop_record_call_result") == "failed")
    }

    @Test func `cannot be stopped before they began`() throws {
        var script = try Script("- stopRecordCall")
        #expect(script.start() == [.hangup(.hangup)])
        #expect(script.variable("stop_record_call_result") == "failed")
    }
}

struct `sleep` {
    @Test func `is a timer, nothing, or for ever`() throws {
        var some = try Script("- sleep: 1500")
        #expect(some.start() == [.startTimer(.milliseconds(1500))])
        #expect(some.answer(.done) == [.hangup(.hangup)])
        var none = try Script("- sleep: 0")
        #expect(none.start() == [.hangup(.hangup)])
        var ever = try Script("- sleep: -1")
        #expect(ever.start() == [])
        ever.handle(.ended(CallEnding(by: .caller)))
        #expect(ever.end != nil)
    }
}

struct `request` {
    @Test func `sends a map as JSON and keeps what came`() throws {
        var script = try Script(
            """
            - set: {who: Ann}
            - request:
                url: https://user:secret@example.com/x
                method: POST
                timeout: 5
                saveVariables: true
                headers: {X-Id: 7}
                body: {name: '${who}', n: 1}
            """)
        guard case .request(let request) = script.start().first else {
            Issue.record("no request")
            return
        }
        #expect(request.body == #"{"name":"Ann","n":1}"#)
        #expect(request.headers.map(\.value) == ["7", "application/json"])
        #expect(request.timeout == .seconds(5))
        #expect(script.variable("request_url") == "https://***@example.com/x")
        let response = HTTPResponse(
            status: 201, headers: [.init("Content-Type", "application/json")], body: #"{"id": [1, 2]}"#)
        script.answer(.response(response))
        #expect(script.variable("request_result") == "success")
        #expect(script.variable("request_response_code") == 201)
        #expect(script.variable("request_response.id[1]") == 2)
        #expect(script.variable("request_response_headers.content-type") == "application/json")
    }

    @Test func `fails without an answer, with a refusing one, and forgets the last`() throws {
        for result: CommandResult in [
            .failed(CommandFailure(.timedOut)), .response(HTTPResponse(status: 503, body: "{}")), .done,
        ] {
            var script = try Script(
                """
                - request: {url: 'https://example.com', method: GET, saveVariables: true}
                - request: {url: 'https://example.com', method: GET, saveVariables: true}
                """)
            _ = script.start()
            script.answer(.response(HTTPResponse(status: 200, body: #"{"a":1}"#)))
            #expect(script.variable("request_response.a") == .undefined, "forgotten by the second")
            script.answer(result)
            #expect(script.variable("request_result") == "failed")
        }
    }

    @Test func `leaves request_response empty when the answer is not JSON`() throws {
        var script = try Script("- request: {url: 'https://example.com', method: GET, saveVariables: true}")
        _ = script.start()
        script.answer(.response(HTTPResponse(status: 200, body: "<html>")))
        #expect(script.variable("request_result") == "success")
        #expect(script.variable("request_response") == .undefined)
    }
}

struct `connect` {
    @Test func `inherits from the step and orders its groups`() throws {
        var script = try Script(
            """
            - connect:
                timeout: 20
                from: "+15555550100"
                serial:
                  - to: "+15555550101"
                  - {to: "sip:a@example.com", timeout: 5, from: "+15555550102"}
            """)
        guard case .connect(let connect) = script.start().first else {
            Issue.record("no connect")
            return
        }
        #expect(connect.groups.map { $0.map(\.to) } == [["+15555550101"], ["sip:a@example.com"]])
        #expect(connect.groups.map { $0.map(\.timeout) } == [[.seconds(20)], [.seconds(5)]])
        #expect(connect.groups.map { $0.map(\.from) } == [["+15555550100"], ["+15555550102"]])
    }

    @Test func `tells why it failed`() throws {
        for (code, reason) in [
            (CommandFailure.Code.busy, "busy"), (.noAnswer, "no_answer"), (.declined, "declined"),
            (.unreachable, "unreachable"), (.notFound, "not_found"), (.failed, "error"),
        ] {
            var script = try Script(
                "- connect: {to: '+15555550199', result: {case: {failed: [{set: {r: 1}}]}}}")
            _ = script.start()
            script.answer(.failed(CommandFailure(code)))
            #expect(script.variable("connect_result") == "failed")
            #expect(script.variable("connect_failed_reason") == .string(Text(reason)))
            #expect(script.variable("r") == 1)
        }
    }

    @Test func `goes on in another document after the bridge`() throws {
        let step = "- connect: {to: '+15555550199', transferAfterBridge: 'https://example.com/next'}"
        for (result, next) in [
            (
                CommandResult.response(HTTPResponse(status: 200, body: "sections: {main: [{hangup: busy}]}")),
                CallCommand.hangup(.busy)
            ),
            (.failed(CommandFailure(.timedOut)), .hangup(.hangup)),
        ] {
            var script = try Script("\(step)\n- play: 'say:never'")
            _ = script.start()
            let summary = BridgeSummary(peer: CallID("c-2"), duration: .seconds(30))
            guard case .fetchDocument = script.answer(.bridged(summary)).first else {
                Issue.record("no fetch")
                return
            }
            #expect(script.answer(result) == [next])
        }
    }

    @Test func `goes on after the bridge`() throws {
        var script = try Script("- connect: {to: '+15555550199'}\n- play: 'say:next'")
        _ = script.start()
        let summary = BridgeSummary(peer: CallID("c-2"), duration: .seconds(30))
        #expect(script.answer(.bridged(summary)) == [.say("next")])
        #expect(script.variable("connect_result") == "connected")
    }
}
