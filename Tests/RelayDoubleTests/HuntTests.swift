import RelayDouble
import Testing

@Suite("Parties that a worker calls") struct HuntTests {
    private static func phone(_ number: String, timeout: Int = 30) -> String {
        #"{"type":"phone","params":{"to_number":"\#(number)","timeout":\#(timeout)}}"#
    }

    private static let parties: [String: RelayParty] = [
        "+1": .answering(after: .seconds(3)), "+2": .answering(after: .seconds(1)),
        "+3": .busy, "+4": .declining(after: .seconds(2)), "+5": .absent, "+6": .unreachable,
    ]

    private func connected() -> Stage {
        var stage = Stage { $0.parties = Self.parties }
        _ = stage.connect()
        return stage
    }

    @Test func `the first of a group to answer wins a dial, the others are let go`() {
        var stage = connected()
        let devices = #""devices":[[\#(Self.phone("+1")),\#(Self.phone("+2"))]],"tag":"t""#
        #expect(stage.request("calling.dial", devices)?.code == "200")
        stage.run()
        let frames = stage.received()
        #expect(frames.contains { $0.contains("\"dial_state\":\"answered\"") && $0.contains("call-2") })
        #expect(
            frames.contains {
                $0.contains("\"call_id\":\"call-1\"") && $0.contains("\"end_reason\":\"cancel\"")
            })
        #expect(stage.exchange.isUp(2) && !stage.exchange.isUp(1))
    }

    @Test func `groups are rung one after another, and when nobody answers the reason is told`() {
        let reasons = [("+3", "busy"), ("+4", "decline"), ("+5", "noAnswer"), ("+6", "error")]
        for (number, reason) in reasons {
            var stage = connected()
            stage.request(
                "calling.dial",
                #""devices":[[\#(Self.phone("+5", timeout: 5))],[\#(Self.phone(number))]],"tag":"t""#)
            stage.run()
            let last = stage.received().last ?? ""
            #expect(last.contains(#""dial_state":"failed","reason":"\#(reason)""#), "\(last)")
            #expect(stage.exchange.liveCalls == 0)
        }
    }

    @Test func `who is not described answers and hangs up`() {
        var stage = connected()
        stage.request("calling.dial", #""devices":[[\#(Self.phone("+99"))]],"tag":"t""#)
        stage.pass(2000)
        #expect(stage.exchange.isUp(1))
        stage.pass(30_000)
        #expect(!stage.exchange.isUp(1))
    }

    @Test func `a bridge tells its beginning and its end, and the party is hung up with the caller`() {
        var stage = connected()
        let call = stage.talk()
        _ = stage.events()
        let devices = Stage.on(call, #""devices":[[\#(Self.phone("+2"))]]"#)
        #expect(stage.request("calling.connect", devices)?.code == "200")
        #expect(stage.request("calling.connect", devices)?.code == "409")
        stage.pass(1000)
        #expect(
            stage.events() == [
                "connect connecting", "state created", "state ringing", "state answered", "connect connected",
            ])
        #expect(stage.request("calling.join_conference", Stage.on(call, #""name":"room""#))?.code == "409")
        stage.exchange.perform(.hangUp, on: call)
        stage.collect()
        #expect(
            stage.events() == [
                "state ending", "connect disconnected", "state ending", "state ended", "state ended",
            ])
        #expect(stage.exchange.liveCalls == 0)
    }

    @Test func `a party that hangs up leaves the caller there`() {
        var stage = connected()
        let call = stage.talk()
        stage.exchange.script("+7", .answering().hangingUp(upon: .isConnected, after: .seconds(4)))
        stage.request("calling.connect", Stage.on(call, #""devices":[[\#(Self.phone("+7"))]]"#))
        stage.run()
        #expect(stage.events().suffix(3) == ["state ending", "connect disconnected", "state ended"])
        #expect(stage.exchange.isUp(call))
    }

    @Test func `a connect answers the call when somebody takes it, and says why when nobody does`() {
        var stage = connected()
        let call = stage.exchange.place(RelayCaller())
        stage.request("calling.connect", Stage.on(call, #""devices":[[\#(Self.phone("+3"))]]"#))
        stage.run()
        let last = stage.received().last ?? ""
        #expect(last.contains(#""connect_state":"failed","failed_reason":"busy""#))
        stage.request("calling.connect", Stage.on(call, #""devices":[[\#(Self.phone("+2"))]]"#))
        stage.run()
        #expect(stage.events().filter { $0 == "state answered" }.count == 2)
    }

    @Test func `a caller who hangs up while it rings calls the parties off`() {
        var stage = connected()
        let call = stage.talk()
        stage.request("calling.connect", Stage.on(call, #""devices":[[\#(Self.phone("+5"))]]"#))
        stage.exchange.perform(.hangUp, on: call)
        stage.run()
        #expect(stage.exchange.liveCalls == 0)
        #expect(!stage.events().contains("connect connected"))
    }

    @Test func `two live calls are bridged and taken apart, and both live on`() {
        var stage = connected()
        let (first, second) = (stage.talk(), stage.talk())
        let device =
            #"{"type":"call","params":{"node_id":"node-1@relay-double","call_id":"call-\#(second)"}}"#
        stage.request("calling.connect", Stage.on(first, #""devices":[[\#(device)]]"#))
        #expect(stage.events().suffix(2) == ["connect connecting", "connect connected"])
        #expect(stage.request("calling.disconnect", Stage.on(second))?.code == "200")
        #expect(stage.request("calling.disconnect", Stage.on(second))?.code == "409")
        #expect(stage.exchange.liveCalls == 2)
        stage.request("calling.connect", Stage.on(first, #""devices":[[\#(device)]]"#))
        stage.exchange.perform(.hangUp, on: second)
        #expect(stage.exchange.isUp(first), "the one who connected stays")
    }

    @Test func `too many parties are refused`() {
        var stage = connected()
        let group = Array(repeating: Self.phone("+5"), count: 101).joined(separator: ",")
        #expect(stage.request("calling.dial", #""devices":[[\#(group)]],"tag":"t""#)?.code == "500")
        #expect(stage.exchange.liveCalls == 0)
    }
}
