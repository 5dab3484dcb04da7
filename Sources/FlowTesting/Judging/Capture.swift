import FlowRuntime
import SimulatedBackend

/// Sound on its way into a recording or a stream.
struct Capture: Sendable {
    var begin: Seen<Void>?
    var end: Seen<Void>?
    /// No usable file: the recording failed, or the far end of the stream closed it.
    var hasFailed = false
    /// What was said into it, in order.
    var voices: [Voice] = []

    /// Somebody's words, as far as they are in it.
    struct Voice: Sendable {
        /// Nothing for what the flow says.
        var leg: LegID?
        var text: String
        var from: Timestamp
        var to: Timestamp?
        /// Where it begins in the events.
        var event: Int
    }

    var runs: Bool { begin != nil && end == nil }

    mutating func stop(_ here: Seen<Void>, failed: Bool) {
        end = here
        hasFailed = failed
    }

    /// Silence at the beginning is not in the file; nothing is left of a file without length.
    mutating func cut(toMilliseconds length: Int64) {
        guard let end, let begin else { return }
        let start = Timestamp(milliseconds: end.at.milliseconds - length)
        self.begin = length > 0 ? Seen(value: (), at: start, event: begin.event) : nil
    }

    /// `heard` are those whose words are in the common sound now.
    mutating func update(_ heard: [LegID: String], _ now: Timestamp, _ place: Int) {
        for voice in voices.indices where voices[voice].to == nil {
            let words = voices[voice].leg.flatMap { heard[$0] }
            if !runs || words?.isExactly(voices[voice].text) != true { voices[voice].to = now }
        }
        guard runs, !heard.isEmpty else { return }
        for (leg, text) in heard.sorted(by: { $0.key < $1.key })
        where !voices.contains(where: { $0.leg == leg && $0.to == nil }) {
            voices.append(Voice(leg: leg, text: text, from: now, event: place))
        }
    }
}
