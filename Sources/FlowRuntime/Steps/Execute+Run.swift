import OrderedCollections
import FlowExpressions
import FlowModel
import SourceText

// `execute` and `transfer`: sections, fetched documents and inline documents (swml-language.md §1.5, §1.6).
extension FlowMachine {
    mutating func begin(_ execute: Execute, _ step: StepReference) throws(ScriptError) {
        guard frames.count < FlowLimits.frames else {
            throw ScriptError(.nestedTooDeep, "more than \(FlowLimits.frames) sections inside each other")
        }
        let target = try value(execute.dest)
        let params = try parameters(execute.params)
        scopes.vars["return_value"] = nil
        switch target {
        case .section(let name): enter(try section(name, of: step.document), params, caller: step)
        case .inline(let text): enter(try document(text.string, named: Self.inlineName), params, caller: step)
        case .url(let url): fetchDocument(url.string, params, step)
        }
    }

    mutating func complete(_ execute: Execute, _ step: StepReference, _ result: CommandResult) {
        do throws(ScriptError) {
            let params = fetch.params
            enter(try fetched(result), params, caller: step)
        } catch {
            fail(step, .execute(execute), error)
        }
    }

    /// The callee could not be entered: no value, and the run goes on after the step (§3.14).
    mutating func executeFailed(_ execute: Execute, _ step: StepReference) {
        done(step, "failed")
        runResult(of: step)
    }

    mutating func begin(_ transfer: Transfer, _ step: StepReference) throws(ScriptError) {
        try self.transfer(to: try value(transfer.dest), try parameters(transfer.params), step)
    }

    /// Also for `connect.transferAfterBridge`.
    mutating func transfer(
        to target: DocumentTarget, _ params: ValueMap, _ step: StepReference
    ) throws(ScriptError) {
        transfers += 1
        guard transfers <= FlowLimits.transfers else {
            throw ScriptError(.tooManyTransfers, "more than \(FlowLimits.transfers) transfers in one call")
        }
        switch target {
        case .section(let name): replace(with: try section(name, of: step.document), params, step)
        case .inline(let text):
            replace(with: try document(text.string, named: Self.inlineName), params, step)
        case .url(let url):
            fetchDocument(url.string, params, step)
            phase = phase.waiting(as: .transferring)
        }
    }

    /// The document that was fetched for a transfer, or why there is none: the script ends then.
    mutating func transferFetched(_ result: CommandResult, for step: StepReference?) {
        phase = .running
        guard let step else { return }
        do throws(ScriptError) {
            let params = fetch.params
            replace(with: try fetched(result), params, step)
        } catch {
            warn(step, error)
            endScript(error, isNoted: true)
        }
    }

    /// A section to run: where it is and how it is called.
    struct Entry {
        var document: Int32
        var section: Section
    }

    private mutating func enter(_ entry: Entry, _ params: ValueMap, caller: StepReference) {
        done(caller, "enters \(entry.section.name)")
        outbox.note(.entered(section: entry.section.name.string, depth: frames.count))
        push(frame: entry.document, block: entry.section.block, caller: caller)
        scopes.params = params
    }

    private mutating func replace(with entry: Entry, _ params: ValueMap, _ step: StepReference) {
        done(step, "enters \(entry.section.name)")
        outbox.note(.entered(section: entry.section.name.string, depth: 0))
        frames.removeAll(keepingCapacity: true)
        cursors.removeAll(keepingCapacity: true)
        push(frame: entry.document, block: entry.section.block, caller: nil)
        scopes.params = params
    }

    /// Names resolve in the document that holds the step.
    func section(_ name: Text, of document: Int32) throws(ScriptError) -> Entry {
        guard let section = documents[Int(document)].section(named: name) else {
            throw ScriptError(.sectionUndefined, "there is no section '\(name)'")
        }
        return Entry(document: document, section: section)
    }

    /// What a document is called that stands in a parameter.
    static var inlineName: String { "inline" }

    /// A document brought in by text, from its `main` on.
    private mutating func document(_ text: String, named name: String) throws(ScriptError) -> Entry {
        let index = try bringIn(text, named: name)
        return Entry(document: index, section: try Self.main(of: documents[Int(index)], named: name))
    }

    /// The place of a document that is brought in by text.
    mutating func bringIn(_ text: String, named name: String) throws(ScriptError) -> Int32 {
        if let known = documents.firstIndex(where: { $0.file.name == name && $0.file.text == text }) {
            return Int32(known)
        }
        guard documents.count < FlowLimits.documents else {
            throw ScriptError(.nestedTooDeep, "more than \(FlowLimits.documents) documents in one call")
        }
        documents.append(try Self.readDocument(text, named: name))
        return Int32(documents.count - 1)
    }

    /// One that has errors is refused whole.
    static func readDocument(_ text: String, named name: String) throws(ScriptError) -> Flow {
        let reading = Flow.read(SourceFile(name: name, text: text))
        if let mistake = reading.findings.first(where: { $0.severity == .error }) {
            throw ScriptError(.parseError, "the document \(name) is not a flow: \(mistake.message)")
        }
        guard let flow = reading.flow else {
            throw ScriptError(.parseError, "the document \(name) is empty")
        }
        return flow
    }

    static func main(of flow: Flow, named name: String) throws(ScriptError) -> Section {
        guard let main = flow.section(named: "main") else {
            throw ScriptError(.sectionUndefined, "the document \(name) has no section 'main'")
        }
        return main
    }

    mutating func fetched(_ result: CommandResult) throws(ScriptError) -> Entry {
        switch result {
        case .response(let response) where response.isSuccess:
            return try document(response.body, named: fetch.url)
        case .response(let response):
            throw ScriptError(.executeFailed, "the document was answered with \(response.status)")
        case .failed(let failure):
            throw ScriptError(.executeFailed, "the document could not be fetched: \(failure.sentence)")
        case .done, .played, .prompted, .recorded, .recordingStarted, .key, .bridged, .dialled:
            throw .wrongAnswer
        }
    }

    /// POST with `call`, `vars`, `envs` and `params` (swml-language.md §1.6, C-39).
    mutating func fetchDocument(_ url: String, _ params: ValueMap, _ step: StepReference?) {
        flushMembership()
        let body = Value.map([
            "call": .map(scopes.call), "vars": .map(scopes.vars), "envs": .map(scopes.envs),
            "params": .map(params),
        ])
        let request = HTTPRequest(
            method: "POST", url: url, headers: [.init("Content-Type", "application/json")],
            body: body.jsonText)
        fetch = Fetch(url: request.displayURL, params: params)
        wait(for: .fetchDocument(request), step)
    }
}
