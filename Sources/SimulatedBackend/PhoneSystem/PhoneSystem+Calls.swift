import Conferencing
import FlowModel
import FlowRuntime

// A call from its first ring to its end.
extension PhoneSystem {
    /// A leg whose call has the next number: `c-1`, `c-2`, ….
    mutating func addCall(
        from: String, to: String, direction: CallInfo.Direction, role: Leg.Role, phase: Leg.Phase,
        headers: [CallInfo.Header] = []
    ) -> LegID {
        let leg = LegID(legs.count)
        numbered.append(leg)
        let info = CallInfo(
            id: CallID(identity.call(numbered.count)), from: from, to: to, direction: direction,
            headers: headers, isAnswered: phase == .answered)
        legs.append(Leg(info, role, phase))
        return leg
    }

    /// The leg of a call id, as a coach or an operator names it.
    package func leg(ofCall id: String) -> LegID? {
        guard id.hasPrefix("c-"), let number = Int(id.dropFirst(2)), numbered.indices.contains(number - 1)
        else { return nil }
        let leg = numbered[number - 1]
        return legs[leg.index].info.id.name == id ? leg : nil
    }

    func callID(of leg: LegID) -> CallID { legs[leg.index].info.id }

    /// The call rings; whoever runs flows learns of it.
    mutating func ring(_ leg: LegID) {
        legs[leg.index].phase = .ringing
        legs[leg.index].began = now
        setLimit(Timing.ringing, on: leg)
        observe(.began, on: leg)
        outbox.append(.inbound(leg))
    }

    /// A call that the platform placed for somebody else: it comes to its flow when the far end has answered.
    mutating func ringAnswered(_ leg: LegID) {
        legs[leg.index].info.isAnswered = true
        ring(leg)
        answer(leg, maxDuration: AnswerCommand().maxDuration)
    }

    mutating func answer(_ leg: LegID, _ id: CommandID, _ command: AnswerCommand) {
        guard legs[leg.index].isLive else { return fail(id, .callGone, on: leg) }
        answer(leg, maxDuration: command.maxDuration)
        finish(id, .done, on: leg)
    }

    /// Answering an answered call changes nothing (swml-language.md §3.3).
    mutating func answer(_ leg: LegID, maxDuration: Duration) {
        guard legs[leg.index].phase == .ringing else { return }
        legs[leg.index].phase = .answered
        setLimit(maxDuration, on: leg)
        observe(.answered, on: leg)
    }

    mutating func setLimit(_ duration: Duration, on leg: LegID) {
        legs[leg.index].limitSerial &+= 1
        queue.push(.limit(leg, serial: legs[leg.index].limitSerial), at: later(duration))
    }

    mutating func limitReached(_ leg: LegID) {
        let reason = legs[leg.index].phase == .ringing ? "no_answer" : "max_duration"
        end(leg, CallEnding(by: .system, reason: reason))
    }

    mutating func hangUp(_ leg: LegID, _ id: CommandID, _ reason: HangupReason) {
        guard legs[leg.index].isLive else { return fail(id, .callGone, on: leg) }
        finish(id, .done, on: leg)
        end(leg, CallEnding(by: .flow, reason: reason.rawValue))
    }

    /// Nothing more will be asked for this leg. A call that is still up ends.
    package mutating func close(_ leg: LegID) {
        if legs[leg.index].isLive { end(leg, CallEnding(by: .flow)) }
        legs[leg.index].isClosed = true
        dropOvertaken()
    }

    /// The one end of a call. Its flow is told first; then every resource is released, and others whom that
    /// concerns are told. In a conference the end is a leave like any other, and the flow knows its outcome.
    mutating func end(_ leg: LegID, _ ending: CallEnding) {
        guard legs[leg.index].isLive else { return }
        endSpeech(leg)
        legs[leg.index].phase = .ended
        legs[leg.index].limitSerial &+= 1
        legs[leg.index].keyWait = nil
        legs[leg.index].timers = []
        if legs[leg.index].isCall { observe(.ended(ending), on: leg) }
        deliver(.ended(ending), to: leg)
        abandonActivity(leg)
        closeRecordings(leg)
        leaveRoom(leg, .hungUp)
        releasePartners(of: leg, ending)
        if let actor = legs[leg.index].actor { cast.left(leg, actor) }
    }

    /// An operator, or a fault that a test injects, ends the call.
    package mutating func terminate(_ leg: LegID, reason: String) {
        end(leg, CallEnding(by: .system, reason: reason))
    }

    /// Stops what the leg is busy with, because the call is over.
    private mutating func abandonActivity(_ leg: LegID) {
        let activity = legs[leg.index].activity
        legs[leg.index].activity = .none
        legs[leg.index].activitySerial &+= 1
        switch activity {
        case .none, .sendDigits: break
        case .play(let playback): stopSound(playback, on: leg)
        case .prompt(let prompting):
            if prompting.isPlaying { stopSound(prompting.playback, on: leg) }
        case .record(let recording): close(recording, on: leg)
        }
    }
}
