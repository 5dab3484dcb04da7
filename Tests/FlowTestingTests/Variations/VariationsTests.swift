import Conferencing
import FlowModel
import FlowRuntime
import FlowTesting
import SimulatedBackend
import SourceText
import Testing

struct `The variations of a scenario` {
    private func variations(_ vary: Vary, seed: UInt64 = 0) throws -> Variations {
        let suite = try Shipped.suite("support.test.yaml")
        return Variations(
            of: try #require(suite.file.scenarios.first), flows: suite.flows, seed: seed, vary: vary)
    }

    @Test func `are the same every time, each once, and can be given back by their ids`() throws {
        var vary = Vary.hangUpAnywhere
        vary.ordersTies = true
        let one = try variations(vary)
        #expect(one.all == (try variations(vary).all))
        let ids = one.all.map(\.description)
        #expect(Set(ids).count == ids.count)
        for (variation, id) in zip(one.all, ids) { #expect(Variation(id: id) == variation, "\(id)") }
        for id in ["hang up customer before 1", "fail agent #3 timedOut", "lose coach #2", "repeat agent #1"]
        {
            #expect(ids.contains(id), "\(id)")
        }
        #expect(Variation(id: "fail agent") == nil)
    }

    @Test func `have each caller hang up before, during and after every event while the call lives`() throws {
        let all = try variations(Vary(hangUps: .init(.everyCaller, .everyEvent))).all
        for name in ["customer", "agent", "coach"] {
            let moments = all.flatMap(\.disturbance.hangUps).filter { $0.party == name }.map(\.moment)
            var after: [Int] = []
            for case .after(let number) in moments { after.append(number) }
            #expect(after == Array(1...after.count), "\(name)")
            #expect(moments.contains { if case .at = $0 { true } else { false } }, "\(name)")
            // Every one of them does end the call by the caller, or comes where the flow has ended it.
            #expect(moments.count > 2 * after.count - 3, "\(name)")
        }
        let steps = try variations(Vary(hangUps: .init(.everyCaller, .everyStep))).all
        #expect(!steps.isEmpty && steps.count < all.count)
        let timed = try variations(
            Vary(hangUps: .init(.named(["agent"]), .times([.seconds(1), .seconds(15)]))))
        #expect(timed.all.map(\.description) == ["hang up agent at 1s", "hang up agent at 15s"])
    }

    @Test func `have each command fail in each way that it can`() throws {
        let variations = try variations(Vary(failing: Set(CommandKind.allCases)))
        var sent = 0
        for event in ScenarioRun(variations.scenario, flows: variations.flows).world.phone.events {
            guard case .performed(_, let command) = event.what else { continue }
            sent += command.kind.failures.count + (command.kind.isAnswered ? 3 : 0)
        }
        #expect(variations.all.count == sent)
        let requests = try self.variations(Vary(failing: [.request])).all
        #expect(requests.allSatisfy { variations.all.contains($0) } && requests.count < variations.all.count)
    }

    @Test func `are thinned out evenly`() throws {
        var vary = Vary.hangUpAnywhere
        let all = try variations(vary).all
        vary.runsMax = 10
        let few = try variations(vary)
        #expect(few.all.count == 10 && few.countOfAll == all.count)
        #expect(few.all.first == all.first && few.all.allSatisfy { all.contains($0) })
        #expect(few.all.last.flatMap { all.firstIndex(of: $0) }.map { $0 > all.count * 8 / 10 } == true)
    }

    @Test func `are replayed from what was printed`() throws {
        let variations = try variations(.hangUpAnywhere)
        for variation in variations.all.prefix(40) {
            let again = try #require(Variation(id: "\(variation)"))
            #expect(variations.run(variation).size == variations.run(again).size)
            let runs = [variation, again].map {
                ScenarioRun($0.applied(to: variations.scenario), flows: variations.flows)
            }
            #expect(runs[0].world.phone.events == runs[1].world.phone.events, "\(variation)")
        }
    }

    // MARK: Orders

    /// So many callers who come in the same instant, and the order in which they joined in each variation.
    private func joins(callers: Int) throws -> (count: Int, orders: Set<[Int32]>) {
        let names = (0..<callers).map { "c\($0): {}" }.joined(separator: ", ")
        let text = "flow: f.yaml\ncallers: {\(names)}\nscenarios: [{name: n}]\n"
        let scenario = try #require(
            ScenarioFile.read(SourceFile(name: "f.test.yaml", text: text)).scenarios.scenarios.first)
        let flow = try #require(
            Flow.read(
                SourceFile(
                    name: "f.yaml",
                    text: "sections: {main: [{joinConference: {name: r, until: joined}}, hangup]}")
            ).flow)
        let variations = Variations(of: scenario, flows: [flow], vary: Vary(ordersTies: true))
        var orders: Set<[Int32]> = []
        for variation in variations.all + [Variation(Disturbance())] {
            let run = ScenarioRun(variation.applied(to: scenario), flows: [flow])
            orders.insert(
                run.world.phone.events.compactMap { event in
                    guard case .room(_, .participantJoined(let member)) = event.what else { return nil }
                    return member.participant.rawValue
                })
        }
        return (variations.all.count, orders)
    }

    @Test func `take every order of few events, and a sample of many`() throws {
        #expect(try joins(callers: 1).count == 0)
        let four = try joins(callers: 4)
        #expect(four.count == 23 && four.orders.count == 24)
        let many = try joins(callers: 9)
        #expect(many.count > 90 && many.count <= 100 && many.orders.count == many.count + 1)
    }
}
