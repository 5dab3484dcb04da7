import FlowModel
import FlowRuntime
import JSONRPC

// From the first ring to the one end (relay-protocol.md §3.4, §3.5).
extension RelayCall {
    /// A `calling.call.state` event. Told once per state, never backwards.
    mutating func stateChanged(_ params: JSONItem, _ out: inout CallOutbox) {
        if let node = params["node_id"]?.string, !node.isEmpty { self.node = node }
        guard let next = CallState(params["call_state"]) else {
            return out.notice(RelayNotice(.debug, .unknownEvent, "a call state nobody knows", call: id))
        }
        guard next > state else { return }
        switch next {
        case .created, .ringing: state = next
        case .answered:
            state = next
            isAnswered(&out)
        case .ending:
            state = next
            ending = ending(told: params)
            endDeadline = out.now.advanced(by: CallBounds.ending)
        case .ended: end(ending(told: params), &out)
        }
    }

    /// The call is up, and no event has said so.
    mutating func isAnsweredUnseen(_ out: inout CallOutbox) {
        state = max(state, .answered)
        isAnswered(&out)
    }

    private mutating func isAnswered(_ out: inout CallOutbox) {
        while let place = operations.firstIndex(where: \.isAnswer) { settle(place, .done, &out) }
    }

    /// How it ends: what the event says, what was said before, what we asked for.
    private func ending(told params: JSONItem) -> CallEnding {
        let reason = params["end_reason"]
        if let ending, reason?.string?.isEmpty ?? true { return ending }
        let isAsked = ending.map { $0.by == .flow } ?? (endAsked != nil)
        return CallEnding(reason: reason, isAsked: isAsked, otherwise: endAsked?.rawValue ?? "hangup")
    }

    /// The server knows no such call. It may be that its `ended` is still on the way; if it is not, the call
    /// ends without. What was asked stays unanswered, as at every end.
    mutating func vanish(_ out: inout CallOutbox) {
        guard state < .ending else { return }
        state = .ending
        endDeadline = min(endDeadline ?? .init(milliseconds: .max), out.now.advanced(by: CallBounds.ending))
        ending = endAsked.map { CallEnding(by: .flow, reason: $0.rawValue) }
    }

    /// The one end. A hang-up that waits for its answer has come true; messages that are on their way are
    /// answered as ever.
    mutating func end(_ ending: CallEnding, _ out: inout CallOutbox) {
        guard state < .ended else { return }
        state = .ended
        endDeadline = nil
        endRetry = nil
        recordings = []
        inherited = []
        for operation in operations where operation.isHangup { out.finish(operation.id, .done) }
        out.deliver(.ended(ending))
        for operation in operations where operation.isUserEvent { out.finish(operation.id, .done) }
        operations.removeAll { !$0.isMessage }
    }

    /// Its session is closed: it is hung up for good if it is still up.
    mutating func close(_ out: inout CallOutbox) {
        isClosed = true
        operations = []
        recordings = []
        inherited = []
        guard !hasEnded else { return }
        out.send(.end(endAsked ?? .hangup), for: .closing)
    }

    /// The server has forgotten our session, and the calls with it. Should it be up all the same, nobody
    /// would ever hang it up.
    mutating func lose(_ out: inout CallOutbox) {
        guard !hasEnded else { return }
        out.send(.end(.hangup))
        end(CallEnding(by: .system, reason: "error"), &out)
    }

    // MARK: Time

    /// `nextDeadline` has been reached.
    mutating func clock(_ out: inout CallOutbox) {
        if let endDeadline, endDeadline <= out.now, !hasEnded { return endUnseen(&out) }
        if let endRetry, endRetry <= out.now, !hasEnded {
            self.endRetry = nil
            out.send(.end(endAsked ?? .hangup), for: .closing)
        }
        guard state < .ending else { return }
        for place in recordings.indices {
            guard let deadline = recordings[place].deadline, deadline <= out.now else { continue }
            recordings[place].deadline = nil
            out.send(.stopRecord(recordings[place].control))
        }
        // Expiry may settle an operation or begin another: places change, ids do not.
        let due = operations.filter { $0.deadline.map { $0 <= out.now } ?? false }.map(\.id)
        for id in due {
            if let place = place(of: id) { expire(place, &out) }
        }
    }

    private mutating func endUnseen(_ out: inout CallOutbox) {
        let asked = endAsked.map { CallEnding(by: .flow, reason: $0.rawValue) }
        end(ending ?? asked ?? CallEnding(by: .system, reason: "error"), &out)
    }

    private mutating func expire(_ place: Int, _ out: inout CallOutbox) {
        operations[place].deadline = nil
        switch operations[place].phase {
        case .unknown, .requested, .held: break
        case .running: runsTooLong(place, &out)
        case .stopping:
            if operations[place].url != nil { return settleUnseen(place, &out) }
            fail(place, .timedOut, "the phone system did not say that it was over", &out)
        case .resting: beginAgain(place, &out)
        }
    }

    private mutating func runsTooLong(_ place: Int, _ out: inout CallOutbox) {
        let operation = operations[place]
        switch operation.command {
        case .answer: isAnsweredUnseen(&out)
        case .play where out.now < operation.began.advanced(by: CallBounds.longest):
            if let question = operation.question { out.send(question, for: .question(operation.id)) }
            operations[place].deadline = out.now.advanced(by: CallBounds.unknownLength)
        case .play, .prompt, .record:
            stop(operation, &out)
            operations[place].phase = .stopping
            operations[place].deadline = out.now.advanced(by: CallBounds.storing)
        case .startRecording: recordingStarted(place, &out)
        case .stopRecording:
            forgetRecording(operation.control)
            settle(place, .done, &out)
        case .sendDigits where operation.wasSent: settle(place, .done, &out)
        case .sendDigits where operation.isInherited: settle(place, .failed(.ofRestart), &out)
        case .sendDigits, .awaitKey, .hangup, .sendSms, .userEvent, .joinConference, .leaveConference,
            .connect, .dial, .startTimer, .request, .fetchDocument, .cancel:
            fail(place, .timedOut, "the phone system did not say that it was over", &out)
        }
    }
}

extension Operation {
    fileprivate var isAnswer: Bool { if case .answer = command { true } else { false } }
    fileprivate var isHangup: Bool { if case .hangup = command { true } else { false } }
    fileprivate var isUserEvent: Bool { if case .userEvent = command { true } else { false } }
    fileprivate var isMessage: Bool { if case .sendSms = command { true } else { false } }
}
