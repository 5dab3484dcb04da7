import FlowExpressions
import FlowModel

// Where the run stands: frames of `execute`, and in each a stack of lists of steps.
extension FlowMachine {
    /// Runs steps until one must wait or the script is over.
    mutating func advance() {
        while phase == .running {
            guard let top = cursors.indices.last else {
                scriptOver()
                return
            }
            let document = frames[frames.count - 1].document
            let flow = documents[Int(document)]
            let places = flow.blocks[Int(cursors[top].block)].places
            let next = Int(cursors[top].next)
            if next < places.count {
                cursors[top].next += 1
                let index = flow.order[places.lowerBound + next].index
                begin(flow.steps[index].action, StepReference(document: document, step: Int32(index)))
            } else {
                listOver()
            }
        }
    }

    /// A list of steps inside the current frame, to run now.
    mutating func push(_ block: BlockID, resultOf step: StepReference? = nil) {
        cursors.append(Cursor(block: Int32(block.index), next: 0, resultOf: step))
    }

    mutating func push(frame document: Int32, block: BlockID, caller: StepReference?) {
        frames.append(
            Frame(document: document, base: cursors.count, caller: caller, savedParams: scopes.params))
        push(block)
    }

    /// The top list has no more steps: its holder goes on, or its frame returns.
    private mutating func listOver() {
        let cursor = cursors.removeLast()
        if let step = cursor.resultOf {
            runResult(of: step)
        } else if let frame = frames.last, cursors.count == frame.base {
            returnFromFrame(with: nil)
        }
    }

    /// Leaves the innermost frame; in the run's first frame that is the end of the script.
    mutating func returnFromFrame(with value: Value?) {
        guard let frame = frames.popLast() else { return }
        cursors.removeSubrange(frame.base...)
        scopes.params = frame.savedParams
        guard let caller = frame.caller else { return }
        if let value { setVariable("return_value", value) }
        outbox.note(.returned(caller, value: value ?? .undefined))
        guard case .execute(let execute) = action(at: caller) else { return }
        if let block = execute.onReturn {
            push(block, resultOf: caller)
        } else {
            runResult(of: caller)
        }
    }

    /// Jumps within the current frame; lists above the target's are left.
    mutating func jump(to position: FlowPosition) {
        let base = frames[frames.count - 1].base
        while cursors.count > base + 1, cursors[cursors.count - 1].block != Int32(position.block.index) {
            cursors.removeLast()
        }
        cursors[cursors.count - 1].next = Int32(position.index)
    }

    /// Drops everything that still had to run.
    mutating func clearStack() {
        if let first = frames.first { scopes.params = first.savedParams }
        frames.removeAll()
        cursors.removeAll()
    }

    func action(at reference: StepReference) -> StepAction {
        documents[Int(reference.document)].steps[Int(reference.step)].action
    }
}
