import FlowExpressions
import FlowModel
import FlowRuntime
import OrderedCollections
import SimulatedBackend
import Testing

/// `dial`, command by command: what the phone system does, without any flow.
struct `A dial command` {
    static let doubles = Doubles(legs: [
        "busy": LegDouble(.busy, after: .seconds(1)), "gone": LegDouble(.unreachable),
        "declines": LegDouble(.declines, after: .seconds(2)), "silent": LegDouble(.noAnswer),
        "late": LegDouble(.answers, after: .seconds(25)),
        "ann": LegDouble(.answers, after: .seconds(3)), "bob": LegDouble(.answers, after: .seconds(5)),
    ])

    static func dial(
        _ destinations: [String], _ order: DialCommand.Order, attempts: Int = 1, from: String? = nil
    ) -> CallCommand {
        .dial(
            DialCommand(
                to: destinations, order, from: from, timeout: .seconds(20), attempts: attempts,
                run: DialledRun(.section("callee"), params: ["a": "b"])))
    }

    /// What a dial on an answered call delivers.
    private func lines(_ destinations: [String], _ order: DialCommand.Order, attempts: Int) -> [String] {
        var (desk, leg) = Desk.answered(Self.doubles)
        desk.perform(Self.dial(destinations, order, attempts: attempts), on: leg)
        desk.run(until: 200)
        return desk.lines
    }

    @Test func `calls in turn, in rounds, until one answers`() {
        let cases: [([String], Int, [String])] = [
            ([], 3, ["0.0 c-1 #2 failed: noAnswer"]), (["ann"], 0, ["0.0 c-1 #2 failed: noAnswer"]),
            (["ann"], -1, ["0.0 c-1 #2 failed: noAnswer"]),
            (["gone"], 1, ["0.0 c-2 ended by caller: error", "0.0 c-1 #2 failed: unreachable"]),
            (["busy"], 1, ["1.0 c-2 ended by caller: busy", "1.0 c-1 #2 failed: busy"]),
            (["silent"], 1, ["20.0 c-2 ended by system: no_answer", "20.0 c-1 #2 failed: noAnswer"]),
            (["late"], 1, ["20.0 c-2 ended by system: no_answer", "20.0 c-1 #2 failed: noAnswer"]),
            (
                ["busy", "declines"], 2,
                [
                    "1.0 c-2 ended by caller: busy", "3.0 c-3 ended by caller: declined",
                    "4.0 c-4 ended by caller: busy", "6.0 c-5 ended by caller: declined",
                    "6.0 c-1 #2 failed: declined",
                ]
            ),
            (["ann", "bob"], 5, ["3.0 c-1 #2 dialled c-2 at ann", "3.0 c-2 inbound"]),
            (
                ["busy", "ann", "bob"], 1,
                ["1.0 c-2 ended by caller: busy", "4.0 c-1 #2 dialled c-3 at ann", "4.0 c-3 inbound"]
            ),
        ]
        for (destinations, attempts, gives) in cases {
            #expect(lines(destinations, .inTurn, attempts: attempts) == gives, "\(destinations)")
        }
    }

    @Test func `calls everybody at once, each until it answers`() {
        let cases: [([String], Int, [String])] = [
            ([], 1, ["0.0 c-1 #2 failed: noAnswer"]),
            (
                ["bob", "ann"], 3, ["0.0 c-1 #2 done", "3.0 c-3 inbound", "5.0 c-2 inbound"]
            ),
            (
                ["busy", "ann"], 3,
                [
                    "0.0 c-1 #2 done", "1.0 c-2 ended by caller: busy", "2.0 c-4 ended by caller: busy",
                    "3.0 c-3 inbound", "3.0 c-5 ended by caller: busy",
                ]
            ),
            (["gone"], 1, ["0.0 c-1 #2 done", "0.0 c-2 ended by caller: error"]),
            (
                ["silent"], 2,
                [
                    "0.0 c-1 #2 done", "20.0 c-2 ended by system: no_answer",
                    "40.0 c-3 ended by system: no_answer",
                ]
            ),
        ]
        for (destinations, attempts, gives) in cases {
            #expect(lines(destinations, .allAtOnce, attempts: attempts) == gives, "\(destinations)")
        }
    }

