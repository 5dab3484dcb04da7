import CassetteBackend
import FlowModel
import FlowRuntime
import OrderedCollections
import SimulatedBackend
import SourceText

/// `run --backend cassette`: plays a cassette to its flows, and shows it as a run.
struct CassetteRun {
    private let path: String
    private let cassette: Cassette
    private let flows: [Flow]
    private let json: Bool
    private let color: ColorChoice

    init(_ flow: String, _ path: String, json: Bool, color: ColorChoice) throws {
        self.path = path
        self.json = json
        self.color = color
        do throws(CassetteFileError) {
            cassette = try Cassette.load(path)
        } catch {
            throw Refusal(error.kind == .unreadable ? "\(error)" : "\(path): \(error)")
        }
        flows = try Self.flows(of: cassette, flow, path, color)
    }

    /// The flows that were recorded: the one that is named, and others as they stand beside it.
    static func flows(
        of cassette: Cassette, _ path: String, _ tape: String, _ color: ColorChoice
    ) throws -> [Flow] {
        let loader = FlowLoader(
            colors: color.isOn(.error), variables: Set(cassette.variables.keys),
            environment: Set(cassette.environment.keys), takesEnvironment: false)
        let flow = try loader.load(path)
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
        let names = cassette.flows.map(\.file)
        // A flow that was renamed is still the only one.
        guard let place = names.firstIndex(where: { folder + $0 == path }) ?? (names.count == 1 ? 0 : nil)
        else {
            throw Refusal("\(tape) is about \(names.joined(separator: ", ")), not about \(path)")
        }
        return try names.enumerated().map { index, name in
            if index == place { return flow }
            if name == GuestFlow.name, let guest = GuestFlow.read() { return guest }
            return try loader.load(folder + name)
        }
    }

    func run() throws {
        let replay = cassette.replay(flows)
        let trace = ReplayTrace(replay: replay, flows: flows, begin: cassette.date)
        if json { trace.showJSON() } else { trace.show(colors: color.isOn(.standard)) }
        guard let mismatch = replay.mismatch else { return }
        Output.error.line("callflow: \(TerminalText.safe("\(path): the flow does not do what was recorded"))")
        for line in "\(mismatch)".split(separator: "\n") {
            Output.error.line(TerminalText.safe(String(line)))
        }
        for note in replay.notes { Output.error.line("note: \(TerminalText.safe(note))") }
        throw ExitStatus.findings
    }
}

/// Shows a replay as a run.
struct ReplayTrace {
    let replay: CassetteReplay
    let flows: [Flow]
    let begin: Timestamp

    private var authored: Int { flows.prefix { $0.file.name != GuestFlow.name }.count }

    func show(colors: Bool) {
        let names = replay.calls.map(\.info.id.name)
        show(in: TextTrace(names: names, authored: authored, begin: begin, colors: colors))
    }

    func showJSON() { show(in: JSONTrace(authored: authored, begin: begin)) }

    private func show(in sink: some TraceSink) {
        var sink = sink
        let clock = ContinuousClock()
        let began = clock.now
        let facts = CassetteFacts(replay: replay, flows: flows)
        var story = CassetteStory()
        sink.open()
        for told in replay.story {
            let events = story.events(told.entry, of: told.run, isCall: replay.isCall[told.run])
            for event in events { sink.add(event, facts) }
        }
        let steps = flows.filter { $0.file.name != GuestFlow.name }.map(\.steps.count).reduce(0, +)
        sink.finish(RunSummary(steps: steps, elapsed: clock.now - began))
    }
}

/// What a trace asks, answered by a replay; a leg is a run of the cassette.
struct CassetteFacts: TraceFacts {
    let replay: CassetteReplay
    let flows: [Flow]
    private let lines = LineTables()

    init(replay: CassetteReplay, flows: [Flow]) {
        self.replay = replay
        self.flows = flows
    }

    func name(of leg: LegID) -> String { call(of: leg).id.name }

    func call(of leg: LegID) -> CallInfo { replay.runs[Int(leg.rawValue)].info }

    func step(_ reference: StepReference, of leg: LegID) -> TracedStep? {
        TracedStep(reference, of: replay.machines[Int(leg.rawValue)], among: flows, lines)
    }

    func callback(_ index: Int) -> PostedCallback {
        preconditionFailure("a cassette's story has no callbacks")
    }
}
