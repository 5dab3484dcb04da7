import FlowRuntime
import JSONRPC

// `messaging.send` and its events (relay-protocol.md §7).

/// A message on its way.
struct Message: Sendable {
    let session: Int
    /// The request's parameters; the events repeat them.
    let params: JSONItem
    let isDelivered: Bool
}

extension RelayExchange {
    mutating func sendMessage(_ request: Request) {
        guard request.params["body"] != nil || request.params["media"] != nil else {
            journal.note("neither `body` nor `media`", of: request.name)
            return sendError(
                .invalidParams("neither `body` nor `media`"), request.id, request.name, on: request.socket)
        }
        lastMessage += 1
        let to = request.params["to_number"]?.string ?? ""
        messages[lastMessage] = Message(
            session: request.session, params: request.params,
            isDelivered: !configuration.undeliverable.contains(to))
        let id = "message-\(lastMessage)"
        accept(request, nil) { $0.member("message_id", id) }
        moveMessage(lastMessage, to: 0)
    }

    mutating func moveMessage(_ number: Int, to step: Int) {
        guard let message = messages[number] else { return }
        let states = ["queued", "initiated", "sent", message.isDelivered ? "delivered" : "undelivered"]
        emit("messaging.state", to: message.session) { params in
            params.member("message_id", "message-\(number)")
            params.member("direction", "outbound")
            message.params.copy(
                ["context", "from_number", "to_number", "body", "media", "tags"], to: &params)
            params.member("segments", 1)
            params.member("message_state", states[step])
            if step == 3, !message.isDelivered { params.member("reason", "Unreachable") }
        }
        if step == states.count - 1 {
            messages[number] = nil
        } else {
            schedule(.messageMoves(number, step: step + 1), after: DoubleTiming.messageStep)
        }
    }

    /// Somebody writes to a number; the next client of the context gets it, if there is one.
    package mutating func deliver(_ body: String, from: String, to: String, context: String) {
        guard let session = subscriber(of: context, butNot: nil) else { return }
        lastMessage += 1
        let id = "message-\(lastMessage)"
        emit("messaging.receive", to: session, context: context) { params in
            params.member("message_id", id)
            params.member("context", context)
            params.member("direction", "inbound")
            params.member("from_number", from)
            params.member("to_number", to)
            params.member("body", body)
            params.array("media") { _ in }
            params.member("segments", 1)
            params.member("message_state", "received")
            params.array("tags") { _ in }
        }
    }
}

extension JSONItem {
    /// Repeats members as they stand.
    fileprivate func copy(_ names: [StaticString], to json: inout JSONText) {
        for name in names {
            if let value = self[name] { json.member(name, json: value.source) }
        }
    }
}
