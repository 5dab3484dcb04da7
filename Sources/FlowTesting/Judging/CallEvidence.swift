import FlowModel
import FlowRuntime
import SimulatedBackend
import SourceText

/// What happened to one call; of somebody who was dialled several times, to the latest.
struct CallEvidence: Sendable {
    let name: String
    /// Calls in, rather than being dialled.
    let isCaller: Bool
    /// Nothing for somebody who was never dialled.
    let leg: LegID?
    private let world: World
    /// The places of its events among the world's.
    private let events: [Int]

    init(name: String, isCaller: Bool, leg: LegID?, in world: World, events: [Int]) {
        self.name = name
        self.isCaller = isCaller
        self.leg = leg
        self.world = world
        self.events = events
    }

    /// What the world's events say of this call.
    func seen<Value>(_ pick: (WorldEvent.What) -> Value?) -> [Seen<Value>] {
        events.compactMap { place in
            let event = world.phone.events[place]
            return pick(event.what).map { Seen(value: $0, at: event.at, event: place) }
        }
    }

    /// The first that the events say.
    func first<Value>(_ pick: (WorldEvent.What) -> Value?) -> Seen<Value>? {
        for place in events {
            let event = world.phone.events[place]
            if let value = pick(event.what) { return Seen(value: value, at: event.at, event: place) }
        }
        return nil
    }

    /// Whether the call came in, or was placed.
    var began: Bool {
        first { what -> Bool? in
            switch what {
            case .began, .dialled: true
            case .answered, .ended, .note, .performed, .finished, .sound, .silence, .pressed, .spoke,
                .stoppedSpeaking, .bridged, .unbridged, .recordingBegan, .recordingEnded, .room, .callback,
                .unscripted, .warning:
                nil
            }
        } != nil
    }

    /// The last thing that happened to it.
    var lastEvent: Int? { events.last }

    var answer: Seen<Void>? { first { if case .answered = $0 { () } else { nil } } }

    var ends: [Seen<CallEnding>] { seen { if case .ended(let ending) = $0 { ending } else { nil } } }

    /// How its flow came to its end.
    var flowEnd: FlowEnd? {
        first { if case .note(.finished(let end)) = $0 { end } else { nil } }?.value
    }

    /// The steps that began, in order; also those of `onHangup`.
    var steps: [Seen<StepPlace>] {
        // A table of lines for each document, however many steps of it ran.
        var tables: [Int32: LineTable] = [:]
        return seen { what -> StepReference? in if case .note(.began(let step)) = what { step } else { nil } }
            .compactMap { seen in
                guard let (flow, step) = step(of: seen.value) else { return nil }
                let table = tables[seen.value.document] ?? LineTable(flow.file)
                tables[seen.value.document] = table
                return Seen(value: StepPlace(flow, step, table), at: seen.at, event: seen.event)
            }
    }

    /// What came of its stays in conferences, and of those that were refused.
    var stays: [Seen<Stay>] {
        var asked = ""
        return seen { what in
            switch what {
            case .performed(_, .joinConference(let join)):
                asked = join.name
                return nil
            case .note(.conference(_, let report)):
                defer { asked = "" }
                return Stay(name: asked, report: report)
            case .began, .dialled, .answered, .ended, .note, .performed, .finished, .sound, .silence,
                .pressed, .spoke, .stoppedSpeaking, .bridged, .unbridged, .recordingBegan, .recordingEnded,
                .room, .callback, .unscripted, .warning:
                return nil
            }
        }
    }

    /// A stay in a conference, or the attempt at one.
    struct Stay: Sendable {
        /// Empty where the flow had no name to ask for.
        let name: String
        let report: ConferenceReport
    }

    /// What its flow asked of web services.
    var requests: [Seen<HTTPRequest>] {
        seen { what in
            guard case .performed(_, let command) = what else { return nil }
            switch command {
            case .request(let request), .fetchDocument(let request): return request
            case .answer, .hangup, .play, .prompt, .record, .startRecording, .stopRecording, .sendDigits,
                .joinConference, .leaveConference, .awaitKey, .connect, .dial, .sendSms, .userEvent,
                .startTimer,
                .cancel:
                return nil
            }
        }
    }

    /// Its flow's run; nothing where none ran, or where it was forgotten.
    var machine: FlowMachine? {
        guard let leg, world.machines.indices.contains(Int(leg.rawValue)) else { return nil }
        return world.machines[Int(leg.rawValue)]
    }

    // MARK: Places in the flow

    /// Where a step of its run stands.
    func place(of reference: StepReference) -> StepPlace? {
        step(of: reference).map { StepPlace($0, $1, LineTable($0.file)) }
    }

    private func step(of reference: StepReference) -> (flow: Flow, step: Step)? {
        guard let machine, reference.document >= 0, reference.document < machine.documentCount else {
            return nil
        }
        let flow = machine.flow(document: reference.document)
        guard flow.steps.indices.contains(Int(reference.step)) else { return nil }
        return (flow, flow.steps[Int(reference.step)])
    }

    /// The step that had begun last when that event happened.
    func step(at event: Int) -> StepPlace? {
        for place in events.reversed() where place <= event {
            if case .note(.began(let step)) = world.phone.events[place].what { return self.place(of: step) }
        }
        return nil
    }
}

/// A step, and the document that it stands in.
struct StepPlace: Sendable {
    let flow: Flow
    let step: Step
    /// From 1.
    let line: Int

    init(_ flow: Flow, _ step: Step, _ table: LineTable) {
        self.flow = flow
        self.step = step
        line = table.position(at: step.range.lower).line
    }

    var name: String { step.action.name }
    /// `joinConference (line 27)`
    var shown: String { "\(name) (line \(line))" }
}
