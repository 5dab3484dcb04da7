import FlowExpressions
import FlowModel
import OrderedCollections
import SourceText

// `dial`: legs that are calls of their own (design §2.1). What such a call begins with stands in
// `FlowMachine+Dialled`.
extension FlowMachine {
    /// The caller goes on to hear what they heard: a conference's waiting audio, or nothing.
    mutating func begin(_ dial: Dial, _ step: StepReference) throws(ScriptError) {
        scopes.vars["dial_failed_reason"] = nil
        scopes.vars["dial_call_id"] = nil
        guard dial.targets.count <= Dial.longestList else {
            throw ScriptError(.parameterInvalid, "more than \(Dial.longestList) destinations")
        }
        let generation = (call.info.dialled?.run.generation ?? 0) + 1
        guard generation <= FlowLimits.dialGenerations else {
            throw ScriptError(
                .nestedTooDeep, "more than \(FlowLimits.dialGenerations) calls that dialled each other")
        }
        var destinations: [String] = []
        for target in dial.targets { destinations.append(try value(target).description) }
        var command = DialCommand(
            to: destinations, dial.each == nil ? .inTurn : .allAtOnce,
            run: DialledRun(
                try target(of: dial, step), params: try parameters(dial.params), generation: generation))
        command.from = try string(dial.from)
        command.timeout = try value(dial.timeout, default: Dial.defaultTimeout)
        command.attempts = try value(dial.attempts, default: 1)
        wait(for: .dial(command), step)
    }

    /// A mistake in what the new call shall run is this step's failure; only a document that has to be
    /// fetched is the new call's business.
    private mutating func target(of dial: Dial, _ step: StepReference) throws(ScriptError)
        -> DialledRun.Target
    {
        switch try value(dial.dest) {
        case .url(let url): return .url(url.string)
        case .inline(let text):
            let flow = try Self.readDocument(text.string, named: Self.inlineName)
            _ = try Self.main(of: flow, named: Self.inlineName)
            return .document(name: Self.inlineName, text: text.string, section: "main")
        case .section(let name):
            _ = try section(name, of: step.document)
            guard step.document > 0 else { return .section(name.string) }
            let file = documents[Int(step.document)].file
            return .document(name: file.name, text: file.text, section: name.string)
        }
    }

    mutating func complete(dial step: StepReference, _ result: CommandResult) {
        switch result {
        case .failed(let failure):
            warn(step, ScriptError(.executeFailed, failure.sentence))
            setVariable("dial_result", "failed")
            return dialFailed(step, reason: failure.code.connectReason)
        case .dialled(let summary):
            setVariable("dial_result", "answered")
            setVariable("dial_call_id", Value(summary.call.name))
            done(step, "answered")
        case .done, .played, .prompted, .recorded, .recordingStarted, .key, .bridged, .response:
            setVariable("dial_result", "dialing")
            done(step, "dialing")
        }
        runResult(of: step)
    }

    mutating func dialFailed(_ step: StepReference, reason: String) {
        setVariable("dial_failed_reason", Value(reason))
        done(step, reason)
        runResult(of: step)
    }
}
