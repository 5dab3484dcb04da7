import FlowRuntime

// Calls that a worker before this one left (design §3 item 8). They are not offered: their flows are there
// already, and wait.
extension RelayCalls {
    mutating func resume(_ resumption: CallResumption) {
        let number = register(resumption.call, resumption.isAnswered ? .answered : .created)
        calls[number]?.endAsked = resumption.endAsked
        if let membership = resumption.membership {
            conferences.resume(membership, number, resumption.call.id)
        }
        for pending in resumption.pending {
            switch pending.command {
            case .joinConference, .leaveConference, .connect: inheritedMoves.append((number, pending))
            case .dial:
                inheritedMoves.append((number, pending))
                calls[number]?.inherited.append(pending)
            case .answer, .hangup, .play, .prompt, .record, .startRecording, .stopRecording, .sendDigits,
                .awaitKey, .sendSms, .userEvent, .startTimer, .request, .fetchDocument, .cancel:
                calls[number]?.inherited.append(pending)
            }
        }
        for (name, id) in resumption.recordings.sorted(by: { $0.key < $1.key }) {
            let control = ControlID(of: resumption.call.id, id)
            calls[number]?.recordings.append(Recording(name: name, control: control))
        }
    }

    /// A join, a leave or a bridge that was under way: what became of it `RelayConferences` and `RelayLegs`
    /// find out. The legs of a dial are nobody's any more, also when its call is over.
    mutating func takeOver(
        _ pending: CallResumption.Pending, of number: RelayCallNumber, at now: Timestamp
    ) {
        guard let call = calls[number] else { return }
        if case .dial(let dial) = pending.command {
            return legs.abandonDial(dial, of: pending.id, by: number, call.id, at: now)
        }
        guard !call.isClosed, call.state < .ending else { return }
        switch pending.command {
        case .joinConference(let join):
            conferences.resumeJoin(join, as: pending.id, by: number, call.id, at: now)
        case .leaveConference(let conference):
            conferences.leave(conference, as: pending.id, by: number, at: now)
        case .connect(let connect):
            legs.resumeConnect(connect, pending, by: number, call.id, at: now)
        case .answer, .hangup, .play, .prompt, .record, .startRecording, .stopRecording, .sendDigits,
            .awaitKey, .dial, .sendSms, .userEvent, .startTimer, .request, .fetchDocument, .cancel:
            preconditionFailure("only what concerns others is taken over here")
        }
    }
}
