import JSONRPC
import RelayDouble
import Testing

@Suite("A worker connects") struct ConnectionTests {
    @Test func `credentials that are known let it in, and the session has a name`() {
        var stage = Stage()
        let socket = stage.exchange.opened()
        let answer = stage.request("signalwire.connect", Stage.connect, on: socket)
        #expect(answer?["protocol"] == "signalwire_relay-double_1")
        #expect(answer?.frame["result"]?["session_restored"] == nil)
        #expect(stage.received(by: socket).last?.contains("signalwire.authorization.state") == true)
    }

    @Test func `a token of the configuration lets it in, and so does a JWT`() {
        var stage = Stage { $0.credentials = [.jwt("a.b.c")] }
        let socket = stage.exchange.opened()
        let params = Self.connect(#"{"jwt_token":"a.b.c"}"#)
        #expect(stage.request("signalwire.connect", params, on: socket)?["protocol"] != nil)
    }

    @Test func `who it does not know stays outside`() {
        let attempts: [(String, Int)] = [
            (Self.connect(#"{"project":"project","token":"wrong"}"#), -32002),
            (Self.connect(#"{"project":"other","token":"token"}"#), -32002),
            (Self.connect(#"{"jwt_token":"wrong"}"#), -32002),
            (Self.connect(#"{"project":"","token":"token"}"#), -32401),
            (Self.connect(#"{"project":"project"}"#), -32401),
            (Self.connect("{}"), -32401),
            (Stage.connect + #","protocol":"signalwire_somebody_else""#, -32401),
            (Stage.connect.replacing("\"major\":2", with: "\"major\":1"), -32498),
            (Stage.connect.replacing("\"agent\":\"tests/1.0\",", with: ""), -32602),
            (Stage.connect.replacing("{\"major\":2", with: "{\"major\":\"2\""), -32602),
        ]
        for (params, code) in attempts {
            var stage = Stage()
            let socket = stage.exchange.opened()
            #expect(stage.request("signalwire.connect", params, on: socket)?.error == code, "\(params)")
            let after = stage.request("signalwire.ping", on: socket)
            #expect(after?.error == -32401, "\(params)")
        }
    }

    private static func connect(_ authentication: String) -> String {
        """
        "version":{"major":2,"minor":0,"revision":0},"agent":"tests/1.0",\
        "authentication":\(authentication)
        """
    }

    @Test func `a request before connect is refused and noted`() {
        var stage = Stage()
        let socket = stage.exchange.opened()
        #expect(stage.request("signalwire.receive", #""contexts":["a"]"#, on: socket)?.error == -32401)
        #expect(stage.violations == ["comes before signalwire.connect"])
    }

    @Test func `a session that is known is restored, and gets what it has not acknowledged`() {
        var stage = Stage()
        let first = stage.connect()
        _ = stage.exchange.place(RelayCaller())
        stage.collect()
        stage.exchange.closed(first)
        let second = stage.connect(more: #","protocol":"signalwire_relay-double_1""#)
        let frames = stage.received(by: second)
        #expect(frames.first?.contains(#""session_restored":true"#) == true)
        #expect(frames.filter { $0.contains("calling.call.receive") }.count == 1)
    }

    @Test func `what was acknowledged does not come again`() {
        var stage = Stage()
        let first = stage.connect()
        let call = stage.talk()
        for number in 1...stage.exchange.journal.events().count {
            stage.send(#"{"jsonrpc":"2.0","id":"ev-\#(number)","result":{}}"#)
        }
        stage.exchange.closed(first)
        let second = stage.connect(more: #","protocol":"signalwire_relay-double_1""#)
        #expect(stage.events(on: second).isEmpty)
        #expect(stage.request("calling.end", Stage.on(call), on: second)?.code == "200")
        #expect(stage.violations.isEmpty)
    }

    @Test func `without redelivery an event of the time between is lost`() {
        var stage = Stage { $0.redelivers = false }
        let first = stage.connect()
        let call = stage.talk()
        stage.exchange.closed(first)
        stage.exchange.perform(.hangUp, on: call)
        let second = stage.connect(more: #","protocol":"signalwire_relay-double_1""#)
        #expect(stage.events(on: second).isEmpty)
        #expect(stage.request("calling.end", Stage.on(call), on: second)?.code == "410")
    }

    @Test func `a session that comes back on a second socket loses the first`() {
        var stage = Stage()
        let first = stage.connect()
        _ = stage.connect(more: #","protocol":"signalwire_relay-double_1""#)
        #expect(stage.closed == [first])
    }

    @Test func `after a disconnect with restart the session cannot be resumed`() {
        for (isRestart, expected) in [(false, nil), (true, -32401)] {
            var stage = Stage()
            let first = stage.connect()
            stage.exchange.disconnectAll(restart: isRestart)
            stage.collect()
            #expect(stage.received().last?.contains(#"{"restart":\#(isRestart)}"#) == true)
            stage.pass(3000)
            #expect(stage.closed == [first])
            let second = stage.exchange.opened()
            let params = Stage.connect + #","protocol":"signalwire_relay-double_1""#
            #expect(stage.request("signalwire.connect", params, on: second)?.error == expected)
        }
    }

    @Test func `the answer to a disconnect closes the socket at once`() {
        var stage = Stage()
        let socket = stage.connect()
        stage.exchange.disconnectAll(restart: false)
        stage.collect()
        stage.send(#"{"jsonrpc":"2.0","id":"dc-1","result":{}}"#)
        #expect(stage.closed == [socket])
    }

    @Test func `a ping is answered with its own timestamp`() {
        var stage = Stage()
        _ = stage.connect()
        let answer = stage.request("signalwire.ping", #""timestamp":12.5"#)
        #expect(answer?.frame["result"]?["timestamp"]?.double == 12.5)
        #expect(stage.request("signalwire.ping")?.code == "")
    }

    @Test func `the server pings whoever is authenticated`() {
        var stage = Stage()
        let stranger = stage.exchange.opened()
        let worker = stage.connect()
        _ = stage.received(by: worker)
        stage.exchange.ping()
        stage.collect()
        #expect(stage.received(by: stranger).isEmpty)
        #expect(stage.received(by: worker).count == 1)
        stage.send(#"{"jsonrpc":"2.0","id":"pg-1","result":{}}"#, on: worker)
        #expect(stage.violations.isEmpty)
    }

    @Test func `an acknowledgement of what was never sent is noted`() {
        for id in ["ev-99", "ev-0", "ev-99999999999999999999", "nobody", "ev-"] {
            var stage = Stage()
            _ = stage.connect()
            stage.send(#"{"jsonrpc":"2.0","id":"\#(id)","result":{}}"#)
            #expect(stage.violations.count == 1, "\(id)")
        }
    }

    @Test func `any event and any text can be pushed`() {
        var stage = Stage()
        let socket = stage.connect()
        _ = stage.received(by: socket)
        stage.exchange.push("calling.new", params: Array(#"{"state":"odd"}"#.utf8))
        stage.exchange.pushText("nonsense")
        stage.collect()
        let frames = stage.received(by: socket)
        #expect(frames.first?.contains(#""event_type":"calling.new""#) == true)
        #expect(frames.first?.contains(#""params":{"state":"odd"}}}"#) == true)
        #expect(frames.last == "nonsense")
        #expect(stage.exchange.journal.events("calling.new").count == 1)
    }

    @Test func `calls go to the workers of their context in turn`() {
        var stage = Stage()
        let first = stage.connect(["a", "b"])
        let second = stage.connect(["a"])
        let third = stage.connect([])
        for _ in 0..<4 { _ = stage.exchange.place(RelayCaller(context: "a")) }
        stage.collect()
        #expect(stage.events(on: first).count == 2)
        #expect(stage.events(on: second).count == 2)
        #expect(stage.events(on: third).isEmpty)
        stage.request("signalwire.unreceive", #""contexts":["a"]"#, on: first)
        stage.request("signalwire.receive", #""contexts":["a"]"#, on: third)
        for _ in 0..<4 { _ = stage.exchange.place(RelayCaller(context: "a")) }
        stage.collect()
        #expect(stage.events(on: first).isEmpty)
        #expect(stage.events(on: third).count == 2)
    }

    @Test func `a call waits for a worker, and moves on from one that is lost`() {
        var stage = Stage()
        let call = stage.exchange.place(RelayCaller())
        let first = stage.connect()
        #expect(stage.events(on: first) == ["receive created"])
        stage.exchange.closed(first)
        let second = stage.connect()
        #expect(stage.events(on: second) == ["receive created"])
        #expect(stage.request("calling.answer", Stage.on(call), on: second)?.code == "200")
    }
}
