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

    init(name: String, isCaller: Bool, in run: ScenarioRun) {
        self.name = name
        self.isCaller = isCaller
        leg = run.world.phone.cast.leg(of: name)
        world = run.world
    }

    /// What the world's events say of this call.
    func seen<Value>(_ pick: (WorldEvent.What) -> Value?) -> [Seen<Value>] {
        guard let leg else { return [] }
        var result: [Seen<Value>] = []
        for (place, event) in world.phone.events.enumerated() where event.leg == leg {
            if let value = pick(event.what) { result.append(Seen(value: value, at: event.at, event: place)) }
        }
        return result
    }

    /// The first that the events say.
    func first<Value>(_ pick: (WorldEvent.What) -> Value?) -> Seen<Value>? {
        guard let leg else { return nil }
        for (place, event) in world.phone.events.enumerated() where event.leg == leg {
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

    var answer: Seen<Void>? { first { if case .answered = $0 { () } else { nil } } }

    var ends: [Seen<CallEnding>] { seen { if case .ended(let ending) = $0 { ending } else { nil } } }

    /// How its flow came to its end.
    var flowEnd: FlowEnd? {
        first { if case .note(.finished(let end)) = $0 { end } else { nil } }?.value
    }

    /// The steps that began, in order; also those of `onHangup`.
    var steps: [Seen<StepPlace>] {
        seen { what -> StepReference? in if case .note(.began(let step)) = what { step } else { nil } }
            .compactMap { seen in
                place(of: seen.value).map { Seen(value: $0, at: seen.at, event: seen.event) }
            }
    }

    var reports: [Seen<ConferenceReport>] {
        seen { if case .note(.conference(_, let report)) = $0 { report } else { nil } }
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
        guard let machine, reference.document >= 0, reference.document < machine.documentCount else {
            return nil
        }
        let flow = machine.flow(document: reference.document)
        guard flow.steps.indices.contains(Int(reference.step)) else { return nil }
        return StepPlace(flow: flow, step: flow.steps[Int(reference.step)])
    }

    /// The step that had begun last when that event happened.
    func step(at event: Int) -> StepPlace? {
        guard let leg, !world.phone.events.isEmpty else { return nil }
        for place in (0...min(event, world.phone.events.count - 1)).reversed() {
            let other = world.phone.events[place]
            if other.leg == leg, case .note(.began(let step)) = other.what { return self.place(of: step) }
        }
        return nil
    }
}

/// A step, and the document that it stands in.
struct StepPlace: Sendable {
    let flow: Flow
    let step: Step

    var name: String { step.action.name }
    /// From 1.
    var line: Int { LineTable(flow.file).position(at: step.range.lower).line }
    /// `joinConference (support.yaml:27)`
    var shown: String { "\(name) (line \(line))" }
}
