import FlowExpressions
import FlowModel
import FlowRuntime
import Testing

@testable import RelayProtocol

@Suite("Calls after a lost connection") struct ReconnectCallTests {
    private let play = CallCommand.play(PlayCommand(items: [.say("x")], volume: -3))
    private let prompt = CallCommand.prompt(
        PromptCommand(play: PlayCommand(items: [.say("x")]), digits: DigitCollection()))

    /// A call that does something, and a connection that was lost and came back.
    private func reconnected(
        _ command: CallCommand, _ method: String
    ) -> (line: Telephony, call: RelayCallNumber, control: String) {
        var line = Telephony.connected()
        let call = line.answeredCall()
        line.perform(command, 2, on: call)
        let control = line.lastControl
        line.reply(to: method)
        _ = line.takeSent()
        line.hangUpSocket()
        line.reconnect()
        return (line, call, control)
    }

    @Test func `a sound goes on, and its flow notices nothing`() {
        var (line, call, control) = reconnected(play, "calling.play")
        #expect(
            line.takeSent() == [
                "calling.answer", #"calling.play.volume {"control_id":"\#(control)","volume":-3}"#,
            ])
        line.reply(to: "calling.answer")
        line.reply(to: "calling.play.volume")
        #expect(line.told(call) == [])
        line.operation("play", control, #""state":"finished""#)
        #expect(line.told(call) == [.result(2, .played(failedItems: []))])
    }

    @Test func `what ended unseen is over`() {
        let cases: [(CallCommand, String, CallEvent)] = [
            (play, "calling.play", .result(2, .played(failedItems: []))),
            (prompt, "calling.play_and_collect", .result(2, .prompted(.noInput))),
        ]
        for (command, method, event) in cases {
            for code in [400, 404, 500] {
                var (line, call, _) = reconnected(command, method)
                line.reply(to: "calling.answer")
                line.refuse("\(method).volume", code)
                #expect(line.told(call) == [event])
                line.advance(by: .seconds(30))
                #expect(line.told(call) == [])
            }
        }
    }

