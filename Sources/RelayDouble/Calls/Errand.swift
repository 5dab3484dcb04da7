import Conferencing
import FlowRuntime

/// What a person has still to do.
struct Errand: Sendable {
    private let acts: [RelayAct]
    private var next = 0
    /// The cue that the next act waits for.
    var watching: RelayCue?
    /// Of the appointment for the next act.
    var token = 0
    /// What the person is saying: the last part of it ends with this token.
    var utterance: (text: String, token: Int)?
    /// Has been inside a conference and is out.
    var hasLeft = false

    init(_ acts: [RelayAct]) { self.acts = acts }

    /// The act that is to be done next.
    var current: RelayAct? { next < acts.count ? acts[next] : nil }

    mutating func didAct() { next += 1 }
}

// People do one thing after another, each when they see its cue.
extension RelayExchange {
    /// Begins to wait for the next act's cue, or does without.
    mutating func nextAct(of leg: Int) {
        guard let act = legs[leg]?.errand.current else { return }
        guard let cue = act.cue, !holds(cue, on: leg) else { return prepare(act, of: leg) }
        legs[leg]?.errand.watching = cue
    }

    /// Whether a cue that lasts is there already.
    func holds(_ cue: RelayCue, on leg: Int) -> Bool {
        guard let call = legs[leg] else { return false }
        switch cue {
        case .rings: return true
        case .isAnswered: return call.state == .answered
        case .joinsConference: return call.room != nil
        case .conferenceStarts: return call.room.map { rooms[$0]?.room.isStarted ?? false } ?? false
        case .leavesConference: return call.room == nil && call.errand.hasLeft
        case .isConnected: return call.peer != nil && call.state == .answered
        case .hearsSound, .isAsked, .isRecorded: return false
        }
    }

    /// The person at the far end of that leg sees it.
    mutating func notice(_ cue: RelayCue, on leg: Int) {
        guard legs[leg]?.errand.watching == cue, let act = legs[leg]?.errand.current else { return }
        legs[leg]?.errand.watching = nil
        prepare(act, of: leg)
    }

    private mutating func prepare(_ act: RelayAct, of leg: Int, afterBeing busy: Duration = .zero) {
        let token = newToken()
        legs[leg]?.errand.token = token
        schedule(.act(leg: leg, token: token), after: busy + act.after)
    }

    mutating func act(_ leg: Int, _ token: Int) {
        guard let errand = legs[leg]?.errand, errand.token == token, let act = errand.current else { return }
        legs[leg]?.errand.didAct()
        let time = perform(act.deed, on: leg)
        guard let next = legs[leg]?.errand.current else { return }
        if next.cue == nil {
            prepare(next, of: leg, afterBeing: time)
        } else {
            nextAct(of: leg)
        }
    }

    /// Does something; returns how long it takes.
    @discardableResult
    package mutating func perform(_ deed: RelayDeed, on leg: Int) -> Duration {
        switch deed {
        case .press(let keys):
            var time = Duration.zero
            for key in keys.utf8 {
                schedule(.press(leg: leg, key: key), after: time)
                time += DoubleTiming.digit
            }
            return time
        case .say(let text, let duration):
            let time = min(duration ?? DoubleTiming.speaking(text), DoubleTiming.longest)
            speak(text, for: time, on: leg)
            return time
        case .hangUp:
            hangUp(leg)
            return .zero
        }
    }

    private mutating func hangUp(_ leg: Int) {
        guard let call = legs[leg] else { return }
        end(leg, reason: call.state == .answered ? "hangup" : call.isInbound ? "abandoned" : "cancel")
    }

    private mutating func speak(_ text: String, for time: Duration, on leg: Int) {
        guard legs[leg]?.state == .answered else { return }
        let token = newToken()
        let earlier = legs[leg]?.errand.utterance?.text
        legs[leg]?.errand.utterance = (earlier.map { $0 + " " + text } ?? text, token)
        hearBegin(on: leg)
        hearSpeech(true, on: leg)
        schedule(.fallSilent(leg: leg, token: token), after: time)
    }

    mutating func fallSilent(_ leg: Int, _ token: Int) {
        guard let utterance = legs[leg]?.errand.utterance, utterance.token == token else { return }
        legs[leg]?.errand.utterance = nil
        hearSpeech(false, on: leg)
        hearEnd(of: utterance.text, on: leg)
    }

    mutating func press(_ key: UInt8, on leg: Int) {
        guard legs[leg]?.state == .answered else { return }
        hear(key, on: leg)
    }
}
