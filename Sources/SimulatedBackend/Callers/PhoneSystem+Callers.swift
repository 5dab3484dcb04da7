import Conferencing
import FlowRuntime

// People at the far ends: they dial in, press keys, speak and hang up.
extension PhoneSystem {
    /// Registers a caller. Call ids are given in the order of registration, before anybody dials, so that
    /// callers can refer to each other's calls.
    @discardableResult
    package mutating func dial(_ script: CallerScript) -> LegID {
        let leg = addCall(from: "", to: "", direction: .inbound, role: .inbound, phase: .scheduled)
        let actor = cast.add(script, leg: leg)
        legs[leg.index].actor = actor
        queue.push(.arrival(leg), at: later(script.dials))
        schedule(script, actor, on: leg)
        return leg
    }

    /// The lines that wait for a time and nothing else.
    mutating func schedule(_ script: CallerScript, _ actor: Int32, on leg: LegID?) {
        for (place, line) in script.lines.enumerated() {
            guard case .at(let time) = line.trigger else { continue }
            begin(
                line.deeds, on: leg, at: later(time).advanced(by: line.delay),
                of: ScriptOrigin(actor: actor, line: Int32(truncatingIfNeeded: place)))
        }
    }

    /// Registers a caller without a script: no name, no patience. The cheapest kind.
    @discardableResult
    package mutating func dial(from: String, to: String, after delay: Duration = .zero) -> LegID {
        let leg = addCall(from: from, to: to, direction: .inbound, role: .inbound, phase: .scheduled)
        queue.push(.arrival(leg), at: later(delay))
        return leg
    }

    mutating func arrive(_ leg: LegID) {
        if let actor = legs[leg.index].actor {
            let script = cast.actors[Int(actor)].script
            let id = callID(of: leg)
            legs[leg.index].info = CallInfo(
                id: id, from: expanded(script.from), to: expanded(script.to), direction: script.direction,
                headers: script.headers.map { CallInfo.Header($0.name, expanded($0.value)) })
            if let patience = script.patience { begin([.giveUp], on: leg, at: later(patience)) }
        }
        switch legs[leg.index].info.direction {
        case .inbound: ring(leg)
        case .outbound: ringAnswered(leg)
        }
    }

    private func expanded(_ text: ScriptText) -> String {
        text.expanded { name in cast.leg(of: name).map { callID(of: $0).name } ?? "" }
    }

    // MARK: Deeds

    /// The party at the far end of a live call does this now: for interactive use and for tests.
    package mutating func inject(_ deed: Deed, on leg: LegID) { begin([deed], on: leg, at: now) }

    mutating func begin(
        _ deeds: [Deed], on leg: LegID?, at instant: Timestamp, of origin: ScriptOrigin? = nil
    ) {
        guard !deeds.isEmpty else { return }
        let errand = errands.add(leg, deeds, of: origin)
        queue.push(.errand(errand.place, serial: errand.serial), at: instant)
    }

    mutating func continueErrand(_ place: Int32, _ serial: UInt32) {
        let errand = errands.errands[Int(place)]
        guard errand.serial == serial else { return }
        guard let leg = errand.leg ?? errand.origin.flatMap({ cast.actors[Int($0.actor)].leg }),
            legs[leg.index].isLive, errand.next < errand.deeds.count,
            isParty(of: leg) || !errand.deeds[errand.next].needsCall
        else { return errands.remove(place) }
        errands.errands[Int(place)].leg = leg
        let pause = act(errand, on: leg, at: place)
        if errands.errands[Int(place)].next >= errand.deeds.count { return errands.remove(place) }
        queue.push(.errand(place, serial: serial), at: later(pause))
    }

    /// Does the next deed, or presses its next key, and says when to go on.
    private mutating func act(_ errand: Errand, on leg: LegID, at place: Int32) -> Duration {
        if case .press(let keys) = errand.deeds[errand.next] {
            let key = keys.utf8.dropFirst(errand.pressed).first
            errands.errands[Int(place)].pressed += 1
            if errand.pressed + 1 >= keys.utf8.count { nextDeed(place) }
            if let key = key.flatMap(Key.init(rawValue:)) { press(key, on: leg) }
            return Timing.digit
        }
        nextDeed(place)
        switch errand.deeds[errand.next] {
        case .press: return .zero
        case .wait(let duration): return duration
        case .speak(let text, let duration): return speak(text, for: duration, on: leg)
        case .hangUp: farEndHangsUp(leg)
        case .giveUp:
            if !isServed(leg) { farEndHangsUp(leg) }
        }
        return .zero
    }

    private mutating func nextDeed(_ place: Int32) {
        if let origin = errands.errands[Int(place)].origin { cast.didDeed(of: origin) }
        errands.errands[Int(place)].next += 1
        errands.errands[Int(place)].pressed = 0
    }

    private func isServed(_ leg: LegID) -> Bool {
        legs[leg.index].peer != nil || legs[leg.index].room.map { rooms[$0].room.isStarted } == true
    }

    /// For a party that is being dialled it is a refusal.
    private mutating func farEndHangsUp(_ leg: LegID) {
        guard isParty(of: leg) else { return refuse(leg, .declined, "declined") }
        let reason = legs[leg.index].phase == .ringing ? "cancel" : "hangup"
        end(leg, CallEnding(by: .caller, reason: reason))
    }

    // MARK: Keys

    /// Whoever listens gets the key: a prompt, a recording with that terminator, `awaitKey`. Else it is lost.
    mutating func press(_ key: Key, on leg: LegID) {
        if case .prompt(let prompting) = legs[leg.index].activity {
            observe(.pressed(prompting.command.isSensitive ? nil : key), on: leg)
            press(key, into: prompting, on: leg)
        } else {
            observe(.pressed(key), on: leg)
        }
        if endRecordings(by: key, on: leg) { return }
        if let wait = legs[leg.index].keyWait, key.isAmong(wait.keys) {
            legs[leg.index].keyWait = nil
            finish(wait.id, .key(key.text), on: leg)
        }
    }

    // MARK: Speech

    /// Begins to speak, and says how long it takes.
    private mutating func speak(_ text: String, for duration: Duration?, on leg: LegID) -> Duration {
        endSpeech(leg)
        let duration = max(.zero, duration ?? Timing.speaking(text))
        legs[leg.index].voice.isSpeaking = true
        legs[leg.index].voice.text = text
        queue.push(.speechEnd(leg, serial: legs[leg.index].voice.serial), at: later(duration))
        observe(.spoke(text, milliseconds: duration.milliseconds), on: leg)
        tellRoom(.speech(leg.participant, true), of: leg)
        if case .prompt(let prompting) = legs[leg.index].activity { hearSpeech(in: prompting, on: leg) }
        noteVoice(true, on: leg)
        return duration
    }

    mutating func endSpeech(_ leg: LegID) {
        guard legs[leg.index].voice.isSpeaking else { return }
        let text = legs[leg.index].voice.text
        legs[leg.index].voice.isSpeaking = false
        legs[leg.index].voice.text = ""
        legs[leg.index].voice.serial &+= 1
        observe(.stoppedSpeaking, on: leg)
        tellRoom(.speech(leg.participant, false), of: leg)
        if case .prompt(let prompting) = legs[leg.index].activity {
            hearSpeechEnd(text, in: prompting, on: leg)
        }
        noteVoice(false, on: leg)
    }
}
