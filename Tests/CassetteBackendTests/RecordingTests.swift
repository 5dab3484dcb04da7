import CassetteBackend
import Foundation
import FlowExpressions
import FlowModel
import FlowRuntime
import SimulatedBackend
import SourceText
import TestSupport
import Testing

struct `A recorded random world` {
    @Test func `is replayed as it was, from its bytes`() throws {
        var decisions = 0
        var scripts = 0
        for seed in 0..<25 as Range<UInt64> {
            var world = RandomWorld.world(seed: seed)
            let cassette = try world.recorded()
            let reread = try cassette.reread
            #expect(reread == cassette, "seed \(seed)")
            let replay = reread.replay(world.flows)
            #expect(replay.mismatch == nil, "seed \(seed): \(replay.mismatch.map(String.init) ?? "")")
            #expect(replay.notes.isEmpty)
            #expect(steps(of: replay) == steps(of: world), "seed \(seed)")
            decisions += try cassette.text.split(separator: "\n").count { $0.contains("\"decide\":") }
            scripts += replay.isCall.count { !$0 }
        }
        #expect(decisions > 5 && scripts > 50, "\(decisions) decisions, \(scripts) scripts: too easy")
    }

    /// Which steps began, in order, whatever they said.
    private func steps(of replay: CassetteReplay) -> [StepReference] {
        replay.story.compactMap { if case .note(.began(let step)) = $0.entry.content { step } else { nil } }
    }

    private func steps(of world: World) -> [StepReference] {
        world.phone.events.compactMap { if case .note(.began(let step)) = $0.what { step } else { nil } }
    }

    @Test func `holds nothing that is secret`() throws {
        let secrets = RandomWorld.callers.filter { $0 != "anonymous" && !$0.hasPrefix("sip") }
        // A literal of the flows is no secret; the callers' numbers are, but for the one that a flow names.
        let hidden = (secrets + ["alice@", "5558675309", "471193", "993117", "2025550188", "Example Ltd"])
            .filter { $0 != "+4917012345678" }
        for seed in 0..<25 as Range<UInt64> {
            var world = RandomWorld.world(seed: seed)
            let text = try world.recorded().text
            let found = hidden.filter { text.contains($0) }
            #expect(found.isEmpty, "seed \(seed)")
        }
    }

    @Test func `is the same again, and can be stopped at any time`() throws {
        for seed in 0..<30 as Range<UInt64> {
            var (one, other) = (RandomWorld.world(seed: seed), RandomWorld.world(seed: seed))
            #expect(try one.recorded().bytes() == other.recorded().bytes(), "seed \(seed)")
            var stopped = RandomWorld.world(seed: seed)
            let cassette = try stopped.recorded(for: .milliseconds(Int(seed) * 700))
            #expect(cassette.replay(stopped.flows).mismatch == nil, "seed \(seed)")
        }
    }
}

struct `Each scenario of the flows we ship` {
    private func file(_ name: String) throws -> SourceFile {
        try Repository.source(Repository.flows.appending(path: name))
    }

    @Test func `is replayed as it was`() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Repository.flows.path).sorted()
        var count = 0
        for name in names where name.hasSuffix(".test.yaml") {
            let scenarios = ScenarioFile.read(try file(name)).scenarios
            let flows = try scenarios.flows.map { try #require(Flow.read(try file($0.path)).flow) }
            for scenario in scenarios.scenarios {
                var world = scenario.world(flows: flows)
                let cassette = try world.recorded().reread
                let replay = cassette.replay(flows)
                #expect(replay.mismatch == nil, "\(name), \(scenario.name)")
                #expect(replay.calls.count == cassette.calls.count)
                count += 1
            }
        }
        #expect(count > 10)
    }
}
