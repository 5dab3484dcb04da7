import FlowExpressions
import FlowModel
import FlowRuntime
import SimulatedBackend
import SourceText
import YAMLTree

/// A request as an expectation describes it: `POST https://example.com/a`, or `{POST: URL, body, headers}`.
struct RequestPattern: Sendable {
    let method: String
    let url: ScriptText
    let body: ExpectedValue?
    /// Names in any case, as in HTTP.
    let headers: [(name: String, value: ScriptText)]
    let range: SourceRange

    private static let methods = RequestMethod.allCases.map(\.rawValue)

    init?(_ node: YAMLNode, _ reader: inout ExpectationReader) {
        range = node.range
        if node.scalar != nil {
            guard let text = reader.scriptText(node, "a request"),
                let (method, url) = Self.split(text, node, &reader)
            else { return nil }
            (self.method, self.url, body, headers) = (method, url, nil, [])
            return
        }
        guard let entries = reader.entries(of: node, "a request") else { return nil }
        for entry in entries { reader.checkKey(entry.key, among: Self.methods + ["body", "headers"]) }
        guard let target = entries.first(where: { Self.methods.contains($0.key.scalar?.text ?? "") }),
            let url = reader.scriptText(target.value, "a URL")
        else {
            reader.report("missing-key", "a request says where it goes, as in {POST: URL}", node.range)
            return nil
        }
        self.url = url
        method = target.key.scalar?.text ?? ""
        body = reader.value("body", in: entries).flatMap { ExpectedValue($0, &reader) }
        var headers: [(name: String, value: ScriptText)] = []
        if let node = reader.value("headers", in: entries) {
            for entry in reader.entries(of: node, "'headers'") ?? [] {
                guard let name = reader.text(entry.key, "a header"),
                    let value = reader.scriptText(entry.value, "a header")
                else { continue }
                headers.append((name, value))
            }
        }
        self.headers = headers
    }

    private static func split(
        _ text: ScriptText, _ node: YAMLNode, _ reader: inout ExpectationReader
    ) -> (String, ScriptText)? {
        guard case .text(let first)? = text.parts.first, let space = first.firstIndex(of: " "),
            methods.contains(String(first[..<space]))
        else {
            reader.report(
                "bad-value",
                "a request is a method (\(listed(methods))) and a URL, as in POST https://example.com/a",
                node.range)
            return nil
        }
        var parts = text.parts
        parts[0] = .text(String(first[first.index(after: space)...]))
        return (String(first[..<space]), ScriptText(parts))
    }

    static func list(_ node: YAMLNode, _ key: String, _ reader: inout ExpectationReader) -> [RequestPattern]?
    {
        guard let items = reader.list(node, "'\(key)'") else { return nil }
        return items.compactMap { RequestPattern($0, &reader) }
    }

    // MARK: Judging

    func shown(_ evidence: Evidence) -> String { "\(method) \(url.expanded(evidence.callID))" }

    /// Why a request is not this one; `nil` when it is.
    func difference(from request: HTTPRequest, _ evidence: Evidence) -> (text: String, range: SourceRange)? {
        let found = "\(request.method) \(request.url)"
        guard shown(evidence).isExactly(found) else {
            return ("expected \(shown(evidence)); \(request.method) \(request.displayURL) was sent", range)
        }
        for (name, value) in headers {
            let sent = request.headers.first { $0.name.lowercased() == name.lowercased() }?.value
            let value = value.expanded(evidence.callID)
            if sent?.isExactly(value) != true {
                let found = sent.map { "it was \"\($0)\"" } ?? "there was none"
                return ("\(shown(evidence)): expected the header \(name) \"\(value)\"; \(found)", range)
            }
        }
        guard let body else { return nil }
        let sent = request.body.map { (try? Value(json: $0)) ?? Value($0) } ?? .undefined
        guard let mismatch = body.mismatch(with: sent, evidence.callID) else { return nil }
        return ("\(shown(evidence)): body\(mismatch.path): \(mismatch.sentence)", mismatch.range)
    }
}
