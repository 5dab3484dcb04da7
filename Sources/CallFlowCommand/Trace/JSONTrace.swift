import FlowExpressions
import FlowModel
import FlowRuntime
import SimulatedBackend

/// The trace for machines: one JSON object a line for everything that happens (`run --json`).
///
/// Every line has `time` (seconds since the begin) and `event`; what concerns a call has `call` and `caller`,
/// what concerns a step `line` and `step`. Digits and words that a prompt keeps secret are masked.
struct JSONTrace: TraceSink {
    private let begin: Timestamp
    private let authoredFlows: Int
    private var tally = TraceTally()
    var rooms = RoomBook()
    /// The name of the room that a leg asked to join last, and whether it is in a secret prompt.
    private(set) var roomNames: [LegID: String] = [:]
    private var secrets: Set<LegID> = []

    init(authored: Int, begin: Timestamp) {
        self.begin = begin
        authoredFlows = authored
    }

    mutating func open() {}

    mutating func add(_ event: WorldEvent, _ facts: some TraceFacts) {
        let elapsed = event.at.milliseconds(since: begin)
        tally.note(event, elapsed: elapsed)
        var line = JSONLine()
        line.add("time", .number(Double(elapsed) / 1000))
        if let leg = event.leg {
            line.add("call", facts.call(of: leg).id.name)
            line.add("caller", facts.name(of: leg))
        }
        describe(event, &line, facts)
        Output.standard.line(line.text)
    }

    mutating func pause() { Output.standard.flush() }

    mutating func finish(_ summary: RunSummary) {
        var line = JSONLine()
        line.add("time", .number(Double(tally.elapsed) / 1000))
        line.add("event", "summary")
        line.add("calls", Value(tally.calls))
        line.add("rooms", Value(rooms.instanceCount))
        line.add("stepsRun", Value(tally.stepCount))
        line.add("steps", Value(summary.steps))
        Output.standard.line(line.text)
        Output.standard.flush()
    }

    mutating func count(_ step: TracedStep) {
        if let flow = step.flowIndex, flow < authoredFlows { tally.ran(step.step.id, of: flow) }
    }

    // MARK: Events

    private mutating func describe(_ event: WorldEvent, _ line: inout JSONLine, _ facts: some TraceFacts) {
        switch event.what {
        case .room(let id, let happening): describe(happening, in: id, &line, facts)
        case .callback(let index):
            let callback = facts.callback(index)
            line.add("event", "callback")
            line.add("method", callback.method.rawValue)
            line.add("url", callback.url)
            line.add("body", .map(callback.envelope))
        case .began, .dialled, .answered, .ended, .note, .performed, .finished, .sound, .silence, .pressed,
            .spoke,
            .stoppedSpeaking, .bridged, .unbridged, .recordingBegan, .recordingEnded, .unscripted, .warning:
            if let leg = event.leg { describe(event.what, leg, &line, facts) }
        }
    }

    private mutating func describe(
        _ what: WorldEvent.What, _ leg: LegID, _ line: inout JSONLine, _ facts: some TraceFacts
    ) {
        switch what {
        case .note(let note): describe(note, leg, &line, facts)
        case .performed(let id, let command):
            follow(command, leg)
            line.add("event", "command")
            line.add("id", Value(Int(id.number)))
            line.add("command", command.name)
            line.add("detail", TraceWords.command(command))
        case .finished(let id, let result):
            line.add("event", "result")
            line.add("id", Value(Int(id.number)))
            line.add("detail", TraceWords.result(result, isSecret: secrets.contains(leg)))
        case .spoke(let text, let milliseconds):
            line.add("event", "says")
            line.add("text", text)
            line.add("seconds", .number(Double(milliseconds) / 1000))
            let listeners = rooms.audience(of: leg)?.listeners ?? []
            line.add("heardBy", .list(listeners.map { Value(facts.name(of: $0)) }))
        case .began, .dialled, .answered, .ended, .sound, .silence, .pressed, .stoppedSpeaking, .bridged,
            .unbridged,
            .recordingBegan, .recordingEnded, .unscripted, .warning, .room, .callback:
            line.describe(what, facts.call(of: leg), facts)
        }
    }

    private mutating func follow(_ command: CallCommand, _ leg: LegID) {
        if case .joinConference(let join) = command { roomNames[leg] = join.name }
        if case .prompt(let prompt) = command {
            if prompt.isSensitive { secrets.insert(leg) } else { secrets.remove(leg) }
        }
    }
}
