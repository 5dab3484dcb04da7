import OrderedCollections
package import FlowExpressions
package import FlowModel
package import FlowRuntime

/// A status callback as the phone system posted it; its fields are kept, its text is made on demand.
package struct PostedCallback: Sendable, Hashable {
    package var at: Timestamp
    /// The call that it is about, if it is about one.
    package var leg: LegID?
    package var url: String
    package var method: CallbackMethod
    package var format: CallbackFormat
    /// `calling.conference`, `calling.call.record`, … (swml-language.md §3.2).
    package var eventType: String
    /// `swml:` and a session's id.
    package var channel: String
    package var project: String
    package var space: String
    package var params: ValueMap

    /// `status` of a conference event, `state` of the others; empty where there is neither.
    package var status: String {
        for key in ["status", "state", "call_state", "connect_state"] as [Text] {
            if case .string(let text) = params[key] { return text.string }
        }
        return ""
    }

    /// The relay envelope, of which a JSON body is made.
    package var envelope: ValueMap {
        [
            "event_type": .string(Text(eventType)), "event_channel": .string(Text(channel)),
            "timestamp": .number(Double(at.milliseconds) / 1000), "project_id": .string(Text(project)),
            "space_id": .string(Text(space)), "params": .map(params),
        ]
    }

    package var contentType: String? {
        switch (method, format) {
        case (.get, _): nil
        case (.post, .relay): "application/json"
        case (.post, .cxml), (.post, .laml): "application/x-www-form-urlencoded"
        }
    }

    /// The body of a POST; empty for a GET.
    package var body: String {
        switch (method, format) {
        case (.get, _): ""
        case (.post, .relay): Value.map(envelope).jsonText
        case (.post, .cxml), (.post, .laml): FormText.encoded(form)
        }
    }

    /// The URL that is asked: a GET has the fields as its query (the ruling of swml-language.md §4.6).
    package var target: String {
        guard method == .get else { return url }
        let fields: [(String, String)] =
            switch format {
            case .relay: envelope.map { ($0.key.string, $0.value.queryText) }
            case .cxml, .laml: form
            }
        return url + (url.utf8.contains(UInt8(ascii: "?")) ? "&" : "?") + FormText.encoded(fields)
    }
}

extension Value {
    /// Text as it is, all else as JSON.
    fileprivate var queryText: String {
        if case .string(let text) = self { text.string } else { jsonText }
    }
}
