import FlowRuntime
import RelayDouble
import TestSupport
import Testing

@Suite("Faults on cue") struct FaultTests {
    private static let play = #""control_id":"p","play":[{"type":"silence","params":{"duration":1}}]"#

    /// A call that is up, and a fault that waits.
    private func stage(_ effect: RelayFault.Effect, at moment: RelayFault.Moment) -> Stage {
        var stage = Stage()
        _ = stage.connect()
        _ = stage.talk()
        _ = stage.events()
        stage.exchange.arm(RelayFault(effect, at: moment))
        return stage
    }

    @Test func `a request is lost with its socket, or done and not answered`() {
        for (effect, isDone) in [(RelayFault.Effect.dropBefore, false), (.dropAfter, true)] {
            var stage = stage(effect, at: .received("calling.play"))
            #expect(stage.request("calling.play", Stage.on(1, Self.play)) == nil)
            #expect(stage.closed == [1])
            #expect(stage.received() == [])
            #expect(stage.exchange.sees(.hearsSound, 1) == isDone)
            #expect(stage.request("calling.play", Stage.on(1, Self.play)) == nil, "the socket is closed")
        }
    }

    @Test func `an event is lost with its socket, or is the last on it`() {
        for (effect, events) in [(RelayFault.Effect.dropBefore, []), (.dropAfter, ["play playing"])] {
            var stage = stage(effect, at: .sent("calling.call.play"))
            stage.request("calling.play", Stage.on(1, Self.play))
            #expect(stage.closed == [1])
            #expect(stage.events() == events)
        }
    }

    @Test func `a frame alone is lost`() {
        var stage = stage(.lose, at: .answered("calling.play"))
        #expect(stage.request("calling.play", Stage.on(1, Self.play)) == nil)
        #expect(stage.events() == ["play playing"])
        #expect(stage.closed == [])
        stage.exchange.arm(RelayFault(.lose, at: .received("calling.play.stop")))
        #expect(stage.request("calling.play.stop", Stage.on(1, #""control_id":"p""#)) == nil)
        #expect(stage.exchange.sees(.hearsSound, 1))
    }

