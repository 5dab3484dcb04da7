import FlowRuntime
import JSONRPC

/// Parties being rung for `calling.connect` or `calling.dial`: groups one after another, those of a group
/// together; the first who answers wins (relay-protocol.md §4.2).
struct Hunt: Sendable {
    /// For whom.
    enum Purpose: Sendable, Hashable {
        case connect(caller: Int)
        case dial
    }

    let purpose: Purpose
    let session: Int
    let tag: String?
    /// Of the winner's call, in minutes.
    let maxDuration: Int?
    var groups: ArraySlice<[Target]>
    /// Legs of the group that is rung now.
    var ringing: [Int] = []
    /// Why the latest party was not reached.
    var reason = "error"

    /// A device, and how long it rings.
    struct Target: Sendable {
        var device: Device
        var timeout: Duration
        /// A live call to be connected with.
        var call: String?
    }
}

extension Hunt.Target {
    /// The default of `timeout` is 30 s (relay-protocol.md §4.3).
    init?(_ json: JSONItem) {
        guard let params = json["params"], let type = json["type"]?.string else { return nil }
        timeout = params["timeout"]?.seconds ?? .seconds(30)
        call = type == "call" ? params["call_id"]?.string : nil
        let isPhone = type == "phone"
        let to = isPhone ? params["to_number"] : params["to"] ?? params["url"] ?? params["queue_name"]
        let from = isPhone ? params["from_number"] : params["from"]
        device = Device(
            type: Device.Kind(rawValue: type) ?? .phone, from: from?.string ?? "",
            to: (to ?? params["channel"])?.string ?? "", headers: params["headers"]?.headers ?? [])
    }
}

extension JSONItem {
    fileprivate var headers: [RelayCaller.Header] {
        elements.map { RelayCaller.Header($0["name"]?.string ?? "", $0["value"]?.string ?? "") }
    }

    /// `devices` of a request that has been checked.
    var targets: [[Hunt.Target]] { elements.map { $0.elements.compactMap(Hunt.Target.init) } }
}
