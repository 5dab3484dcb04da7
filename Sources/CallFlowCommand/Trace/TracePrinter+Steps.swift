import FlowExpressions
import FlowModel
import FlowRuntime
import SimulatedBackend

// What a call's flow does.
extension TracePrinter {
    mutating func add(_ note: JournalNote, of leg: LegID, _ facts: some TraceFacts) {
        let who = facts.name(of: leg)
        switch note {
        case .began(let reference): began(reference, leg, facts)
        case .ended(let reference, let outcome): ended(reference, outcome, leg, facts)
        case .branch(let reference, let index):
            guard let traced = facts.step(reference, of: leg) else { break }
            let branch = TraceWords.branch(index, of: traced)
            if !enrich(leg, branch) { tell(who, "-> \(branch)", "", .outcome, place: traced.place) }
        case .jumped(let reference, taken: true):
            if case .goto(let goto)? = facts.step(reference, of: leg)?.step.action,
                let label = goto.label.literal
            {
                enrich(leg, "to \(label.string)")
            }
        case .jumped(_, taken: false): break
        case .set(_, let name, let value): enrich(leg, "\(name) = \(TraceWords.value(value))")
        case .warning where memories[leg]?.isUnscripted == true: break
        case .warning(let reference, let error):
            let place = reference.flatMap { facts.step($0, of: leg)?.place } ?? ""
            warn(leg, error.message, place, facts)
        case .entered(let section, _):
            if section == "onHangup" { tell(who, section, "", .step) }
        case .returned(_, .undefined): break
        case .returned(_, let value): enrich(leg, "returns \(TraceWords.value(value))")
        case .conference(_, let report): left(report, leg, facts)
        case .unusedAnswer: tell(who, "answer unused", "it came after the call", .background)
        case .finished(let end):
            if let error = end.error {
                tell(who, "FLOW STOPS", error.message, .end)
            }
        }
    }

    /// Who was never in has nothing to tell but the step's outcome.
    private mutating func left(_ report: ConferenceReport, _ leg: LegID, _ facts: some TraceFacts) {
        guard report.peakSize > 0 else { return }
        let isOwn = report.by.isEmpty || report.by == facts.call(of: leg).id.name
        let by = isOwn ? nil : callNames[report.by] ?? report.by
        tell(facts.name(of: leg), "is out", TraceWords.report(report, by: by), .outcome)
    }

    private mutating func began(_ reference: StepReference, _ leg: LegID, _ facts: some TraceFacts) {
        guard let traced = facts.step(reference, of: leg) else { return }
        let place = place(of: traced)
        memories[leg, default: Memory()].place = place
        memories[leg, default: Memory()].result = ""
        if case .label = traced.step.action { return }
        let line = TraceLine(
            at: elapsed(), who: facts.name(of: leg), place: place, what: traced.name, tone: .step)
        hold(line, leg, reference)
    }

    private mutating func ended(
        _ reference: StepReference, _ outcome: String, _ leg: LegID, _ facts: some TraceFacts
    ) {
        guard let traced = facts.step(reference, of: leg) else { return }
        let memory = memories[leg] ?? Memory()
        memories[leg]?.isSecret = false
        memories[leg]?.result = ""
        memories[leg]?.isUnscripted = false
        let words = memory.isUnscripted ? "" : TraceWords.outcome(outcome, memory.result)
        if let time = heldTime(leg, reference) {
            if !words.isEmpty {
                enrich(leg, words + (time > 0 ? " in \(Clock.seconds(time))" : ""))
            }
            // The hang-up's own line is finished by the call's end.
            if !traced.step.action.isHangup { flush() }
        } else if !words.isEmpty {
            tell(facts.name(of: leg), words, "", .outcome, place: traced.place)
        }
    }

    mutating func add(_ command: CallCommand, of leg: LegID, _ facts: some TraceFacts) {
        switch command {
        case .prompt(let prompt): memories[leg, default: Memory()].isSecret = prompt.isSensitive
        case .joinConference(let join): memories[leg, default: Memory()].roomName = join.name
        case .answer, .hangup, .play, .record, .startRecording, .stopRecording, .sendDigits, .leaveConference,
            .awaitKey, .connect, .dial, .sendSms, .userEvent, .startTimer, .request, .fetchDocument, .cancel:
            break
        }
        enrich(leg, TraceWords.command(command, names: callNames))
    }
}

extension StepAction {
    fileprivate var isHangup: Bool {
        if case .hangup = self { true } else { false }
    }
}
