import RelayDouble
import Testing

@Suite("A call") struct CallTests {
    @Test func `comes in, is answered and hung up`() {
        var stage = Stage()
        _ = stage.connect()
        let call = stage.talk()
        #expect(stage.request("calling.end", Stage.on(call, #""reason":"busy""#))?.code == "200")
        #expect(stage.events() == ["receive created", "state answered", "state ending", "state ended"])
        #expect(stage.violations.isEmpty)
    }

    @Test func `says who calls whom, with the headers of a SIP call`() {
        var stage = Stage()
        let socket = stage.connect()
        _ = stage.exchange.place(
            RelayCaller(
                from: "sip:ann@example.com", to: "sip:desk@example.com",
                headers: [.init("X-Topic", "billing")]))
        stage.collect()
        let frame = stage.received(by: socket).last ?? ""
        #expect(frame.contains(#""type":"sip""#))
        #expect(frame.contains(#""from":"sip:ann@example.com""#))
        #expect(frame.contains(#"{"name":"X-Topic","value":"billing"}"#))
    }

    @Test func `that is over answers 410, one that never was 404`() {
        var stage = Stage()
        _ = stage.connect()
        let call = stage.talk()
        stage.exchange.perform(.hangUp, on: call)
        #expect(stage.request("calling.end", Stage.on(call))?.code == "410")
        #expect(stage.request("calling.end", Stage.on(77))?.code == "404")
        let odd = #""node_id":"node-1@relay-double","call_id":"call-01""#
        #expect(stage.request("calling.end", odd)?.code == "404")
    }

    @Test func `of another worker is refused`() {
        var stage = Stage()
        _ = stage.connect()
        let other = stage.connect(["b"])
        let call = stage.talk()
        #expect(stage.request("calling.end", Stage.on(call), on: other)?.code == "409")
    }

    @Test func `on the wrong node is refused and noted`() {
        var stage = Stage()
        _ = stage.connect()
        let call = stage.talk()
        let params = #""node_id":"elsewhere","call_id":"call-\#(call)""#
        #expect(stage.request("calling.end", params)?.code == "404")
        #expect(stage.violations.count == 1)
    }

    @Test func `is answered twice as the configuration says`() {
        for (accepts, code) in [(true, "200"), (false, "409")] {
            var stage = Stage { $0.acceptsSecondAnswer = accepts }
            _ = stage.connect()
            let call = stage.talk()
            #expect(stage.request("calling.answer", Stage.on(call))?.code == code)
        }
    }

    @Test func `that only rings takes no media and no conference`() {
        let methods = [
            ("calling.play", #""control_id":"c","play":[{"type":"silence","params":{"duration":1}}]"#),
            ("calling.collect", #""control_id":"c","digits":{"max":1}"#),
            ("calling.record", #""control_id":"c","record":{"audio":{}}"#),
            ("calling.send_digits", #""control_id":"c","digits":"1""#),
            ("calling.join_conference", #""name":"room""#),
            ("calling.disconnect", ""),
        ]
        for (method, params) in methods {
            var stage = Stage()
            _ = stage.connect()
            let call = stage.exchange.place(RelayCaller())
            #expect(stage.request(method, Stage.on(call, params))?.code == "409", "\(method)")
        }
    }

    @Test func `that is passed on goes to another worker, and rings again where there is none`() {
        var stage = Stage()
        let first = stage.connect()
        let call = stage.exchange.place(RelayCaller())
        stage.collect()
        #expect(stage.request("calling.pass", Stage.on(call), on: first)?.code == "200")
        #expect(stage.events(on: first) == ["receive created"])
        stage.pass(1500)
        #expect(stage.events(on: first) == ["receive created"])
        let second = stage.connect()
        #expect(stage.request("calling.pass", Stage.on(call), on: first)?.code == "200")
        #expect(stage.events(on: second) == ["receive created"])
        #expect(stage.request("calling.answer", Stage.on(call), on: first)?.code == "409")
        #expect(stage.request("calling.answer", Stage.on(call), on: second)?.code == "200")
        #expect(stage.request("calling.pass", Stage.on(call), on: second)?.code == "409")
    }

    @Test func `that nobody answers ends when the caller has had enough`() {
        var stage = Stage()
        _ = stage.connect()
        _ = stage.exchange.place(RelayCaller().hangingUp(after: .seconds(20)))
        stage.pass(19_999)
        #expect(stage.events() == ["receive created"])
        stage.pass(1)
        let frames = stage.received()
        #expect(frames.count == 2)
        #expect(frames.allSatisfy { $0.contains(#""end_reason":"abandoned""#) })
    }

    @Test func `lasts no longer than the answer allows`() {
        var stage = Stage()
        _ = stage.connect()
        let call = stage.exchange.place(RelayCaller())
        stage.request("calling.answer", Stage.on(call, #""max_duration":2"#))
        stage.pass(119_999)
        #expect(stage.exchange.isUp(call))
        stage.pass(1)
        #expect(!stage.exchange.isUp(call))
        #expect(stage.received().last?.contains(#""end_reason":"max_duration""#) == true)
    }

    @Test func `is transferred to another context, or out of sight`() {
        var stage = Stage()
        let first = stage.connect()
        let second = stage.connect(["sales"])
        let call = stage.talk()
        #expect(stage.request("calling.transfer", Stage.on(call, #""dest":"context:sales""#))?.code == "200")
        #expect(stage.events(on: second) == ["receive answered"])
        let other = stage.talk()
        let params = Stage.on(other, #""dest":"https://example.com/flow""#)
        #expect(stage.request("calling.transfer", params, on: first)?.code == "200")
        #expect(stage.request("calling.end", Stage.on(other), on: first)?.code == "409")
        #expect(stage.exchange.isUp(other))
    }

    @Test func `is referred, and its noise taken away`() {
        var stage = Stage()
        _ = stage.connect()
        let call = stage.talk()
        _ = stage.events()
        let refer = #""device":{"type":"sip","params":{"to":"sip:a@example.com"}}"#
        #expect(stage.request("calling.refer", Stage.on(call, refer))?.code == "200")
        #expect(stage.request("calling.denoise", Stage.on(call))?.code == "200")
        #expect(stage.request("calling.denoise.stop", Stage.on(call))?.code == "200")
        #expect(stage.events() == ["refer success", "denoise", "denoise"])
    }

    @Test func `a message is sent and its way told; one to nowhere is not delivered`() {
        var stage = Stage { $0.undeliverable = ["+15555550199"] }
        _ = stage.connect()
        let params = #""context":"default","from_number":"+15555550100","body":"Hello","to_number":"#
        let answer = stage.request("messaging.send", params + #""+15555550111""#)
        #expect(answer?["message_id"] == "message-1")
        stage.run()
        let states = ["state queued", "state initiated", "state sent"]
        #expect(stage.events() == states + ["state delivered"])
        stage.request("messaging.send", params + #""+15555550199""#)
        stage.run()
        #expect(stage.events() == states + ["state undelivered"])
    }

    @Test func `a message comes to one worker of its context`() {
        var stage = Stage()
        _ = stage.connect(["a"])
        let second = stage.connect(["b"])
        stage.exchange.deliver("Hello", from: "+1", to: "+2", context: "b")
        stage.exchange.deliver("Lost", from: "+1", to: "+2", context: "c")
        stage.collect()
        #expect(stage.events() == [])
        #expect(stage.events(on: second) == ["receive received"])
    }
}
