import Conferencing
import FlowModel
import FlowRuntime
import SimulatedBackend

/// Makes trace lines of what happens in the simulated world: a value, fed with events in order.
///
/// A step that is over before anything else happens is one line. So the line of a step that has begun is held
/// back until something else is to be told, or until `flush`; keys pressed one after another are held, too.
struct TracePrinter {
    /// A line that may still grow.
    enum Held {
        case step(TraceLine, leg: LegID, reference: StepReference, parts: [String])
        case keys(TraceLine, leg: LegID)
    }

    /// What is remembered of a leg between events.
    struct Memory {
        /// The name of the room it asked to join last.
        var roomName = ""
        /// A prompt that keeps a secret is running.
        var isSecret = false
        /// The request under way has no double: what follows from that goes without saying.
        var isUnscripted = false
        /// How the last command ended, in words.
        var result = ""
        /// The sound that must be said to be over.
        var waitingSound: String?
        /// Where the step that began last stands.
        var place = ""
        /// The leg it is connected with.
        var peer: LegID?
    }

    /// A step that takes longer than this has a line for its end.
    private static let mergedWithin: Int64 = 1_000

    private(set) var lines: [TraceLine] = []
    private(set) var tally = TraceTally()
    var rooms = RoomBook()
    var memories: [LegID: Memory] = [:]
    /// Callers' names by call id.
    var callNames: [String: String] = [:]
    /// What is added to a request that nothing answers.
    var unscriptedHelp = "; use --scenario"
    private var held: Held?
    private let begin: Timestamp
    /// Flows of the run that the user wrote: their steps are counted.
    private let authoredFlows: Int
    private var now: Timestamp

    init(begin: Timestamp, authoredFlows: Int = 1) {
        self.begin = begin
        self.authoredFlows = authoredFlows
        now = begin
    }

    /// The finished lines so far; they are the caller's now.
    mutating func takeLines() -> [TraceLine] {
        defer { lines.removeAll(keepingCapacity: true) }
        return lines
    }

    /// Nothing more will happen for a while: the line that is held back is finished.
    mutating func flush() {
        switch held {
        case nil: break
        case .step(var line, _, _, let parts):
            for part in parts where !part.isEmpty {
                if line.detail.isEmpty {
                    // A wait without a limit has no other half that it could be an alternative to.
                    line.detail = part.hasPrefix("or ") ? "until " + part.dropFirst(3) : part
                } else {
                    line.detail += (part.hasPrefix("->") ? " " : "; ") + part
                }
            }
            lines.append(line)
        case .keys(let line, _): lines.append(line)
        }
        held = nil
    }

    mutating func add(_ event: WorldEvent, _ facts: some TraceFacts) {
        now = event.at
        tally.note(event, elapsed: now.milliseconds(since: begin))
        switch event.what {
        case .room(let id, let happening): add(happening, in: id, facts)
        case .callback(let index):
            let callback = facts.callback(index)
            let isRoom = callback.eventType == "calling.conference"
            let target = "\(callback.method.rawValue.uppercased()) \(TraceWords.path(callback.url))"
            let who = isRoom ? "* room" : callback.leg.map(facts.name) ?? "* system"
            tell(who, "posts", "\(target) \(callback.status)", .background)
        case .began, .dialled, .answered, .ended, .note, .performed, .finished, .sound, .silence, .pressed,
            .spoke, .stoppedSpeaking, .bridged, .unbridged, .recordingBegan, .recordingEnded, .unscripted,
            .warning:
            if let leg = event.leg { add(event.what, of: leg, facts) }
        }
    }

    private mutating func add(_ what: WorldEvent.What, of leg: LegID, _ facts: some TraceFacts) {
        switch what {
        case .note(let note): add(note, of: leg, facts)
        case .performed(_, let command): add(command, of: leg, facts)
        case .finished(_, let result):
            memories[leg, default: Memory()].result = TraceWords.result(
                result, isSecret: memories[leg]?.isSecret ?? false)
        case .began, .dialled, .answered, .ended, .bridged, .unbridged: addLife(what, of: leg, facts)
        case .sound(let sound): hear(sound, leg, facts)
        case .silence: hearSilence(leg, facts)
        case .pressed(let key): press(key, leg, facts)
        case .spoke(let text, _): speak(text, leg, facts)
        case .recordingBegan: tell(facts.name(of: leg), "recording on", "", .background)
        case .recordingEnded(_, let summary):
            tell(facts.name(of: leg), "recording off", TraceWords.recording(summary), .background)
        case .unscripted:
            memories[leg, default: Memory()].isUnscripted = true
            warn(leg, "failed (no answer is scripted\(unscriptedHelp))", "", facts)
        case .warning(let text): warn(leg, text, "", facts)
        case .stoppedSpeaking, .room, .callback: break
        }
    }