    @Test func `a lost acknowledgement brings the event again`() {
        var stage = stage(.lose, at: .acknowledged("calling.call.receive"))
        for number in 1...stage.exchange.journal.events().count {
            stage.send(#"{"jsonrpc":"2.0","id":"ev-\#(number)","result":{}}"#)
        }
        stage.exchange.closed(1)
        let socket = stage.connect(more: #","protocol":"signalwire_relay-double_1""#)
        #expect(stage.events(on: socket) == ["receive created"])
    }

    @Test func `a frame comes late, and others overtake it`() {
        var stage = stage(.delay(.seconds(5)), at: .sent("calling.call.play"))
        stage.request("calling.play", Stage.on(1, Self.play))
        stage.pass(4999)
        #expect(stage.events() == ["play finished"])
        stage.pass(1)
        #expect(stage.events() == ["play playing"])
        stage.exchange.arm(RelayFault(.delay(.seconds(5)), at: .received("calling.play")))
        #expect(stage.request("calling.play", Stage.on(1, Self.play)) == nil)
        stage.pass(5000)
        #expect(stage.events() == ["play playing"])
    }

    @Test func `a frame comes twice`() {
        var stage = stage(.duplicate, at: .sent("calling.call.play", occurrence: 2))
        stage.request("calling.play", Stage.on(1, Self.play))
        stage.run()
        #expect(stage.events() == ["play playing", "play finished", "play finished"])
        stage.exchange.arm(RelayFault(.duplicate, at: .received("calling.play")))
        stage.request("calling.play", Stage.on(1, Self.play))
        #expect(stage.received().filter { $0.contains("409") }.count == 1)
    }

    @Test func `a frame changes places with the next one, or comes alone when there is none`() {
        var stage = stage(.swapWithNext, at: .answered("calling.play"))
        stage.request("calling.play", Stage.on(1, Self.play))
        let frames = stage.received()
        #expect(frames.first?.contains("calling.call.play") == true)
        #expect(frames.last?.contains("Playing") == true)
        stage.exchange.arm(RelayFault(.swapWithNext, at: .sent("calling.call.play")))
        stage.pass(1000)
        #expect(stage.events() == [])
        stage.pass(1000)
        #expect(stage.events() == ["play finished"])
        stage.exchange.arm(RelayFault(.swapWithNext, at: .received("calling.play")))
        #expect(stage.request("calling.play", Stage.on(1, Self.play)) == nil)
        stage.request("calling.end", Stage.on(1))
        #expect(stage.received().contains { $0.contains("410") })
    }

    @Test func `half a frame is no frame`() {
        var stage = stage(.malform, at: .sent("calling.call.play"))
        stage.request("calling.play", Stage.on(1, Self.play))
        let last = stage.received().last ?? ""
        #expect(last.hasPrefix("{") && !last.hasSuffix("}"))
        stage.exchange.arm(RelayFault(.malform, at: .received("calling.end")))
        #expect(stage.request("calling.end", Stage.on(1)) == nil)
        #expect(stage.exchange.isUp(1))
    }

    @Test func `a half-open socket neither hears nor says anything, and is not closed`() {
        for moment in [RelayFault.Moment.sent("calling.call.play"), .received("calling.play")] {
            var stage = stage(.goSilent, at: moment)
            stage.request("calling.play", Stage.on(1, Self.play))
            _ = stage.received()
            stage.request("signalwire.ping")
            stage.run()
            #expect(stage.received() == [])
            #expect(stage.closed == [] && stage.unread == [1])
        }
    }

    @Test func `the server says goodbye at a frame, and closes the socket`() {
        for moment in [RelayFault.Moment.sent("calling.call.play"), .received("calling.play")] {
            for isRestart in [true, false] {
                var stage = stage(.disconnect(restart: isRestart), at: moment)
                stage.request("calling.play", Stage.on(1, Self.play))
                #expect(stage.received().contains { $0.contains(#""restart":\#(isRestart)"#) })
                stage.pass(2000)
                #expect(stage.closed == [1])
            }
        }
    }

    @Test func `a request is refused with a code, or with an error`() {
        var stage = stage(.refuse(code: 402, message: "Payment required"), at: .received("calling.play"))
        let answer = stage.request("calling.play", Stage.on(1, Self.play))
        #expect(answer?.code == "402")
        #expect(answer?["message"] == "Payment required")
        stage.exchange.arm(RelayFault(.refuse(code: -32603), at: .received("calling.play")))
        #expect(stage.request("calling.play", Stage.on(1, Self.play))?.error == -32603)
        #expect(stage.request("calling.play", Stage.on(1, Self.play))?.code == "200")
    }

    @Test func `connect is refused as often as there are faults`() {
        var stage = Stage()
        for _ in 0..<2 {
            stage.exchange.arm(RelayFault(.refuse(code: -32002), at: .received("signalwire.connect")))
        }
        let socket = stage.exchange.opened()
        let errors = (0..<3).map { _ in stage.request("signalwire.connect", Stage.connect, on: socket)?.error
        }
        #expect(errors == [-32002, -32002, nil])
    }

    @Test func `faults that are disarmed do not happen`() {
        var stage = stage(.dropBefore, at: .received("calling.play"))
        stage.exchange.disarm()
        #expect(stage.request("calling.play", Stage.on(1, Self.play))?.code == "200")
    }

    @Test func `the journal says what a fault did`() {
        var stage = stage(.lose, at: .received("calling.play"))
        stage.request("calling.play", Stage.on(1, Self.play))
        #expect(stage.exchange.journal.frames.last?.fault == .lose)
    }

    /// Every fault at every frame of a call, by its number: the exchange stays whole, and what a worker that
    /// comes back asks is answered.
    @Test func `every fault at every position leaves a server that goes on`() {
        let effects: [RelayFault.Effect] = [
            .dropBefore, .dropAfter, .lose, .delay(.seconds(3)), .duplicate, .swapWithNext, .malform,
            .goSilent, .disconnect(restart: false), .disconnect(restart: true), .refuse(code: 500),
        ]
        let count = standardCall(fault: nil).exchange.journal.count
        #expect(count > 20)
        for effect in effects {
            for position in 1...count {
                var stage = standardCall(fault: RelayFault(effect, at: .frame(position)))
                let socket = stage.connect()
                let call = stage.talk(on: socket)
                #expect(stage.exchange.sees(.isAnswered, call), "\(effect) at \(position)")
                #expect(stage.exchange.journal.frames.contains { $0.fault == effect })
            }
        }
    }

    private func standardCall(fault: RelayFault?) -> Stage {
        var stage = Stage()
        if let fault { stage.exchange.arm(fault) }
        let socket = stage.connect()
        _ = stage.exchange.place(RelayCaller().hangingUp(after: .seconds(60)))
        stage.collect()
        let requests: [(String, String)] = [
            ("calling.answer", ""), ("calling.play", Self.play), ("calling.join_conference", #""name":"r""#),
            ("calling.leave_conference", #""conference_id":"conference-1""#), ("calling.end", ""),
        ]
        for (method, params) in requests {
            stage.request(method, Stage.on(1, params), on: socket)
            stage.pass(2000)
            acknowledge(&stage, on: socket)
        }
        stage.exchange.closed(socket)
        return stage
    }

    private func acknowledge(_ stage: inout Stage, on socket: Int) {
        for frame in stage.received(by: socket) {
            guard let start = frame.firstRange(of: "\"id\":\"ev-") else { continue }
            let number = frame[start.upperBound...].prefix { $0.isNumber }
            stage.send(#"{"jsonrpc":"2.0","id":"ev-\#(number)","result":{}}"#, on: socket)
        }
    }
}
