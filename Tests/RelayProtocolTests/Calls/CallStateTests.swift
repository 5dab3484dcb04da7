import FlowExpressions
import FlowModel
import FlowRuntime
import Testing

@testable import RelayProtocol

@Suite("The states of a call") struct CallStateTests {
    // §8: 92, 93, 102, 103
    @Test func `a whole call goes from ring to end`() {
        var line = Telephony.connected()
        let call = line.ring()
        line.state("ringing")
        line.perform(.answer(AnswerCommand()), 1, on: call)
        #expect(line.takeSent() == ["calling.answer"])
        line.reply(to: "calling.answer")
        #expect(line.told(call) == [.started])
        line.state("answered")
        #expect(line.told(call) == [.done(1)])
        line.perform(.hangup(.hangup), 2, on: call)
        #expect(line.takeSent() == [#"calling.end {"reason":"hangup"}"#])
        line.reply(to: "calling.end")
        #expect(line.told(call) == [.done(2)])
        line.state("ending")
        #expect(line.told(call) == [])
        line.state("ended", of: "c-1", #","end_reason":"hangup""#)
        #expect(line.told(call) == [.ended(CallEnding(by: .flow))])
        line.handle(.closeSession(call))
        #expect(line.ends[call] == [nil])
        #expect(line.takeSent() == [])
    }

    // §8: 104, 108
    @Test func `an answer is done when its state comes, is passed over, or is not told in time`() {
        let ways: [(inout Telephony) -> Void] = [
            { $0.state("answered") },
            { line in
                line.state("answered")
                line.reply(to: "calling.answer")
            },
            { line in
                line.reply(to: "calling.answer")
                line.advance(by: .seconds(5))
            },
        ]
        for way in ways {
            var line = Telephony.connected()
            let call = line.ring()
            line.perform(.answer(AnswerCommand()), 1, on: call)
            way(&line)
            #expect(line.told(call) == [.started, .done(1)])
            // It is answered: a prompt is not refused, and another answer needs no frame.
            _ = line.takeSent()
            line.perform(.answer(AnswerCommand()), 2, on: call)
            line.perform(.sendDigits("1"), 3, on: call)
            #expect(line.told(call) == [.done(2)])
            #expect(line.takeRequests().map(\.method) == ["calling.send_digits"])
        }
    }

    @Test func `states come once and never go back`() {
        var line = Telephony.connected()
        let call = line.ring()
        line.perform(.answer(AnswerCommand()), 1, on: call)
        for state in ["answered", "answered", "ringing", "created", "dancing", "ending", "answered"] {
            line.state(state)
        }
        line.event("calling.call.state", #""call_id":"c-1","call_state":7"#)
        line.event("calling.call.state", #""call_id":"c-1""#)
        #expect(line.told(call) == [.started, .done(1)])
        line.state("ended")
        line.state("ended")
        line.state("answered")
        #expect(line.told(call) == [.ended(CallEnding(by: .caller))])
    }

    // §9 row 49
    @Test func `both spellings of a reason mean the same`() {
        let reasons: [(String, CallEnding)] = [
            ("hangup", CallEnding(by: .caller)), ("cancel", CallEnding(by: .caller, reason: "cancel")),
            ("busy", CallEnding(by: .caller, reason: "busy")),
            ("noAnswer", CallEnding(by: .system, reason: "no_answer")),
            ("no_answer", CallEnding(by: .system, reason: "no_answer")),
            ("decline", CallEnding(by: .caller, reason: "decline")),
            ("declined", CallEnding(by: .caller, reason: "decline")),
            ("error", CallEnding(by: .system, reason: "error")),
            ("abandoned", CallEnding(by: .caller, reason: "abandoned")),
            ("max_duration", CallEnding(by: .system, reason: "max_duration")),
            ("maxDuration", CallEnding(by: .system, reason: "max_duration")),
            ("not_found", CallEnding(by: .system, reason: "not_found")),
            ("notFound", CallEnding(by: .system, reason: "not_found")),
            ("", CallEnding(by: .caller)), ("meteor", CallEnding(by: .caller, reason: "meteor")),
        ]
        for (word, ending) in reasons {
            for states in [["ended"], ["ending", "ended"]] {
                var line = Telephony.connected()
                let call = line.answeredCall()
                for state in states { line.state(state, of: "c-1", #","end_reason":"\#(word)""#) }
                #expect(line.told(call) == [.ended(ending)], "\(word)")
            }
        }
    }

    // §8: 17
    @Test func `no credential of ours is told to a flow, nor half of one`() {
        for length in 0..<300 {
            let words = String(repeating: "x", count: length) + "tok-4711"
            var line = Telephony.connected()
            let call = line.answeredCall()
            let connect = ConnectCommand(groups: [[ConnectDestination(to: "+15555550199")]])
            line.perform(.connect(connect), 2, on: call)
            line.reply(to: "calling.connect")
            line.event(
                "calling.call.connect",
                #""call_id":"c-1","connect_state":"failed","failed_reason":"\#(words)""#)
            line.state("ended", of: "c-1", #","end_reason":"\#(words)""#)
            let told = line.told(call)
            guard case .finished(_, .failed(let failure)) = told.first, case .ended(let ending) = told.last
            else {
                Issue.record("expected a failure and an end, not \(told)")
                return
            }
            #expect(failure.detail.contains("x") == (length > 0) && failure.detail.count <= 240)
            #expect(!failure.detail.dropFirst("nobody took".count).contains("to"), "\(failure.detail)")
            #expect(!ending.reason.contains("t") && ending.reason.count <= 64, "\(ending.reason)")
        }
    }

    @Test func `what ending says holds when ended says nothing`() {
        var line = Telephony.connected()
        let call = line.answeredCall()
        line.state("ending", of: "c-1", #","end_reason":"max_duration""#)
        line.state("ended")
        #expect(line.told(call) == [.ended(CallEnding(by: .system, reason: "max_duration"))])
    }

    @Test func `an end that is announced comes, whether it is told or not`() {
        var line = Telephony.connected()
        let call = line.answeredCall()
        line.state("ending", of: "c-1", #","end_reason":"cancel""#)
        line.advance(by: .seconds(4))
        #expect(line.told(call) == [])
        line.advance(by: .seconds(1))
        #expect(line.told(call) == [.ended(CallEnding(by: .caller, reason: "cancel"))])
        line.state("ended")
        #expect(line.told(call) == [])
    }

    @Test func `a hang-up that was accepted ends the call, whether that is told or not`() {
        var line = Telephony.connected()
        let call = line.answeredCall()
        line.perform(.hangup(.busy), 2, on: call)
        line.reply(to: "calling.end")
        line.advance(by: .seconds(5))
        #expect(line.told(call) == [.done(2), .ended(CallEnding(by: .flow, reason: "busy"))])
    }

    @Test func `a hang-up whose answer comes after the end is done before it`() {
        var line = Telephony.connected()
        let call = line.answeredCall()
        line.perform(.hangup(.hangup), 2, on: call)
        line.state("ended")
        line.reply(to: "calling.end")
        #expect(line.told(call) == [.done(2), .ended(CallEnding(by: .flow))])
    }

    @Test func `a hang-up of a call that is ending needs no frame`() {
        var line = Telephony.connected()
        let call = line.answeredCall()
        line.state("ending")
        line.perform(.hangup(.hangup), 2, on: call)
        #expect(line.takeSent() == [])
        line.state("ended")
        #expect(line.told(call) == [.done(2), .ended(CallEnding(by: .caller))])
    }

    @Test func `what is asked while the call ends stays unanswered, and no step follows`() {
        var line = Telephony.connected()
        let call = line.answeredCall()
        line.state("ending")
        line.perform(.sendDigits("1"), 2, on: call)
        line.perform(.awaitKey("1"), 3, on: call)
        line.perform(.cancel(CommandID(3)), 4, on: call)
        #expect(line.told(call) == [])
        line.state("ended")
        #expect(line.told(call) == [.ended(CallEnding(by: .caller))])
        #expect(line.takeSent() == [])
    }

    // §8: 138; §9 row 53
    @Test func `the end takes along what was under way`() {
        var line = Telephony.connected()
        let call = line.answeredCall()
        line.perform(.play(PlayCommand(items: [.say("hello")])), 2, on: call)
        let control = line.controlID(of: "calling.play")
        line.state("ended")
        line.reply(to: "calling.play")
        line.operation("play", control, #""state":"finished""#)
        line.advance(by: .seconds(20_000))
        #expect(line.told(call) == [.ended(CallEnding(by: .caller))])
    }

    // §8: 130
    @Test func `after the end everything that needs the call is answered by callGone`() {
        var line = Telephony.connected()
        let call = line.answeredCall()
        line.state("ended")
        _ = line.told(call)
        let commands: [CallCommand] = [
            .answer(AnswerCommand()), .hangup(.hangup), .play(PlayCommand(items: [.say("x")])),
            .prompt(PromptCommand(play: PlayCommand(items: []), digits: DigitCollection())),
            .record(RecordCommand(controlID: "r")), .startRecording(RecordCommand(controlID: "r")),
            .stopRecording(controlID: "r"), .sendDigits("1"), .joinConference(.init(name: "room")),
            .leaveConference(conferenceID: "cf"), .awaitKey("1"), .connect(ConnectCommand(groups: [])),
        ]
        for (place, command) in commands.enumerated() {
            line.perform(command, Int32(place + 10), on: call)
            #expect(line.told(call).map(\.failure) == [.callGone], "\(command)")
        }
        #expect(line.takeSent() == [])
    }

    @Test func `after the end messages are sent and events told to nobody`() {
        var line = Telephony.connected()
        let call = line.answeredCall()
        line.state("ended")
        _ = line.told(call)
        line.perform(.sendSms(SendSmsCommand(to: "+1", from: "+2", body: "bye")), 2, on: call)
        line.perform(.userEvent(UserEventCommand(event: .list([]))), 3, on: call)
        #expect(line.told(call) == [.done(3)])
        #expect(line.takeRequests().map(\.method) == ["messaging.send"])
        line.reply(to: "messaging.send")
        #expect(line.told(call) == [.done(2)])
    }

    // §8: 111, 131
    @Test func `a call that the server does not know ends, by its event or without`() {
        for code in [404, 410] {
            var line = Telephony.connected()
            let call = line.answeredCall()
            line.perform(.play(PlayCommand(items: [.say("x")])), 2, on: call)
            line.refuse("calling.play", code)
            line.perform(.play(PlayCommand(items: [.say("y")])), 3, on: call)
            #expect(line.told(call) == [])
            line.advance(by: .seconds(5))
            #expect(line.told(call) == [.ended(CallEnding(by: .system, reason: "error"))])

            line = Telephony.connected()
            let other = line.answeredCall()
            line.perform(.hangup(.hangup), 2, on: other)
            line.refuse("calling.end", code)
            line.state("ended", of: "c-1", #","end_reason":"cancel""#)
            #expect(line.told(other) == [.done(2), .ended(CallEnding(by: .flow, reason: "cancel"))])
        }
    }

    @Test func `a command goes to the node that was learned last`() {
        var line = Telephony.connected()
        let call = line.ring()
        line.event(
            "calling.call.state", #""call_id":"c-1","node_id":"n-2@eu","call_state":"answered""#)
        line.perform(.sendDigits("1"), 2, on: call)
        line.handle(.start)
        #expect(line.nodes.last == "n-2@eu")
    }
}

@Suite("Closing a session") struct ClosingTests {
    @Test func `it hangs up and ends the events, at once`() {
        var line = Telephony.connected()
        let call = line.answeredCall()
        line.perform(.play(PlayCommand(items: [.say("x")])), 2, on: call)
        _ = line.takeSent()
        line.handle(.closeSession(call))
        line.handle(.closeSession(call))
        #expect(line.takeSent() == [#"calling.end {"reason":"hangup"}"#])
        #expect(line.ends[call] == [nil])
        line.reply(to: "calling.play")
        line.reply(to: "calling.end")
        line.state("ended")
        line.perform(.sendDigits("1"), 3, on: call)
        #expect(line.told(call) == [])
        #expect(line.takeSent() == [])
    }

    @Test func `a hang-up that was lost with the connection is made up for`() {
        var line = Telephony.connected()
        let call = line.answeredCall()
        line.hangUpSocket()
        line.handle(.closeSession(call))
        // The request's own time is over before there is a connection.
        for _ in 0..<12 {
            line.advance(by: .seconds(1))
            line.hangUpSocket()
        }
        line.reconnect()
        #expect(line.takeSent() == [#"calling.end {"reason":"hangup"}"#])
        line.reply(to: "calling.end")
        line.hangUpSocket()
        line.reconnect()
        #expect(line.takeSent() == [])
    }

    @Test func `shutting down hangs up every call, and says so`() {
        var line = Telephony.connected()
        let one = line.answeredCall("c-1")
        let other = line.ring("c-2")
        line.handle(.shutDown)
        #expect(line.takeRequests().map(\.call) == ["c-1", "c-2"])
        #expect(line.ends[one]?.map(\.?.code) == [.closed])
        #expect(line.ends[other]?.map(\.?.code) == [.closed])
    }

    @Test func `when nothing will ever come again the events fail`() {
        var line = Telephony.connected(limits: RelayLimits())
        let call = line.answeredCall()
        line.handle(.shutDown)
        line.handle(.closeSession(call))
        #expect(line.ends[call]?.count == 1)
        #expect(line.machine.nextDeadline == nil)
    }
}