    @Test func `is refused where it cannot be`() {
        let many = Self.dial(Array(repeating: "ann", count: 101), .allAtOnce)
        var (desk, leg) = Desk.answered(Self.doubles)
        desk.perform(many, on: leg)
        #expect(desk.lines == ["0.0 c-1 #2 failed: refused"])
        desk.inject(.hangUp, on: leg)
        desk.forget()
        desk.perform(Self.dial(["ann"], .inTurn), on: leg)
        #expect(desk.lines == ["0.0 c-1 #3 failed: callGone"])
        #expect(desk.phone.legs.count == 1)
    }

    @Test func `is allowed while the call rings, in a conference, and beside another command`() {
        var desk = Desk(Self.doubles)
        let leg = desk.call()
        desk.perform(Self.dial(["ann"], .inTurn), on: leg)
        desk.run(until: 3)
        #expect(desk.lines.suffix(2) == ["3.0 c-1 #1 dialled c-2 at ann", "3.0 c-2 inbound"])
        desk.perform(.answer(AnswerCommand()), on: leg)
        desk.perform(.joinConference(JoinConferenceCommand(name: "room")), on: leg)
        desk.perform(.play(PlayCommand(items: [.silence(.seconds(60))])), on: leg)
        desk.forget()
        desk.perform(Self.dial(["bob"], .inTurn), on: leg)
        desk.run(until: 8)
        #expect(desk.lines == ["8.0 c-1 #5 dialled c-3 at bob", "8.0 c-3 inbound"])
    }

    @Test func `makes calls that know where they come from`() {
        var (desk, leg) = Desk.answered(Self.doubles)
        desk.perform(Self.dial(["ann"], .allAtOnce), on: leg)
        desk.perform(Self.dial(["bob"], .inTurn, from: "+15555550199"), on: leg)
        desk.run(until: 10)
        let (ann, bob) = (desk.phone.legs[1].info, desk.phone.legs[2].info)
        #expect(ann.direction == .outbound && ann.isAnswered && ann.to == "ann")
        #expect(ann.from == desk.phone.legs[0].info.from && bob.from == "+15555550199")
        let run = DialledRun(.section("callee"), params: ["a": "b"])
        #expect(ann.dialled == DialOrigin(by: CallID("c-1"), CommandID(2), run: run))
        #expect(bob.dialled == DialOrigin(by: CallID("c-1"), CommandID(3), run: run))
        #expect(desk.phone.root(of: LegID(rawValue: 2)) == leg)
    }

    @Test func `outlives the call that dialled`() {
        // In turn: who rings rings on, and nobody else is called.
        var (desk, leg) = Desk.answered(Self.doubles)
        desk.perform(Self.dial(["ann", "bob"], .inTurn, attempts: 3), on: leg)
        desk.run(until: 1)
        desk.inject(.hangUp, on: leg)
        desk.forget()
        desk.run(until: 100)
        #expect(desk.lines == ["3.0 c-2 inbound"])
        #expect(desk.phone.legs[1].isLive)
        var (other, second) = Desk.answered(Self.doubles)
        other.perform(Self.dial(["busy", "bob"], .inTurn, attempts: 3), on: second)
        other.run(until: 0.5)
        other.inject(.hangUp, on: second)
        other.forget()
        other.run(until: 100)
        #expect(other.lines == ["1.0 c-2 ended by caller: busy"])
        // All at once: the attempts go on.
        var (third, last) = Desk.answered(Self.doubles)
        third.perform(Self.dial(["busy", "bob"], .allAtOnce, attempts: 2), on: last)
        third.run(until: 0.5)
        third.inject(.hangUp, on: last)
        third.forget()
        third.run(until: 100)
        #expect(
            third.lines == [
                "1.0 c-2 ended by caller: busy", "2.0 c-4 ended by caller: busy", "5.0 c-3 inbound",
            ])
    }

    @Test func `ends a leg after the longest time of a call`() {
        var (desk, leg) = Desk.answered(Self.doubles)
        desk.perform(Self.dial(["ann"], .inTurn), on: leg)
        desk.runToTheEnd()
        #expect(desk.lines.last == "14403.0 c-2 ended by system: max_duration")
    }

    @Test func `stops before the memory is full, whatever the legs dial`() {
        var (desk, leg) = Desk.answered(Self.doubles)
        for _ in 0..<12 {
            desk.perform(Self.dial(Array(repeating: "gone", count: 100), .allAtOnce), on: leg)
        }
        desk.run(until: 1)
        #expect(desk.phone.legs.count == 1001)
        #expect(desk.lines.filter { $0.hasSuffix("failed: refused") }.count == 2)
        desk.forget()
        desk.perform(Self.dial(["ann"], .inTurn), on: leg)
        #expect(desk.lines == ["1.0 c-1 #14 failed: refused"])
        // Another call has legs of its own.
        let other = desk.call()
        desk.forget()
        desk.perform(Self.dial(["ann"], .inTurn), on: other)
        desk.run(until: 10)
        #expect(desk.lines.last?.hasSuffix("inbound") == true)
    }

    @Test func `is nothing for a guest on somebody's call`() {
        let destination = ConnectDestination(to: "ann", confirm: .steps(FlowBlock(document: 0, block: 0)))
        var (desk, leg) = Desk.answered(Self.doubles)
        desk.perform(.connect(ConnectCommand(groups: [[destination]])), on: leg)
        desk.run(until: 4)
        desk.forget()
        desk.perform(Self.dial(["bob"], .inTurn), on: LegID(rawValue: 1))
        #expect(desk.lines == ["4.0 c-2 #3 failed: unsupported"])
    }
}

