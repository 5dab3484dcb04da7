import FlowRuntime
import JSONRPC

// `calling.dial` and `calling.connect`: ringing parties, and bridges (relay-protocol.md §4.1, §4.2).

extension RelayExchange {
    /// Calls that are up at once; more are a client that has lost its way.
    static let callLimit = 100_000
    /// Parties of one request.
    private static let targetLimit = 100

    mutating func dial(_ request: Request) {
        guard let groups = groups(of: request) else { return }
        let tag = request.params["tag"]?.string
        accept(request)
        hunt(
            Hunt(
                purpose: .dial, session: request.session, tag: tag,
                maxDuration: request.params["max_duration"]?.int, groups: groups[...]))
    }

    mutating func connectCall(_ request: Request, _ leg: Int) {
        guard let call = legs[leg] else { return }
        guard call.peer == nil, call.hunt == nil else {
            return refuse(request, 409, "Call is already connected")
        }
        guard call.room == nil else { return refuse(request, 409, "Call is in a conference") }
        guard let groups = groups(of: request) else { return }
        accept(request, leg)
        emit("calling.call.connect", ofLeg: leg) { $0.member("connect_state", "connecting") }
        hunt(
            Hunt(
                purpose: .connect(caller: leg), session: request.session, tag: request.params["tag"]?.string,
                maxDuration: request.params["max_duration"]?.int, groups: groups[...]))
    }

    private mutating func groups(of request: Request) -> [[Hunt.Target]]? {
        let groups = request.params["devices"]?.targets ?? []
        let count = groups.reduce(0) { $0 + $1.count }
        guard count <= Self.targetLimit, legs.count + count <= Self.callLimit else {
            refuse(request, 500, "Too many calls")
            return nil
        }
        return groups
    }

    private mutating func hunt(_ hunt: Hunt) {
        let number = newToken()
        hunts[number] = hunt
        if case .connect(let caller) = hunt.purpose { legs[caller]?.hunt = number }
        if hunt.purpose == .dial { tellDial(hunt, "dialing") { _ in } }
        ringNext(number)
    }

    /// Rings the next group, or gives up.
    private mutating func ringNext(_ number: Int) {
        guard let group = hunts[number]?.groups.popFirst() else { return fail(number) }
        var legs: [Int] = []
        for target in group {
            if let call = target.call {
                guard bridge(number, withCall: call) else { continue }
                return
            }
            guard let leg = ring(target, for: number) else { continue }
            legs.append(leg)
        }
        if legs.isEmpty { return ringNext(number) }
        hunts[number]?.ringing = legs
        for leg in legs { schedulePickup(of: leg) }
    }

    private mutating func ring(_ target: Hunt.Target, for number: Int) -> Int? {
        guard let hunt = hunts[number] else { return nil }
        lastLeg += 1
        let party = configuration.parties[target.device.to] ?? .standard
        var leg = Leg(
            number: lastLeg, isInbound: false, device: target.device, session: hunt.session, state: .created,
            errand: Errand(party.acts), startedAt: now)
        leg.huntedBy = number
        leg.pickup = target.device.type == .queue ? .unreachable : party.pickup
        leg.tag = hunt.tag
        if case .connect(let caller) = hunt.purpose { leg.caller = caller }
        legs[lastLeg] = leg
        tellState(of: lastLeg)
        legs[lastLeg]?.state = .ringing
        tellState(of: lastLeg)
        schedule(.ringsOut(leg: lastLeg), after: target.timeout)
        return lastLeg
    }

    private mutating func schedulePickup(of leg: Int) {
        guard let call = legs[leg] else { return }
        switch call.pickup {
        case .noAnswer, nil: break
        case .answers, .busy, .declines, .unreachable:
            let party = configuration.parties[call.device.to] ?? .standard
            schedule(.pickUp(leg: leg), after: party.after)
        }
    }

    /// The party takes the call, or does not.
    mutating func pickUp(_ leg: Int) {
        guard let call = legs[leg], call.state == .ringing else { return }
        switch call.pickup {
        case .answers: win(leg)
        case .busy: end(leg, reason: "busy")
        case .declines: end(leg, reason: "decline")
        case .unreachable: end(leg, reason: "error")
        case .noAnswer, nil: break
        }
    }

    mutating func ringOut(_ leg: Int) {
        guard legs[leg]?.state == .ringing else { return }
        end(leg, reason: "noAnswer")
    }

