import FlowRuntime
import JSONRPC

// What happens to operations (relay-protocol.md §4.5, §5). Each reacts to its own type of event, and to its
// control id; it is settled once.
extension RelayCall {
    mutating func received(_ type: OperationEvent, _ params: JSONItem, _ out: inout CallOutbox) {
        guard state < .ending, let control = ControlID(params["control_id"]) else { return }
        let place = operations.firstIndex { $0.control == control && $0.follows(type) }
        guard let place, operations[place].phase != .resting else {
            if type == .collect { formerKeyEvent(control, CollectOutcome(params), &out) }
            if type == .record, OperationState(params).isTerminal { recordingEnded(control, &out) }
            return
        }
        switch type {
        case .play: playEvent(place, OperationState(params), &out)
        case .collect: collectEvent(place, CollectOutcome(params), &out)
        case .record: recordEvent(place, params, &out)
        case .sendDigits:
            if OperationState(params) == .finished { settle(place, .done, &out) }
        }
    }

    /// Which of several sounds failed is not told: none of them is vouched for.
    private mutating func playEvent(_ place: Int, _ state: OperationState, _ out: inout CallOutbox) {
        guard state.isTerminal, case .play(let command) = operations[place].command else { return }
        let failed = state == .error ? Array(command.items.indices) : []
        settle(place, .played(failedItems: failed), &out)
    }

    private mutating func collectEvent(_ place: Int, _ outcome: CollectOutcome, _ out: inout CallOutbox) {
        if case .awaitKey(let keys) = operations[place].command {
            return keyEvent(place, outcome, among: keys, &out)
        }
        switch outcome {
        case .progress: break
        case .input(let input): settle(place, .prompted(input), &out)
        case .failed: fail(place, .failed, "the phone system could not listen", &out)
        }
    }

    /// Another key begins the wait again; so does an end without any, after a pause.
    private mutating func keyEvent(
        _ place: Int, _ outcome: CollectOutcome, among keys: String, _ out: inout CallOutbox
    ) {
        switch outcome {
        case .progress: break
        case .failed: fail(place, .failed, "the phone system could not listen", &out)
        case .input(.digits(let key, _)):
            guard key.utf8.count == 1, keys.utf8.contains(where: { $0 == key.utf8.first }) else {
                return beginAgain(place, &out)
            }
            settle(place, .key(key), &out)
        case .input(.speech), .input(.noInput), .input(.noMatch):
            operations[place].phase = .resting
            operations[place].deadline = out.now.advanced(by: CallBounds.keyPause)
        }
    }

    /// A key that was pressed in a round before this one: while there was no connection, or no worker. A key
    /// that ends the wait ended none before, or there would be no wait any more.
    private mutating func formerKeyEvent(
        _ control: ControlID, _ outcome: CollectOutcome, _ out: inout CallOutbox
    ) {
        guard case .input(.digits(let key, _)) = outcome, key.utf8.count == 1,
            let place = operations.firstIndex(where: { $0.isWait(for: key, inRoundOf: control) })
        else { return }
        stop(operations[place], &out)
        settle(place, .key(key), &out)
    }

    /// With a control id of its own: the end of the round before is not its end.
    /// - `losses`: How many rounds in a row have had no answer.
    mutating func beginAgain(_ place: Int, losses: UInt8 = 0, _ out: inout CallOutbox) {
        let last = operations.remove(at: place)
        var next = Operation(last.id, last.command, of: id, at: out.now, round: last.round &+ 1)
        next.losses = losses
        begin(next, &out)
    }

    // MARK: Recordings

    private mutating func recordEvent(_ place: Int, _ params: JSONItem, _ out: inout CallOutbox) {
        let state = OperationState(params)
        let file = RecordingFile(params)
        operations[place].url = file.url ?? operations[place].url
        if case .startRecording = operations[place].command {
            guard state != .other else { return }
            operations[place].isProven = true
            if operations[place].phase == .running || state.isTerminal {
                recordingStarted(place, isOver: state.isTerminal, &out)
            }
            return
        }
        guard state.isTerminal else { return }
        guard state != .error else { return fail(place, .failed, "the recording failed", &out) }
        let summary = RecordingSummary(
            url: operations[place].url ?? "", duration: file.duration, size: file.size,
            isSilent: state == .noInput)
        settle(place, .recorded(summary), &out)
    }

    /// The recording goes on in the background, unless it is over by now.
    mutating func recordingStarted(_ place: Int, isOver: Bool = false, _ out: inout CallOutbox) {
        let operation = operations[place]
        if case .startRecording(let command) = operation.command, let control = operation.control, !isOver {
            let length = command.maxLength.flatMap { $0 > .zero ? $0 : nil }
            recordings.append(
                Recording(
                    name: command.controlID, control: control,
                    deadline: length.map(operation.began.advanced)))
        }
        settle(place, .recordingStarted(url: operation.url ?? ""), &out)
    }

    /// A recording in the background is closed: by itself, or because it was to be stopped.
    private mutating func recordingEnded(_ control: ControlID, _ out: inout CallOutbox) {
        forgetRecording(control)
        while let place = operations.firstIndex(where: { $0.isStop(of: control) }) {
            settle(place, .done, &out)
        }
    }

    mutating func forgetRecording(_ control: ControlID?) {
        recordings.removeAll { $0.control == control }
    }
}

extension Operation {
    /// Whether it waits for this key, and this control id is of one of its rounds.
    fileprivate func isWait(for key: String, inRoundOf control: ControlID) -> Bool {
        guard case .awaitKey(let keys) = command, self.control?.isRound(ofSameAs: control) == true else {
            return false
        }
        return keys.utf8.contains { $0 == key.utf8.first }
    }

    fileprivate func isStop(of recording: ControlID) -> Bool {
        guard case .stopRecording = command else { return false }
        return control == recording
    }
}
