import CallFlow
import CallJournal
import FlowModel
import FlowRuntime
import OrderedCollections
import RelayDouble

@testable import RelayProtocol

/// What somebody lives to see whose worker was killed, exactly: what those see whose worker lives, but for
/// what nobody can know.
///
/// | what was under way | its frame never left | its end was told to nobody alive |
/// |---|---|---|
/// | a sound | missed, once it could be over | |
/// | a question | missed, and with it the answer | the answer is missed |
/// | a recording | missed, once it could be over; fails | fails: nobody knows where it is |
/// | digits | missed; fails | fails, if it is not known that they were sent |
/// | a bridge | missed; fails | fails, or goes on until the caller hangs up |
/// | a wait for keys | a key meanwhile is missed | the key is missed |
/// | a join | missed, and what happens inside; a leave fails | its id is missed: a leave fails |
/// | nothing, until the caller hangs up | | the end is the system's |
struct KilledCallExpectation: Equatable {
    /// What the worker made happen, each once.
    var experience: [String]
    /// How many commands failed.
    var failures = 0
    var endsBy: CallEnding.Party

    /// Nothing has happened to the worker.
    init(undisturbed call: StandardCall) {
        experience = call.experience
        endsBy = call.endsBy
    }

    /// What really was.
    init?(_ killed: KilledCall) {
        guard let served = killed.served, let end = served.end else { return nil }
        experience = killed.exchange.journal.experience
        failures = served.failures.count
        endsBy = end.ending.by
    }

    /// `whole`: the same call, of a worker that nobody kills.
    init(of killed: KilledCall, whole: VirtualCall) throws {
        self.init(undisturbed: killed.call)
        let end = Aftermath(killed, whole)
        let replay = try JournalReplay(
            try killed.call.flow(), call: whole.info, environment: [:], variables: [:],
            records: killed.written)
        for pending in replay.resumption.pending { take(pending, end) }
        if end.missesKey(replay.resumption.pending) { missKey(killed.call) }
        if endsBy == .caller, end.isInside, end.isMissed({ if case .ended = $0 { true } else { false } }) {
            endsBy = .system
        }
    }

    private mutating func missKey(_ call: StandardCall) {
        experience = experience.map { call.withoutKey[$0] ?? $0 }
    }

    private mutating func take(_ pending: CallResumption.Pending, _ after: Aftermath) {
        let isMissed = after.isMissed(endingAt: pending.withoutWorker) {
            if case .finished(pending.id, _) = $0 { true } else { false }
        }
        let isTooLate = after.isUnsent && after.knownAfter >= CallBounds.least(of: pending.command)
        switch pending.command {
        case .play(let play):
            guard isTooLate, case .say(let text)? = play.items.first else { return }
            experience.removeAll { $0 == "play \(text)" }
        case .prompt(let prompt):
            if isTooLate, case .say(let text)? = prompt.play.items.first {
                experience.removeAll { $0 == "ask \(text)" }
            }
            if isTooLate || isMissed { missKey(after.call) }
        case .record:
            if isTooLate { experience.removeLast() }
            if isTooLate || isMissed { failures += 1 }
        case .sendDigits:
            if after.isUnsent { experience.removeAll { $0 == "send digits" } }
            if after.isUnsent || isMissed && !pending.isSent { failures += 1 }
        case .connect:
            if after.isUnsent { experience.removeAll { $0 == "connect" } }
            if after.isUnsent || isMissed && !pending.isSent {
                failures += 1
            } else if isMissed {
                experience.removeAll { $0 == "play Goodbye" }
                endsBy = .caller
            }
        case .joinConference:
            if after.isUnsent { experience.removeAll { $0 == "join standup" } }
            // Its start, which is told after the join, names the conference, too. A flow that wants to leave
            // one without a name cannot, neither by its step nor before it hangs up.
            let isNamed = after.isToldAgain && !after.call.steps.contains("startOnEnter: false")
            if after.isUnsent || isMissed && !isNamed, after.call.steps.contains("leaveConference") {
                failures += 2
            }
        case .answer, .hangup, .startRecording, .stopRecording, .leaveConference, .awaitKey, .dial,
            .sendSms, .userEvent, .startTimer, .request, .fetchDocument, .cancel:
            break
        }
    }
}

