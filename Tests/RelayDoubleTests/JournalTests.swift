import RelayDouble
import Testing

@Suite("The journal of frames") struct JournalTests {
    @Test func `holds requests with their answers, and events, in order`() {
        var stage = Stage()
        _ = stage.connect()
        let call = stage.talk()
        stage.request("calling.end", Stage.on(call))
        let journal = stage.exchange.journal
        #expect(journal.requests().map(\.name) == ["signalwire.connect", "calling.answer", "calling.end"])
        #expect(journal.frames.map(\.number) == Array(1...journal.count))
        let answer = journal.exchanges("calling.answer").first
        #expect(answer?.answer?["result", "message"] == "Answered")
        #expect(answer?.request["params", "call_id"] == "call-1")
        #expect(
            journal.events("calling.call.state").map { $0["params", "params", "call_state"] }
                == ["answered", "ending", "ended"])
    }

    @Test func `keeps the latest frames, and counts all`() {
        var stage = Stage { $0.journalCapacity = 10 }
        _ = stage.connect()
        for _ in 0..<20 { stage.request("signalwire.ping") }
        let journal = stage.exchange.journal
        #expect(journal.count == 43)
        #expect(journal.frames.map(\.number) == Array(34...43))
    }

    @Test func `pairs by socket and id, and knows requests without an answer`() {
        var stage = Stage()
        let (first, second) = (stage.connect(), stage.connect())
        let ping = #"{"jsonrpc":"2.0","id":7,"method":"signalwire.ping","params":{}}"#
        stage.exchange.arm(RelayFault(.lose, at: .answered("signalwire.ping")))
        stage.send(ping, on: first)
        stage.send(ping, on: second)
        let pings = stage.exchange.journal.exchanges("signalwire.ping")
        #expect(pings.map { $0.answer?.socket } == [nil, second])
    }

    @Test func `names what an acknowledgement is of, and finds nothing where nothing is`() {
        var stage = Stage()
        _ = stage.connect()
        stage.send(#"{"jsonrpc":"2.0","id":"ev-1","result":{}}"#)
        let frame = stage.exchange.journal.frames.last
        #expect(frame?.name == "signalwire.authorization.state")
        #expect(frame?["result", "code"] == nil)
        #expect(frame?["id", "deeper"] == nil)
        #expect(frame?["result"] == "{}")
    }

    @Test func `shows no secret in a description`() {
        var stage = Stage()
        _ = stage.connect()
        let frame = stage.exchange.journal.requests("signalwire.connect").first
        #expect(frame?.text.contains("token") == true)
        #expect(frame?.description == "1 ← socket 1: request signalwire.connect")
    }
}
