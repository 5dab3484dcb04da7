import Conferencing
import FlowRuntime
import JSONRPC

// Inbound calls: they come in, are offered, answered, passed on, and end (relay-protocol.md §3).

extension RelayExchange {
    /// Somebody will call; returns the call's number.
    package mutating func place(_ caller: RelayCaller) -> Int {
        lastLeg += 1
        var leg = Leg(
            number: lastLeg, isInbound: true, device: caller.device, state: .created,
            errand: Errand(caller.acts), startedAt: now)
        leg.context = caller.context
        legs[lastLeg] = leg
        if caller.dials > .zero {
            schedule(.callComesIn(leg: lastLeg), after: caller.dials)
        } else {
            comeIn(lastLeg)
        }
        return lastLeg
    }

    mutating func comeIn(_ leg: Int) {
        guard legs[leg] != nil else { return }
        legs[leg]?.startedAt = now
        offer(leg)
        nextAct(of: leg)
    }

    /// Gives the call to the next client that wants it, or lets it wait.
    private mutating func offer(_ leg: Int, butNot refuser: Int? = nil) {
        guard let context = legs[leg]?.context else { return }
        guard let session = subscriber(of: context, butNot: refuser) else {
            hand(leg, to: nil)
            waiting.append(leg)
            return
        }
        give(leg, to: session)
    }

    /// The next client in turn that has subscribed to the context and is connected.
    func subscriber(of context: String, butNot refuser: Int?) -> Int? {
        guard !sessions.isEmpty else { return nil }
        for step in 1...sessions.count {
            let place = (lastOffered + step) % sessions.count
            guard place != refuser, sessions[place].link != nil else { continue }
            if sessions[place].contexts.contains(context) { return place }
        }
        return nil
    }

    private mutating func give(_ leg: Int, to session: Int) {
        lastOffered = session
        hand(leg, to: session)
        legs[leg]?.offer = (session, sessions[session].log.next)
        guard let call = legs[leg] else { return }
        emit("calling.call.receive", to: session, context: call.context) { params in
            params.member("call_id", call.id)
            params.member("node_id", Leg.node.description)
            params.member("call_state", call.state.rawValue)
            params.member("direction", "inbound")
            params.member("context", call.context)
            params.member("start_time", Double(call.startedAt.milliseconds) / 1000)
            call.device.write(&params)
        }
    }

    /// The call belongs to another client from now on, or to nobody; so do the events of its conference.
    private mutating func hand(_ leg: Int, to session: Int?) {
        guard let call = legs[leg], call.session != session else { return }
        legs[leg]?.session = session
        guard let room = call.room else { return }
        rooms[room]?.removeListener(call.session)
        rooms[room]?.addListener(session)
    }

    /// Somebody has connected or subscribed: offers what waits.
    mutating func offerWaiting() {
        guard !waiting.isEmpty else { return }
        let calls = waiting
        waiting = []
        for leg in calls where legs[leg] != nil {
            if let session = returned(leg) {
                hand(leg, to: session)
            } else {
                offer(leg)
            }
        }
    }

    /// The session that the waiting call was offered to, if it is back and has been told already again.
    private func returned(_ leg: Int) -> Int? {
        guard configuration.redelivers, let offer = legs[leg]?.offer, sessions[offer.session].link != nil,
            sessions[offer.session].log.type(of: offer.event) != nil
        else { return nil }
        return offer.session
    }

    /// A client is gone: what rings at it is offered to others.
    mutating func releaseUnanswered(of session: Int) {
        let unanswered = legs.values.filter {
            $0.session == session && $0.isInbound && $0.state == .created
        }
        for leg in unanswered.map(\.number).sorted() { offer(leg) }
    }

    mutating func answer(_ request: Request, _ leg: Int) {
        guard let call = legs[leg] else { return }
        if call.state == .answered {
            guard configuration.acceptsSecondAnswer else {
                return refuse(request, 409, "Call is already answered")
            }
            return accept(request, leg)
        }
        accept(request, leg)
        limit(leg, minutes: request.params["max_duration"]?.int)
        becomeAnswered(leg)
    }

    /// `max_duration` of a command is in minutes (relay-protocol.md §9 row 21); 0 is no limit.
    mutating func limit(_ leg: Int, minutes: Int?) {
        guard let minutes, minutes > 0 else { return }
        let time = min(Duration.seconds(minutes * 60), DoubleTiming.longest)
        schedulePatiently(.longestTime(leg: leg), after: time)
    }

