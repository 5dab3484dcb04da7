import Conferencing
import FlowModel
import FlowRuntime
import SimulatedBackend
import Testing

struct `A disturbance` {
    /// A caller who hears two texts and waits in a room, and a second one who comes in the same instant.
    private func world(_ disturbance: Disturbance?, callers: Int = 1, flow text: String? = nil) -> World {
        let text =
            text ?? """
                sections:
                  main:
                    - play: "say:one"
                    - play: "say:two"
                    - joinConference: {name: room, until: joined}
                    - sleep: 1m
                    - hangup
                onHangup:
                  - request: {url: "https://a/over", method: POST}
                """
        var world = World(
            flows: [flow(text)],
            phone: PhoneSystem(
                doubles: Doubles(http: ["POST https://a/over": HTTPDouble(status: 200)]),
                observation: .everything))
        for name in ["ann", "bob", "cid"].prefix(callers) {
            world.dial(CallerScript(name: name, from: "1", to: "2"))
        }
        if let disturbance { world.phone.disturb(disturbance) }
        world.run()
        return world
    }

    /// What became of the commands of the first call: `play failed`, `play done`, ….
    private func answers(_ world: World) -> [String] {
        var kinds: [CommandID: CommandKind] = [:]
        return world.phone.events.compactMap { event in
            guard event.leg == LegID(rawValue: 0) else { return nil }
            if case .performed(let id, let command) = event.what { kinds[id] = command.kind }
            guard case .finished(let id, let result) = event.what, let kind = kinds[id] else { return nil }
            if case .failed(let failure) = result { return "\(kind.rawValue) \(failure.code.rawValue)" }
            return kind.rawValue
        }
    }

    private func ending(_ world: World) -> CallEnding? {
        world.phone.events.lazy.compactMap { event in
            if case .ended(let ending) = event.what { ending } else { nil }
        }.first
    }

    private func seconds(_ world: World, until isMeant: (WorldEvent.What) -> Bool) -> Double? {
        guard let first = world.phone.events.first?.at,
            let event = world.phone.events.first(where: { isMeant($0.what) })
        else { return nil }
        return Double(event.at.milliseconds(since: first)) / 1000
    }

    private static func isEnd(_ what: WorldEvent.What) -> Bool {
        if case .ended = what { true } else { false }
    }

    @Test func `that says nothing changes nothing, and takes notes`() {
        let (plain, noted) = (world(nil, callers: 3), world(Disturbance(), callers: 3))
        #expect(plain.phone.events == noted.phone.events)
        #expect(plain.phone.disturbanceLog == nil)
        let log = noted.phone.disturbanceLog
        #expect(log?.deliveries.first?.number == 1)
        // Three calls arrive at once: three choices among three, two; and so on at each later tie.
        #expect(log?.choices.prefix(2).map(\.count) == [3, 2])
    }

    @Test func `lets a caller hang up before and after each delivery`() {
        let quiet = world(Disturbance())
        let count = quiet.phone.disturbanceLog?.deliveries.filter { !$0.isAfterEnd }.count ?? 0
        #expect(count > 4)
        for number in 1...count {
            for moment in [HangUp.Moment.before(number), .after(number)] {
                let world = world(Disturbance(hangUps: [HangUp("ann", moment)]))
                // The last of them makes the flow itself hang up.
                let by: CallEnding.Party = moment == .after(count) ? .flow : .caller
                #expect(ending(world)?.by == by, "\(moment)")
                #expect(answers(world).last == "request", "\(moment)")
                #expect(world.machines[0]?.isFinished == true, "\(moment)")
            }
        }
    }

    @Test func `lets a caller hang up at an instant`() {
        let world = world(Disturbance(hangUps: [HangUp("ann", .at(.milliseconds(250)))]))
        #expect(seconds(world, until: Self.isEnd) == 0.25)
        #expect(answers(world) == ["answer", "play", "request"])
    }

    @Test func `lets one command fail`() {
        for code in CommandKind.play.failures {
            let world = world(Disturbance(faults: [CommandFault("ann", command: 2, .fails(code))]))
            let isGone = code == .callGone
            #expect(answers(world)[1] == "play \(code.rawValue)", "\(code)")
            #expect(answers(world).contains("joinConference") == !isGone, "\(code)")
            #expect(ending(world)?.reason == (isGone ? "error" : "hangup"), "\(code)")
        }
    }

    @Test func `ends the call of a command that is never answered`() {
        let world = world(Disturbance(faults: [CommandFault("ann", command: 2, .unanswered)]))
        #expect(answers(world) == ["answer", "request"])
        #expect(seconds(world, until: Self.isEnd) == 10)
    }

