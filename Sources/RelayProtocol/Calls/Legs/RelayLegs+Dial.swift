import FlowRuntime
import JSONRPC

// Legs that become calls of their own: the table is at `RelayDial`.
extension RelayLegs {
    /// Calls others. In turn it is answered when somebody answers or nobody does; all at once, when the first
    /// attempt is accepted.
    mutating func dial(
        _ command: DialCommand, as id: CommandID, by member: RelayCallNumber, _ caller: CallInfo,
        at now: Timestamp
    ) {
        if let failure = refusal(of: command) { return finish(id, .failed(failure), on: member) }
        let number = nextDial()
        let root = trees.root(of: caller.id)
        trees.held(root)
        dials[number] = RelayDial(
            id: id, member: member, command: command, caller: caller.id, from: command.from ?? caller.from,
            root: root)
        dialsOf[member, default: []].append(number)
        switch command.order {
        case .inTurn: callNext(number, at: now)
        case .allAtOnce:
            for destination in command.destinations.indices {
                guard callParty(destination, attempt: 1, of: number, at: now) else { break }
            }
            settle(number)
        }
    }

    private func refusal(of command: DialCommand) -> CommandFailure? {
        guard command.destinations.count <= Self.destinationsPerCommand else {
            return CommandFailure(.refused, "more than \(Self.destinationsPerCommand) destinations")
        }
        guard !command.destinations.isEmpty else { return CommandFailure(.noAnswer, "nobody was dialled") }
        let wrong = command.destinations.first { !LegDevice($0).canBeDialled }
        return wrong.map { CommandFailure(.unsupported, "RELAY cannot dial \($0)") }
    }

    /// In turn: the next destination, of the next round after the last one.
    private mutating func callNext(_ number: Int, at now: Timestamp) {
        guard let dial = dials[number] else { return }
        let count = dial.command.destinations.count
        let (round, destination) = dial.turns.quotientAndRemainder(dividingBy: count)
        if !dial.isOrphan, round < dial.command.attempts {
            dials[number]?.turns += 1
            _ = callParty(destination, attempt: round + 1, of: number, at: now)
        }
        settle(number)
    }

    /// `false` when that would be one leg too many.
    private mutating func callParty(
        _ destination: Int, attempt: Int, of number: Int, at now: Timestamp
    ) -> Bool {
        guard let dial = dials[number] else { return false }
        guard trees.addLeg(to: dial.root, limit: Self.legsPerCall) else {
            let why = "more than \(Self.legsPerCall) calls dialled for \(dial.root)"
            dials[number]?.failure = CommandFailure(.refused, why)
            outbox.append(.notice(RelayNotice(.warning, .callError, why, call: dial.caller)))
            return false
        }
        dials[number]?.open += 1
        let tag = Self.tag(of: dial.id, by: dial.caller, destination, attempt)
        let until = now.advanced(by: dial.command.timeout).advanced(by: limits.requestTimeout)
        attempts[tag] = DialAttempt(
            dial: number, member: dial.member, destination: destination, number: attempt, ringsUntil: until)
        let leg = LegAddress(
            device: LegDevice(dial.command.destinations[destination]), from: dial.from,
            timeout: dial.command.timeout)
        send(.dial(leg, tag: tag), for: dial.member, awaitedBy: .attempt(tag: tag))
        return true
    }

    /// Of no other leg, ever: ids of calls are unique, and so are commands of a call. A worker that is
    /// started again finds it, too.
    private static func tag(
        of id: CommandID, by caller: CallID, _ destination: Int, _ attempt: Int
    ) -> String {
        "\(caller.name)/\(id.number)/\(destination).\(attempt)"
    }

    /// A worker before this one has dialled, and its flow is told that nobody knows with what success: legs
    /// that show themselves are ended. There is a connection now.
    mutating func abandonDial(
        _ command: DialCommand, of id: CommandID, by member: RelayCallNumber, _ caller: CallID,
        at now: Timestamp
    ) {
        let until = now.advanced(by: command.timeout).advanced(by: Self.lateAnswerTime)
        let destinations = command.destinations.indices.prefix(Self.destinationsPerCommand)
        let rounds = min(command.attempts, Self.legsPerCall / max(1, destinations.count))
        for destination in destinations {
            for attempt in 1...max(1, rounds) {
                let tag = Self.tag(of: id, by: caller, destination, attempt)
                attempts[tag] = DialAttempt(
                    dial: Self.formerDial, member: member, destination: destination, number: attempt,
                    ringsUntil: until, phase: .abandoned)
                setDeadline(until, of: tag)
            }
        }
    }

