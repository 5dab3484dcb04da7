import FlowRuntime
import JSONRPC

/// The calls of a connection (relay-protocol.md §3 to §6): which there are, and what reaches which.
///
/// What one call does is `RelayCall`'s, what it does in conferences `RelayConferences`', and what it has with
/// other legs `RelayLegs`'. All three are values that say what they want in an outbox; here it is done.
package struct RelayCalls: Sendable {
    /// Every call that is up or whose session is open.
    var calls: [RelayCallNumber: RelayCall] = [:]
    /// Those that are up, by their id.
    var numbers: [String: RelayCallNumber] = [:]
    var recent = RecentCalls()
    var alarms = CallAlarms()
    var conferences: RelayConferences
    var legs: RelayLegs
    var outbox: CallOutbox
    /// Requests without an answer yet, by their token.
    var requests: [Int32: Requester] = [:]
    /// What workers before this one left and more than the call itself has to do with; seen to when the
    /// connection is there.
    var inheritedMoves: [(call: RelayCallNumber, pending: CallResumption.Pending)] = []

    let limits: RelayLimits
    private var nextNumber = 0
    private var lastToken: Int32 = 0
    /// Further calls are passed on.
    private(set) var refusesFurther = false

    /// Who is told what came of a request.
    enum Requester: Sendable {
        case call(CallOutbox.Errand)
        case conference(token: Int32, RelayConferences.Request.Content)
        case leg(token: Int32, RelayLegs.Request.Content)
    }

    init(_ configuration: RelayConfiguration, resuming resumptions: [CallResumption]) {
        limits = configuration.limits
        outbox = CallOutbox(proofTimeout: limits.proofTimeout)
        conferences = RelayConferences(limits: limits)
        legs = RelayLegs(limits: limits)
        for resumption in resumptions { resume(resumption) }
    }

    /// Asked for after every input.
    var nextDeadline: Timestamp? {
        Timestamp.earlier(
            alarms.next, Timestamp.earlier(conferences.nextDeadline, legs.nextDeadline))
    }

    var isFull: Bool { numbers.count >= limits.calls }

    /// Calls that come from now on are passed on.
    mutating func refuseFurther() { refusesFurther = true }

    // MARK: The registry

    /// A call that was not here before. Its flow begins when it is told `started`.
    @discardableResult
    mutating func register(_ info: CallInfo, _ state: CallState) -> RelayCallNumber {
        let number = RelayCallNumber(nextNumber)
        nextNumber += 1
        calls[number] = RelayCall(info, as: number, state: state)
        numbers[info.id.name] = number
        return number
    }

    /// The call of ours that an event or a result names.
    func number(in params: JSONItem) -> RelayCallNumber? {
        params["call_id"]?.string.flatMap { numbers[$0] }
    }

    /// Lets a call act, and sees to what follows from it: its end, its next deadline.
    mutating func update(
        _ number: RelayCallNumber, at now: Timestamp, _ body: (inout RelayCall, inout CallOutbox) -> Void
    ) {
        guard var call = calls.removeValue(forKey: number) else { return }
        outbox.turn(to: call, at: now)
        let wasUp = !call.hasEnded
        body(&call, &outbox)
        if wasUp, call.hasEnded { ended(call, at: now) }
        if let next = call.nextDeadline, call.alarm.map({ next < $0 }) ?? true {
            call.alarm = next
            alarms.set(number, at: next)
        }
        if !(call.isClosed && call.hasEnded) { calls[number] = call }
    }

    /// Nothing of it is left but its session, if that is open.
    private mutating func ended(_ call: RelayCall, at now: Timestamp) {
        numbers[call.id.name] = nil
        recent.insert(call.id.name)
        conferences.callEnded(call.number, at: now)
        legs.callEnded(call.number, call.id, at: now)
        outbox.notice(RelayNotice(.debug, .callEnded, "the call is over", call: call.id))
    }

    /// A call that another worker may take; it may come back.
    mutating func release(_ number: RelayCallNumber, at now: Timestamp) {
        guard let call = calls.removeValue(forKey: number) else { return }
        numbers[call.id.name] = nil
        conferences.callEnded(number, at: now)
        legs.callEnded(number, call.id, at: now)
    }

    /// Unique among those that wait for an answer.
    mutating func token(for requester: Requester) -> Int32 {
        repeat { lastToken = lastToken == .max ? 1 : lastToken + 1 } while requests[lastToken] != nil
        requests[lastToken] = requester
        return lastToken
    }

    mutating func clock(at now: Timestamp, session: inout RelaySession, into effects: inout [RelayEffect]) {
        while let number = alarms.popDue(at: now) {
            update(number, at: now) { call, out in
                call.alarm = nil
                call.clock(&out)
            }
        }
        if alarms.isOverfull(for: calls.count) {
            alarms.replaceAll(calls.values.compactMap { call in call.alarm.map { (call.number, $0) } })
        }
        conferences.clock(at: now)
        legs.clock(at: now)
        flush(at: now, session: &session, into: &effects)
    }
}
