import OrderedCollections
import FlowExpressions
import FlowModel

// The conference this call is in: its facts, the variable `conference`, and what waits for them
// (design §2.1, *The step* and *Values*).
extension FlowMachine {
    mutating func conferenceChanged(_ change: ConferenceChange) {
        switch change.kind {
        case .joined(let waiting): joined(change, waiting: waiting)
        case .started: update(change, starting: true)
        case .changed: update(change, starting: false)
        case .left(let outcome, let reason, let by): left(change, outcome, reason, by)
        }
    }

    private mutating func joined(_ change: ConferenceChange, waiting: Bool) {
        guard call.ending == nil, membership == nil else { return }
        membership = Membership(
            id: change.id, name: change.name, joinedAt: now, startedAt: waiting ? nil : now,
            size: change.size,
            peakSize: change.size, isRecording: change.isRecording)
        membershipIsNews = true
        if case .waiting(let wait) = phase, wait.kind == .joining { ownJoinSeen(wait) }
    }

    /// Facts about another instance are not ours: the id is compared, not the name.
    private mutating func update(_ change: ConferenceChange, starting: Bool) {
        guard membership?.id == change.id else { return }
        let isStart = starting && membership?.startedAt == nil
        membership?.update(change)
        if isStart { membership?.startedAt = now }
        membershipIsNews = true
        guard isStart else { return }
        if case .waiting(let wait) = phase, wait.kind == .awaiting(.started) { awaited(wait, "started") }
    }

    private mutating func left(
        _ change: ConferenceChange, _ outcome: ConferenceOutcome, _ reason: String, _ by: CallID?
    ) {
        guard membership?.id == change.id else { return }
        membership?.size = change.size
        leftConference(outcome, reason: reason, by: by)
        guard case .waiting(let wait) = phase else { return }
        switch wait.kind {
        case .inside: if let step = wait.step { joinIsOver(step, outcome) }
        case .leaving, .leavingToJoin, .leavingToHangUp: leaveSeen(wait)
        case .awaiting: awaited(wait, "left")
        case .drained: hangUp(.hangup)
        case .step, .answering, .joining, .transferring, .opening, .forever, .hangingUp: break
        }
    }

    /// The membership is over: the variable keeps its last facts and gets the outcome.
    mutating func leftConference(_ outcome: ConferenceOutcome, reason: String, by: CallID?) {
        guard let over = membership else { return }
        let started = over.startedAt
        let report = ConferenceReport(
            outcome: outcome.rawValue, reason: reason, by: by?.name ?? "",
            waited: Double((started ?? now).milliseconds(since: over.joinedAt)) / 1000,
            talked: started.map { Double(now.milliseconds(since: $0)) / 1000 } ?? 0, peakSize: over.peakSize)
        membership = nil
        membershipIsNews = false
        scopes.vars["conference"] = report.variable(
            id: over.id, name: over.name, size: over.size, isRecording: over.isRecording)
        outbox.note(.conference(currentStep, report))
    }

    /// A join that never became a membership has an outcome, too.
    mutating func joinFailed(_ outcome: ConferenceOutcome, reason: String, name: String) {
        let report = ConferenceReport(
            outcome: outcome.rawValue, reason: reason, by: "", waited: 0, talked: 0, peakSize: 0)
        scopes.vars["conference"] = report.variable(id: "", name: name, size: 0, isRecording: false)
        outbox.note(.conference(currentStep, report))
    }

    /// Brings `conference` up to date. Done before the flow looks, not at each change: a room of many tells
    /// every member of every join.
    mutating func flushMembership() {
        guard membershipIsNews, let membership else { return }
        membershipIsNews = false
        scopes.vars["conference"] = membership.variable
    }
}

extension FlowMachine.Membership {
    fileprivate mutating func update(_ change: ConferenceChange) {
        size = change.size
        peakSize = max(peakSize, change.size)
        isRecording = change.isRecording
    }

    /// `conference` while the call is inside.
    fileprivate var variable: Value {
        let members: ContiguousArray<Value> = [
            Value(id), Value(name), startedAt == nil ? "waiting" : "in", Value(size), .bool(isRecording),
        ]
        return .map(ValueMap(uncheckedUniqueKeys: Self.names, values: members))
    }

    private static let names: ContiguousArray<Text> = ["id", "name", "state", "size", "recording"]
}

extension ConferenceReport {
    /// `conference` once the call is out: its last facts, and how it ended.
    fileprivate func variable(id: String, name: String, size: Int, isRecording: Bool) -> Value {
        let members: ContiguousArray<Value> = [
            Value(id), Value(name), "out", Value(size), .bool(isRecording), Value(outcome), Value(reason),
            Value(by), .number(waited), .number(talked), Value(peakSize),
        ]
        return .map(ValueMap(uncheckedUniqueKeys: Self.names, values: members))
    }

    /// Made once: every caller who leaves a room shares them.
    private static let names: ContiguousArray<Text> = [
        "id", "name", "state", "size", "recording",
        "outcome", "reason", "by", "waited", "talked", "peak_size",
    ]
}