    // MARK: Lines

    func elapsed() -> Int64 { now.milliseconds(since: begin) }

    mutating func tell(
        _ who: String, _ what: String, _ detail: String, _ tone: TraceLine.Tone, place: String = ""
    ) {
        flush()
        lines.append(
            TraceLine(at: elapsed(), who: who, place: place, what: what, detail: detail, tone: tone))
    }

    mutating func hold(_ line: TraceLine, _ leg: LegID, _ reference: StepReference) {
        flush()
        held = .step(line, leg: leg, reference: reference, parts: [])
    }

    /// Adds to the held line of that leg's step; `false` when there is none.
    @discardableResult
    mutating func enrich(_ leg: LegID, _ part: String) -> Bool {
        guard case .step(let line, leg, let reference, let parts) = held else { return false }
        held = .step(line, leg: leg, reference: reference, parts: parts + [part])
        return true
    }

    /// Counts a step, unless it belongs to a helper of ours (`GuestFlow`): that one's lines name no place.
    mutating func place(of traced: TracedStep) -> String {
        guard let flow = traced.flowIndex else { return traced.place }
        guard flow < authoredFlows else { return "" }
        tally.ran(traced.step.id, of: flow)
        return traced.place
    }

    /// A warning belongs to the step that is under way, if its line still stands.
    mutating func warn(_ leg: LegID, _ text: String, _ place: String, _ facts: some TraceFacts) {
        memories[leg]?.result = ""
        if case .step(var line, leg, let reference, let parts) = held {
            line.tone = .warning
            held = .step(line, leg: leg, reference: reference, parts: parts + [text])
        } else {
            tell(facts.name(of: leg), "warning", text, .warning, place: place)
        }
    }

    /// How long the step has run whose line stands; `nil` when it is not that step's, or too long for one
    /// line.
    mutating func heldTime(_ leg: LegID, _ reference: StepReference) -> Int64? {
        guard case .step(let line, leg, reference, _) = held else { return nil }
        let time = elapsed() - line.at
        if time <= Self.mergedWithin { return time }
        flush()
        return nil
    }

    /// The name of the step that is held for that leg.
    func heldStep(of leg: LegID) -> String? {
        if case .step(let line, leg, _, _) = held { line.what } else { nil }
    }

    private mutating func press(_ key: Key?, _ leg: LegID, _ facts: some TraceFacts) {
        let text = key?.text ?? "•"
        if case .keys(var line, leg) = held {
            line.what += text
            held = .keys(line, leg: leg)
        } else {
            flush()
            let line = TraceLine(
                at: elapsed(), who: facts.name(of: leg), what: "presses \(text)", tone: .party)
            held = .keys(line, leg: leg)
        }
    }
}

/// What the last line of a trace adds up.
struct TraceTally {
    private(set) var calls = 0
    /// Milliseconds from the begin to the last event.
    private(set) var elapsed: Int64 = 0
    /// Steps that have run at least once.
    private var steps: Set<Counted> = []

    private struct Counted: Hashable {
        var flow: Int
        var step: StepID
    }

    var stepCount: Int { steps.count }

    mutating func note(_ event: WorldEvent, elapsed: Int64) {
        self.elapsed = elapsed
        if case .began = event.what { calls += 1 }
        if case .dialled = event.what { calls += 1 }
    }

    mutating func ran(_ step: StepID, of flow: Int) { steps.insert(Counted(flow: flow, step: step)) }
}

extension TracePrinter {
    /// Such as `3 calls, 1 room, 0:40.0 virtual, 4 ms real; 19 of 24 steps ran`.
    func summary(_ summary: RunSummary) -> String {
        let real = summary.elapsed.map { " virtual, \(Clock.real($0.milliseconds)) real" } ?? ""
        return "\(counted(tally.calls, "call")), \(counted(rooms.instanceCount, "room")), "
            + "\(Clock.text(tally.elapsed))\(real); "
            + "\(tally.stepCount) of \(counted(summary.steps, "step")) ran"
    }
}