    /// The first of its group to answer; the others are let go.
    private mutating func win(_ leg: Int) {
        guard let number = legs[leg]?.huntedBy, let hunt = hunts.removeValue(forKey: number) else { return }
        if case .connect(let caller) = hunt.purpose { join(caller, leg) }
        becomeAnswered(leg)
        limit(leg, minutes: hunt.maxDuration)
        for loser in hunt.ringing where loser != leg { end(loser, reason: "cancel") }
        switch hunt.purpose {
        case .connect(let caller): tellConnected(caller)
        case .dial: tellWinner(leg, of: hunt)
        }
        nextAct(of: leg)
    }

    /// A leg of a hunt is over before anybody has won.
    mutating func lost(_ leg: Int, of number: Int, reason: String) {
        guard hunts[number] != nil else { return }
        hunts[number]?.ringing.removeAll { $0 == leg }
        hunts[number]?.reason = reason
        if hunts[number]?.ringing.isEmpty == true { ringNext(number) }
    }

    private mutating func fail(_ number: Int) {
        guard let hunt = hunts.removeValue(forKey: number) else { return }
        switch hunt.purpose {
        case .dial: tellDial(hunt, "failed") { $0.member("reason", hunt.reason) }
        case .connect(let caller):
            legs[caller]?.hunt = nil
            emit("calling.call.connect", ofLeg: caller) { params in
                params.member("connect_state", "failed")
                params.member("failed_reason", hunt.reason)
            }
        }
    }

    /// The caller is gone: nobody is rung any more.
    mutating func abandonHunt(of leg: Int) {
        guard let number = legs[leg]?.hunt, let hunt = hunts.removeValue(forKey: number) else { return }
        legs[leg]?.hunt = nil
        for party in hunt.ringing { end(party, reason: "cancel") }
    }

    private mutating func tellDial(_ hunt: Hunt, _ state: String, _ more: (inout JSONText) -> Void) {
        emit("calling.call.dial", to: hunt.session) { params in
            params.member("tag", hunt.tag ?? "")
            params.member("node_id", Leg.node.description)
            params.member("dial_state", state)
            more(&params)
        }
    }

    private mutating func tellWinner(_ leg: Int, of hunt: Hunt) {
        guard let call = legs[leg] else { return }
        tellDial(hunt, "answered") { params in
            params.object("call") { winner in
                winner.member("call_id", call.id)
                winner.member("node_id", Leg.node.description)
                winner.member("tag", hunt.tag ?? "")
                call.device.write(&winner)
                winner.member("dial_winner", true)
            }
        }
    }
}

// Bridges.
extension RelayExchange {
    private mutating func join(_ caller: Int, _ peer: Int) {
        // A bridge answers a call that still rings.
        becomeAnswered(caller)
        legs[caller]?.hunt = nil
        legs[caller]?.peer = peer
        legs[peer]?.peer = caller
    }

    /// Connects with a call that is up; whether that can be done.
    private mutating func bridge(_ number: Int, withCall id: String) -> Bool {
        guard case .connect(let caller) = hunts[number]?.purpose, let other = Leg.number(id), other != caller,
            let peer = legs[other], peer.state == .answered, peer.peer == nil, peer.hunt == nil
        else { return false }
        hunts[number] = nil
        legs[other]?.caller = caller
        join(caller, other)
        tellConnected(caller)
        return true
    }

    private mutating func tellConnected(_ caller: Int) {
        tellConnect(caller, "connected", with: legs[caller]?.peer)
        notice(.isConnected, on: caller)
        if let peer = legs[caller]?.peer { notice(.isConnected, on: peer) }
    }

    private mutating func tellConnect(_ caller: Int, _ state: String, with peer: Int?) {
        let other = peer.flatMap { legs[$0] }
        emit("calling.call.connect", ofLeg: caller) { params in
            params.member("connect_state", state)
            guard let other else { return }
            params.object("peer") { peer in
                peer.member("call_id", other.id)
                peer.member("node_id", Leg.node.description)
                if let tag = other.tag { peer.member("tag", tag) }
                other.device.write(&peer)
            }
        }
    }

    mutating func disconnectCall(_ request: Request, _ leg: Int) {
        guard legs[leg]?.peer != nil else { return refuse(request, 409, "Call is not connected") }
        accept(request, leg)
        unbridge(leg, hangsUpPeer: false)
    }

    /// Takes a pair apart. When the one who connected is gone, the other goes too.
    mutating func unbridge(_ leg: Int, hangsUpPeer: Bool) {
        guard let peer = legs[leg]?.peer else { return }
        let isPeerTheCaller = legs[leg]?.caller == peer
        let (caller, called) = isPeerTheCaller ? (peer, leg) : (leg, peer)
        tellConnect(caller, "disconnected", with: called)
        legs[leg]?.peer = nil
        legs[peer]?.peer = nil
        if legs[called]?.huntedBy == nil { legs[called]?.caller = nil }
        if hangsUpPeer, leg == caller { end(called, reason: "hangup") }
    }
}
