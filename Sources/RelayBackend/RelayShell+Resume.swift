import FlowRuntime
import RelayProtocol

// What a worker before this one had under way for its calls without the phone system.
extension RelayShell {
    /// To be called once, before anything happens. The machine sees to all other commands.
    func takeOver(_ calls: [CallResumption]) {
        for (place, resumption) in calls.enumerated() {
            for pending in resumption.pending { takeOver(pending, of: RelayCallNumber(place)) }
        }
    }

    /// Timers go on, and what only reads is read again. Whether another request had reached its server nobody
    /// knows: it is not sent twice.
    private func takeOver(_ pending: CallResumption.Pending, of number: RelayCallNumber) {
        switch pending.command {
        case .startTimer(let time):
            serve(.startTimer(remaining(of: time, since: pending.at)), as: pending.id, on: number)
        case .fetchDocument: serve(pending.command, as: pending.id, on: number)
        case .request(let request) where request.method == "GET":
            serve(pending.command, as: pending.id, on: number)
        case .request:
            served(pending.id, .failed(.ofRestart), on: number)
        case .answer, .hangup, .play, .prompt, .record, .startRecording, .stopRecording, .sendDigits,
            .awaitKey, .joinConference, .leaveConference, .connect, .dial, .sendSms, .userEvent, .cancel:
            break
        }
    }

    /// Never more than the whole, should the time of day have been set back meanwhile.
    private func remaining(of time: Duration, since start: Timestamp) -> Duration {
        let elapsed = max(0, clock.now.milliseconds(since: start))
        return max(.zero, time - .milliseconds(elapsed))
    }
}
