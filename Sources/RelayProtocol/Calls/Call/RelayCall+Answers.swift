import FlowRuntime
import JSONRPC

// What the server answers to requests.
extension RelayCall {
    mutating func answered(_ errand: CallOutbox.Errand, _ reply: RelayReply, _ out: inout CallOutbox) {
        switch errand {
        case .start(let id): started(id, reply, &out)
        case .question(let id): questionAnswered(id, reply, &out)
        case .stillThere:
            if reply.isGone { vanish(&out) }
        case .closing: closingAnswered(reply, &out)
        }
    }

    /// A call that nobody listens to any more must not stay up: its end is asked for until it is certain,
    /// with the next connection or after a pause, but not for ever.
    private mutating func closingAnswered(_ reply: RelayReply, _ out: inout CallOutbox) {
        if reply.endsCall { return end(CallEnding(by: .flow), &out) }
        if reply.waitsForConnection {
            owesEnd = true
        } else if endRefusals < CallBounds.endRetries {
            endRefusals += 1
            endRetry = out.now.advanced(by: CallBounds.endPause)
        } else {
            out.notice(
                RelayNotice(.error, .callError, "the phone system does not end the call", call: id))
            end(CallEnding(by: .flow), &out)
        }
    }

    private mutating func started(_ id: CommandID, _ reply: RelayReply, _ out: inout CallOutbox) {
        // Settled by its event, or given up.
        guard let place = place(of: id) else { return }
        let command = operations[place].command
        if state >= .ending, !command.needsNoCall {
            if case .hangup = command { hangupAnswered(place, &out) }
            return
        }
        if case .awaitKey = command, reply.waitsForConnection, endures(reply, place) { return }
        switch reply {
        case .accepted(let result): accepted(place, result, &out)
        case .refused(let code, let message): refused(place, code, message, &out)
        case .lost(let reason): lost(place, reason, &out)
        }
    }

    /// A wait for keys has time: like one that runs it begins again when there is a connection. Not for ever
    /// if each round is lost: a server that answers none would lose its connection, and that of all other
    /// calls, again and again.
    private mutating func endures(_ reply: RelayReply, _ place: Int) -> Bool {
        // Of a round before, which has come to its end all the same.
        guard operations[place].phase == .requested else { return true }
        guard operations[place].losses < CallBounds.roundLosses else { return false }
        if case .lost = reply { operations[place].losses += 1 }
        operations[place].phase = .running
        return true
    }

    /// Accepted is not done (relay-protocol.md §4.0): most wait for their event now.
    private mutating func accepted(_ place: Int, _ result: JSONItem, _ out: inout CallOutbox) {
        let operation = operations[place]
        operations[place].phase = .running
        operations[place].losses = 0
        switch operation.command {
        case .play, .prompt, .record, .sendDigits, .awaitKey:
            operations[place].url = operation.url ?? result["url"]?.string
            operations[place].deadline = CallBounds.length(of: operation.command).map(out.now.advanced)
        case .startRecording:
            operations[place].url = operation.url ?? result["url"]?.string
            if operations[place].url != nil || operation.isProven {
                recordingStarted(place, &out)
            } else {
                operations[place].deadline = out.proofDeadline
            }
        case .answer, .stopRecording: operations[place].deadline = out.proofDeadline
        case .hangup: hangupAnswered(place, &out)
        case .sendSms, .userEvent: settle(place, .done, &out)
        case .joinConference, .leaveConference, .connect, .dial, .startTimer, .request, .fetchDocument,
            .cancel:
            preconditionFailure("no operation of the call's own")
        }
    }

    /// The end follows, or is taken for granted.
    private mutating func hangupAnswered(_ place: Int, _ out: inout CallOutbox) {
        settle(place, .done, &out)
        endDeadline = endDeadline ?? out.now.advanced(by: CallBounds.ending)
    }

    /// 404 and 410 tell of the call, unless the request named something else that may not be there
    /// (relay-protocol.md §1.14).
    private mutating func refused(
        _ place: Int, _ code: Int, _ message: String, _ out: inout CallOutbox
    ) {
        switch operations[place].command {
        case .sendSms: break
        // "Already connected" (§1.14): an answer before this one has come true, and its event may be lost.
        case .answer where code == 409: return isAnsweredUnseen(&out)
        // The worker before this one has stopped it.
        case .stopRecording where code == 404 && operations[place].isInherited:
            forgetRecording(operations[place].control)
            return settle(place, .done, &out)
        case .stopRecording where code == 404:
            askWhetherStillThere(&out)
            forgetRecording(operations[place].control)
            return fail(place, .notFound, "no such recording", &out)
        case .answer, .hangup, .play, .prompt, .record, .startRecording, .stopRecording, .sendDigits,
            .awaitKey, .userEvent, .joinConference, .leaveConference, .connect, .dial, .startTimer,
            .request, .fetchDocument, .cancel:
            if code == 404 || code == 410 { return vanish(&out) }
        }
        if code < 0 {
            // Never sent: there was no connection.
            fail(place, .failed, message, &out)
        } else {
            fail(place, .refused, "\(message) (\(code))", &out)
        }
    }

