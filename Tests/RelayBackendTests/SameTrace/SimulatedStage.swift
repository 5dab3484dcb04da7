import CassetteBackend
import FlowExpressions
import FlowModel
import FlowRuntime
import OrderedCollections
import SimulatedBackend

/// Plays a story in the simulated world.
struct SimulatedStage {
    /// More steps than any story needs.
    private static let stepLimit = 100_000

    private let flow: Flow
    private(set) var world: World
    /// What did not happen.
    private(set) var missed: [String] = []

    init(_ story: Story, _ flow: Flow, at origin: String) {
        self.flow = flow
        var doubles = Doubles()
        for path in TestWeb.paths {
            let body = story.answers[path] ?? "{}"
            doubles.http["POST \(origin)\(path)"] = HTTPDouble(status: 200, body: body)
        }
        for party in story.parties { doubles.legs[party.address] = party.double }
        var phone = PhoneSystem(doubles: doubles, observation: .everything)
        for party in story.parties { phone.expect(party.script) }
        world = World(flows: [flow], phone: phone, environment: story.envs)
        world.recordInputs()
        for move in story.moves { play(move) }
        world.run(for: .seconds(60))
    }

    private mutating func play(_ move: Story.Move) {
        switch move {
        case .calls(let person): world.dial(person.script { expand($0) })
        case .presses(let name, let keys): inject(.press(keys), name)
        case .hangsUp(let name): inject(.hangUp, name)
        case .until(let name, let sight):
            for _ in 0..<Self.stepLimit {
                if happened(sight, to: name) { return }
                guard world.step() else { break }
            }
            missed.append("\(name) \(sight)")
        }
    }

    private mutating func inject(_ deed: Deed, _ name: String) {
        guard let leg = world.phone.cast.leg(of: name) else { return missed.append("\(name) \(deed)") }
        world.phone.inject(deed, on: leg)
    }

    private func expand(_ text: String) -> String {
        names.reduce(text) { $0.replacing("{\($1.value)}", with: $1.key.name) }
    }

    /// The names of those whose flows run, by their calls.
    var names: OrderedDictionary<CallID, String> {
        var names: OrderedDictionary<CallID, String> = [:]
        for run in world.inputs?.runs ?? [] {
            let leg = world.phone.leg(ofCall: run.call.id.name)
            names[run.call.id] = leg.flatMap { world.phone.castName(of: $0) } ?? ""
        }
        return names
    }

    private func happened(_ sight: Story.Sight, to name: String) -> Bool {
        guard let call = names.first(where: { $0.value == name })?.key,
            let leg = world.phone.leg(ofCall: call.name)
        else { return false }
        let progress = StoryProgress(flow, notes: notes(of: leg), joins: joins(of: call))
        return progress.shows(sight)
    }

    private func notes(of leg: LegID) -> [JournalNote] {
        world.phone.events.compactMap { event in
            if event.leg == leg, case .note(let note) = event.what { note } else { nil }
        }
    }

    private func joins(of call: CallID) -> Int {
        guard let inputs = world.inputs else { return 0 }
        return inputs.inputs.count { input in
            guard case .conference(let change) = input.event, case .joined = change.kind else { return false }
            return inputs.runs[Int(input.run)].call.id == call
        }
    }

    // MARK: What came of it

    var traces: [String: [String]] {
        var traces: [String: [String]] = [:]
        for (call, name) in names {
            guard let leg = world.phone.leg(ofCall: call.name) else { continue }
            traces[name] = StoryTrace(flow, names).lines(notes(of: leg))
        }
        return traces
    }

    /// The same from a cassette of it.
    func replayed() throws -> [String: [String]] {
        let cassette = try Cassette(
            recording: world.inputs ?? InputLog(), flows: [flow], environment: world.environment,
            variables: [:], backend: SimulatedBackend.name)
        let replay = cassette.replay([flow])
        var shown: OrderedDictionary<CallID, String> = [:]
        for (run, name) in zip(replay.runs, names.values) { shown[run.info.id] = name }
        var traces: [String: [String]] = ["mismatch": replay.mismatch.map { ["\($0)"] } ?? []]
        for (run, name) in zip(replay.runs, names.values) {
            let notes = run.journal.compactMap { entry in
                if case .note(let note) = entry.content { note } else { nil as JournalNote? }
            }
            traces[name] = StoryTrace(flow, shown).lines(notes)
        }
        return traces.filter { !$0.value.isEmpty }
    }
}
