import Conferencing
import FlowRuntime

// What a waiting member hears. A sound is repeated until the conference starts, without an appointment per
// round: an hour of waiting costs nothing. A document runs on a leg of its own, round after round.
//
// A step of the member pauses it: the sound is not heard, and a document's current sound ends before the next
// begins.
extension PhoneSystem {
    mutating func startWaitingAudio(_ leg: LegID, _ media: WaitingMedia) {
        guard var audio = legs[leg.index].waitingAudio else { return }
        audio.serial &+= 1
        audio.isHeard = true
        legs[leg.index].waitingAudio = audio
        guard media == .own, let url = audio.url else {
            legs[leg.index].waitingAudio?.isFetched = true
            return observe(.sound(.waiting(url: nil)), on: leg)
        }
        let fetch = audio.isFetched ? .zero : fetchTime(of: url)
        if fetch == .zero { return sendWaitingMedia(url, to: leg) }
        queue.push(.waitRound(leg, serial: audio.serial), at: later(fetch))
    }

    private mutating func sendWaitingMedia(_ url: String, to leg: LegID) {
        if legs[leg.index].waitingAudio?.script != nil { return }
        let content = waitingContent(of: url)
        if case .failure = content { return failWaitingMedia(leg) }
        legs[leg.index].waitingAudio?.isFetched = true
        switch content {
        case .sound: observe(.sound(.waiting(url: url)), on: leg)
        case .failure: break
        case .document(let text): runWaitingDocument(text, url, for: leg)
        }
    }

    private func fetchTime(of url: String) -> Duration {
        doubles.media[url]?.after ?? doubles.http["POST " + url]?.answers.first?.after ?? .zero
    }

    private func waitingContent(of url: String) -> MediaDouble.Content {
        if let double = doubles.media[url] { return double.content }
        guard let answer = doubles.http["POST " + url]?.answers.first else { return .sound(Timing.media) }
        guard case .response(let response) = answer.kind, response.isSuccess else {
            return .failure(status: 0)
        }
        return .document(response.body)
    }

    private mutating func failWaitingMedia(_ leg: LegID) {
        tellRoom(.waitingMediaFailed(leg.participant), of: leg)
    }

    mutating func stopWaitingAudio(_ leg: LegID) {
        muteWaitingAudio(leg)
        guard let room = legs[leg.index].room, rooms[room].room.isStarted else { return }
        endWaitingAudio(leg)
    }

    private mutating func muteWaitingAudio(_ leg: LegID) {
        guard let audio = legs[leg.index].waitingAudio, audio.isHeard else { return }
        legs[leg.index].waitingAudio?.isHeard = false
        legs[leg.index].waitingAudio?.serial &+= 1
        if audio.script == nil, audio.isFetched { observe(.silence, on: leg) }
    }

    mutating func endWaitingAudio(_ leg: LegID) {
        muteWaitingAudio(leg)
        let script = legs[leg.index].waitingAudio?.script
        legs[leg.index].waitingAudio = nil
        if let script { abandonScript(script) }
    }

    // MARK: Documents

    private mutating func runWaitingDocument(_ text: String, _ url: String, for leg: LegID) {
        guard runsScripts else { return failWaitingMedia(leg) }
        let script = LegID(legs.count)
        legs.append(Leg(legs[leg.index].info, .waiting(for: leg), .answered))
        legs[leg.index].waitingAudio?.script = script
        beginWaitingRound(script, document: text, url, for: leg)
    }

    private mutating func beginWaitingRound(_ script: LegID, document: String, _ url: String, for leg: LegID)
    {
        legs[script.index].began = now
        outbox.append(.waiting(script, document: document, url: url, of: leg))
    }

    /// Whoever runs the flows cannot read the document.
    package mutating func waitingDocumentFailed(_ script: LegID) {
        guard case .waiting(let leg) = legs[script.index].role,
            legs[leg.index].waitingAudio?.script == script
        else { return }
        legs[leg.index].waitingAudio?.script = nil
        legs[leg.index].waitingAudio?.isFetched = false
        abandonScript(script)
        failWaitingMedia(leg)
    }

    mutating func waitingRoundEnded(_ script: LegID) {
        legs[script.index].limitSerial &+= 1
        let earliest = legs[script.index].began.advanced(by: Timing.waitRound)
        queue.push(.waitRound(script, serial: legs[script.index].limitSerial), at: max(now, earliest))
    }

    mutating func nextWaitingRound(_ leg: LegID, _ serial: UInt32) {
        guard case .waiting(let member) = legs[leg.index].role else {
            return waitingMediaArrived(leg, serial)
        }
        guard legs[leg.index].limitSerial == serial, !legs[leg.index].isClosed, !isHeldBack(leg),
            let url = legs[member.index].waitingAudio?.url,
            case .document(let text) = waitingContent(of: url)
        else { return }
        beginWaitingRound(leg, document: text, url, for: member)
    }

    private mutating func waitingMediaArrived(_ leg: LegID, _ serial: UInt32) {
        guard let audio = legs[leg.index].waitingAudio, audio.serial == serial, let url = audio.url else {
            return
        }
        sendWaitingMedia(url, to: leg)
    }

    /// Whether a waiting script has to stand still, because a step of its member has the leg.
    /// `resumeWaitingScript` lets it go on.
    mutating func isHeldBack(_ script: LegID) -> Bool {
        guard case .waiting(let member) = legs[script.index].role, !legs[member.index].activity.isNone else {
            return false
        }
        legs[script.index].isHeldBack = true
        return true
    }

    /// The member's leg is free again.
    mutating func resumeWaitingScript(of leg: LegID) {
        guard let script = legs[leg.index].waitingAudio?.script, legs[script.index].isHeldBack else { return }
        legs[script.index].isHeldBack = false
        if legs[script.index].activity.isNone {
            waitingRoundEnded(script)
        } else {
            continueActivity(of: script, after: .zero)
        }
    }

    private mutating func abandonScript(_ script: LegID) {
        legs[script.index].isClosed = true
        outbox.append(.abandon(script))
        end(script, CallEnding(by: .system, reason: "waiting is over"))
    }
}
