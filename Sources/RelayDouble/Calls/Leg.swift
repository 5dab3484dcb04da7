import Conferencing
import FlowRuntime
import JSONRPC

// A call (relay-protocol.md §3.5). What is asked of a call that is over finds no leg: 410.
//
// | state    | answer            | end, or the far end hangs up | pass, transfer        | media, conference |
// |----------|-------------------|------------------------------|-----------------------|-------------------|
// | created  | answered          | ended                        | offered to another    | 409               |
// | ringing  | -                 | ended                        | -                     | 409               |
// | answered | 200, or 409       | ended                        | offered to another    | done              |
//
// `ending` and `ended` are told in one go. Created: an inbound call that rings at a worker. Ringing: a leg
// that a worker dials.

/// One call of one person at a telephone.
struct Leg: Sendable {
    /// The states that last.
    enum State: String, Sendable, Hashable { case created, ringing, answered }

    /// The one node of a double.
    static let node: StaticString = "node-1@relay-double"

    let number: Int
    let isInbound: Bool
    let device: Device
    /// The client it belongs to: an index of `RelayExchange.sessions`. An inbound call that waits has none.
    var session: Int?
    var state: State
    var context = ""
    /// Of a dialled leg, what the client gave.
    var tag: String?
    var errand: Errand
    var operations: [Operation] = []
    /// The name of the conference it is in.
    var room: ExactText?
    /// The parties it is ringing, as an index of `RelayExchange.hunts`.
    var hunt: Int?
    /// Of a dialled leg: the hunt it belongs to, and who will take the call.
    var huntedBy: Int?
    var pickup: RelayParty.Pickup?
    /// Of a leg that `calling.connect` dialled or found: the leg it is for.
    var caller: Int?
    /// The leg it is connected with.
    var peer: Int?
    /// The number of the event that offered it, of the session it was offered to.
    var offer: (session: Int, event: Int)?
    var startedAt: Timestamp
    var answeredAt: Timestamp?

    var id: String { Self.id(number) }

    static func id(_ number: Int) -> String { "call-\(number)" }

    /// The number in a call's id.
    static func number(_ id: String) -> Int? {
        guard id.hasPrefix("call-"), let number = Int(id.dropFirst(5)), Leg.id(number) == id else {
            return nil
        }
        return number
    }
}

/// How a telephone is reached (relay-protocol.md §3.1, §4.3).
struct Device: Sendable, Hashable {
    var type: Kind
    var from: String
    var to: String
    var headers: [RelayCaller.Header] = []

    /// The types of devices that the double has.
    enum Kind: String, Sendable, Hashable { case phone, sip, webrtc, agora, queue, stream }

    func write(_ json: inout JSONText) {
        json.object("device") { device in
            device.member("type", type.rawValue)
            device.object("params", write(params:))
        }
    }

    private func write(params: inout JSONText) {
        if type == .phone {
            params.member("from_number", from)
            params.member("to_number", to)
        } else {
            params.member("from", from)
            params.member("to", to)
        }
        guard !headers.isEmpty else { return }
        params.array("headers") { list in
            for header in headers {
                list.object {
                    $0.member("name", header.name)
                    $0.member("value", header.value)
                }
            }
        }
    }
}

extension RelayCaller {
    var device: Device {
        let isSIP = from.hasPrefix("sip:") || to.hasPrefix("sip:")
        return Device(type: isSIP ? .sip : .phone, from: from, to: to, headers: headers)
    }
}
