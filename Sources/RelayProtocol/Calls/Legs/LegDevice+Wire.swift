import FlowModel
import FlowRuntime
import JSONRPC

/// Where a leg goes, in RELAY's kinds of device (relay-protocol.md §4.3, swml-language.md §5.2).
enum LegDevice: Sendable, Hashable {
    case phone(String)
    case sip(String)
    /// A resource address of the project, `/public/name`.
    case resource(String)
    case queue(String)
    /// A WebSocket that takes the audio.
    case stream(String)

    init(_ address: String) {
        if address.hasPrefix("sip:") || address.hasPrefix("sips:") {
            self = .sip(address)
        } else if address.hasPrefix("/") {
            self = .resource(address)
        } else if address.hasPrefix("queue:") {
            self = .queue(String(address.dropFirst("queue:".count)))
        } else if address.hasPrefix("stream:") {
            self = .stream(String(address.dropFirst("stream:".count)))
        } else {
            self = .phone(address)
        }
    }

    /// `calling.dial` knows legs that can answer.
    var canBeDialled: Bool {
        switch self {
        case .phone, .sip, .resource: true
        case .queue, .stream: false
        }
    }
}

/// Who calls whom, and for how long it rings: what all legs have.
struct LegAddress: Sendable, Hashable {
    let device: LegDevice
    /// A number or a SIP URI.
    let from: String
    let timeout: Duration
}

extension JSONText {
    /// One device, `{type, params}`.
    private mutating func device(_ type: String, _ params: (inout JSONText) -> Void) {
        object { device in
            device.member("type", type)
            device.object("params", params)
        }
    }

    /// A device of `calling.dial`.
    mutating func device(_ leg: LegAddress) {
        device(leg) { _ in }
    }

    /// What the leg's kind has in common, then what `more` adds.
    fileprivate mutating func device(_ leg: LegAddress, _ more: (inout JSONText) -> Void) {
        switch leg.device {
        case .phone(let number):
            device("phone") { params in
                params.member("to_number", number)
                // Another network's address is nobody's number.
                if !leg.from.contains(":") { params.member("from_number", leg.from) }
                params.member("timeout", leg.timeout.wholeSeconds)
                more(&params)
            }
        case .sip(let uri): device("sip", to: uri, leg, more)
        case .resource(let name): device("webrtc", to: name, leg, more)
        case .queue(let name):
            device("queue") { params in
                params.member("queue_name", name)
                more(&params)
            }
        case .stream: device("stream", more)
        }
    }

    private mutating func device(
        _ type: String, to address: String, _ leg: LegAddress, _ more: (inout JSONText) -> Void
    ) {
        device(type) { params in
            params.member("to", address)
            params.member("from", leg.from)
            params.member("timeout", leg.timeout.wholeSeconds)
            more(&params)
        }
    }

    /// A device of `calling.connect`.
    ///
    /// - `caller`: The call that is connected: whose number is shown unless the flow says another.
    /// - `maxDuration`: Of the leg; `nil` is the platform's own.
    mutating func device(_ destination: ConnectDestination, for caller: CallInfo, maxDuration: Duration?) {
        let leg = LegAddress(
            device: LegDevice(destination.to), from: destination.from ?? caller.from,
            timeout: destination.timeout)
        device(leg) { params in
            switch leg.device {
            case .phone: break
            case .sip: params.sipOptions(of: destination)
            case .resource: params.codecs(of: destination)
            case .queue: return params.member("node_id", caller.nodeID)
            case .stream(let url):
                return (destination.stream ?? ConferenceAudioStream(url: url)).write(into: &params)
            }
            if let maxDuration { params.member("max_duration", maxDuration.wholeSeconds) }
            if let url = destination.callStateURL {
                params.member("call_state_url", url)
                params.member("call_state_events", destination.callStateEvents)
            }
            if case .url(let document) = destination.confirm { params.member("confirm", document) }
        }
    }

    private mutating func sipOptions(of destination: ConnectDestination) {
        if let name = destination.sip.fromName { member("from_name", name) }
        if !destination.headers.isEmpty {
            array("headers") { list in
                for header in destination.headers {
                    list.object { entry in
                        entry.member("name", header.name)
                        entry.member("value", header.value)
                    }
                }
            }
        }
        codecs(of: destination)
        if destination.sip.webrtcMedia { member("webrtc_media", true) }
        if let timeout = destination.sip.sessionTimeout { member("session_timeout", timeout.wholeSeconds) }
    }

    private mutating func codecs(of destination: ConnectDestination) {
        if !destination.sip.codecs.isEmpty { member("codecs", destination.sip.codecs) }
    }
}

extension Duration {
    /// Rounded up: a leg never rings, and never lasts, less long than the flow says.
    fileprivate var wholeSeconds: Int {
        let (whole, rest) = max(0, milliseconds).quotientAndRemainder(dividingBy: 1000)
        return Int(whole) + (rest > 0 ? 1 : 0)
    }
}
