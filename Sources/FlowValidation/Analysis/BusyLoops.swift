import FlowModel

/// Steps from which a call can only go round in circles without ever waiting for anything.
///
/// Backwards from every step that waits, ends or leaves the document: what such a step cannot be reached from
/// is trapped. A loop with a way out, however unlikely, is none.
struct BusyLoops {
    /// The jumps and calls that close such a circle, in document order.
    private(set) var closing: [StepID] = []

    init(_ context: LintContext) {
        let flow = context.flow
        guard BusyLoops.mayExist(context) else { return }
        var isFree = Array(repeating: false, count: flow.steps.count)
        var predecessors: [[StepID]] = Array(repeating: [], count: flow.steps.count)
        var pending: [StepID] = []
        for step in flow.steps {
            var exits = step.action.waitsOrEnds
            for next in context.followers(of: step) {
                switch next {
                case .step(let id): predecessors[id.index].append(step.id)
                case .elsewhere: exits = true
                }
            }
            if exits {
                isFree[step.id.index] = true
                pending.append(step.id)
            }
        }
        while let id = pending.popLast() {
            for before in predecessors[id.index] where !isFree[before.index] {
                isFree[before.index] = true
                pending.append(before)
            }
        }
        closing = flow.steps.indices.lazy.map { StepID($0) }.filter {
            !isFree[$0.index] && context.goesBack($0)
        }
    }

    /// A circle needs a jump or a call backwards.
    private static func mayExist(_ context: LintContext) -> Bool {
        guard !context.kinds.isDisjoint(with: [.goto, .execute, .transfer]) else { return false }
        let steps = context.flow.steps
        return steps.indices.contains {
            !steps[$0].action.kind.isDisjoint(with: [.goto, .execute, .transfer])
                && context.goesBack(StepID($0))
        }
    }
}

/// Where a call goes after a step.
enum Follower {
    case step(StepID)
    /// Out of the section, the document, or the call.
    case elsewhere
}

extension LintContext {
    /// Whether the step goes, in every case, to itself or to something before it.
    fileprivate func goesBack(_ id: StepID) -> Bool {
        switch flow.steps[id.index].action {
        case .goto(let jump):
            guard jump.isCertain, let target = jump.target else { return false }
            guard let first = flow.stepID(at: target) else { return false }
            return first.index <= id.index
        case .execute, .transfer:
            guard let dest = flow.steps[id.index].action.target, let section = sections.index(of: dest),
                let first = flow.stepID(at: FlowPosition(flow.sections[section].block, 0))
            else { return false }
            return first.index <= id.index
        case .answer, .hangup, .play, .prompt, .record, .recordCall, .stopRecordCall, .joinConference,
            .leaveConference, .awaitConference, .connect, .dial, .sendDigits, .sleep, .set, .unset, .label,
            .return,
            .switch, .cond, .request, .sendSms, .userEvent, .unsupported:
            return false
        }
    }

    /// The steps that may come next.
    fileprivate func followers(of step: Step) -> [Follower] {
        switch step.action {
        case .goto(let jump):
            guard let target = jump.target else { return [.elsewhere] }
            return [first(at: target)] + (jump.isCertain ? [] : [next(after: step)])
        case .execute, .transfer:
            guard let dest = step.action.target, let section = sections.index(of: dest) else {
                return [.elsewhere]
            }
            return [first(at: FlowPosition(flow.sections[section].block, 0))]
        case .cond(let choice):
            return choice.entries.map { first(at: FlowPosition($0.then, 0)) }
                + [choice.fallback.map { first(at: FlowPosition($0, 0)) } ?? next(after: step)]
        case .switch(let choice):
            return choice.cases.map { first(at: FlowPosition($0.block, 0)) }
                + [choice.default.map { first(at: FlowPosition($0, 0)) } ?? next(after: step)]
        case .answer, .hangup, .play, .prompt, .record, .recordCall, .stopRecordCall, .joinConference,
            .leaveConference, .awaitConference, .connect, .dial, .sendDigits, .sleep, .set, .unset, .label,
            .return,
            .request, .sendSms, .userEvent, .unsupported:
            return [next(after: step)]
        }
    }

    private func next(after step: Step) -> Follower { first(at: FlowPosition(step.block, step.index + 1)) }

    /// The step at a position; behind the end of a list what follows the step that holds it. The way outward
    /// is as long as lists are nested, which the reader bounds.
    private func first(at position: FlowPosition) -> Follower {
        var position = position
        while true {
            if let step = flow.stepID(at: position) { return .step(step) }
            guard let parent = flow[position.block].parent else { return .elsewhere }
            position = FlowPosition(flow[parent].block, flow[parent].index + 1)
        }
    }
}

extension StepAction {
    /// The step takes time, ends the run, or hands it over: a loop through it is not busy.
    fileprivate var waitsOrEnds: Bool {
        switch self {
        case .hangup, .play, .prompt, .record, .joinConference, .leaveConference, .awaitConference, .connect,
            .dial,
            .sendDigits, .sleep, .return, .request, .sendSms, .unsupported:
            true
        case .answer, .recordCall, .stopRecordCall, .set, .unset, .label, .goto, .execute, .transfer, .switch,
            .cond,
            .userEvent:
            false
        }
    }
}
