import FlowExpressions
import FlowRuntime
import OrderedCollections
import SimulatedBackend

/// One line of a JSON trace; fields keep the order in which they are added.
struct JSONLine {
    private var fields: ValueMap = [:]

    var text: String { Value.map(fields).jsonText }

    mutating func add(_ name: Text, _ value: Value) { fields[name] = value }
    mutating func add(_ name: Text, _ text: String) { fields[name] = Value(text) }

    mutating func add(_ error: ScriptError) {
        add("code", error.code.rawValue)
        add("message", error.message)
    }

    /// What happens to a call and around it.
    mutating func describe(_ what: WorldEvent.What, _ call: CallInfo, _ facts: some TraceFacts) {
        switch what {
        case .began:
            add("event", "call")
            add("from", call.from)
            add("to", call.to)
        case .dialled(let dialer):
            add("event", "dialled")
            add("to", call.to)
            add("by", facts.name(of: dialer))
        case .answered: add("event", "answered")
        case .ended(let ending):
            add("event", "ended")
            add("by", ending.by.rawValue)
            add("reason", ending.reason)
        case .sound(let sound):
            add("event", "hears")
            add("kind", sound.kind)
            add("text", sound.text)
        case .silence: add("event", "silence")
        case .pressed(let key):
            add("event", "presses")
            add("key", key?.text ?? Secret.mask)
        case .stoppedSpeaking: add("event", "stopsSpeaking")
        case .bridged(let peer):
            add("event", "connected")
            add("with", facts.name(of: peer))
        case .unbridged(let peer):
            add("event", "disconnected")
            add("from", facts.name(of: peer))
        case .recordingBegan(let id):
            add("event", "recordingStarted")
            add("controlID", id)
        case .recordingEnded(let id, let summary):
            add("event", "recordingEnded")
            add("controlID", id)
            add("url", summary.url)
            add("seconds", .number(Double(summary.duration.milliseconds) / 1000))
        case .unscripted(let target):
            add("event", "unscripted")
            add("request", target)
        case .warning(let text):
            add("event", "warning")
            add("message", text)
        case .note, .performed, .finished, .spoke, .room, .callback: break
        }
    }
}

extension Sound {
    fileprivate var kind: String {
        switch self {
        case .media(.say): "say"
        case .media(.url): "media"
        case .media(.silence): "silence"
        case .media(.ring), .ringback: "ringing"
        case .waiting: "waiting"
        case .recordingBeep: "beep"
        }
    }
}
