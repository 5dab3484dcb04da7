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
            if case .goto(let goto)? = facts.step(reference, of: leg)?.step.action, let label = goto.label.literal {
                enrich(leg, "to \(label.string)")
            }
        case .jumped(_, taken: false): break
        case .set(_, let name, let value): enrich(leg, "\(name) = \(TraceWords.value(value))")
        case .warning(let reference, let error):
            let place = reference.flatMap { facts.step($0, of: leg)?.place } ?? ""
            tell(who, "warning", "\(error.message) [\(error.code.rawValue)]", .warning, place: place)
        case .entered(let section, _):
            if !enrich(leg, section) { tell(who, section, "begins", .step) }
        case .returned(_, .undefined): break
        case .returned(_, let value): enrich(leg, "returns \(TraceWords.value(value))")
        case .conference(_, let report): tell(who, "conference", TraceWords.report(report), .outcome)
        case .unusedAnswer: tell(who, "answer unused", "it came after the call", .background)
        case .finished(let end):
            if let error = end.error {
                tell(who, "FLOW STOPS", "\(error.message) [\(error.code.rawValue)]", .end)
            }
        }
    }

    private mutating func began(_ reference: StepReference, _ leg: LegID, _ facts: some TraceFacts) {
        guard let traced = facts.step(reference, of: leg) else { return }
        memories[leg, default: Memory()].place = traced.place
        memories[leg, default: Memory()].result = ""
        let line = TraceLine(
            at: elapsed(), who: facts.name(of: leg), place: traced.place, what: traced.name, tone: .step)
        hold(line, leg, reference)
        enrich(leg, TraceWords.begin(of: traced.step.action))
    }

    private mutating func ended(
        _ reference: StepReference, _ outcome: String, _ leg: LegID, _ facts: some TraceFacts
    ) {
        let result = memories[leg]?.result ?? ""
        memories[leg]?.isSecret = false
        memories[leg]?.result = ""
        let words = TraceWords.outcome(outcome)
        if isHeld(leg, reference) {
            if !words.isEmpty || !result.isEmpty {
                enrich(leg, "-> " + [words, result].filter { !$0.isEmpty }.joined(separator: " "))
            }
            if words == "hung_up" || outcome != "hung_up" { flush() }
            return
        }
        // `hung_up` goes without saying: the line that tells the call's end stands right above.
        guard outcome != "hung_up", let traced = facts.step(reference, of: leg) else { return }
        if words.isEmpty, result.isEmpty { return }
        tell(facts.name(of: leg), "-> \(words.isEmpty ? "done" : words)", result, .outcome, place: traced.place)
    }

    mutating func add(_ command: CallCommand, of leg: LegID, _ facts: some TraceFacts) {
        switch command {
        case .prompt(let prompt): memories[leg, default: Memory()].isSecret = prompt.isSensitive
        case .joinConference(let join): memories[leg, default: Memory()].roomName = join.name
        case .answer, .hangup, .play, .record, .startRecording, .stopRecording, .sendDigits, .leaveConference,
            .awaitKey, .connect, .sendSms, .userEvent, .startTimer, .request, .fetchDocument, .cancel:
            break
        }
        enrich(leg, TraceWords.command(command))
    }
}

extension TracedStep {
    /// The step's name as it is written, without quotes.
    var name: String {
        let text = flow.file.text(in: step.nameRange)
        return String(text.drop { $0 == "\"" || $0 == "'" }.prefix { $0 != "\"" && $0 != "'" })
    }
}
