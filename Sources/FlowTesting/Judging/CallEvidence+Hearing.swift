import Conferencing
import FlowRuntime
import SimulatedBackend

extension CallEvidence {
    /// What its party heard, in the order in which it began; what had not ended is heard to the end.
    func heard(in evidence: Evidence) -> [Heard] {
        guard let leg else { return [] }
        return Hearing.of(leg, in: evidence.world.phone.events)
    }

    /// Stretches in which the party of the answered call heard nothing.
    func silences(_ heard: [Heard], in evidence: Evidence) -> [Span] {
        guard let answer else { return [] }
        let end = ends.first?.at ?? evidence.end
        var silences: [Span] = []
        var quietSince = answer.at
        for sound in heard.sorted(by: { $0.from < $1.from }) where !sound.isSilence {
            let from = min(max(sound.from, answer.at), end)
            if from > quietSince { silences.append(Span(from: quietSince, to: from)) }
            quietSince = max(quietSince, min(sound.to ?? end, end))
        }
        if end > quietSince { silences.append(Span(from: quietSince, to: end)) }
        return silences
    }

    /// When the party was in a conference that had started.
    func startedStays(in evidence: Evidence) -> [Span] {
        guard let participant = leg?.participant else { return [] }
        var spans: [Span] = []
        for room in evidence.rooms {
            var inside: Timestamp?
            var started: Timestamp?
            func stay(until end: Timestamp) {
                if let inside, let started { spans.append(Span(from: max(inside, started), to: end)) }
            }
            for event in room.events {
                switch event.value {
                case .instanceCreated: started = nil
                case .participantJoined(let member) where member.participant == participant:
                    inside = event.at
                case .conferenceStarted: started = event.at
                case .participantLeft(let member) where member.participant == participant:
                    stay(until: event.at)
                    inside = nil
                case .participantJoined, .participantLeft, .participantChanged, .conferenceEnded,
                    .recordStarted, .recordStopped, .streamOpened, .streamClosed, .waitingAudioStarted,
                    .waitingAudioStopped, .beep, .coachingChanged, .released, .joinRefused, .alreadyInside,
                    .notInside, .notRunning, .settingIgnored, .waitingMediaFailed:
                    break
                }
            }
            stay(until: evidence.end)
        }
        return spans
    }
}

/// A stretch of virtual time.
struct Span: Sendable, Hashable {
    var from: Timestamp
    var to: Timestamp

    var length: Duration { .milliseconds(to.milliseconds(since: from)) }

    func overlaps(_ other: Span) -> Bool { from < other.to && other.from < to }
}

extension Heard {
    /// A pause that is played is silence, too.
    var isSilence: Bool {
        if case .sound(.media(.silence)) = what { true } else { false }
    }

    /// Its voice, if it is one.
    var speaker: LegID? {
        if case .speech(_, let leg) = what { leg } else { nil }
    }

    /// As a message shows it: `"Hello" by ann`, `hold.mp3`, `a beep`.
    func shown(_ evidence: Evidence) -> String {
        switch what {
        case .speech(let text, let leg): "\"\(text)\" by \(evidence.name(of: leg))"
        case .beep(let occasion, let leg): "a beep (\(occasion.rawValue) of \(evidence.name(of: leg)))"
        case .sound(.media(.say(let text))): "\"\(text)\""
        case .sound(.media(.url(let url))), .sound(.waiting(let url?)): url.lastPathPart
        case .sound(.media(.silence(let duration))): "\(duration.shown) of silence"
        case .sound(.media(.ring)), .sound(.ringback): "a ring tone"
        case .sound(.waiting(nil)): "music"
        case .sound(.recordingBeep): "a beep (recording)"
        }
    }

    /// The same with its time.
    func shownWithTime(_ evidence: Evidence) -> String {
        let from = evidence.time(from).shown
        guard let to, to > self.from else { return "\(shown(evidence)) at \(from)" }
        return "\(shown(evidence)) from \(from) to \(evidence.time(to).shown)"
    }
}

extension String {
    /// `hold.mp3` of `https://example.com/hold.mp3?x=1`.
    var lastPathPart: String {
        let path = prefix { $0 != "?" && $0 != "#" }
        return String(path.split(separator: "/").last ?? path)
    }
}
