import FlowExpressions
import FlowModel

/// Where a call may be at a position of a flow: in no conference, in one, or nowhere at all.
struct CallStates: OptionSet, Sendable, Hashable {
    let rawValue: UInt8
    static let outside = CallStates(rawValue: 1)
    static let inside = CallStates(rawValue: 2)
    static let either: CallStates = [.outside, .inside]
}

/// Which positions a call can reach, through branches, jumps and sections, and whether it may be in a
/// conference there (design §2.1: a join with `until: joined` goes on inside the room).
///
/// One walk over the flow, without recursion: a position is visited again only when something new is known of
/// it, which can happen twice.
struct FlowGraph {
    private var states: [CallStates]
    /// Positions after the last step of each block, by block.
    private var endStates: [CallStates]
    /// What may hold when the section comes back to its `execute`.
    private var returns: [CallStates]
    /// The `execute` steps that wait for a section, by section; empty before the first.
    private var waiting: [[StepID]] = []
    private var pending: [FlowPosition] = []
    private let flow: Flow
    private let steps: [Step]
    private let blocks: [Block]
    private let sections: SectionTable

    private init(_ flow: Flow, _ sections: SectionTable) {
        self.flow = flow
        steps = flow.steps
        blocks = flow.blocks
        self.sections = sections
        states = Array(repeating: [], count: flow.steps.count)
        endStates = Array(repeating: [], count: flow.blocks.count)
        returns = Array(repeating: [], count: flow.sections.count)
        if let main = flow.section(named: "main") { enter(main.block, .outside) }
        if let block = flow.onHangup { enter(block, .outside) }
        walk()
        // A section that nobody calls is judged as if a call came in there: its own mistakes still count.
        for section in flow.sections where !isEntered(section.block) {
            enter(section.block, .outside)
            walk()
        }
    }

    /// By step: what may hold when it begins.
    static func states(of flow: Flow, _ sections: SectionTable) -> [CallStates] {
        FlowGraph(flow, sections).states
    }

    private func isEntered(_ block: BlockID) -> Bool {
        guard let first = flow.stepIDs(of: block).first else { return !endStates[block.index].isEmpty }
        return !states[first.index].isEmpty
    }
}

// The walk.

extension FlowGraph {
    private mutating func walk() {
        while let position = pending.popLast() {
            if let id = flow.stepID(at: position) {
                follow(id, states[id.index])
            } else {
                finish(position.block, endStates[position.block.index])
            }
        }
    }

    private mutating func enter(_ block: BlockID, _ new: CallStates) { enter(FlowPosition(block, 0), new) }

    private mutating func enter(_ position: FlowPosition, _ new: CallStates) {
        if let id = flow.stepID(at: position) {
            guard !states[id.index].isSuperset(of: new) else { return }
            states[id.index].formUnion(new)
        } else {
            let block = position.block.index
            guard !endStates[block].isSuperset(of: new) else { return }
            endStates[block].formUnion(new)
        }
        pending.append(position)
    }

    private mutating func goOn(after id: StepID, _ new: CallStates) {
        enter(FlowPosition(steps[id.index].block, steps[id.index].index + 1), new)
    }

    /// The end of a block: back to the step that holds it, or out of the section.
    private mutating func finish(_ block: BlockID, _ new: CallStates) {
        guard let parent = blocks[block.index].parent else {
            if let section = flow.section(around: block) { leave(section, new) }
            return
        }
        guard !steps[parent.index].action.kind.isDisjoint(with: [.connect, .execute]) else {
            return goOn(after: parent, new)
        }
        switch steps[parent.index].action {
        case .connect(let connect):
            if !connect.runsOnAnotherLeg(block) { goOn(after: parent, new) }
        case .execute(let execute):
            if execute.onReturn == block {
                branch(execute.result, parent, new)
            } else {
                goOn(after: parent, new)
            }
        case .answer, .hangup, .play, .prompt, .record, .recordCall, .stopRecordCall, .joinConference,
            .leaveConference, .awaitConference, .dial, .sendDigits, .sleep, .set, .unset, .label, .goto,
            .return,
            .transfer, .switch, .cond, .request, .sendSms, .userEvent, .unsupported:
            goOn(after: parent, new)
        }
    }

