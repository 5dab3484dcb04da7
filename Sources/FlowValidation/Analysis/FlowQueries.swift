import FlowExpressions
import FlowModel
import SourceText

// Small questions about steps that several analyses ask.

extension Flow {
    /// The section around a step; `nil` in `onHangup`.
    func section(around step: Step) -> Int? { section(around: step.block) }

    /// The index of the section around a list; `nil` in `onHangup`, and in what a repeated `sections` has
    /// left behind.
    func section(around block: BlockID) -> Int? {
        guard let section = blocks[block.index].section, section < sections.count else { return nil }
        return section
    }
}

extension Given {
    var isTemplate: Bool {
        switch param {
        case .literal: false
        case .template: true
        }
    }

    /// The literal, without a call across modules in the hot path.
    var known: Value? {
        if case .literal(let value) = param { value } else { nil }
    }
}

extension Given where Value == Bool {
    /// Whether it may be true in some run.
    var mayBeTrue: Bool { known ?? true }
    /// Whether it may be false in some run.
    var mayBeFalse: Bool { !(known ?? false) }
}

extension Sleep {
    var isForEver: Bool { duration.known == .forever }
}

extension Connect {
    /// The lists that run on a dialled leg before it is bridged.
    var blocksOnOtherLegs: [BlockID] {
        var blocks: [BlockID] = []
        if case .steps(let block) = confirm { blocks.append(block) }
        for group in groups {
            for destination in group {
                if case .steps(let block) = destination.confirm { blocks.append(block) }
            }
        }
        return blocks
    }

    func runsOnAnotherLeg(_ block: BlockID) -> Bool { blocksOnOtherLegs.contains(block) }
}

extension StepAction {
    /// What follows by the step's outcome, for the steps that have a `result`.
    var result: ResultHandler? {
        switch self {
        case .joinConference(let join): join.result
        case .connect(let connect): connect.result
        case .execute(let execute): execute.result
        case .dial(let dial): dial.result
        case .answer, .hangup, .play, .prompt, .record, .recordCall, .stopRecordCall, .leaveConference,
            .awaitConference, .sendDigits, .sleep, .set, .unset, .label, .goto, .return, .transfer, .switch,
            .cond,
            .request, .sendSms, .userEvent, .unsupported:
            nil
        }
    }

    /// Where a `goto` goes; `nil` for one that goes nowhere, and for other steps.
    var jumpTarget: FlowPosition? {
        switch self {
        case .goto(let jump): jump.target
        case .answer, .hangup, .play, .prompt, .record, .recordCall, .stopRecordCall, .joinConference,
            .leaveConference, .awaitConference, .connect, .dial, .sendDigits, .sleep, .set, .unset, .label,
            .execute, .return, .transfer, .switch, .cond, .request, .sendSms, .userEvent, .unsupported:
            nil
        }
    }

    /// The section or document that the step goes on in.
    var target: Given<DocumentTarget>? {
        switch self {
        case .execute(let execute): execute.dest
        case .transfer(let transfer): transfer.dest
        case .dial(let dial): dial.dest
        case .answer, .hangup, .play, .prompt, .record, .recordCall, .stopRecordCall, .joinConference,
            .leaveConference, .awaitConference, .connect, .sendDigits, .sleep, .set, .unset, .label, .goto,
            .return,
            .switch, .cond, .request, .sendSms, .userEvent, .unsupported:
            nil
        }
    }

    /// The map that becomes `params` of the target.
    var params: GivenValue? {
        switch self {
        case .execute(let execute): execute.params
        case .transfer(let transfer): transfer.params
        case .dial(let dial): dial.params
        case .answer, .hangup, .play, .prompt, .record, .recordCall, .stopRecordCall, .joinConference,
            .leaveConference, .awaitConference, .connect, .sendDigits, .sleep, .set, .unset, .label, .goto,
            .return,
            .switch, .cond, .request, .sendSms, .userEvent, .unsupported:
            nil
        }
    }
}
