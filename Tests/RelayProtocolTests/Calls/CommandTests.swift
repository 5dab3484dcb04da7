import FlowExpressions
import FlowModel
import FlowRuntime
import JSONRPC
import Testing

@testable import RelayProtocol

@Suite("Commands on the wire") struct CommandTests {
    /// What a command of an answered call is on the wire, its control id written as `ID`.
    private func wire(_ command: CallCommand) -> [String] {
        var line = Telephony.connected()
        let call = line.answeredCall()
        line.perform(command, 2, on: call)
        return line.takeRequests().map { request in
            let id = (try? JSONDocument(Array(request.params.utf8)))?.root["control_id"]?.string
            guard let id else { return request.line }
            return request.line.split(separator: id, omittingEmptySubsequences: false).joined(separator: "ID")
        }
    }

    // §8: 110, 114; §9 rows 21, 67
    @Test func `answer sends what the flow chose, and minutes`() {
        let answers: [(AnswerCommand, String)] = [
            (AnswerCommand(), "calling.answer"),
            (AnswerCommand(maxDuration: .seconds(60)), #"calling.answer {"max_duration":1}"#),
            (AnswerCommand(maxDuration: .seconds(61)), #"calling.answer {"max_duration":2}"#),
            (AnswerCommand(maxDuration: .zero), #"calling.answer {"max_duration":1}"#),
            (AnswerCommand(maxDuration: .seconds(-9)), #"calling.answer {"max_duration":1}"#),
            (
                AnswerCommand(maxDuration: .seconds(Int64.max)),
                #"calling.answer {"max_duration":\#(Duration.seconds(Int64.max).inWholeMinutes)}"#
            ),
            (AnswerCommand(codecs: ["PCMU", "OPUS"]), #"calling.answer {"codecs":["PCMU","OPUS"]}"#),
        ]
        for (command, expected) in answers {
            var line = Telephony.connected()
            let call = line.ring()
            line.perform(.answer(command), 1, on: call)
            #expect(line.takeSent() == [expected])
        }
    }

    // §8: 115, 117, 120
    @Test func `every sound has its form`() {
        let items: [MediaItem] = [
            .url("https://x/a.mp3"), .say("Hi \"you\""), .silence(.milliseconds(1500)),
            .ring(.seconds(4), country: "de"), .ring(nil, country: "us"),
        ]
        let play = PlayCommand(
            items: items, volume: -5.5, voice: Voice(name: "en-US-A", language: "en-US", gender: "male"))
        #expect(
            wire(.play(play)) == [
                #"calling.play {"control_id":"ID","play":["#
                    + #"{"type":"audio","params":{"url":"https://x/a.mp3"}},"#
                    + #"{"type":"tts","params":{"text":"Hi \"you\"","language":"en-US","#
                    + #""gender":"male","voice":"en-US-A"}},"#
                    + #"{"type":"silence","params":{"duration":1.5}},"#
                    + #"{"type":"ringtone","params":{"name":"de","duration":4}},"#
                    + #"{"type":"ringtone","params":{"name":"us"}}],"volume":-5.5}"#
            ])
        #expect(
            wire(.play(PlayCommand(items: [.url("u")]))) == [
                #"calling.play {"control_id":"ID","play":[{"type":"audio","params":{"url":"u"}}]}"#
            ])
    }

    // §9 row 68
    @Test func `a prompt sends what it listens for`() {
        let digits = DigitCollection(
            maxDigits: 4, terminators: "#", digitTimeout: .milliseconds(2500), initialTimeout: .seconds(7))
        let play = PlayCommand(items: [.url("u")], volume: 3)
        #expect(
            wire(.prompt(PromptCommand(play: play, digits: digits))) == [
                #"calling.play_and_collect {"control_id":"ID","#
                    + #""play":[{"type":"audio","params":{"url":"u"}}],"collect":{"#
                    + #""initial_timeout":7,"digits":{"max":4,"terminators":"#
                    + ##""#","digit_timeout":2.5},"start_input_timers":false},"volume":3}"##
            ])
        let speech = SpeechCollection(
            timeout: .seconds(3), endTimeout: .milliseconds(800), language: "de-DE", hints: ["ja", "nein"],
            engine: "Deepgram")
        #expect(
            wire(.prompt(PromptCommand(play: PlayCommand(items: []), digits: nil, speech: speech))) == [
                #"calling.play_and_collect {"control_id":"ID","play":[],"collect":{"initial_timeout":3,"#
                    + #""speech":{"end_silence_timeout":0.8,"speech_timeout":3,"language":"de-DE","#
                    + #""hints":["ja","nein"],"engine":"Deepgram"},"start_input_timers":false}}"#
            ])
    }

    @Test func `a recording sends everything but its longest time`() {
        let record = RecordCommand(
            controlID: "r", stereo: true, format: .mp3, direction: .both, terminators: "#", beep: true,
            inputSensitivity: 44.5, initialTimeout: .seconds(4), endSilenceTimeout: .seconds(5),
            maxLength: .seconds(60))
        let expected = [
            #"calling.record {"control_id":"ID","record":{"audio":{"beep":true,"format":"mp3","stereo":true,"#
                + #""direction":"both","initial_timeout":4,"end_silence_timeout":5,"terminators":"#
                + ##""#","input_sensitivity":44.5}}}"##
        ]
        #expect(wire(.record(record)) == expected)
        #expect(wire(.startRecording(record)) == expected)
    }

    @Test func `digits, events and waits for keys`() {
        #expect(
            wire(.sendDigits("1wW#")) == [##"calling.send_digits {"control_id":"ID","digits":"1wW#"}"##])
        #expect(
            wire(.awaitKey("12")) == [
                #"calling.collect {"control_id":"ID","digits":{"max":1},"start_input_timers":false}"#
            ])
        #expect(wire(.hangup(.decline)) == [#"calling.end {"reason":"decline"}"#])
        #expect(
            wire(.userEvent(UserEventCommand(event: .list(["a", .number(1), .null])))) == [
                #"calling.user_event {"event":["a",1,null]}"#
            ])
    }

