import FlowExpressions
import FlowModel
import FlowRuntime
import Testing

@testable import RelayProtocol

@Suite("Calls of a worker that was killed") struct ResumeCallTests {
    private let call = RelayCallNumber(0)

    /// A second worker, with what the first left of one call.
    private func resumed(
        _ pending: [(Int32, CallCommand, isSent: Bool)], isAnswered: Bool = true,
        membership: ConferenceChange? = nil, recordings: [String: CommandID] = [:], session: String = "p-1",
        ago age: Duration = .seconds(10)
    ) -> Telephony {
        let began = Telephony().now.advanced(by: .zero - age)
        let info = CallInfo(id: CallID("c-1"), from: "+1", to: "+2", nodeID: "n-1")
        let resumption = CallResumption(
            info, isAnswered: isAnswered, membership: membership,
            pending: pending.map { .init(CommandID($0.0), $0.1, at: began, isSent: $0.isSent) },
            recordings: recordings)
        var line = Telephony(
            resuming: RelayResumption(protocolName: "p-1", calls: [resumption]))
        line.firstNumber = 1
        line.handle(.start)
        line.letIn(session: session)
        return line
    }

    private let play = CallCommand.play(PlayCommand(items: [.say("x")]))
    private let prompt = CallCommand.prompt(
        PromptCommand(play: PlayCommand(items: []), digits: DigitCollection()))

    /// The control id that the first worker gave this command.
    private func control(_ command: CallCommand, _ id: Int32) -> String {
        var line = Telephony.connected()
        let call = line.answeredCall()
        line.perform(command, id, on: call)
        return line.lastControl
    }