/// What nobody alive is told, because of a kill.
private struct Aftermath {
    let call: StandardCall
    private let kill: KilledCall.Kill
    private let whole: VirtualCall
    /// The entry that the worker died at is a command, and its frame has not left.
    let isUnsent: Bool
    private let death: Timestamp

    init(_ killed: KilledCall, _ whole: VirtualCall) {
        (call, kill, self.whole) = (killed.call, killed.kill, whole)
        death = whole.times[kill.death.record - 1]
        let isCommand = if case .command = whole.records[kill.death.record - 1] { true } else { false }
        isUnsent = isCommand && !kill.death.leavesFrame
    }

    /// From the death until the other worker has an answer: it connects and authenticates, and asks.
    var knownAfter: Duration { kill.away + VirtualLine.latency * 6 }

    /// The double has the session again.
    private var back: Timestamp { death.advanced(by: kill.away + VirtualLine.latency * 3) }

    var isToldAgain: Bool { kill.isToldAgain }

    /// The call was in its conference, or on its way: what its caller does inside goes on.
    var isInside: Bool { hasLeft { if case .joinConference = $0 { true } else { false } } }

    /// Whether the first command of a kind was sent before the death.
    private func hasLeft(_ isIt: (CallCommand) -> Bool) -> Bool {
        let place = whole.records.firstIndex {
            if case .command(_, let command) = $0 { isIt(command) } else { false }
        }
        guard let number = place.map({ $0 + 1 }) else { return false }
        return number < kill.death.record || number == kill.death.record && !isUnsent
    }

    /// Whether the caller presses a key that nobody waits for, or that comes to nobody's ears in time.
    func missesKey(_ pending: [CallResumption.Pending]) -> Bool {
        let place = whole.records.firstIndex {
            if case .event(let timed) = $0, case .finished(_, .key) = timed.event { true } else { false }
        }
        // A standard call's caller presses it inside.
        let isOutside = pending.contains { if case .joinConference = $0.command { isUnsent } else { false } }
        if place != nil, isOutside { return true }
        guard let place, place >= kill.death.record - kill.lost, isInside else { return false }
        let pressed = whole.times[place]
        // It rings in the other worker's ears when that has waited too long already.
        for one in pending {
            if case .startTimer(let time) = one.command, one.at.advanced(by: time) <= back { return true }
        }
        guard !hasLeft({ if case .awaitKey = $0 { true } else { false } }) else {
            return isMissed { if case .finished(_, .key) = $0 { true } else { false } }
        }
        var listens = back.advanced(by: VirtualLine.latency * 2)
        for one in pending {
            guard case .joinConference = one.command,
                isMissed({ if case .finished(one.id, _) = $0 { true } else { false } })
            else { continue }
            listens = listens.advanced(by: RelayLimits().proofTimeout)
        }
        return pressed <= listens
    }

    /// Whether nobody alive is told an event that the undisturbed worker was told; `end`: when it comes about
    /// without a worker, if that is not the same.
    func isMissed(endingAt end: Timestamp? = nil, _ isIt: (CallEvent) -> Bool) -> Bool {
        let place = whole.records.firstIndex {
            if case .event(let timed) = $0 { isIt(timed.event) } else { false }
        }
        guard let place else { return false }
        let number = place + 1
        if number <= kill.death.record { return number > kill.death.record - kill.lost }
        return !kill.isToldAgain && (end ?? whole.times[place]) <= back.advanced(by: VirtualLine.latency)
    }
}

extension CallResumption.Pending {
    /// When its end comes about while there is no worker to stop it: a recording knows no longest time
    /// then, and its caller says nothing.
    fileprivate var withoutWorker: Timestamp? {
        if case .record(let record) = command { at.advanced(by: record.initialTimeout) } else { nil }
    }
}