    private mutating func follow(_ id: StepID, _ now: CallStates) {
        // A look at the kind counts no reference, which taking the action apart does.
        guard !steps[id.index].action.kind.isDisjoint(with: .turning) else { return goOn(after: id, now) }
        switch steps[id.index].action {
        case .hangup: break
        case .sleep(let sleep):
            if !sleep.isForEver { goOn(after: id, now) }
        case .return:
            if let section = flow.section(around: steps[id.index].block) { leave(section, now) }
        case .goto(let jump):
            if let target = jump.target { enter(target, jump.isCertain ? now : now.mixed) }
            if !jump.isCertain { goOn(after: id, jump.when == nil ? now : now.mixed) }
        case .transfer(let transfer): call(transfer.dest, now)
        case .execute(let execute): follow(execute, id, now)
        case .dial(let dial):
            call(dial.dest, .outside)
            branch(dial.result, id, now)
        case .switch(let choice): branch(choice, id, now.mixed)
        case .cond(let choice): branch(choice, id, now.mixed)
        case .connect(let connect):
            for block in connect.blocksOnOtherLegs { enter(block, .outside) }
            branch(connect.result, id, now)
        case .joinConference(let join): branch(join.result, id, join.statesAfter)
        case .leaveConference(let leave):
            // Another room's id leaves the caller where they are.
            goOn(after: id, leave.conferenceId == nil ? .outside : now.union(.outside))
        case .awaitConference: goOn(after: id, now.contains(.inside) ? .either : now)
        case .answer, .play, .prompt, .record, .recordCall, .stopRecordCall, .sendDigits, .set, .unset,
            .label,
            .request, .sendSms, .userEvent, .unsupported:
            goOn(after: id, now)
        }
    }

    private mutating func follow(_ execute: Execute, _ id: StepID, _ now: CallStates) {
        guard let section = sections.index(of: execute.dest) else {
            if execute.dest.isTemplate { call(execute.dest, now) }
            return comeBack(to: id, .either)
        }
        if waiting.isEmpty { waiting = Array(repeating: [], count: flow.sections.count) }
        waiting[section].append(id)
        enter(flow.sections[section].block, now)
        if !returns[section].isEmpty { comeBack(to: id, returns[section]) }
    }

    private mutating func comeBack(to id: StepID, _ new: CallStates) {
        guard case .execute(let execute) = steps[id.index].action else { return }
        if let block = execute.onReturn { enter(block, new) } else { branch(execute.result, id, new) }
    }

    private mutating func leave(_ section: Int, _ new: CallStates) {
        guard !returns[section].isSuperset(of: new) else { return }
        returns[section].formUnion(new)
        guard !waiting.isEmpty else { return }
        for id in waiting[section] { comeBack(to: id, returns[section]) }
    }

    /// Goes to a section for good; a name that only the run knows may be any of them.
    private mutating func call(_ dest: Given<DocumentTarget>, _ new: CallStates) {
        if let section = sections.index(of: dest) {
            enter(flow.sections[section].block, new)
        } else if dest.isTemplate {
            for section in flow.sections { enter(section.block, new) }
        }
    }

    private mutating func branch(_ handler: ResultHandler?, _ id: StepID, _ now: CallStates) {
        switch handler {
        case nil: goOn(after: id, now)
        case .switch(let choice): branch(choice, id, now.mixed)
        case .cond(let choice): branch(choice, id, now.mixed)
        }
    }

    private mutating func branch(_ choice: Switch, _ id: StepID, _ then: CallStates) {
        for place in choice.cases.indices { enter(choice.cases[place].block, then) }
        if let block = choice.default { enter(block, then) } else { goOn(after: id, then) }
    }

    private mutating func branch(_ choice: Cond, _ id: StepID, _ then: CallStates) {
        for place in choice.entries.indices { enter(choice.entries[place].then, then) }
        if let block = choice.fallback { enter(block, then) } else { goOn(after: id, then) }
    }
}

extension CallStates {
    /// Behind a branch it is not known any more whether a join has succeeded.
    fileprivate var mixed: CallStates { contains(.inside) ? .either : self }
}

extension JoinConference {
    /// Where the caller is when the step has ended well.
    fileprivate var statesAfter: CallStates {
        switch until?.param {
        case nil, .literal(.left): .outside
        case .literal(.joined): .inside
        case .template: .either
        }
    }
}

extension Goto {
    /// Whether the next step never runs because of it. With a `max` of its own the jump is meant to be used
    /// up; the default of 100 is not counted on.
    var isCertain: Bool { when == nil && max == nil && target != nil }
}
