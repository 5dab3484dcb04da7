import FlowModel
import FlowRuntime
import Testing

@testable import RelayProtocol

@Suite("Sounds and prompts over RELAY") struct MediaTests {
    private func playing(
        _ items: [MediaItem] = [.say("one"), .say("two")]
    ) -> (line: Telephony, call: RelayCallNumber, control: String) {
        var line = Telephony.connected()
        let call = line.answeredCall()
        line.perform(.play(PlayCommand(items: items)), 2, on: call)
        let control = line.controlID(of: "calling.play")
        line.reply(to: "calling.play")
        _ = line.takeSent()
        return (line, call, control)
    }

    private func prompting(
        _ command: PromptCommand = PromptCommand(
            play: PlayCommand(items: [.say("pin")]), digits: DigitCollection(maxDigits: 4))
    ) -> (line: Telephony, call: RelayCallNumber, control: String) {
        var line = Telephony.connected()
        let call = line.answeredCall()
        line.perform(.prompt(command), 2, on: call)
        let control = line.controlID(of: "calling.play_and_collect")
        line.reply(to: "calling.play_and_collect")
        _ = line.takeSent()
        return (line, call, control)
    }

    // §8: 121, 122, 123, 124, 137
    @Test func `a sound is played when its own event says so, once`() {
        var (line, call, control) = playing()
        line.operation("play", control, #""state":"playing""#)
        line.operation("play", control, #""state":"paused""#)
        line.operation("play", control, #""state":"dancing""#)
        line.operation("play", control, #""state":7"#)
        line.operation("play", control, #""status":"finished""#)
        #expect(line.told(call) == [])
        line.operation("play", control, #""state":"finished""#)
        line.operation("play", control, #""state":"finished""#)
        line.operation("play", control, #""state":"error""#)
        #expect(line.told(call) == [.result(2, .played(failedItems: []))])
    }

    // §8: 137
    @Test func `of a sound that failed nothing is vouched for`() {
        var (line, call, control) = playing()
        line.operation("play", control, #""state":"error""#)
        #expect(line.told(call) == [.result(2, .played(failedItems: [0, 1]))])
    }

    // §8: 133, 140
    @Test func `an operation hears only events of its type and id, of its call`() {
        var (line, call, control) = playing()
        line.ring("c-2")
        for type in ["collect", "record", "send_digits", "detect"] {
            line.operation(type, control, #""state":"finished""#)
        }
        line.operation("play", control, #""state":"finished""#, of: "c-2")
        line.operation("play", control + "0", #""state":"finished""#)
        line.operation("play", "", #""state":"finished""#)
        line.event("calling.call.play", #""call_id":"c-1","state":"finished""#)
        line.event("calling.call.play", #""call_id":"c-1","control_id":7,"state":"finished""#)
        #expect(line.told(call) == [])

        (line, call, control) = prompting()
        line.operation("play", control, #""state":"finished""#)
        #expect(line.told(call) == [])
    }

    // §4.14
    @Test func `an event that beats the answer settles the operation`() {
        var line = Telephony.connected()
        let call = line.answeredCall()
        line.perform(.play(PlayCommand(items: [.say("x")])), 2, on: call)
        line.operation("play", line.controlID(of: "calling.play"), #""state":"finished""#)
        #expect(line.told(call) == [.result(2, .played(failedItems: []))])
        line.reply(to: "calling.play")
        line.advance(by: .seconds(1000))
        #expect(line.told(call) == [])
    }

    // §8: 125
    @Test func `several operations of a call end in any order`() {
        var line = Telephony.connected()
        let call = line.answeredCall()
        line.perform(.play(PlayCommand(items: [.say("x")])), 2, on: call)
        let play = line.controlID(of: "calling.play")
        line.perform(.awaitKey("1"), 3, on: call)
        let collect = line.controlID(of: "calling.collect")
        line.perform(.record(RecordCommand(controlID: "record-4")), 4, on: call)
        let record = line.controlID(of: "calling.record")
        #expect(Set([play, collect, record]).count == 3)
        line.operation("record", record, #""state":"finished","url":"u","duration":1,"size":2"#)
        line.operation("collect", collect, #""result":{"type":"digit","params":{"digits":"1"}}"#)
        line.operation("play", play, #""state":"finished""#)
        let ids = line.told(call).map { event -> Int32 in
            if case .finished(let id, _) = event { id.number } else { 0 }
        }
        #expect(ids == [4, 3, 2])
    }

    @Test func `a sound that is said to go on is asked about, then given up`() {
        var (line, call, _) = playing([.url("https://x/long.mp3")])
        line.advance(by: .seconds(609))
        #expect(line.takeSent() == [])
        line.advance(by: .seconds(2))
        #expect(line.takeRequests().map(\.method) == ["calling.play.volume"])
        line.reply(to: "calling.play.volume")
        line.advance(by: .seconds(598))
        #expect(line.takeSent() == [])
        line.advance(by: .seconds(2))
        line.refuse("calling.play.volume", 400)
        #expect(line.told(call) == [.result(2, .played(failedItems: []))])
    }

    @Test func `no sound lasts for ever`() {
        var (line, call, _) = playing([.silence(.seconds(Int64.max)), .say("x"), .ring(nil, country: "us")])
        for _ in 0..<40 {
            line.advance(by: .seconds(600))
            while line.takeRequests().contains(where: { $0.method == "calling.play.volume" }) {
                line.reply(to: "calling.play.volume")
            }
        }
        #expect(line.told(call).map(\.failure) == [.timedOut])
    }

    // §8: 134, 139, 173
    @Test func `a prompt is answered by what the caller did`() {
        let answers: [(String, PromptInput)] = [
            (
                #""result":{"type":"digit","params":{"digits":"12","terminator":"9"}}"#,
                .digits("12", terminator: "9")
            ),
            (#""result":{"type":"digit","params":{}}"#, .digits("", terminator: "")),
            (
                #""final":true,"result":{"type":"speech","params":{"text":"yes","confidence":83.5}}"#,
                .speech("yes", confidence: 83.5)
            ),
            (
                #""result":{"type":"speech","params":{"text":"yes","confidence":"250"}}"#,
                .speech("yes", confidence: 100)
            ),
            (
                #""result":{"type":"speech","params":{"text":"no","confidence":-1}}"#,
                .speech("no", confidence: 0)
            ),
            (#""result":{"type":"no_input"}"#, .noInput), (#""result":{"type":"no_match"}"#, .noMatch),
            (#""result":{"type":"finished"}"#, .noInput), (#""state":"finished""#, .noInput),
            (#""state":"no_input""#, .noInput), (#""state":"no_match""#, .noMatch),
            (#""result":{},"state":"no_match""#, .noMatch),
        ]
        for (text, input) in answers {
            var (line, call, control) = prompting()
            line.operation("collect", control, text)
            line.operation("collect", control, text)
            #expect(line.told(call) == [.result(2, .prompted(input))], "\(text)")
        }
    }

    // §8: 123, 139; §9 row 23
    @Test func `partial results and beginnings are no answers`() {
        var (line, call, control) = prompting()
        for text in [
            #""final":false,"result":{"type":"speech","params":{"text":"ye"}}"#,
            #""result":{"type":"start_of_input"}"#, #""state":"collecting""#, #""result":{}"#,
            #""result":7"#, #""result":{"type":"telepathy"}"#, #""state":null"#, #""final":true"#,
            #""final":"false","result":{"type":"no_input"}"#,
        ] {
            line.operation("collect", control, text)
            #expect(line.told(call) == [], "\(text)")
        }
    }

    @Test func `a prompt that could not listen fails`() {
        for text in [#""result":{"type":"error"}"#, #""state":"error""#] {
            var (line, call, control) = prompting()
            line.operation("collect", control, text)
            #expect(line.told(call).map(\.failure) == [.failed])
        }
    }

    @Test func `a prompt whose end is never told is stopped, then given up`() {
        var (line, call, control) = prompting()
        line.advance(by: .seconds(40))
        #expect(line.takeSent() == [#"calling.play_and_collect.stop {"control_id":"\#(control)"}"#])
        line.reply(to: "calling.play_and_collect.stop")
        #expect(line.told(call) == [])
        line.advance(by: .seconds(30))
        #expect(line.told(call).map(\.failure) == [.timedOut])
    }

    @Test func `the stop of a prompt may end it`() {
        var (line, call, control) = prompting()
        line.advance(by: .seconds(40))
        line.operation("collect", control, #""state":"finished""#)
        #expect(line.told(call) == [.result(2, .prompted(.noInput))])
    }

    @Test func `digits are done when they were sent`() {
        var line = Telephony.connected()
        let call = line.answeredCall()
        line.perform(.sendDigits("12W"), 2, on: call)
        let control = line.controlID(of: "calling.send_digits")
        line.reply(to: "calling.send_digits")
        line.operation("send_digits", control, #""state":"sending""#)
        #expect(line.told(call) == [])
        line.operation("send_digits", control, #""state":"finished""#)
        #expect(line.told(call) == [.done(2)])
        line.perform(.sendDigits("1"), 3, on: call)
        line.reply(to: "calling.send_digits")
        line.advance(by: .seconds(11))
        #expect(line.told(call).map(\.failure) == [.timedOut])
    }

    // MARK: Waiting for keys

    private func digit(_ key: String) -> String {
        #""result":{"type":"digit","params":{"digits":"\#(key)","terminator":""}}"#
    }

    @Test func `a wait for keys goes on until one of them comes`() {
        var line = Telephony.connected()
        let call = line.answeredCall()
        line.perform(.awaitKey("12"), 2, on: call)
        var controls: [String] = []
        for key in ["3", "", "12", "é"] {
            controls.append(line.controlID(of: "calling.collect"))
            line.reply(to: "calling.collect")
            line.operation("collect", controls[controls.count - 1], digit(key))
            // The end of a round before is not this round's.
            line.operation("collect", controls[0], #""state":"error""#)
        }
        #expect(line.told(call) == [])
        controls.append(line.controlID(of: "calling.collect"))
        line.operation("collect", controls[controls.count - 1], digit("2"))
        #expect(line.told(call) == [.result(2, .key("2"))])
        #expect(Set(controls).count == 5)
    }

    @Test func `a wait that ends without a key begins again after a pause`() {
        var line = Telephony.connected()
        let call = line.answeredCall()
        line.perform(.awaitKey("1"), 2, on: call)
        for end in [#""state":"finished""#, #""result":{"type":"no_input"}"#, #""state":"no_match""#] {
            line.reply(to: "calling.collect")
            _ = line.takeSent()
            line.operation("collect", line.lastControl, end)
            #expect(line.takeSent() == [])
            line.advance(by: .seconds(1))
            #expect(line.takeRequests().map(\.method) == ["calling.collect"])
        }
        #expect(line.told(call) == [])
    }

    @Test func `a wait that cannot listen fails`() {
        var line = Telephony.connected()
        let call = line.answeredCall()
        line.perform(.awaitKey("1"), 2, on: call)
        line.operation("collect", line.lastControl, #""result":{"type":"error"}"#)
        #expect(line.told(call).map(\.failure) == [.failed])
    }

    // §8: 127
    @Test func `a wait that is given up is stopped, and never answered`() {
        var line = Telephony.connected()
        let call = line.answeredCall()
        line.perform(.awaitKey("1"), 2, on: call)
        let control = line.lastControl
        line.perform(.cancel(CommandID(2)), 3, on: call)
        line.perform(.cancel(CommandID(2)), 4, on: call)
        line.perform(.cancel(CommandID(1)), 5, on: call)
        #expect(line.takeRequests().map(\.method) == ["calling.collect", "calling.collect.stop"])
        line.reply(to: "calling.collect")
        line.operation("collect", control, digit("1"))
        line.advance(by: .seconds(100))
        #expect(line.told(call) == [])
        #expect(line.takeSent() == [])
    }

    @Test func `only waits for keys can be given up`() {
        var (line, call, control) = playing()
        line.perform(.cancel(CommandID(2)), 3, on: call)
        #expect(line.takeSent() == [])
        line.operation("play", control, #""state":"finished""#)
        #expect(line.told(call) == [.result(2, .played(failedItems: []))])
    }
}
