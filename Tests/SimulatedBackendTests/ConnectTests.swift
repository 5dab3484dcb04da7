import FlowExpressions
import FlowModel
import FlowRuntime
import SimulatedBackend
import Testing

struct `A connect` {
    static let doubles = Doubles(legs: [
        "busy": LegDouble(.busy, after: .seconds(1)), "gone": LegDouble(.unreachable),
        "declines": LegDouble(.declines, after: .seconds(2)), "silent": LegDouble(.noAnswer),
        "ann": LegDouble(.answers, after: .seconds(3), deeds: [.wait(.seconds(10)), .hangUp]),
        "bob": LegDouble(.answers, after: .seconds(5)),
    ])

    static func to(_ groups: [[String]], max: Duration = .seconds(14_400), url: String? = nil) -> CallCommand
    {
        .connect(
            ConnectCommand(
                groups: groups.map { group in
                    group.map { ConnectDestination(to: $0, timeout: .seconds(20), callStateURL: url) }
                }, maxDuration: max, statusURL: url))
    }

    @Test func `gives the first who answers, or the reason of the last who did not`() {
        let cases: [([[String]], String)] = [
            ([], "0.0 c-1 #2 failed: noAnswer"), ([[]], "0.0 c-1 #2 failed: noAnswer"),
            ([["busy"]], "1.0 c-1 #2 failed: busy"), ([["gone"]], "0.0 c-1 #2 failed: unreachable"),
            ([["declines"]], "2.0 c-1 #2 failed: declined"), ([["silent"]], "20.0 c-1 #2 failed: noAnswer"),
            ([["queue:a"]], "0.0 c-1 #2 failed: unsupported"),
            ([["stream:wss://a"]], "0.0 c-1 #2 failed: unsupported"),
            ([["busy"], ["declines"]], "3.0 c-1 #2 failed: declined"),
            ([["declines", "busy"]], "2.0 c-1 #2 failed: declined"),
            ([["silent", "busy"], ["gone"]], "20.0 c-1 #2 failed: unreachable"),
            ([["ann"]], "13.0 c-1 #2 bridged c-2 for 10000 ms"),
            ([["busy"], ["gone"], ["ann"]], "14.0 c-1 #2 bridged c-4 for 10000 ms"),
            ([["bob", "ann", "silent"]], "13.0 c-1 #2 bridged c-3 for 10000 ms"),
            ([["somebody"]], "32.0 c-1 #2 bridged c-2 for 30000 ms"),
        ]
        for (groups, gives) in cases {
            var (desk, leg) = Desk.answered(Self.doubles)
            desk.perform(Self.to(groups), on: leg)
            desk.run(until: 100)
            #expect(desk.lines.filter { $0.contains(" c-1 ") } == [gives], "\(groups)")
            #expect(desk.phone.legs.dropFirst().allSatisfy { !$0.isLive }, "\(groups)")
        }
    }

    @Test func `ends with either side, and with its longest time`() {
        for (hangsUp, ends) in [
            (0, "7.0 c-1 ended by caller: hangup"), (1, "7.0 c-1 #2 bridged c-2 for 2000 ms"),
        ] {
            var (desk, leg) = Desk.answered(Self.doubles)
            desk.perform(Self.to([["bob"]]), on: leg)
            desk.run(until: 7)
            desk.inject(.hangUp, on: LegID(rawValue: Int32(hangsUp)))
            #expect(desk.lines.filter { $0.contains(" c-1 ") } == [ends])
            #expect(desk.phone.legs.allSatisfy { $0.peer == nil })
            #expect(!desk.phone.legs[1].isLive)
        }
        var (desk, leg) = Desk.answered(Self.doubles)
        desk.perform(Self.to([["bob"]], max: .seconds(60)), on: leg)
        desk.run(until: 100)
        #expect(desk.lines.last == "65.0 c-1 #2 bridged c-2 for 60000 ms")
    }

    @Test func `answers the caller only when somebody is there, if that is wanted`() {
        var desk = Desk(Self.doubles)
        let leg = desk.call()
        desk.perform(
            .connect(ConnectCommand(groups: [[ConnectDestination(to: "ann")]], answerOnBridge: true)), on: leg
        )
        desk.run(until: 2.9)
        #expect(desk.phone.legs[0].phase == .ringing)
        desk.run(until: 3)
        #expect(desk.phone.legs[0].phase == .answered)
    }

