import FlowExpressions
import FlowRuntime
import JSONRPC
import OrderedCollections

extension CallInfo {
    /// A call that came in, from the inner parameters of `calling.call.receive` (relay-protocol.md §3.1);
    /// `nil` without an id.
    ///
    /// `outerContext`: the last place where a context may stand (§9 row 12).
    init?(received params: JSONItem, outerContext: String?) {
        guard let id = params["call_id"]?.string, !id.isEmpty, id.utf8.count <= Self.idLengthLimit else {
            return nil
        }
        let device = Device(params["device"])
        self.init(
            id: CallID(id), from: device.from, to: device.to,
            direction: params["direction"]?.isString("outbound") == true ? .outbound : .inbound,
            kind: device.kind, headers: device.headers,
            isAnswered: CallState(params["call_state"]).map { $0 >= .answered } ?? false,
            nodeID: params["node_id"]?.string ?? "", extra: Self.extra(params, outerContext))
    }

    /// Ids have some 40 characters; one beyond this is no id, and would be sent with every command.
    private static let idLengthLimit = 512

    /// What flows and routes may ask for beyond who called whom, as far as it is known.
    private static func extra(_ params: JSONItem, _ outerContext: String?) -> Value {
        var extra: ValueMap = [:]
        func keep(_ name: Text, _ text: String?) {
            if let text, !text.isEmpty { extra[name] = Value(text) }
        }
        keep("project_id", params["project_id"]?.string)
        keep("segment_id", params["segment_id"]?.string)
        keep("tag", params["tag"]?.string)
        keep("context", params.context ?? outerContext)
        return extra.isEmpty ? .null : .map(extra)
    }
}

extension JSONItem {
    /// §9 row 12: `context`, then `protocol`.
    fileprivate var context: String? {
        if let context = self["context"]?.string, !context.isEmpty { return context }
        return self["protocol"]?.string.flatMap { $0.isEmpty ? nil : $0 }
    }
}

/// Who is at both ends (relay-protocol.md §3.1).
private struct Device {
    var kind: CallInfo.Kind?
    var from = ""
    var to = ""
    var headers: [CallInfo.Header] = []

    init(_ item: JSONItem?) {
        guard let item else { return }
        kind = item["type"]?.string.flatMap { CallInfo.Kind(rawValue: $0) }
        guard let params = item["params"] else { return }
        from = params["from_number"]?.string ?? params["from"]?.string ?? ""
        to = params["to_number"]?.string ?? params["to"]?.string ?? ""
        for header in params["headers"]?.elements.prefix(Self.headerLimit) ?? [] {
            guard let name = header["name"]?.string else { continue }
            headers.append(CallInfo.Header(name, header["value"]?.string ?? ""))
        }
    }

    /// More than any SIP message has; they are kept as long as the call.
    private static let headerLimit = 128
}