    /// Nothing is done twice: the flow is told. Should it have begun after all it is stopped, for the flow
    /// goes on without it.
    private mutating func lost(_ place: Int, _ reason: String, _ out: inout CallOutbox) {
        let operation = operations[place]
        if case .startRecording = operation.command, operation.isProven {
            return recordingStarted(place, &out)
        }
        stop(operation, &out)
        fail(place, .failed, "it is not known whether it was done: \(reason)", &out)
    }

    // MARK: Questions

    private mutating func questionAnswered(
        _ id: CommandID, _ reply: RelayReply, _ out: inout CallOutbox
    ) {
        guard state < .ending, let place = place(of: id) else { return }
        switch reply {
        case .accepted: stillRuns(place, &out)
        case .lost: break  // Asked again when there is a connection, or at its deadline.
        case .refused(let code, _):
            if code == 410 { return vanish(&out) }
            if code == 404 { askWhetherStillThere(&out) }
            doesNotRun(place, isUnknown: (400..<500).contains(code) && code != 409, &out)
        }
    }

    /// For as long as it has time: what it ran under the worker before counts.
    private mutating func stillRuns(_ place: Int, _ out: inout CallOutbox) {
        let operation = operations[place]
        guard operation.phase == .unknown else { return }
        operations[place].phase = .running
        if case .startRecording = operation.command { return recordingStarted(place, &out) }
        operations[place].deadline = CallBounds.length(of: operation.command).map { length in
            max(out.now, operation.began.advanced(by: length))
        }
    }

    /// A worker before this one may have sent it or not: its note that it did is written a moment later. So
    /// it is begun only if it cannot have come to its end, which is when the phone system does not know it
    /// and it lasts longer than that, whatever anybody does; otherwise it is over, for a sound that is missed
    /// is better than one heard twice.
    private mutating func doesNotRun(_ place: Int, isUnknown: Bool, _ out: inout CallOutbox) {
        let operation = operations[place]
        let mayBeOver = out.now >= operation.began.advanced(by: CallBounds.least(of: operation.command))
        guard operation.phase == .unknown, !operation.wasSent, isUnknown, !mayBeOver else {
            return settleUnseen(place, &out)
        }
        begin(Operation(operation.id, operations.remove(at: place).command, of: id, at: out.now), &out)
    }

    /// It is over, and nobody saw how: what it most likely came to. A sound was played, nobody answered the
    /// prompt, a recording is where it was to be stored.
    mutating func settleUnseen(_ place: Int, _ out: inout CallOutbox) {
        let operation = operations[place]
        switch operation.command {
        case .play: settle(place, .played(failedItems: []), &out)
        case .prompt: settle(place, .prompted(.noInput), &out)
        case .record:
            guard let url = operation.url else {
                return fail(place, .failed, "the end of the recording was not seen", &out)
            }
            let duration = Duration.milliseconds(out.now.milliseconds(since: operation.began))
            settle(place, .recorded(RecordingSummary(url: url, duration: duration, size: 0)), &out)
        case .startRecording: settle(place, .recordingStarted(url: operation.url ?? ""), &out)
        case .answer, .hangup, .stopRecording, .sendDigits, .awaitKey, .userEvent, .sendSms,
            .joinConference, .leaveConference, .connect, .dial, .startTimer, .request, .fetchDocument,
            .cancel:
            settle(place, .done, &out)
        }
    }
}

extension RelayReply {
    /// The answer to `calling.end` after which the call is over: done, gone, or over already
    /// (relay-protocol.md §1.14).
    fileprivate var endsCall: Bool {
        switch self {
        case .accepted, .refused(404, _), .refused(409, _), .refused(410, _): true
        case .refused, .lost: false
        }
    }

    /// It is not known whether it was done, or it was never sent: there is no connection.
    fileprivate var waitsForConnection: Bool {
        switch self {
        case .accepted: false
        case .refused(let code, _): code == -1
        case .lost: true
        }
    }

    /// The call does not exist, or no longer (relay-protocol.md §1.14).
    var isGone: Bool {
        if case .refused(404, _) = self { return true }
        if case .refused(410, _) = self { return true }
        return false
    }
}