/// Flows that dial, in a world.
struct `A world in which flows dial` {
    static let transfer = """
        sections:
          main:
            - answer
            - set: {secret: mine}
            - dial: {to: ["sip:no@a.example", "sip:yes@a.example"], timeout: 20s, dest: agent,
                     params: {room: "case-${call.call_id}"}}
            - joinConference: {name: "case-${call.call_id}", endOnExit: true, beep: "false"}
          agent:
            - play: "say:For ${params.room} of ${call.parent.call_id}${secret}."
            - joinConference: {name: "${params.room}", beep: "false"}
        """

    static let doubles = Doubles(legs: [
        "sip:no@a.example": LegDouble(.busy, after: .seconds(1)),
        "sip:yes@a.example": LegDouble(.answers, after: .seconds(2), name: "agent"),
    ])

    @Test func `brings somebody into the caller's room`() {
        var world = World.of(Self.transfer, Self.doubles)
        world.phone.dial(from: "+1", to: "+2")
        world.run(for: .seconds(10))
        world.phone.inject(.hangUp, on: LegID(rawValue: 0))
        world.run()
        #expect(
            world.story == [
                "0.0 c-1 calls", "0.0 c-1 answered", "0.0 c-2 dialled for c-1",
                "1.0 c-2 ended by caller: busy", "1.0 c-3 dialled for c-1", "3.0 c-3 answered",
                "3.0 * room 1 by c-1", "3.0 * +c-1 = 1", "3.0 * START by c-1",
                "3.0 c-3 hears For case-c-1 of c-1.", "4.2 c-3 silence", "4.2 * +c-3 = 2",
                "10.0 c-1 ended by caller: hangup", "10.0 * -c-1 = 1", "10.0 * -c-3 = 0",
                "10.0 * END participant-with-end-on-exit-left",
                "10.0 c-1 was in: hung_up, peak 2, talked 7.0", "10.0 c-1 finished, caller",
                "10.0 c-3 was in: ended_by_participant, peak 2, talked 5.8",
                "10.0 c-3 ended by flow: hangup", "10.0 c-3 finished, flow",
            ])
        #expect(world.phone.legs.allSatisfy { !$0.isLive && ($0.isClosed || !$0.info.isAnswered) })
    }

    @Test func `gives the dialled call the flow of the caller, and none of the caller's variables`() {
        let other = flow("sections: {main: [hangup]}")
        var world = World(
            flows: [other, flow(Self.transfer)], phone: PhoneSystem(doubles: Self.doubles),
            environment: ["e": "env"], variables: ["v": "var"])
        let leg = world.dial(CallerScript(name: "a", from: "+1", to: "+2"), flow: 1)
        world.run(for: .seconds(10))
        #expect(world.phone.cast.leg(of: "a") == leg)
        let agent = world.machines[2]?.variables
        #expect(agent?.params["room"] == "case-c-1" && agent?.envs["e"] == "env")
        #expect(agent?.lookup("v") == nil && agent?.lookup("secret") == nil)
        #expect(world.machines[0]?.variables.lookup("dial_call_id") == "c-3")
        #expect(world.machines[1] == nil)
    }

    @Test func `ends the flow of a leg whose section is in no document, and of none else`() {
        for dest in ["https://a.example/404", "https://a.example/flow"] {
            let text = """
                sections:
                  main:
                    - dial: {to: "sip:yes@a.example", dest: "\(dest)", params: {x: "1"}}
                    - joinConference: {name: room, startOnEnter: false}
                """
            let document = "sections: {main: [{joinConference: room}, hangup]}"
            var doubles = Self.doubles
            doubles.http["POST https://a.example/flow"] = HTTPDouble(status: 200, body: document)
            doubles.http["POST https://a.example/404"] = HTTPDouble(status: 404)
            var world = World.of(text, doubles)
            world.phone.dial(from: "+1", to: "+2")
            world.run(for: .seconds(10))
            let isStarted = world.story.contains { $0.contains("START by c-2") }
            #expect(isStarted == dest.hasSuffix("flow"), "\(dest)")
            #expect(world.phone.legs[0].isLive && world.phone.legs[1].isLive == isStarted, "\(dest)")
        }
    }

    @Test func `runs onHangup for every call of its own`() {
        let text = Self.transfer + "\nonHangup: [{request: {url: \"https://a.example/end\", method: GET}}]\n"
        var world = World.of(text, Self.doubles)
        world.phone.observation = .everything
        world.phone.dial(from: "+1", to: "+2")
        world.run(for: .seconds(10))
        world.phone.inject(.hangUp, on: LegID(rawValue: 0))
        world.run()
        let who = world.phone.events.compactMap { event -> String? in
            guard case .unscripted = event.what else { return nil }
            return event.leg.map { world.phone.legs[Int($0.rawValue)].info.id.name }
        }
        #expect(who == ["c-1", "c-3"])
    }

    @Test func `comes to an end when a section dials itself`() {
        for (people, legs, ends) in [
            (1, 9, "warns relay_script_nested_too_deep"),
            (3, 1001, "warning more than 1000 calls dialled for c-1"),
        ] {
            let addresses = (1...people).map { "sip:\($0)@a.example" }
            let text = "sections: {main: [{dial: {each: \(addresses), dest: main}}]}"
            let answering = addresses.map { ($0, LegDouble(.answers)) }
            var world = World.of(text, Doubles(legs: Dictionary(uniqueKeysWithValues: answering)))
            world.phone.dial(from: "+1", to: "+2")
            let isOver = world.run()
            #expect(isOver && world.phone.legs.count == legs)
            #expect(world.story.contains { $0.contains(ends) })
            #expect(world.phone.legs.allSatisfy { !$0.isLive })
        }
    }

    /// Wherever the caller hangs up, whoever was reached lives on, and everything ends.
    @Test func `ends well wherever one of them hangs up`() {
        for victim in [0, 2] {
            for millisecond in stride(from: Int64(0), through: 6000, by: 250) {
                var world = World.of(Self.transfer, Self.doubles)
                world.phone.dial(from: "+1", to: "+2")
                world.run(for: .milliseconds(millisecond))
                if world.phone.legs.indices.contains(victim) {
                    world.phone.inject(.hangUp, on: LegID(rawValue: Int32(victim)))
                }
                let isOver = world.run()
                #expect(isOver, "\(victim) at \(millisecond)")
                #expect(world.phone.openRooms.isEmpty, "\(victim) at \(millisecond)")
                let finished = zip(world.phone.legs, world.machines).filter { $0.0.info.isAnswered }
                #expect(
                    finished.allSatisfy { $0.1?.isFinished ?? true }, "\(victim) at \(millisecond)")
                let ended = world.story.filter { $0.contains(" ended by ") }
                #expect(ended.count == world.phone.legs.count, "\(victim) at \(millisecond)")
            }
        }
    }
}