    @Test func `an event that is delivered again beats the answer to the question`() {
        var (line, call, control) = reconnected(play, "calling.play")
        line.operation("play", control, #""state":"finished""#)
        line.refuse("calling.play.volume", 404)
        #expect(line.told(call) == [.result(2, .played(failedItems: []))])
    }

    @Test func `a call that ended unseen ends`() {
        for code in [404, 410] {
            var (line, call, _) = reconnected(play, "calling.play")
            line.refuse("calling.answer", code)
            line.refuse("calling.play.volume", code)
            #expect(line.told(call) == [])
            line.advance(by: .seconds(5))
            #expect(line.told(call) == [.ended(CallEnding(by: .system, reason: "error"))])
        }
    }

    @Test func `a call that rings is not asked, for the question would answer it`() {
        var line = Telephony.connected()
        let call = line.ring()
        line.hangUpSocket()
        line.reconnect()
        #expect(line.takeSent() == [])
        line.perform(.answer(AnswerCommand()), 1, on: call)
        #expect(line.takeSent() == ["calling.answer"])
    }

    @Test func `no other question answers a call that rings, either`() {
        var line = Telephony.connected()
        let call = line.ring()
        line.perform(play, 1, on: call)
        line.reply(to: "calling.play")
        line.perform(.connect(ConnectCommand(groups: [[ConnectDestination(to: "+1")]])), 2, on: call)
        line.reply(to: "calling.connect")
        _ = line.takeSent()
        line.hangUpSocket()
        line.reconnect()
        line.refuse("calling.play.volume", 404)
        #expect(line.takeRequests().map(\.method) == ["calling.play.volume"])
        // Nobody answers for as long as it may ring, and one who does so later is separated from the caller.
        line.advance(by: .seconds(300))
        line.event("calling.call.connect", #""call_id":"c-1","connect_state":"connected""#)
        line.refuse("calling.disconnect", 404)
        #expect(!line.takeRequests().contains { $0.method == "calling.answer" })
    }

    @Test func `an answer that comes a second time and is refused as such has come true`() {
        var line = Telephony.connected()
        let call = line.ring()
        line.perform(.answer(AnswerCommand()), 1, on: call)
        line.hangUpSocket()
        line.reconnect()
        _ = line.told(call)
        line.refuse("calling.answer", 409)
        #expect(line.told(call) == [.done(1)])
        line.state("answered")
        #expect(line.told(call) == [])
        _ = line.takeSent()
        line.perform(.sendDigits("1"), 2, on: call)
        #expect(line.takeRequests().map(\.method) == ["calling.send_digits"])
    }

    @Test func `a record that ended unseen is over at once`() {
        var (line, call, control) = reconnected(
            .record(RecordCommand(controlID: "record-2")), "calling.record")
        #expect(
            line.takeSent() == [
                "calling.answer", #"calling.record.resume {"control_id":"\#(control)"}"#,
            ])
        line.refuse("calling.record.resume", 404)
        #expect(line.told(call).map(\.failure) == [.failed])
        (line, call, control) = reconnected(
            .record(RecordCommand(controlID: "record-2")), "calling.record")
        line.reply(to: "calling.record.resume")
        #expect(line.told(call) == [])
        line.operation("record", control, #""state":"finished","url":"u","duration":1,"size":2"#)
        #expect(
            line.told(call) == [
                .result(2, .recorded(RecordingSummary(url: "u", duration: .seconds(1), size: 2)))
            ])
    }

    @Test func `commands that wait for the connection die with their session`() {
        var line = Telephony.connected()
        let call = line.answeredCall()
        let closed = line.answeredCall("c-2")
        line.hangUpSocket()
        let dial = DialCommand(to: ["+1"], .inTurn, run: DialledRun(.section("main")))
        line.perform(.dial(dial), 2, on: call)
        line.perform(.connect(ConnectCommand(groups: [[ConnectDestination(to: "+1")]])), 3, on: call)
        line.perform(play, 4, on: call)
        line.perform(.sendSms(SendSmsCommand(to: "1", from: "2", body: "x")), 5, on: call)
        line.handle(.closeSession(closed))
        line.reconnect(session: "p-2")
        let sent = line.takeRequests()
        #expect(Set(sent.map(\.method)) == ["calling.end"])
        #expect(Set(sent.compactMap(\.call)) == ["c-1", "c-2"])
        #expect(line.told(call).last?.failure == .failed, "a message has its answer as ever")
        line.advance(by: .seconds(120))
        #expect(!line.takeRequests().contains { $0.method == "calling.dial" })
    }

    @Test func `an end that is refused is asked for again, and not for ever`() {
        for code in [402, 500] {
            var line = Telephony.connected()
            let call = line.answeredCall()
            line.handle(.closeSession(call))
            for round in 0..<60 {
                #expect(line.takeSent() == [#"calling.end {"reason":"hangup"}"#], "round \(round)")
                line.refuse("calling.end", code)
                line.advance(by: .milliseconds(9_999))
                #expect(line.takeSent() == [])
                line.advance(by: .milliseconds(1))
            }
            line.refuse("calling.end", code)
            line.advance(by: .seconds(3600))
            #expect(line.takeSent() == [#"calling.end {"reason":"hangup"}"#])
            #expect(line.notices.contains { $0.level == .error && $0.call == CallID("c-1") })
        }
        for code in [404, 409, 410] {
            var line = Telephony.connected()
            let call = line.answeredCall()
            line.handle(.closeSession(call))
            _ = line.takeSent()
            line.refuse("calling.end", code)
            line.advance(by: .seconds(3600))
            #expect(line.takeSent() == [])
        }
    }

    @Test func `a call that ends meanwhile is not asked to end again`() {
        var line = Telephony.connected()
        let call = line.answeredCall()
        line.handle(.closeSession(call))
        line.refuse("calling.end", 500)
        _ = line.takeSent()
        line.state("ended")
        line.advance(by: .seconds(60))
        #expect(line.takeSent() == [])
    }

    @Test func `a command in flight is told, stopped, and not sent again`() {
        let commands: [(CallCommand, [String])] = [
            (play, ["calling.play.stop"]), (prompt, ["calling.play_and_collect.stop"]),
            (.record(RecordCommand(controlID: "record-2")), ["calling.record.stop"]),
            (.startRecording(RecordCommand(controlID: "r")), ["calling.record.stop"]),
            (.sendDigits("1"), []),
            (.sendSms(SendSmsCommand(to: "1", from: "2", body: "x")), []),
            (.userEvent(UserEventCommand(event: .list([]))), []),
        ]
        for (command, stops) in commands {
            var line = Telephony.connected()
            let call = line.answeredCall()
            line.perform(command, 2, on: call)
            _ = line.takeSent()
            line.hangUpSocket()
            #expect(line.told(call).map(\.failure) == [.failed], "\(command)")
            line.reconnect()
            let methods = line.takeRequests().map(\.method).filter { $0 != "calling.answer" }
            #expect(methods == stops, "\(command)")
            line.advance(by: .seconds(5))
            #expect(line.told(call) == [])
        }
    }

    @Test func `a recording that has shown itself has begun, whatever became of its answer`() {
        var line = Telephony.connected()
        let call = line.answeredCall()
        line.perform(.startRecording(RecordCommand(controlID: "r")), 2, on: call)
        line.operation("record", line.lastControl, #""state":"recording","url":"u""#)
        line.hangUpSocket()
        #expect(line.told(call) == [.result(2, .recordingStarted(url: "u"))])
    }

    @Test func `what may be done twice is sent again, and its flow notices nothing`() {
        var line = Telephony.connected()
        let call = line.ring()
        line.perform(.answer(AnswerCommand()), 1, on: call)
        line.hangUpSocket()
        _ = line.takeSent()
        _ = line.told(call)
        line.reconnect()
        #expect(line.takeSent() == ["calling.answer"])
        line.reply(to: "calling.answer")
        line.state("answered")
        #expect(line.told(call) == [.done(1)])
        line.perform(.hangup(.hangup), 2, on: call)
        line.hangUpSocket()
        line.reconnect()
        line.reply(to: "calling.end")
        line.state("ended")
        #expect(line.told(call) == [.done(2), .ended(CallEnding(by: .flow))])
    }

    @Test func `what is asked meanwhile waits for the connection`() {
        var line = Telephony.connected()
        let call = line.answeredCall()
        line.hangUpSocket()
        line.perform(play, 2, on: call)
        #expect(line.takeSent() == [])
        line.reconnect()
        #expect(line.takeRequests().map(\.method).sorted() == ["calling.answer", "calling.play"])
        line.reply(to: "calling.play")
        line.operation("play", line.lastControl, #""state":"finished""#)
        #expect(line.told(call) == [.result(2, .played(failedItems: []))])
    }

    @Test func `what could not be sent in time fails, and was not done`() {
        var line = Telephony.connected()
        let call = line.answeredCall()
        line.hangUpSocket()
        line.perform(play, 2, on: call)
        for _ in 0..<11 {
            line.advance(by: .seconds(1))
            line.hangUpSocket()
        }
        #expect(line.told(call).map(\.failure) == [.failed])
        line.reconnect()
        #expect(!line.takeRequests().contains { $0.method == "calling.play" })
    }

    @Test func `a session that the server has forgotten takes its calls along`() {
        var line = Telephony.connected()
        let one = line.answeredCall("c-1")
        let other = line.ring("c-2")
        let closed = line.answeredCall("c-3")
        line.perform(play, 2, on: one)
        line.handle(.closeSession(closed))
        line.hangUpSocket()
        _ = line.told(one)
        _ = line.takeSent()
        line.reconnect(session: "p-2")
        let ending = CallEvent.ended(CallEnding(by: .system, reason: "error"))
        #expect(line.told(one) == [ending])
        #expect(line.told(other) == [.started, ending])
        #expect(line.told(closed) == [])
        // Should they be up all the same, nobody else would hang them up.
        let ends = line.takeRequests().filter { $0.method == "calling.end" }
        #expect(Set(ends.compactMap(\.call)) == ["c-1", "c-2", "c-3"])
        line.ring("c-4")
        #expect(line.offers.last?.id == CallID("c-4"))
    }

    @Test func `a thousand calls go on, and none is told of the outage`() {
        var line = Telephony.connected()
        var calls: [RelayCallNumber] = []
        var controls: [String] = []
        for number in 0..<1000 {
            calls.append(line.answeredCall("c-\(number)"))
            line.perform(play, 2, on: calls[number])
            controls.append(line.lastControl)
            line.reply(to: "calling.play")
        }
        _ = line.takeSent()
        line.hangUpSocket()
        line.reconnect()
        #expect(line.takeSent().count == 2000)
        for number in 0..<1000 {
            line.operation("play", controls[number], #""state":"finished""#, of: "c-\(number)")
        }
        for call in calls { #expect(line.told(call) == [.result(2, .played(failedItems: []))]) }
    }
}
