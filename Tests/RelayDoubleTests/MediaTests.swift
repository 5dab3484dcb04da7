import RelayDouble
import Testing

@Suite("Sounds, input and recordings") struct MediaTests {
    private static let hello = #""control_id":"p","play":[{"type":"tts","params":{"text":"Hello there"}}]"#
    private static let digits =
        #""control_id":"c","play":[{"type":"silence","params":{"duration":10}}],"collect":"#

    private func talking(_ caller: RelayCaller = RelayCaller()) -> (Stage, Int) {
        var stage = Stage { configuration in
            configuration.missingSounds = ["https://example.com/gone.mp3"]
            configuration.sounds = ["https://example.com/short.mp3": .seconds(1)]
        }
        _ = stage.connect()
        let call = stage.talk(to: caller)
        _ = stage.events()
        return (stage, call)
    }

    @Test func `a text takes 60 ms a character, a sound what is said of it`() {
        let lengths: [(String, Int64)] = [
            (#"{"type":"tts","params":{"text":"Hello there"}}"#, 660),
            (#"{"type":"tts","params":{"text":"¡Olé!"}}"#, 300),
            (#"{"type":"audio","params":{"url":"https://example.com/a.mp3"}}"#, 5000),
            (#"{"type":"audio","params":{"url":"https://example.com/short.mp3"}}"#, 1000),
            (#"{"type":"silence","params":{"duration":2.5}}"#, 2500),
            (#"{"type":"ringtone","params":{"name":"us"}}"#, 6000),
            (#"{"type":"ringtone","params":{"name":"us","duration":3}}"#, 3000),
        ]
        for (sound, length) in lengths {
            var (stage, call) = talking()
            let answer = stage.request(
                "calling.play", Stage.on(call, #""control_id":"p","play":["# + sound + "]"))
            #expect(answer?["control_id"] == "p")
            stage.pass(length - 1)
            #expect(stage.events() == ["play playing"], "\(sound)")
            stage.pass(1)
            #expect(stage.events() == ["play finished"], "\(sound)")
        }
    }

    @Test func `sounds repeat, for ever too`() {
        var (stage, call) = talking()
        stage.request("calling.play", Stage.on(call, Self.hello + #","loop":3"#))
        stage.pass(1979)
        #expect(stage.events() == ["play playing"])
        stage.pass(1)
        #expect(stage.events() == ["play finished"])
        stage.request("calling.play", Stage.on(call, Self.hello + #","loop":0"#))
        stage.pass(100_000_000)
        #expect(stage.events() == ["play playing"])
        stage.request("calling.play.stop", Stage.on(call, #""control_id":"p""#))
        #expect(stage.events() == ["play finished"])
    }

    @Test func `a sound that is missing ends the play with an error`() {
        var (stage, call) = talking()
        let sounds = #"""
            [{"type":"silence","params":{"duration":1}},\#
            {"type":"audio","params":{"url":"https://example.com/gone.mp3"}}]
            """#
        stage.request("calling.play", Stage.on(call, #""control_id":"p","play":"# + sounds))
        stage.pass(1000)
        #expect(stage.events() == ["play playing", "play error"])
    }

    @Test func `a play is paused, goes on and is stopped; nothing is steered that is not there`() {
        var (stage, call) = talking()
        let id = Stage.on(call, #""control_id":"p""#)
        stage.request("calling.play", Stage.on(call, Self.hello))
        stage.pass(600)
        #expect(stage.request("calling.play.pause", id)?.code == "200")
        stage.pass(10_000)
        #expect(stage.request("calling.play.resume", id)?.code == "200")
        #expect(stage.request("calling.play.volume", id + #","volume":-5.5"#)?.code == "200")
        stage.pass(59)
        #expect(stage.events() == ["play playing", "play paused", "play playing"])
        #expect(stage.request("calling.record.stop", id)?.code == "404")
        #expect(stage.request("calling.play.stop", id)?.code == "200")
        #expect(stage.events() == ["play finished"])
        for method in ["pause", "resume", "stop"] {
            #expect(stage.request("calling.play." + method, id)?.code == "404")
        }
    }

    @Test func `a control id in use is refused and noted`() {
        var (stage, call) = talking()
        stage.request("calling.play", Stage.on(call, Self.hello))
        #expect(stage.request("calling.play", Stage.on(call, Self.hello))?.code == "409")
        #expect(stage.violations == ["`control_id` is in use on this call"])
    }

    @Test func `everything ends with the call`() {
        var (stage, call) = talking()
        stage.request("calling.play", Stage.on(call, Self.hello))
        stage.request("calling.record", Stage.on(call, #""control_id":"r","record":{"audio":{}}"#))
        stage.request("calling.collect", Stage.on(call, #""control_id":"c","digits":{"max":1}"#))
        _ = stage.events()
        stage.exchange.perform(.hangUp, on: call)
        stage.collect()
        #expect(
            stage.events() == [
                "state ending", "play finished", "record finished", "collect finished", "state ended",
            ])
        stage.run()
        #expect(stage.events() == [])
    }

    @Test func `a key stops the sounds; enough keys or a terminator are a result`() {
        let inputs: [(collect: String, keys: String, result: String, time: Int64)] = [
            (#"{"digits":{"max":1}}"#, "7", #""digits":"7","terminator":"""#, 0),
            (##"{"digits":{"max":4,"terminators":"#"}}"##, "12#", ##""digits":"12","terminator":"#""##, 200),
            (#"{"digits":{"max":4,"digit_timeout":2}}"#, "12", #""digits":"12","terminator":"""#, 2100),
            (#"{"digits":{"max":4,"min":3,"digit_timeout":2}}"#, "12", #""type":"no_match""#, 2100),
            (#"{"digits":{"max":2},"speech":{}}"#, "12", #""digits":"12""#, 100),
        ]
        for input in inputs {
            var (stage, call) = talking(RelayCaller().pressing(input.keys, upon: .isAsked))
            stage.request("calling.play_and_collect", Stage.on(call, Self.digits + input.collect))
            stage.pass(input.time)
            let frames = stage.received()
            #expect(frames.filter { $0.contains("calling.call.play") }.count == 2, "\(input.collect)")
            #expect(frames.last?.contains(input.result) == true, "\(input.collect): \(frames)")
            stage.run()
            #expect(stage.events() == [], "\(input.collect)")
        }
    }

    @Test func `who says nothing gives no input, when the sounds are over and the time is up`() {
        var (stage, call) = talking()
        let collect = #"{"digits":{"max":1},"initial_timeout":3}"#
        stage.request("calling.play_and_collect", Stage.on(call, Self.digits + collect))
        stage.pass(12_999)
        #expect(stage.events() == ["play playing", "play finished"])
        stage.pass(1)
        #expect(stage.events() == ["collect no_input"])
    }

    @Test func `a bare collect waits for its timers`() {
        var (stage, call) = talking()
        let collect = #""control_id":"c","digits":{"max":1},"initial_timeout":3"#
        stage.request("calling.collect", Stage.on(call, collect))
        stage.pass(1_000_000)
        #expect(stage.events() == [])
        stage.request("calling.collect.start_input_timers", Stage.on(call, #""control_id":"c""#))
        stage.pass(3000)
        #expect(stage.events() == ["collect no_input"])
        stage.request("calling.collect", Stage.on(call, collect + #","start_input_timers":true"#))
        stage.pass(3000)
        #expect(stage.events() == ["collect no_input"])
    }

    @Test func `speech is a result after a silence, unless nobody understands it`() {
        for (text, result) in [("yes please", #""text":"yes please""#), ("", "no_match")] {
            var (stage, call) = talking(RelayCaller().saying(text, for: .seconds(1), upon: .isAsked))
            let collect = #"{"speech":{"end_silence_timeout":2},"send_start_of_input":true}"#
            stage.request("calling.play_and_collect", Stage.on(call, Self.digits + collect))
            stage.pass(2999)
            #expect(stage.events() == ["play playing", "play finished", "collect start_of_input"])
            stage.pass(1)
            #expect(stage.received().last?.contains(result) == true)
        }
    }

    @Test func `speech that never ends is cut off`() {
        var (stage, call) = talking(RelayCaller().saying("on and on", for: .seconds(90), upon: .isAsked))
        stage.request(
            "calling.play_and_collect", Stage.on(call, Self.digits + #"{"speech":{"speech_timeout":5}}"#))
        stage.pass(5000)
        #expect(stage.events().last == "collect no_match")
    }

    @Test func `partial results and continuous listening`() {
        var (stage, call) = talking(
            RelayCaller().pressing("12", upon: .isAsked).pressing("34", after: .seconds(1)))
        let collect = #""control_id":"c","digits":{"max":2},"partial_results":true,"continuous":true"#
        stage.request("calling.collect", Stage.on(call, collect))
        stage.run()
        let frames = stage.received().filter { $0.contains("collect") }
        #expect(frames.filter { $0.contains(#""final":false"#) }.count == 2)
        #expect(frames.filter { $0.contains(#""final":true"#) }.count == 2)
        stage.request("calling.collect.stop", Stage.on(call, #""control_id":"c""#))
        #expect(stage.events() == ["collect finished"])
    }

    @Test func `a recording ends by silence, a key or a stop, or has nothing in it`() {
        let endings: [(caller: RelayCaller, last: String, duration: String)] = [
            (RelayCaller().saying("Hello", for: .seconds(2), upon: .isRecorded), "finished", "4"),
            (RelayCaller().pressing("9#", upon: .isRecorded, after: .seconds(1)), "finished", "1.1"),
            (RelayCaller(), "no_input", "5"),
        ]
        for ending in endings {
            var (stage, call) = talking(ending.caller)
            let answer = stage.request(
                "calling.record",
                Stage.on(call, #""control_id":"r","record":{"audio":{"end_silence_timeout":2}}"#))
            #expect(answer?["url"]?.hasPrefix("https://") == true)
            stage.run()
            let frames = stage.received()
            #expect(frames.last?.contains(#""state":"\#(ending.last)""#) == true)
            #expect(frames.last?.contains(#""duration":\#(ending.duration),"#) == true, "\(frames)")
        }
    }

    @Test func `what is paused is not recorded`() {
        var (stage, call) = talking()
        let audio = #"{"initial_timeout":0,"end_silence_timeout":0,"terminators":"","format":"wav"}"#
        stage.request("calling.record", Stage.on(call, #""control_id":"r","record":{"audio":\#(audio)}"#))
        let id = Stage.on(call, #""control_id":"r""#)
        stage.pass(1000)
        stage.request("calling.record.pause", id)
        stage.pass(50_000)
        stage.request("calling.record.resume", id)
        stage.pass(1000)
        stage.request("calling.record.stop", id)
        let last = stage.received().last ?? ""
        #expect(last.contains(#""duration":2,"size":32000"#))
    }

    @Test func `digits take their time, and their pauses`() {
        var (stage, call) = talking()
        stage.request("calling.send_digits", Stage.on(call, #""control_id":"d","digits":"1w2W3""#))
        stage.pass(1799)
        #expect(stage.events() == [])
        stage.pass(1)
        #expect(stage.events() == ["send_digits finished"])
    }

    @Test func `a person is detected, and their keys`() {
        var (stage, call) = talking(RelayCaller().pressing("5", after: .seconds(2)))
        let machine = #""control_id":"m","detect":{"type":"machine","params":{}}"#
        let digit = #""control_id":"d","detect":{"type":"digit","params":{"digits":"45"}},"timeout":9"#
        stage.request("calling.detect", Stage.on(call, machine))
        stage.request("calling.detect", Stage.on(call, digit))
        stage.run()
        #expect(stage.events() == ["detect HUMAN", "detect finished", "detect 5", "detect finished"])
    }

    @Test func `what only lasts begins and ends`() {
        let operations: [(method: String, params: String, events: [String])] = [
            (
                "calling.tap",
                #""tap":{"type":"audio","params":{"direction":"both"}},"#
                    + #""device":{"type":"rtp","params":{"addr":"127.0.0.1","port":5000}}"#,
                ["tap tapping", "tap finished"]
            ),
            (
                "calling.stream", #""url":"wss://example.com/audio","name":"copy""#,
                ["stream streaming", "stream finished"]
            ),
            ("calling.transcribe", "", ["transcribe transcribing", "transcribe finished"]),
            ("calling.pay", #""payment_connector_url":"https://example.com/pay""#, ["pay finished"]),
            ("calling.ai", #""prompt":{"text":"Be kind"}"#, ["ai finished"]),
            ("calling.send_fax", #""document":"https://example.com/a.pdf""#, ["fax"]),
            ("calling.receive_fax", "", ["fax"]),
        ]
        for operation in operations {
            var (stage, call) = talking()
            let id = #""control_id":"o""#
            let params = Stage.on(call, operation.params.isEmpty ? id : id + "," + operation.params)
            #expect(stage.request(operation.method, params)?.code == "200", "\(operation.method)")
            #expect(stage.request(operation.method + ".stop", Stage.on(call, id))?.code == "200")
            #expect(stage.events() == operation.events, "\(operation.method)")
            #expect(stage.violations.isEmpty, "\(operation.method)")
        }
    }
}
