import FlowRuntime
import JSONRPC

extension JSONText {
    /// A list of sounds (relay-protocol.md §4.4): each `{type, params}`.
    mutating func member(_ name: StaticString, _ items: [MediaItem], spokenBy voice: Voice) {
        array(name) { list in
            for item in items { list.element(item, spokenBy: voice) }
        }
    }

    private mutating func element(_ item: MediaItem, spokenBy voice: Voice) {
        object { sound in
            switch item {
            case .url(let url):
                sound.member("type", "audio")
                sound.object("params") { $0.member("url", url) }
            case .say(let text):
                sound.member("type", "tts")
                sound.object("params") { params in
                    params.member("text", text)
                    params.member("language", voice.language)
                    params.member("gender", voice.gender)
                    params.member("voice", voice.name)
                }
            case .silence(let duration):
                sound.member("type", "silence")
                sound.object("params") { $0.member("duration", duration.inSeconds) }
            case .ring(let duration, let country):
                sound.member("type", "ringtone")
                sound.object("params") { params in
                    params.member("name", country)
                    if let duration { params.member("duration", duration.inSeconds) }
                }
            }
        }
    }

    /// A list of texts.
    mutating func member(_ name: StaticString, _ texts: [String]) {
        array(name) { list in
            for text in texts { list.element(text) }
        }
    }
}

extension Duration {
    /// Seconds to the millisecond, as RELAY counts most times.
    var inSeconds: Double { Double(milliseconds) / 1000 }

    /// Whole minutes, rounded up, at least one: RELAY's `max_duration` of a command (relay-protocol.md §9
    /// row 21).
    var inWholeMinutes: Int {
        let (whole, rest) = max(0, milliseconds).quotientAndRemainder(dividingBy: 60_000)
        return max(1, Int(whole) + (rest > 0 ? 1 : 0))
    }
}