    @Test func `posts the states of the legs and of itself`() {
        var (desk, leg) = Desk.answered(Self.doubles)
        let destination = ConnectDestination(
            to: "ann", callStateURL: "https://a/b",
            callStateEvents: ["created", "ringing", "answered", "ended"])
        desk.perform(
            .connect(
                ConnectCommand(
                    groups: [[ConnectDestination(to: "busy", callStateURL: "https://a/b")], [destination]],
                    statusURL: "https://a/c")), on: leg)
        desk.run(until: 100)
        #expect(
            desk.phone.callbacks.map { "\($0.eventType) \($0.status)" } == [
                "calling.call.connect connecting", "calling.call.state ended", "calling.call.state created",
                "calling.call.state ringing", "calling.call.state answered", "calling.call.connect connected",
                "calling.call.state ended", "calling.call.connect disconnected",
            ])
        #expect(desk.phone.callbacks[1].body.contains(#""end_reason":"busy""#))
    }

    static let whisper = """
        sections:
          main:
            - connect:
                serial:
                  - to: "sip:no@x.example"
                    timeout: 20
                    confirm: &confirm
                      - prompt: {play: "say:Press 1", maxDigits: 1}
                      - cond: [{when: "prompt_value != '1'", then: [hangup]}]
                  - {to: "sip:yes@x.example", timeout: 20, confirm: *confirm}
            - hangup
        """

    @Test func `asks the other side first, on its own leg`() {
        let legs = [
            "sip:no@x.example": LegDouble(.answers, after: .seconds(1), deeds: [.press("2")]),
            "sip:yes@x.example": LegDouble(
                .answers, after: .seconds(1),
                deeds: [.wait(.seconds(1)), .press("1"), .wait(.seconds(5)), .hangUp]),
        ]
        var world = World.of(Self.whisper, Doubles(legs: legs))
        world.phone.dial(from: "+1", to: "+2")
        world.run()
        #expect(
            world.story.filter { !$0.contains("was in") } == [
                "0.0 c-1 calls", "0.0 c-1 answered", "0.0 c-1 hears ringback", "0.0 c-2 dialled for c-1",
                "1.0 c-2 answered", "1.0 c-2 hears Press 1", "1.0 c-2 presses 2", "1.0 c-2 silence",
                "1.0 c-2 ended by flow: hangup", "1.0 c-3 dialled for c-1", "1.0 c-2 finished, flow",
                "2.0 c-3 answered", "2.0 c-3 hears Press 1", "2.42 c-3 silence", "3.0 c-3 presses 1",
                "3.0 c-3 finished, flow", "3.0 c-1 silence", "3.0 c-1 bridged with c-3",
                "3.0 c-3 bridged with c-1",
                "8.1 c-3 ended by caller: hangup", "8.1 c-1 ended by flow: hangup", "8.1 c-1 finished, flow",
            ])
    }

    @Test func `asks with a document of its own, if there is one`() {
        let flow = """
            sections:
              main:
                - connect: {to: "sip:yes@x.example", timeout: 20, confirm: "https://a/confirm"}
            """
        let legs = [
            "sip:yes@x.example": LegDouble(.answers, deeds: [.press("1"), .wait(.seconds(5)), .hangUp])
        ]
        let cases = [
            "sections: {main: [{prompt: {play: \"say:Hi\"}}]}": true, "sections: {main: [hangup]}": false,
            "sections: {}": false, "": false, "sections: {main: [{joinConference: a}]}": true,
        ]
        for (document, isConnected) in cases {
            let http = ["POST https://a/confirm": HTTPDouble(status: 200, body: document)]
            var world = World.of(flow, Doubles(http: http, legs: legs))
            world.phone.dial(from: "+1", to: "+2")
            world.run()
            #expect(world.story.contains { $0.contains("bridged") } == isConnected, "\(document)")
            #expect(world.phone.legs.allSatisfy { !$0.isLive && $0.room == nil }, "\(document)")
        }
        var world = World.of(flow, Doubles(legs: legs))
        world.phone.dial(from: "+1", to: "+2")
        world.run()
        #expect(world.story.contains("0.0 c-2 warning no confirm document at https://a/confirm"))
    }

    @Test func `passes over who does not confirm`() {
        // Nobody there: no answer to the prompt. Hangs up meanwhile. Takes longer than `confirmTimeout`.
        for deeds in [[], [Deed.wait(.seconds(1)), .hangUp]] {
            var world = World.of(
                Self.whisper,
                Doubles(legs: [
                    "sip:no@x.example": LegDouble(.answers, deeds: deeds),
                    "sip:yes@x.example": LegDouble(.answers, deeds: deeds),
                ]))
            world.phone.dial(from: "+1", to: "+2")
            world.run()
            #expect(!world.story.contains { $0.contains("bridged") })
            #expect(world.machines[0]?.variables.lookup("connect_result") == .string("failed"))
            #expect(world.phone.legs.allSatisfy { !$0.isLive })
        }
    }
}