    /// Of no `RelayDial`: what a worker before this one has dialled.
    private static let formerDial = 0

    /// When nobody is called any more, the dial is over; the flow is told if it was not.
    private mutating func settle(_ number: Int) {
        guard let dial = dials[number], dial.open == 0 else { return }
        answerDial(number, .failed(dial.failure))
        dials[number] = nil
        trees.released(dial.root)
        dialsOf[dial.member]?.removeAll { $0 == number }
        if dialsOf[dial.member]?.isEmpty == true { dialsOf[dial.member] = nil }
    }

    /// The one answer to the command; a call that is over gets none.
    mutating func answerDial(_ number: Int, _ result: CommandResult) {
        guard let dial = dials[number], !dial.isAnswered else { return }
        dials[number]?.isAnswered = true
        if !dial.isOrphan { finish(dial.id, result, on: dial.member) }
    }

    // MARK: Answers and time

    mutating func dialAnswered(_ tag: String, _ reply: RelayReply, at now: Timestamp) {
        guard let attempt = attempts[tag], attempt.phase == .sent else { return }
        switch reply {
        case .accepted: rings(tag)
        case .refused(_, let message): failed(tag, CommandFailure(.refused, message), at: now)
        case .lost:
            attempts[tag]?.phase = .uncertain
            setDeadline(attempt.ringsUntil, of: tag)
        }
    }

    mutating func attemptReconnected(_ tag: String, at now: Timestamp) {
        switch attempts[tag]?.phase {
        case .uncertain: setDeadline(now.advanced(by: limits.proofTimeout), of: tag)
        // Its end may have waited for the connection longer than a request may.
        case .abandoned: endLeg(of: tag)
        case nil, .sent, .ringing: break
        }
    }

    /// The phone system calls, or tries to.
    private mutating func rings(_ tag: String) {
        guard let attempt = attempts[tag], attempt.phase == .sent || attempt.phase == .uncertain else {
            return
        }
        attempts[tag]?.phase = .ringing
        setDeadline(attempt.ringsUntil, of: tag)
        if dials[attempt.dial]?.command.order == .allAtOnce { answerDial(attempt.dial, .done) }
    }

    private mutating func setDeadline(_ deadline: Timestamp, of tag: String) {
        attempts[tag]?.deadline = deadline
        deadlines.schedule(.attempt(tag: tag), at: deadline)
    }

    mutating func attemptIsDue(_ tag: String, at now: Timestamp) {
        guard let attempt = attempts[tag], let deadline = attempt.deadline, deadline <= now else { return }
        switch attempt.phase {
        case .uncertain: abandon(tag, .failed, "it is not known whether they were called", at: now)
        case .ringing: abandon(tag, .noAnswer, "no answer in time", at: now)
        case .abandoned: attempts[tag] = nil
        case .sent: break
        }
    }

    /// Nobody waits for this leg any more: it is ended, now or when it shows itself. A time-out alone stops
    /// no ringing (§4.2).
    private mutating func abandon(
        _ tag: String, _ code: CommandFailure.Code, _ why: String, at now: Timestamp
    ) {
        guard let attempt = attempts[tag] else { return }
        attempts[tag]?.phase = .abandoned
        setDeadline(now.advanced(by: Self.lateAnswerTime), of: tag)
        if attempt.leg != nil { endLeg(of: tag) }
        let destination = dials[attempt.dial]?.command.destinations[attempt.destination] ?? ""
        next(after: attempt, CommandFailure(code, "\(destination): \(why)"), at: now)
    }

    private mutating func endLeg(of tag: String) {
        guard let attempt = attempts[tag], let leg = attempt.leg else { return }
        send(.end(leg, nodeID: attempt.nodeID), for: attempt.member)
    }

