/// A JSON-RPC 2.0 frame, told apart in the order of relay-protocol.md §2.8.
package enum RPCMessage: Sendable {
    /// `params` is an object, empty when the frame has none. `id` is `nil` for a notification.
    case request(id: RPCID?, method: String, params: JSONItem)
    case result(id: RPCID, JSONItem)
    case error(id: RPCID, RPCError)
    /// JSON, but nothing that anybody waits for. The reason is for the log.
    case ignored(StaticString)

    /// Throws when the bytes are not JSON.
    package init(_ frame: [UInt8]) throws(JSONSyntaxError) {
        self.init(try JSONDocument(frame).root)
    }

    package init(_ root: JSONItem) {
        guard root.isObject else {
            self = .ignored("not an object")
            return
        }
        let id = root["id"].flatMap { RPCID($0) }
        if let id, let error = root["error"] {
            self = .error(id: id, RPCError(error))
        } else if let id, let result = root["result"] {
            self = .result(id: id, result)
        } else if let method = root["method"]?.string {
            let params = root["params"] ?? .emptyObject
            guard params.isObject else {
                self = .ignored("its params are not an object")
                return
            }
            self = .request(id: id, method: method, params: params)
        } else {
            self = .ignored("neither a request nor an answer")
        }
    }
}

/// A frame's id, a string or a number, as it stood on the wire: an answer repeats it byte for byte.
package struct RPCID: Sendable, Hashable {
    package let json: [UInt8]

    /// Bytes that are a string or a number of JSON already.
    package init(json: [UInt8]) { self.json = json }

    package init?(_ item: JSONItem) {
        switch item.kind {
        case .string, .number: json = Array(item.source)
        case .object, .array, .bool, .null: return nil
        }
    }
    package init(_ text: String) {
        var json = JSONText(capacity: text.utf8.count + 2)
        json.element(text)
        self.json = json.bytes
    }
}

/// The `error` of a frame (relay-protocol.md §2.4).
package struct RPCError: Error, Sendable, Hashable {
    /// -1 when the sender's was not a number.
    package var code: Int
    package var message: String

    package init(code: Int, message: String) {
        self.code = code
        self.message = message
    }

    init(_ item: JSONItem) {
        guard item.isObject else {
            self.init(code: -1, message: item.string ?? String(decoding: item.source, as: UTF8.self))
            return
        }
        self.init(code: item["code"]?.int ?? -1, message: item["message"]?.string ?? "Unknown error")
    }
}

/// Frames to send.
package enum RPCFrame {
    /// A request; `params` writes the members of its parameters.
    package static func request(
        id: RPCID, method: StaticString, params: (inout JSONText) -> Void
    ) -> [UInt8] {
        var frame = JSONText()
        frame.object { frame in
            frame.member("jsonrpc", constant: "2.0")
            frame.member("id", json: id.json)
            frame.member("method", constant: method)
            frame.object("params", params)
        }
        return frame.bytes
    }

    /// An answer; without `body` its result is `{}`.
    package static func result(
        id: RPCID, _ body: (inout JSONText) -> Void = { _ in }
    ) -> [UInt8] {
        var frame = JSONText(capacity: 96)
        frame.object { frame in
            frame.member("jsonrpc", constant: "2.0")
            frame.member("id", json: id.json)
            frame.object("result", body)
        }
        return frame.bytes
    }
}
