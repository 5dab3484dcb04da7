import FlowExpressions
public import FlowModel
public import FlowRuntime
import OrderedCollections
import SourceText

/// What came of playing a cassette to flows: the whole story, or up to the first difference.
public struct CassetteReplay: Sendable {
    /// A run's part of the story.
    public struct Call: Sendable {
        public let info: CallInfo
        /// Events, commands and what the flow decided, in order.
        public internal(set) var journal: [JournalEntry] = []
    }

    /// The calls that came in, in their order; scripts on other legs are not among them.
    public var calls: [Call] { runs.enumerated().filter { isCall[$0.offset] }.map(\.element) }
    /// Where the flow went another way; `nil` when it did what was recorded, to the end.
    public internal(set) var mismatch: CassetteMismatch?
    /// What the reader should know besides, a sentence each: that a flow was edited since.
    public internal(set) var notes: [String] = []

    /// Every run, scripts on other legs included.
    package internal(set) var runs: [Call] = []
    /// By run.
    package internal(set) var isCall: [Bool] = []
    /// All that happened, in the order of the cassette, and to which run.
    package internal(set) var story: [(run: Int, entry: JournalEntry)] = []
    /// The machines as they were left, by run.
    package internal(set) var machines: [FlowMachine] = []
}

extension Cassette {
    /// Plays the cassette to the flows, in the order of `flows`, without a backend and without waiting.
    ///
    /// A flow that was edited since is a note, no error: the replay goes on to the first effect that differs.
    public func replay(_ flows: [Flow]) -> CassetteReplay {
        var player = ReplayPlayer(self, flows)
        player.play()
        return player.replay
    }

    /// A sentence for each flow whose text is not what it was, or that is another flow.
    func editedFlows(_ flows: [Flow]) -> [String] {
        zip(self.flows, flows).compactMap { recorded, flow in
            guard Checksum(of: flow.file.bytes).text != recorded.hash else { return nil }
            let (now, then) = (FileName.last(of: flow.file.name), FileName.last(of: recorded.file))
            // Nobody knows whether a flow of another name is the same one.
            return now == then
                ? "\(now) was edited since the cassette was recorded"
                : "the cassette was recorded with \(then), and \(now) is not the same"
        }
    }
}

/// Steps the machines through a tape.
private struct ReplayPlayer {
    private var tape: CassetteTape
    private var rack: RunRack
    private var places = StepPlaces()
    private(set) var replay = CassetteReplay()

    init(_ cassette: Cassette, _ flows: [Flow]) {
        tape = CassetteTape(cassette, playsScripts: true)
        rack = RunRack(flows: flows, environment: cassette.environment, variables: cassette.variables)
        replay.notes = cassette.editedFlows(flows)
    }

    mutating func play() {
        do throws(CassetteMismatch) {
            while let entry = tape.entry { try play(entry) }
        } catch {
            replay.mismatch = error
        }
        replay.machines = rack.machines
    }

    private mutating func play(_ entry: CassetteEntry) throws(CassetteMismatch) {
        let run = entry.call
        if let (_, info, origin) = tape.nextCall {
            if let problem = rack.begin(info, origin) {
                throw tape.mismatch(tape.place(tape.position), run, nil, "the call cannot begin: \(problem)")
            }
            replay.runs.append(CassetteReplay.Call(info: info))
            replay.isCall.append(origin.isCall)
        }
        let first = tape.position
        if rack.machines[run].isFinished {
            return try tape.takeEnd(of: run, at: place(run))
        }
        guard case .event(let timed) = try tape.takeEvent(of: run) else { return }
        try compareDecisions(timed, run, from: first + 1)
        let reaction = rack.handle(timed.event, at: timed.at, run: run, forcing: timed.decisions)
        tell(.event(timed.event), run, timed.at)
        for item in reaction.items {
            rack.follow(item, of: run)
            try take(item, run, timed.at)
        }
        try tape.expectNothing(of: run, at: place(run))
    }

    private mutating func take(
        _ item: Reaction.Item, _ run: Int, _ time: Timestamp
    ) throws(CassetteMismatch) {
        switch item {
        case .perform(let id, let command):
            try tape.take(command, as: id, of: run, at: place(run))
            tell(.command(id, command), run, time)
        case .note(let note):
            tell(.note(note), run, time)
            if case .finished(let end) = note { try tape.takeEnd(of: run, end.summary, at: place(run)) }
        }
    }

    private mutating func tell(_ content: JournalEntry.Content, _ run: Int, _ time: Timestamp) {
        let entry = JournalEntry(content, at: time)
        replay.runs[run].journal.append(entry)
        replay.story.append((run, entry))
    }

    private mutating func place(_ run: Int) -> String {
        places.text(rack.currentStep(of: run), in: rack.machines[run])
    }

    /// A settled decision must meet the kind of step that it was made for.
    private mutating func compareDecisions(
        _ timed: TimedEvent, _ run: Int, from first: Int
    ) throws(CassetteMismatch) {
        guard !timed.decisions.isEmpty else { return }
        var trial = rack.machines[run]
        var reaction = Reaction()
        trial.handle(timed.event, at: timed.at, forcing: timed.decisions, into: &reaction)
        let made = trial.lastDecisions
        for (offset, decision) in timed.decisions.enumerated() {
            let recorded = tape.decisionStep(first + offset)
            guard made.indices.contains(decision.nth) else {
                throw tape.mismatch(
                    tape.place(first + offset), run, place(run),
                    "the recording decides a `\(recorded)` here, and the flow decides nothing")
            }
            let now = StepPlaces.name(made[decision.nth].step, in: trial)
            guard now == recorded, made[decision.nth].take == decision.take else {
                throw tape.mismatch(
                    tape.place(first + offset), run, places.text(made[decision.nth].step, in: trial),
                    "the recording decides a `\(recorded)` here, and the flow a `\(now)` instead")
            }
        }
    }
}
