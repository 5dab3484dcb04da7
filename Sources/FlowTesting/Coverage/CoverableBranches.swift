import FlowModel
import FlowRuntime

/// One way that a step can go on.
package struct CoverableBranch: Sendable, Hashable {
    /// Which way.
    package enum Way: Sendable, Hashable {
        /// The n-th case or entry, from 0.
        case entry(Int)
        /// The default or the `else`; where none is written, that nothing matched.
        case fallback(isWritten: Bool)
        /// What a `goto` does.
        case jump(taken: Bool)
    }
    /// The index of the step in `Flow.steps`.
    package let step: Int
    package let way: Way
}

extension StepAction {
    /// The ways that the step can go on, in the order of the document.
    var ways: [CoverableBranch.Way] {
        switch self {
        case .switch(let choice): ResultHandler.switch(choice).ways
        case .cond(let choice): ResultHandler.cond(choice).ways
        case .goto: [.jump(taken: true), .jump(taken: false)]
        case .joinConference(let join): join.result?.ways ?? []
        case .connect(let connect): connect.result?.ways ?? []
        case .dial(let dial): dial.result?.ways ?? []
        case .execute(let execute):
            // Between the return and its `result` other steps run: that nothing matched leaves no trace.
            (execute.result?.ways ?? []).filter {
                execute.onReturn == nil || $0 != .fallback(isWritten: false)
            }
        case .answer, .hangup, .play, .prompt, .record, .recordCall, .stopRecordCall, .leaveConference,
            .awaitConference, .sendDigits, .sleep, .set, .unset, .label, .return, .transfer, .request,
            .sendSms, .userEvent, .unsupported:
            []
        }
    }

    /// Whether a `result` is chosen right after the step has ended so.
    func choosesResult(after outcome: String) -> Bool {
        guard outcome != "hung_up" else { return false }
        return switch self {
        case .joinConference(let join): join.result != nil
        case .dial(let dial): dial.result != nil
        case .connect(let connect):
            connect.result != nil && (connect.transferAfterBridge == nil || outcome != "connected")
        // One that was entered chooses when it is back.
        case .execute(let execute): execute.result != nil && outcome == "failed"
        case .answer, .hangup, .play, .prompt, .record, .recordCall, .stopRecordCall, .leaveConference,
            .awaitConference, .sendDigits, .sleep, .set, .unset, .label, .goto, .return, .transfer, .switch,
            .cond, .request, .sendSms, .userEvent, .unsupported:
            false
        }
    }

    /// Whether a `result` is chosen right after the step has come back from what it ran.
    var choosesResultOnReturn: Bool {
        if case .execute(let execute) = self {
            execute.result != nil && execute.onReturn == nil
        } else {
            false
        }
    }

    /// A step that does nothing but choose: it says itself that nothing matched.
    var isChoice: Bool {
        switch self {
        case .switch, .cond: true
        case .answer, .hangup, .play, .prompt, .record, .recordCall, .stopRecordCall, .joinConference,
            .leaveConference, .awaitConference, .connect, .dial, .sendDigits, .sleep, .set, .unset, .label,
            .goto, .execute, .return, .transfer, .request, .sendSms, .userEvent, .unsupported:
            false
        }
    }
}

extension ResultHandler {
    fileprivate var ways: [CoverableBranch.Way] {
        let (count, isWritten) =
            switch self {
            case .switch(let choice): (choice.cases.count, choice.default != nil)
            case .cond(let choice): (choice.entries.count, choice.fallback != nil)
            }
        return (0..<count).map { .entry($0) } + [.fallback(isWritten: isWritten)]
    }
}
