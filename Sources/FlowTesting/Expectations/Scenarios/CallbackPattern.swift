import FlowExpressions
import FlowModel
import FlowRuntime
import OrderedCollections
import SimulatedBackend
import SourceText
import YAMLTree

/// A status callback as an expectation describes it.
struct CallbackPattern: Sendable {
    private let url: ScriptText?
    private let method: CallbackMethod?
    private let status: String?
    private let at: ExpectedTime?
    private let body: ExpectedValue?
    let range: SourceRange

    private static let keys = ["to", "url", "method", "status", "at", "body"]

    /// Every status and state that a callback of ours can have.
    private static let statuses =
        ConferenceStatus.allCases.map(\.rawValue)
        + ["playing", "finished", "error", "recording", "no_input", "streaming"]
        + ["created", "ringing", "answered", "ended", "connecting", "connected", "failed", "disconnected"]

    init?(_ node: YAMLNode, _ reader: inout ExpectationReader) {
        range = node.range
        guard let entries = reader.entries(of: node, "a callback") else { return nil }
        for entry in entries { reader.checkKey(entry.key, among: Self.keys) }
        if let to = reader.value("to", in: entries), reader.value("url", in: entries) != nil {
            reader.report("conflicting-keys", "'to' and 'url' are the same: one is enough", to.range)
            return nil
        }
        url = (reader.value("to", in: entries) ?? reader.value("url", in: entries))
            .flatMap { reader.scriptText($0, "a URL") }
        method = reader.word("method", in: entries, as: CallbackMethod.self)
        status = reader.value("status", in: entries)
            .flatMap { reader.word($0, "'status'", among: Self.statuses) }
        at = reader.time("at", in: entries)
        body = reader.value("body", in: entries).flatMap { ExpectedValue($0, &reader) }
        if entries.isEmpty {
            reader.report(
                "cannot-match", "this says nothing of a callback: name \(listed(Self.keys))", node.range)
            return nil
        }
    }

    static func list(_ node: YAMLNode, _ key: String, _ reader: inout ExpectationReader) -> [CallbackPattern]?
    {
        guard let items = reader.list(node, "'\(key)'") else { return nil }
        return items.compactMap { CallbackPattern($0, &reader) }
    }

    // MARK: Judging

    func shown(_ evidence: Evidence) -> String {
        var words = ["a callback"]
        if let status { words.append(status) }
        if let method { words.append("by \(method.rawValue)") }
        if let url { words.append("to \(url.expanded(evidence.callID))") }
        if let at { words.append("at \(at.shown)") }
        return words.joined(separator: " ")
    }

    /// Why a callback is not this one; `nil` when it is.
    func difference(
        from callback: PostedCallback, _ evidence: Evidence
    ) -> (text: String, range: SourceRange)? {
        guard isAddressed(as: callback, evidence) else {
            return ("expected \(shown(evidence)); \(Self.shown(callback, evidence)) was posted", range)
        }
        guard let mismatch = body?.mismatch(with: .map(callback.fields), evidence.callID) else { return nil }
        return (
            "\(Self.shown(callback, evidence)): body\(mismatch.path): \(mismatch.sentence)", mismatch.range
        )
    }

    /// Whether all but the body is right.
    func isAddressed(as callback: PostedCallback, _ evidence: Evidence) -> Bool {
        (url.map { $0.expanded(evidence.callID).isExactly(callback.url) } ?? true)
            && (method ?? callback.method) == callback.method
            && (status ?? callback.status).isExactly(callback.status)
            && at?.matches(evidence.time(callback.at)) ?? true
    }

    static func shown(_ callback: PostedCallback, _ evidence: Evidence) -> String {
        "\(callback.status) by \(callback.method.rawValue) to \(callback.url) at "
            + evidence.time(callback.at).shown
    }
}

extension PostedCallback {
    /// What a body is compared with: the event's own fields, those of the envelope, and in the form layouts
    /// the fields of the form.
    fileprivate var fields: ValueMap {
        var fields = params
        for (key, value) in envelope where fields[key] == nil { fields[key] = value }
        switch format {
        case .relay: break
        case .cxml, .laml:
            for (key, value) in form { fields[Text(key)] = .string(Text(value)) }
        }
        return fields
    }
}
