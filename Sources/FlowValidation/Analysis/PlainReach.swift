import FlowModel

extension Flow {
    /// Whether one look at the steps that end something shows that a call can come to every step, as in most
    /// flows: each of them stands last in its list, and the way on behind no step depends on that list.
    ///
    /// False says nothing; then only the walk of `FlowGraph` tells. For flows without errors, in which every
    /// list belongs to a step.
    var isPlainlyReached: Bool {
        for index in steps.indices where !steps[index].action.kind.isDisjoint(with: .ending) {
            // Whether a section comes back takes a walk.
            if case .execute = steps[index].action { return false }
            guard steps[index].action.endsItsList else { continue }
            let list = steps[index].block
            guard steps[index].index == self[list].places.count - 1 else { return false }
            if let parent = self[list].parent, self[parent].action.needsBranches { return false }
        }
        return true
    }
}

extension StepKinds {
    /// Steps behind which the next one may never run.
    fileprivate static let ending: StepKinds = [.hangup, .sleep, .return, .goto, .transfer, .execute]
}

extension StepAction {
    /// Whether the step behind this one never runs because of it.
    fileprivate var endsItsList: Bool {
        switch self {
        case .hangup, .return, .transfer: true
        case .goto(let jump): jump.isCertain
        case .sleep(let sleep): sleep.isForEver
        case .answer, .play, .prompt, .record, .recordCall, .stopRecordCall, .joinConference,
            .leaveConference, .awaitConference, .connect, .dial, .sendDigits, .set, .unset, .label, .execute,
            .switch, .cond, .request, .sendSms, .userEvent, .unsupported:
            false
        }
    }

    /// Whether the way on leads through one of the step's lists in every case.
    fileprivate var needsBranches: Bool {
        switch self {
        case .switch(let choice): choice.default != nil
        case .cond(let choice): choice.fallback != nil
        case .answer, .hangup, .play, .prompt, .record, .recordCall, .stopRecordCall, .joinConference,
            .leaveConference, .awaitConference, .connect, .dial, .sendDigits, .sleep, .set, .unset, .label,
            .goto, .execute, .return, .transfer, .request, .sendSms, .userEvent, .unsupported:
            switch result {
            case .switch(let choice): choice.default != nil
            case .cond(let choice): choice.fallback != nil
            case nil: false
            }
        }
    }
}