    mutating func becomeAnswered(_ leg: Int) {
        guard legs[leg]?.state != .answered else { return }
        legs[leg]?.state = .answered
        legs[leg]?.answeredAt = now
        tellState(of: leg)
        notice(.isAnswered, on: leg)
    }

    /// `calling.call.state` of a call that is up.
    mutating func tellState(of leg: Int) {
        guard let call = legs[leg] else { return }
        tell(call, state: call.state.rawValue, reason: nil)
    }

    mutating func tell(_ call: Leg, state: String, reason: String?) {
        guard let session = call.session else { return }
        let end = reason == nil ? nil : now
        emit("calling.call.state", to: session) { params in
            params.member("call_id", call.id)
            params.member("node_id", Leg.node.description)
            params.member("call_state", state)
            params.member("direction", call.isInbound ? "inbound" : "outbound")
            if let tag = call.tag { params.member("tag", tag) }
            if call.huntedBy != nil { params.member("created_by", call.caller == nil ? "dial" : "connect") }
            if let peer = call.peer ?? call.caller {
                params.object("peer") {
                    $0.member("call_id", Leg.id(peer))
                    $0.member("node_id", Leg.node.description)
                }
            }
            params.member("start_time", Double(call.startedAt.milliseconds) / 1000)
            if let time = call.answeredAt { params.member("answer_time", Double(time.milliseconds) / 1000) }
            if let end { params.member("end_time", Double(end.milliseconds) / 1000) }
            if let reason { params.member("end_reason", reason) }
            call.device.write(&params)
        }
    }

    mutating func end(_ request: Request, _ leg: Int) {
        accept(request, leg)
        end(leg, reason: request.params["reason"]?.string ?? "hangup")
    }

    /// The call is over, whoever ended it. That is told first: what is cut off by it says so afterwards, and
    /// nobody takes it for something that came to its own end. It leaves its conference last
    /// (relay-protocol.md §6.10, time line 7).
    mutating func end(_ leg: Int, reason: String) {
        guard let ending = legs[leg] else { return }
        tell(ending, state: "ending", reason: reason)
        endOperations(of: leg)
        unbridge(leg, hangsUpPeer: true)
        abandonHunt(of: leg)
        guard let call = legs.removeValue(forKey: leg) else { return }
        waiting.removeAll { $0 == leg }
        tell(call, state: "ended", reason: reason)
        if let hunt = call.huntedBy { lost(leg, of: hunt, reason: reason) }
        if let room = call.room { leave(room, leg, .hungUp, of: call.session) }
    }

    mutating func pass(_ request: Request, _ leg: Int) {
        guard let call = legs[leg] else { return }
        guard call.isInbound, call.state == .created else {
            return refuse(request, 409, "Call is already answered")
        }
        accept(request, leg)
        offer(leg, butNot: request.session)
        // Nobody else wants it: everybody is asked again, the one who passed it on too.
        if legs[leg]?.session == nil { schedulePatiently(.offer(leg: leg), after: DoubleTiming.nextOffer) }
    }

    mutating func offerAgain(_ leg: Int) {
        guard waiting.contains(leg) else { return }
        waiting.removeAll { $0 == leg }
        offer(leg)
    }

    /// Control moves elsewhere: to the workers of another context, or to a document, which the double does
    /// not run: the call is up then until the far end hangs up, and is nobody's here.
    mutating func transfer(_ request: Request, _ leg: Int) {
        accept(request, leg)
        endOperations(of: leg)
        guard let dest = request.params["dest"]?.string, dest.hasPrefix("context:") else {
            return hand(leg, to: nil)
        }
        legs[leg]?.context = String(dest.dropFirst("context:".count))
        offer(leg)
    }

    mutating func refer(_ request: Request, _ leg: Int) {
        accept(request, leg)
        let target = request.params["device"]?["params"]?["to"]?.string ?? ""
        emit("calling.call.refer", ofLeg: leg) { params in
            params.member("state", "success")
            params.member("sip_refer_to", target)
            params.member("sip_refer_response_code", "202")
            params.member("sip_notify_response_code", "200")
        }
    }

    mutating func denoise(_ request: Request, _ leg: Int, _ on: Bool) {
        accept(request, leg)
        emit("calling.call.denoise", ofLeg: leg) { $0.member("denoised", on) }
    }

    /// An event of a call, for the client that has it.
    mutating func emit(_ type: String, ofLeg leg: Int, _ more: (inout JSONText) -> Void) {
        guard let session = legs[leg]?.session else { return }
        emit(type, to: session) { params in
            params.member("call_id", Leg.id(leg))
            params.member("node_id", Leg.node.description)
            more(&params)
        }
    }
}
