import FlowModel
import SimulatedBackend
import SourceText
import TestSupport
import Testing

struct `A broken scenario file` {
    /// Cuts, doubles, swaps and replaces bytes.
    private func mutated(_ bytes: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
        var bytes = bytes
        for _ in 0...Int(random.next() % 4) where !bytes.isEmpty {
            let place = Int(random.next() % UInt64(bytes.count))
            let end = min(bytes.count, place + Int(random.next() % 20))
            switch random.next() % 5 {
            case 0: bytes.removeSubrange(place..<end)
            case 1: bytes.insert(contentsOf: bytes[place..<end], at: Int(random.next() % UInt64(bytes.count)))
            case 2: bytes[place] = Array("{}[]:,-#&*!|'\"\n \t0~é".utf8).randomElement(using: &random) ?? 0
            case 3: bytes[place] = UInt8(truncatingIfNeeded: random.next())
            case _: bytes.removeSubrange(end...)
            }
        }
        return bytes
    }

    @Test func `is told, and what can be played of it is played`() {
        let originals = [`A scenario file`.coaching, Self.dialling].map { Array($0.utf8) }
        let flows = [`A scenario file`.supportCall, `A world in which flows dial`.transfer].map { flow($0) }
        var random = SplitMix64(seed: 4711)
        for round in 0..<500 {
            let flow = flows[round % 2]
            let file = SourceFile(name: "a.test.yaml", bytes: mutated(originals[round % 2], &random))
            let reading = ScenarioFile.read(file)
            let size = reading.scenarios.file.bytes.count
            #expect(reading.findings.allSatisfy { $0.range.upper <= size }, "round \(round)")
            for scenario in reading.scenarios.scenarios.prefix(2) {
                var world = scenario.world(flows: [flow])
                world.run(for: .seconds(200_000))
                #expect(world.nextEventTime == nil, "round \(round)")
            }
        }
    }

    private static let dialling = """
        flow: a.yaml
        callers: {ann: {}}
        legs:
          sip:no@a.example: {as: first, busy: 1s}
          sip:yes@a.example: {as: second, answers: 2s, does: {says: Hello}}
        scenarios:
        - name: n
          do:
          - {after: second joins, in: 3s, second: [{presses: "1"}, hangs up]}
          - {at: 40s, first: hangs up, ann: hangs up}
        - {name: m, legs: {sip:yes@a.example: {as: third, no answer: }}, do: [{after: third ends, ann: hangs up}]}
        """

    @Test func `has a limit of callers`() {
        let callers = (0..<300).map { "  c\($0): {}\n" }.joined()
        let text = "flow: a.yaml\ncallers:\n\(callers)scenarios: [{name: n}]\n"
        let reading = ScenarioFile.read(SourceFile(name: "a.test.yaml", text: text))
        #expect(reading.findings.map(\.id) == ["too-many-callers"])
        #expect(reading.scenarios.scenarios.first?.setting.callers.count == ScenarioFile.callersMax)
    }
}