    // §8: 165, 166
    @Test func `a message goes out in the call's context`() {
        var sms = SendSmsCommand(
            to: "+1", from: "+2", body: "hi", media: ["https://x/p.png"], region: "us", tags: ["a"])
        #expect(
            wire(.sendSms(sms)) == [
                #"messaging.send {"context":"office","to_number":"+1","from_number":"+2","body":"hi","#
                    + #""media":["https://x/p.png"],"tags":["a"],"region":"us"}"#
            ])
        sms = SendSmsCommand(to: "+1", from: "+2", media: ["https://x/p.png"])
        #expect(
            wire(.sendSms(sms)) == [
                #"messaging.send {"context":"office","to_number":"+1","from_number":"+2","#
                    + #""media":["https://x/p.png"]}"#
            ])
        #expect(wire(.sendSms(SendSmsCommand(to: "+1", from: "+2"))) == [])
    }

    // §8: 112, 165, 166
    @Test func `a message is done when it is accepted, and a refusal is the message's own`() {
        var line = Telephony.connected()
        let call = line.answeredCall()
        let sms = SendSmsCommand(to: "+1", from: "+2", body: "hi")
        line.perform(.sendSms(sms), 2, on: call)
        line.reply(to: "messaging.send", #"{"code":"200","message":"Message accepted","message_id":"m"}"#)
        #expect(line.told(call) == [.done(2)])
        for code in [402, 404, 410, 500] {
            line.perform(.sendSms(sms), 3, on: call)
            line.refuse("messaging.send", code)
            #expect(
                line.told(call) == [.result(3, .failed(CommandFailure(.refused, "No (\(code))")))])
        }
        line.perform(.sendSms(SendSmsCommand(to: "+1", from: "+2")), 4, on: call)
        #expect(line.told(call).map(\.failure) == [.refused])
        // Neither an unknown message's state nor ours disturbs anybody.
        line.event("messaging.state", #""message_id":"m","message_state":"delivered""#)
        #expect(line.told(call) == [])
    }

    // §8: 112, 132
    @Test func `a refusal is the command's, and the call goes on`() {
        let commands: [(CallCommand, String)] = [
            (.play(PlayCommand(items: [.say("x")])), "calling.play"),
            (
                .prompt(PromptCommand(play: PlayCommand(items: []), digits: DigitCollection())),
                "calling.play_and_collect"
            ),
            (.record(RecordCommand(controlID: "r")), "calling.record"),
            (.startRecording(RecordCommand(controlID: "r")), "calling.record"),
            (.sendDigits("1"), "calling.send_digits"), (.awaitKey("1"), "calling.collect"),
            (.userEvent(UserEventCommand(event: .list([]))), "calling.user_event"),
            (.hangup(.hangup), "calling.end"),
        ]
        for code in [300, 402, 409, 500] {
            for (command, method) in commands {
                var line = Telephony.connected()
                let call = line.answeredCall()
                line.perform(command, 2, on: call)
                line.refuse(method, code)
                #expect(
                    line.told(call) == [.result(2, .failed(CommandFailure(.refused, "No (\(code))")))])
                line.advance(by: .seconds(100))
                #expect(line.told(call) == [])
                line.perform(.sendDigits("1"), 3, on: call)
                #expect(line.takeSent().count == 2)
            }
        }
    }

    @Test func `an answer that is refused is told`() {
        var line = Telephony.connected()
        let call = line.ring()
        line.perform(.answer(AnswerCommand()), 1, on: call)
        line.refuse("calling.answer", 402)
        #expect(line.told(call).map(\.failure) == [nil, .refused])
    }

    @Test func `a refusal that is cut shows no half of a credential`() {  // §8: 17
        let begin = String(repeating: "x", count: 196)
        var line = Telephony.connected()
        let call = line.answeredCall()
        line.perform(.sendDigits("1"), 2, on: call)
        line.reply(to: "calling.send_digits", #"{"code":"402","message":"\#(begin)tok-4711 is wrong"}"#)
        #expect(
            line.told(call) == [
                .result(2, .failed(CommandFailure(.refused, "\(begin)*** is wrong (402)")))
            ])
    }

    @Test func `before the answer only what works then is sent`() {
        var line = Telephony.connected()
        let call = line.ring()
        _ = line.told(call)
        let refused: [CallCommand] = [
            .prompt(PromptCommand(play: PlayCommand(items: []), digits: DigitCollection())),
            .record(RecordCommand(controlID: "r")), .startRecording(RecordCommand(controlID: "r")),
            .stopRecording(controlID: "r"), .sendDigits("1"), .awaitKey("1"),
            .joinConference(JoinConferenceCommand(name: "room")), .leaveConference(conferenceID: "cf"),
        ]
        for command in refused {
            line.perform(command, 2, on: call)
            #expect(line.told(call).map(\.failure) == [.refused], "\(command)")
        }
        #expect(line.takeSent() == [])
        line.perform(.play(PlayCommand(items: [.url("u")])), 3, on: call)
        line.perform(.userEvent(UserEventCommand(event: .list([]))), 4, on: call)
        line.perform(.hangup(.busy), 5, on: call)
        #expect(
            line.takeRequests().map(\.method) == ["calling.play", "calling.user_event", "calling.end"])
    }

    @Test func `what is for others is not supported`() {
        var line = Telephony.connected()
        let call = line.answeredCall()
        let request = HTTPRequest(method: "GET", url: "https://x")
        for command in [CallCommand.startTimer(.seconds(1)), .request(request), .fetchDocument(request)] {
            line.perform(command, 2, on: call)
            #expect(line.told(call).map(\.failure) == [.unsupported])
        }
        #expect(line.takeSent() == [])
    }

    @Test func `what RELAY has no parameter for is said`() {
        var line = Telephony.connected()
        let call = line.answeredCall()
        line.perform(.play(PlayCommand(items: [.say("x")], statusURL: "https://x/secret")), 2, on: call)
        let notices = line.notices.filter { $0.kind == .callError }
        #expect(notices.count == 1)
        #expect(notices.allSatisfy { !$0.message.contains("secret") })
    }

    @Test func `control ids are UUIDs that a second worker finds again`() {
        let one = ControlID(of: CallID("c-1"), CommandID(2))
        #expect(one == ControlID(of: CallID("c-1"), CommandID(2)))
        #expect(one.text == "bd99634f-c0f2-897d-9304-000000000000")
        var seen: Set<ControlID> = [one]
        let others: [ControlID] = [
            ControlID(of: CallID("c-1"), CommandID(3)),
            ControlID(of: CallID("c-1"), CommandID(2), round: 1),
            ControlID(of: CallID("c-2"), CommandID(2)),
            ControlID(of: CallID("c-1"), CommandID(1), round: 2), ControlID(of: CallID("c-"), CommandID(2)),
        ]
        for other in others { #expect(seen.insert(other).inserted) }
        #expect(others[1].text.suffix(13) == "-000000000001")
        #expect(others.map { $0.isRound(ofSameAs: one) } == [false, true, false, false, false])
        for id in seen {
            let text = #""\#(id.text)""#
            #expect(ControlID(try? JSONDocument(Array(text.utf8)).root) == id)
            #expect(ControlID(try? JSONDocument(Array(text.uppercased().utf8)).root) == id)
        }
        let strangers = [
            "7", "null", #""""#, #""x""#, #""\#(one.text)0""#, #""\#(one.text.dropLast())g""#,
            #""\#(String(repeating: "0", count: 36))""#, #""\#(String(repeating: "-", count: 36))""#,
        ]
        for text in strangers {
            #expect(ControlID(try? JSONDocument(Array(text.utf8)).root) == nil, "\(text)")
        }
        #expect(ControlID(nil) == nil)
    }
}