    @Test func `its calls are not offered, and are asked whether they are still there`() {
        var line = resumed([])
        #expect(line.offers.isEmpty)
        #expect(line.takeSent() == ["calling.answer"])
        #expect(line.told(call) == [])
        // A receive that comes again is of a call that is here.
        line.event("calling.call.receive", #""call_id":"c-1","node_id":"n-1""#)
        line.ring("c-2")
        #expect(line.offers.map(\.id.name) == ["c-2"])
        line.perform(.sendDigits("1"), 7, on: call)
        line.operation("send_digits", line.lastControl, #""state":"finished""#)
        #expect(line.told(call) == [.done(7)])
    }

    @Test func `a call that is gone ends, also one of another session`() {
        var line = resumed([(3, play, isSent: true)])
        line.refuse("calling.answer", 404)
        line.advance(by: .seconds(5))
        let ending = CallEvent.ended(CallEnding(by: .system, reason: "error"))
        #expect(line.told(call) == [ending])
        line = resumed([(3, play, isSent: true)], session: "p-2")
        #expect(line.told(call) == [ending])
        #expect(line.takeSent() == [#"calling.end {"reason":"hangup"}"#])
    }

    @Test func `a sound is asked about by the id that the first worker gave it`() {
        for isSent in [false, true] {
            var line = resumed([(3, play, isSent: isSent)])
            #expect(
                line.takeSent() == [
                    "calling.answer",
                    #"calling.play.volume {"control_id":"\#(control(play, 3))","volume":0}"#,
                ])
            line.reply(to: "calling.play.volume")
            #expect(line.told(call) == [])
            #expect(line.takeSent() == [])
            line.operation("play", control(play, 3), #""state":"finished""#)
            #expect(line.told(call) == [.result(3, .played(failedItems: []))])
        }
    }

    /// The command of the first worker, what its flow is told when it is over, unseen, and how many
    /// milliseconds it lasts at least.
    private var unsure: [(CallCommand, String, over: CallEvent?, least: Int)] {
        let text = MediaItem.say(String(repeating: "x", count: 20))
        let played = CallEvent.result(3, .played(failedItems: []))
        let started = CallEvent.result(3, .recordingStarted(url: ""))
        let word = CallCommand.prompt(
            PromptCommand(
                play: PlayCommand(items: [text]), digits: nil,
                speech: SpeechCollection(endTimeout: .seconds(1))))
        let limited = RecordCommand(controlID: "main", initialTimeout: .seconds(4), maxLength: .seconds(60))
        let stopped = RecordCommand(controlID: "main", terminators: "#")
        return [
            (.play(PlayCommand(items: [text])), "calling.play", played, 1000),
            // Anything may be behind a URL, and marks make no sound.
            (.play(PlayCommand(items: [.url("https://x/y")])), "calling.play", played, 0),
            (.play(PlayCommand(items: [.say("… — !")])), "calling.play", played, 0),
            // Letters count, not the bytes that they are written with.
            (.play(PlayCommand(items: [.say("Привет, 世界")])), "calling.play", played, 400),
            (
                .play(PlayCommand(items: [.url("https://x/y"), .silence(.seconds(4)), text])), "calling.play",
                played, 3000
            ),
            (
                .play(PlayCommand(items: [.ring(nil, country: "us"), .ring(.seconds(3), country: "us")])),
                "calling.play", played, 2000
            ),
            (prompt, "calling.play_and_collect", .result(3, .prompted(.noInput)), 0),
            (word, "calling.play_and_collect", .result(3, .prompted(.noInput)), 500),
            (
                .record(RecordCommand(controlID: "record-3", endSilenceTimeout: .seconds(1))),
                "calling.record",
                nil, 500
            ),
            (.startRecording(limited), "calling.record", started, 2000),
            (.startRecording(stopped), "calling.record", started, 0),
            (.startRecording(RecordCommand(controlID: "main")), "calling.record", started, 7_200_000),
        ]
    }

    @Test func `what the phone system does not know is begun if it cannot be over`() {
        for (command, method, _, least) in unsure where least > 0 {
            let question = method == "calling.record" ? "\(method).resume" : "\(method).volume"
            for age in [0, least - 1] {
                for code in [400, 404] {
                    var line = resumed([(3, command, isSent: false)], ago: .milliseconds(age))
                    line.refuse(question, code)
                    #expect(line.told(call) == [])
                    let methods = line.takeRequests().map(\.method).filter { $0 != "calling.answer" }
                    #expect(methods == [question, method], "\(command) after \(age) ms")
                    #expect(line.lastControl == control(command, 3))
                }
            }
        }
    }

    @Test func `what may have run is over`() {
        for (command, method, over, least) in unsure {
            let question = method == "calling.record" ? "\(method).resume" : "\(method).volume"
            let cases = [(false, least, 404), (false, least * 9, 404), (false, 0, 500), (true, 0, 404)]
            for (isSent, age, code) in cases {
                var line = resumed([(3, command, isSent: isSent)], ago: .milliseconds(age))
                line.refuse(question, code)
                let told = line.told(call)
                if let over {
                    #expect(told == [over], "\(command), sent: \(isSent), after \(age) ms, \(code)")
                } else {
                    #expect(told.map(\.failure) == [.failed])
                }
                #expect(!line.takeRequests().contains { $0.method == method })
            }
        }
    }

    @Test func `a recording that runs is waited for, and one in the background can be stopped`() {
        var line = resumed([(3, .record(RecordCommand(controlID: "record-3")), isSent: false)])
        let record = line.lastControl
        line.reply(to: "calling.record.resume")
        line.operation("record", record, #""state":"finished","url":"u","duration":1,"size":2"#)
        #expect(
            line.told(call) == [
                .result(3, .recorded(RecordingSummary(url: "u", duration: .seconds(1), size: 2)))
            ])

        let main = CallCommand.startRecording(RecordCommand(controlID: "main"))
        line = resumed([], recordings: ["main": CommandID(2)])
        line.perform(.stopRecording(controlID: "main"), 9, on: call)
        #expect(
            line.takeSent() == [
                "calling.answer", #"calling.record.stop {"control_id":"\#(control(main, 2))"}"#,
            ])
        line.operation("record", control(main, 2), #""state":"finished""#)
        #expect(line.told(call) == [.done(9)])
    }

    @Test func `what ran under the first worker counts for the longest time`() {
        let record = RecordCommand(controlID: "record-3", maxLength: .seconds(12))
        for (age, left) in [(10, 2), (30, 0)] {
            var line = resumed([(3, .record(record), isSent: true)], ago: .seconds(age))
            line.reply(to: "calling.record.resume")
            _ = line.takeSent()
            if left > 0 {
                line.advance(by: .seconds(left) - .milliseconds(1))
                #expect(line.takeSent() == [])
            }
            line.advance(by: .milliseconds(1))
            #expect(line.takeRequests().map(\.method) == ["calling.record.stop"])
        }
    }

    @Test func `a recording that the first worker had stopped is stopped`() {
        for code in [404, 409] {
            var line = resumed(
                [(9, .stopRecording(controlID: "main"), isSent: true)], recordings: ["main": CommandID(2)])
            line.refuse("calling.record.stop", code)
            #expect(line.told(call).map(\.failure) == [code == 404 ? nil : .refused])
        }
        // One that this worker stops has been there.
        var line = resumed([], recordings: ["main": CommandID(2)])
        line.perform(.stopRecording(controlID: "main"), 9, on: call)
        line.refuse("calling.record.stop", 404)
        #expect(line.told(call).map(\.failure) == [.notFound])
    }

    @Test func `of digits their event tells, or nobody does`() {
        let digits = CallCommand.sendDigits("12")
        for isSent in [false, true] {
            var line = resumed([(3, digits, isSent: isSent)], ago: .seconds(1))
            #expect(line.takeSent() == ["calling.answer"])
            line.operation("send_digits", control(digits, 3), #""state":"finished""#)
            #expect(line.told(call) == [.done(3)])

            line = resumed([(3, digits, isSent: isSent)], ago: .seconds(1))
            line.advance(by: .seconds(60))
            #expect(line.told(call).map(\.failure) == [isSent ? nil : .failed])
            #expect(!line.takeRequests().contains { $0.method == "calling.send_digits" })
        }
    }

    @Test func `what must not be done twice is not, and its flow is told`() {
        let commands: [CallCommand] = [
            .sendSms(SendSmsCommand(to: "1", from: "2", body: "x")),
            .userEvent(UserEventCommand(event: .list([]))),
            .dial(DialCommand(to: ["+1"], .inTurn, run: DialledRun(.section("main")))),
        ]
        for command in commands {
            for isSent in [false, true] {
                var line = resumed([(3, command, isSent: isSent)])
                #expect(line.takeSent() == ["calling.answer"])
                #expect(line.told(call).map(\.failure) == [.failed], "\(command)")
            }
        }
    }

    @Test func `legs that a worker before this one dialled are ended when they show themselves`() {
        let dial = DialCommand(to: ["+1", "+2"], .inTurn, attempts: 2, run: DialledRun(.section("main")))
        for tag in ["c-1/3/0.1", "c-1/3/1.1", "c-1/3/0.2", "c-1/3/1.2"] {
            var line = resumed([(3, .dial(dial), isSent: true)])
            #expect(line.told(call).map(\.failure) == [.failed])
            _ = line.takeSent()
            line.event(
                "calling.call.dial",
                #""tag":"\#(tag)","dial_state":"answered","call":{"call_id":"l-1","node_id":"n-2"}"#)
            let sent = line.takeRequests()
            #expect(sent.map(\.line) == [#"calling.end {"reason":"cancel"}"#])
            #expect(sent.map(\.call) == ["l-1"])
            #expect(line.offers.isEmpty)
        }
    }

    @Test func `what may be done twice is done again`() {
        var line = resumed([(1, .answer(AnswerCommand()), isSent: true)], isAnswered: false)
        #expect(line.takeSent() == ["calling.answer"])
        line.reply(to: "calling.answer")
        line.state("answered")
        #expect(line.told(call) == [.done(1)])

        line = resumed([(1, .answer(AnswerCommand()), isSent: true)])
        #expect(line.told(call) == [.done(1)])

        line = resumed([(4, .hangup(.hangup), isSent: true)])
        #expect(line.takeRequests().map(\.method) == ["calling.answer", "calling.end"])
        line.reply(to: "calling.end")
        line.state("ended")
        #expect(line.told(call) == [.done(4), .ended(CallEnding(by: .flow))])
    }

    @Test func `a bridge goes on`() {
        let connect = CallCommand.connect(ConnectCommand(groups: [[ConnectDestination(to: "+1")]]))
        let event = { (line: inout Telephony, state: String) in
            line.event("calling.call.connect", #""call_id":"c-1","connect_state":"\#(state)""#)
        }
        for isSent in [false, true] {
            // It may ring for a minute.
            var line = resumed([(3, connect, isSent: isSent)])
            line.advance(by: .seconds(6))
            #expect(line.told(call) == [])
            event(&line, "disconnected")
            #expect(line.told(call).map(\.failure) == [nil])
            // Old news come all at once.
            line = resumed([(3, connect, isSent: isSent)], ago: .seconds(600))
            event(&line, "connecting")
            line.handle(.clock)
            event(&line, "connected")
            line.advance(by: .seconds(6))
            #expect(line.told(call) == [])
            #expect(line.takeSent() == ["calling.answer"])

            // Nobody tells anything: one that was sent for certain is taken for a conversation.
            line = resumed([(3, connect, isSent: isSent)], ago: .seconds(600))
            line.advance(by: .seconds(6))
            #expect(line.told(call).map(\.failure) == (isSent ? [] : [.failed]))
            #expect(line.takeSent() == ["calling.answer"] + (isSent ? [] : ["calling.disconnect"]))
            let warnings = line.notices.filter { $0.kind == .believed && $0.level == .warning }
            #expect(warnings.map(\.call) == (isSent ? [CallID("c-1")] : []))
            event(&line, "disconnected")
            #expect(line.told(call).map(\.failure) == (isSent ? [nil] : []))
        }
    }

    @Test func `a bridge that was believed in ends with the leg that a late event names`() {
        let connect = CallCommand.connect(ConnectCommand(groups: [[ConnectDestination(to: "+1")]]))
        var line = resumed([(3, connect, isSent: true)], ago: .seconds(600))
        line.advance(by: .seconds(6))
        let late = #""call_id":"c-1","connect_state":"connected","peer":{"call_id":"p-7"}"#
        line.event("calling.call.connect", late)
        line.advance(by: .seconds(1))
        #expect(line.told(call) == [])
        line.event("calling.call.state", #""call_id":"p-7","call_state":"ended""#)
        line.advance(by: .seconds(6))
        let summary = BridgeSummary(peer: CallID("p-7"), duration: .seconds(6))
        #expect(line.told(call) == [.result(3, .bridged(summary))])
    }

    @Test func `what the phone system has nothing to do with is left to others`() {
        let request = HTTPRequest(method: "GET", url: "https://x")
        var line = resumed([
            (3, .startTimer(.seconds(1)), isSent: true), (4, .request(request), isSent: true),
        ])
        #expect(line.takeSent() == ["calling.answer"])
        #expect(line.told(call) == [])
    }

    @Test func `a caller who was in a conference leaves it as ever`() {
        let inside = ConferenceChange(
            id: "cf-1", name: "room", kind: .joined(waiting: false), size: 2, isRecording: false)
        var line = resumed(
            [(3, .leaveConference(conferenceID: "cf-1"), isSent: true)], membership: inside)
        #expect(
            line.takeSent().sorted() == [
                "calling.answer", #"calling.leave_conference {"conference_id":"cf-1"}"#,
            ])
        line.reply(to: "calling.leave_conference")
        line.event(
            "calling.conference",
            #""conference_id":"cf-1","name":"room","status":"participant-leave","call_id":"c-1","size":1"#)
        let told = line.told(call)
        #expect(told.first == .done(3))
        #expect(told.count == 2)
    }

    @Test func `a join is settled without asking, sent for certain or not`() {
        for isSent in [false, true] {
            let join = JoinConferenceCommand(name: "room")
            var line = resumed([(3, .joinConference(join), isSent: isSent)])
            #expect(line.takeSent() == ["calling.answer"])
            line.advance(by: .seconds(60))
            #expect(line.told(call).first == .done(3))
            #expect(!line.takeRequests().contains { $0.method == "calling.join_conference" })
        }
    }

    @Test func `a session that is closed before there is a connection is hung up`() {
        let info = CallInfo(id: CallID("c-1"), from: "+1", to: "+2", nodeID: "n-1")
        var line = Telephony(
            resuming: RelayResumption(
                protocolName: "p-1", calls: [CallResumption(info, isAnswered: true)]))
        line.handle(.closeSession(call))
        line.handle(.start)
        line.letIn()
        #expect(line.takeSent() == [#"calling.end {"reason":"hangup"}"#])
        line.reply(to: "calling.end")
        line.hangUpSocket()
        line.reconnect()
        #expect(line.takeSent() == [])
    }
}
