import FlowModel
import FlowRuntime
import SimulatedBackend
import SourceText
import YAMLTree

/// What a recording of a call holds: of `record` and `recordCall`.
struct CallRecording: ExpectationContent {
    static let key = "recorded"
    static let usage = """
        nothing, or {from, to, lasts, contains, without, silent}: of
        the last recording of record or recordCall; voices as of a
        room, also {says: TEXT, by: flow}; silent is true when
        nobody spoke in time
        """
    static let meaning =
        "The call was recorded at other times, with other voices, or though it must not be."

    private let content: CaptureContent
    private let silent: (isSilent: Bool, range: SourceRange)?

    init?(_ node: YAMLNode, _ reader: inout ExpectationReader) {
        guard let content = CaptureContent(node, Self.key, ["silent"], &reader) else { return nil }
        self.content = content
        silent = reader.flag("silent", in: node)
    }

    func judge(_ call: CallEvidence, _ verdict: inout Verdict) {
        let recordings = call.recordings(in: verdict.evidence)
        content.judge(recordings.map(\.capture), "recording", &verdict)
        guard let silent, let last = recordings.last, silent.isSilent != (last.summary?.isSilent == true)
        else { return }
        verdict.fail(
            "expected a recording in which "
                + (silent.isSilent
                    ? "nobody speaks; somebody spoke" : "somebody speaks; nobody spoke in time"),
            at: silent.range, event: last.capture.end?.event)
    }
}

extension CallEvidence {
    /// A recording of one call, and what was stored.
    struct Recording: Sendable {
        let controlID: String
        var capture = Capture()
        var summary: RecordingSummary?
    }

    /// The recordings of the call, in the order in which they began.
    ///
    /// `direction` is as seen from the party: `speak` has what it says, `listen` what it hears, `both` both
    /// (swml-language.md §3.6).
    func recordings(in evidence: Evidence) -> [Recording] {
        var recordings: [Recording] = []
        for seen in seen({ RecordingEvent($0) }) {
            let here = Seen(value: (), at: seen.at, event: seen.event)
            switch seen.value {
            case .began(let id):
                var recording = Recording(controlID: id)
                recording.capture.begin = here
                recordings.append(recording)
            case .ended(let id, let summary):
                let place = recordings.lastIndex { $0.controlID.isExactly(id) && $0.capture.end == nil }
                guard let place else { continue }
                recordings[place].capture.end = here
                recordings[place].summary = summary
            }
        }
        guard !recordings.isEmpty else { return [] }
        let words = words(in: evidence)
        let commands = recordCommands
        for place in recordings.indices {
            let direction = commands.last { $0.controlID.isExactly(recordings[place].controlID) }?.direction
            let capture = recordings[place].capture
            recordings[place].capture.voices = words.filter { word in
                let isMeant =
                    switch direction ?? .both {
                    case .speak: word.leg == leg
                    case .listen: word.leg != leg
                    case .both: true
                    }
                return isMeant && capture.overlaps(word, until: evidence.end)
            }
        }
        return recordings
    }

    private enum RecordingEvent: Sendable {
        case began(String)
        case ended(String, RecordingSummary)

        init?(_ what: WorldEvent.What) {
            switch what {
            case .recordingBegan(let id): self = .began(id)
            case .recordingEnded(let id, let summary): self = .ended(id, summary)
            case .began, .dialled, .answered, .ended, .note, .performed, .finished, .sound, .silence,
                .pressed, .spoke, .stoppedSpeaking, .bridged, .unbridged, .room, .callback, .unscripted,
                .warning:
                return nil
            }
        }
    }

    private var recordCommands: [RecordCommand] {
        seen { what -> RecordCommand? in
            switch what {
            case .performed(_, .record(let command)), .performed(_, .startRecording(let command)): command
            case .began, .dialled, .answered, .ended, .note, .performed, .finished, .sound, .silence,
                .pressed, .spoke, .stoppedSpeaking, .bridged, .unbridged, .recordingBegan, .recordingEnded,
                .room, .callback, .unscripted, .warning:
                nil
            }
        }.map(\.value)
    }

    /// What the party says and hears in words, in order.
    private func words(in evidence: Evidence) -> [Capture.Voice] {
        var words: [Capture.Voice] = []
        for (place, event) in evidence.world.phone.events.enumerated() where event.leg == leg {
            switch event.what {
            case .spoke(let text, _):
                words.append(Capture.Voice(leg: leg, text: text, from: event.at, event: place))
            case .stoppedSpeaking, .ended:
                for word in words.indices where words[word].to == nil { words[word].to = event.at }
            case .began, .dialled, .answered, .note, .performed, .finished, .sound, .silence, .pressed,
                .bridged, .unbridged, .recordingBegan, .recordingEnded, .room, .callback, .unscripted,
                .warning:
                break
            }
        }
        for heard in heard(in: evidence) {
            let event = evidence.lastEvent(at: heard.from)
            switch heard.what {
            case .speech(let text, let leg):
                words.append(
                    Capture.Voice(leg: leg, text: text, from: heard.from, to: heard.to, event: event))
            case .sound(.media(.say(let text))):
                words.append(Capture.Voice(text: text, from: heard.from, to: heard.to, event: event))
            case .sound, .beep: break
            }
        }
        return words.sorted { ($0.from, $0.event) < ($1.from, $1.event) }
    }
}

extension Capture {
    /// Whether some of the words are in it.
    fileprivate func overlaps(_ word: Voice, until last: Timestamp) -> Bool {
        guard let begin else { return false }
        return word.from < (end?.at ?? last) && begin.at < (word.to ?? last)
    }
}