    private mutating func failed(_ tag: String, _ failure: CommandFailure, at now: Timestamp) {
        guard let attempt = attempts.removeValue(forKey: tag), attempt.phase != .abandoned else { return }
        next(after: attempt, failure, at: now)
    }

    /// A leg that nobody answered gives way to the next attempt.
    private mutating func next(after attempt: DialAttempt, _ failure: CommandFailure, at now: Timestamp) {
        guard let dial = dials[attempt.dial] else { return }
        dials[attempt.dial]?.open -= 1
        dials[attempt.dial]?.failure = failure
        switch dial.command.order {
        case .inTurn: callNext(attempt.dial, at: now)
        case .allAtOnce:
            if attempt.number < dial.command.attempts {
                _ = callParty(attempt.destination, attempt: attempt.number + 1, of: attempt.dial, at: now)
            }
            settle(attempt.dial)
        }
    }

    // MARK: Events

    /// A `calling.call.dial`. It has no `call_id` of its own; one with a tag that nobody knows is dropped.
    mutating func received(dial params: JSONItem, at now: Timestamp) {
        guard let tag = params["tag"]?.string, let state = params["dial_state"], attempts[tag] != nil else {
            return
        }
        if let call = params["call"] { learnLeg(call, of: tag, isAnswered: state.isString("answered")) }
        if state.isString("answered") {
            answered(tag, at: now)
        } else if state.isString("failed") {
            failed(tag, reason: params["reason"]?.string ?? "", at: now)
        } else if state.isString("dialing") {
            rings(tag)
        }
    }

    /// A `calling.call.state` of a call that nobody here has: a leg that is being dialled, or one that is
    /// bridged with a caller.
    mutating func received(state params: JSONItem, at now: Timestamp) {
        guard let state = params["call_state"] else { return }
        if let tag = params["tag"]?.string, attempts[tag] != nil {
            learnLeg(params, of: tag, isAnswered: state.isString("answered"))
            if state.isString("answered") {
                answered(tag, at: now)
            } else if state.isString("ended") {
                failed(tag, reason: params["end_reason"]?.string ?? "", at: now)
            } else {
                rings(tag)
            }
        } else if state.isString("ended"), let call = params["call_id"]?.string {
            peerEnded(CallID(call), at: now)
        }
    }

    /// One that nobody waits for is ended when it shows itself, and when it answers (`answered`).
    private mutating func learnLeg(_ item: JSONItem, of tag: String, isAnswered: Bool) {
        guard let id = item["call_id"]?.string, !id.isEmpty else { return }
        let isNews = attempts[tag]?.leg == nil
        attempts[tag]?.leg = CallID(id)
        if let node = item["node_id"]?.string { attempts[tag]?.nodeID = node }
        if isNews, !isAnswered, attempts[tag]?.phase == .abandoned { endLeg(of: tag) }
    }

    private mutating func failed(_ tag: String, reason: String, at now: Timestamp) {
        guard let attempt = attempts[tag] else { return }
        let destination = dials[attempt.dial]?.command.destinations[attempt.destination] ?? ""
        failed(tag, CommandFailure(leg: destination, reason: reason), at: now)
    }

    /// Somebody has answered: a call of its own from now on. The call that dialled goes on first, if it has
    /// waited for this.
    private mutating func answered(_ tag: String, at now: Timestamp) {
        guard let attempt = attempts[tag], let leg = attempt.leg else { return }
        guard attempt.phase != .abandoned, let dial = dials[attempt.dial] else {
            // Also one whose end was sent before: that may have come too early, or never.
            endLeg(of: tag)
            attempts[tag] = nil
            return
        }
        attempts[tag] = nil
        let to = dial.command.destinations[attempt.destination]
        trees.belongs(leg, to: dial.root)
        switch dial.command.order {
        case .inTurn: answerDial(attempt.dial, .dialled(DialSummary(call: leg, to: to)))
        case .allAtOnce: answerDial(attempt.dial, .done)
        }
        let info = CallInfo(
            id: leg, from: dial.from, to: to, direction: .outbound, isAnswered: true, nodeID: attempt.nodeID,
            dialled: DialOrigin(by: dial.caller, dial.id, run: dial.command.run))
        outbox.append(.offer(info))
        dials[attempt.dial]?.open -= 1
        settle(attempt.dial)
    }
}
