import CallFlow
import CallFlowTestKit

/// What it costs to record a simulated run, and then to write and to replay the cassette.
enum Recording {
    static func figures(rounds: Int) throws -> [Figure] {
        let recording = Comparison(
            rounds: max(15, rounds), { keep(run(isRecorded: true)) },
            against: { keep(run(isRecorded: false)) })
        let world = run(isRecorded: true)
        guard let inputs = world.inputs else { refuse("nothing was recorded") }
        func cassette() throws -> Cassette {
            try Cassette(
                recording: inputs, flows: world.flows, environment: [:], variables: [:], backend: "simulator")
        }
        let bytes = try cassette().bytes()
        let entries = Double(bytes.count { $0 == UInt8(ascii: "\n") } - 2)
        require(entries > 10_000, "too little was recorded: \(entries) entries")
        let writing = medianCost(rounds: 5) { keep(try? cassette().bytes()) } / entries
        let reading = medianCost(rounds: 5) { keep(try? Cassette(bytes: bytes)) } / entries
        let tape = try Cassette(bytes: bytes)
        let replaying = medianCost(rounds: 5) {
            require(tape.replay(world.flows).mismatch == nil, "the cassette does not match its own flow")
        }
        return [
            Figure("a simulated run, recorded", recording, peer: "not recorded", limit: 1.05),
            Figure("writing a cassette, an entry", seconds: writing, of: 1e-4, "10,000 a second"),
            Figure("reading a cassette, an entry", seconds: reading, of: 1e-4, "10,000 a second"),
            Figure(
                "replaying a cassette, an entry", seconds: replaying / entries, of: 1e-4, "10,000 a second"),
        ]
    }

    /// Forty callers, four of them in a room at a time.
    private static func run(isRecorded: Bool) -> World {
        var world = World(flows: [Running.mix], phone: PhoneSystem(seed: 1))
        if isRecorded { world.recordInputs() }
        for caller in 0..<40 { world.dial(Running.script(from: "+1555000\(caller / 4)")) }
        world.run()
        return world
    }
}