    @Test func `delays an answer`() {
        let (plain, late) = (
            world(Disturbance()),
            world(Disturbance(faults: [CommandFault("ann", command: 2, .late(.seconds(5)))]))
        )
        #expect(answers(plain) == answers(late))
        let (soon, later) = (seconds(plain, until: Self.isEnd), seconds(late, until: Self.isEnd))
        #expect(soon.map { $0 + 5 } == later)
    }

    @Test func `that answers twice is not noticed by the flow`() {
        let plain = world(Disturbance())
        for command in 1...4 {
            let twice = world(Disturbance(faults: [CommandFault("ann", command: command, .twice)]))
            #expect(answers(plain) == answers(twice), "\(command)")
            #expect(plain.machines[0]?.variables == twice.machines[0]?.variables, "\(command)")
        }
    }

    @Test func `chooses who comes first in an instant, and nothing else`() {
        func joins(_ order: [Int]) -> [Int32] {
            world(Disturbance(order: order), callers: 3).phone.events.compactMap { event in
                guard case .room(_, .participantJoined(let member)) = event.what else { return nil }
                return member.participant.rawValue
            }
        }
        #expect(joins([]) == [0, 1, 2])
        #expect(joins([2, 1]).count == 3)
        var seen: Set<[Int32]> = []
        for first in 0..<3 {
            for second in 0..<2 {
                // The arrivals' order is the order of all that follows.
                seen.insert(joins([first, second]))
            }
        }
        #expect(seen.count == 6)
        // A choice beyond the number of parties wraps round; a missing one is the first.
        #expect(joins([3]) == joins([0]) && joins([0, 0, 0, 0]) == joins([]))
    }

    @Test func `of a party that is not there, or of a command that never comes, does nothing`() {
        let plain = world(Disturbance())
        for disturbance in [
            Disturbance(hangUps: [HangUp("nobody", .before(1)), HangUp("nobody", .at(.zero))]),
            Disturbance(hangUps: [HangUp("ann", .before(1_000_000))]),
            Disturbance(faults: [CommandFault("ann", command: 99, .unanswered)]),
            Disturbance(faults: [CommandFault("c-9", command: 1, .unanswered)]),
        ] {
            #expect(world(disturbance).phone.events == plain.phone.events, "\(disturbance)")
        }
    }

    @Test func `leaves no timer to a flow that did not know of the hang-up`() throws {
        let text = "sections: {main: [{play: \"say:one\"}, {sleep: 1m}]}"
        let quiet = world(Disturbance(), flow: text)
        let told = try #require(
            quiet.phone.disturbanceLog?.deliveries.last { $0.movesSteps && !$0.isAfterEnd })
        for number in 1...told.number {
            let world = world(Disturbance(hangUps: [HangUp("ann", .before(number))]), flow: text)
            #expect(world.phone.holdings(of: LegID(rawValue: 0)) == [], "\(number)")
        }
    }

    // MARK: Texts

    @Test func `has a text that gives it back`() {
        let parties = ["ann", "c-4", "the agent", "before 7"]
        let times: [Duration] = [
            .zero, .milliseconds(7), .milliseconds(1050), .seconds(12), .seconds(86_400),
        ]
        var all: [Disturbance] = [Disturbance(), Disturbance(order: [2, 0, 1])]
        for party in parties {
            for moment in [HangUp.Moment.before(7), .after(1)] + times.map(HangUp.Moment.at) {
                all.append(Disturbance(hangUps: [HangUp(party, moment)]))
            }
            let manners =
                CommandFailure.Code.allCases.map(CommandFault.Manner.fails) + times.map { .late($0) }
                + [.unanswered, .twice]
            for manner in manners {
                all.append(Disturbance(faults: [CommandFault(party, command: 3, manner)]))
            }
        }
        var mixed = all[10]
        mixed.faults = all[30].faults + [CommandFault("ann", command: 1, .twice)]
        mixed.order = [1]
        for disturbance in all + [mixed] {
            #expect(Disturbance("\(disturbance)") == disturbance, "\(disturbance)")
        }
        #expect(
            "\(Disturbance(faults: [CommandFault("agent", command: 3, .fails(.timedOut))]))"
                == "fail agent #3 timedOut")
    }

    @Test func `refuses any other text`() {
        for text in [
            "", "hang up", "hang up ann", "hang up ann before", "hang up ann before 0",
            "hang up ann before -1",
            "hang up ann at noon", "hang up before 7", "fail ann 3 timedOut", "fail ann #0 timedOut",
            "fail ann #3", "fail ann #3 sometimes", "fail #3 timedOut", "lose ann", "lose ann #x",
            "delay ann #3", "delay ann #3 by", "delay ann #3 5s", "repeat #1", "order", "order ", "order 1,",
            "order 1,-2", "order a", "order 1 + order 2", "as written + order 1", "hang up ann before 7 +",
            "hang up ann before 99999999999999999999", "order 99999999999999999999",
        ] { #expect(Disturbance(text) == nil, "\(text)") }
    }
}
