import FlowExpressions
import FlowRuntime
import OrderedCollections

// Every text of an input that comes from outside. Exhaustive, so that a new kind of answer does not compile
// until somebody has said which of its texts may hold what must not be seen.

extension CallInfo {
    func mapTexts(_ body: (String) -> String) -> CallInfo {
        var call = self
        call.id = CallID(body(id.name))
        call.nodeID = body(nodeID)
        call.from = body(from)
        call.to = body(to)
        call.headers = headers.map { Header($0.name, body($0.value)) }
        call.extra = extra.mapTexts(body)
        if let dialled {
            call.dialled = DialOrigin(
                by: CallID(body(dialled.call.name)), dialled.command, run: dialled.run.mapTexts(body))
        }
        return call
    }
}

extension DialledRun {
    /// Sections and documents are the flow's own; what it gives the new call is built of inputs.
    func mapTexts(_ body: (String) -> String) -> DialledRun {
        var run = self
        run.params = params.mapTexts(body)
        if case .url(let url) = target { run.target = .url(body(url)) }
        return run
    }
}

extension CallEvent {
    func mapTexts(_ body: (String) -> String) -> CallEvent {
        switch self {
        case .started: .started
        case .finished(let id, let result): .finished(id, result.mapTexts(body))
        case .conference(let change): .conference(change.mapTexts(body))
        case .ended(let ending): .ended(CallEnding(by: ending.by, reason: body(ending.reason)))
        }
    }
}

extension CommandResult {
    func mapTexts(_ body: (String) -> String) -> CommandResult {
        switch self {
        case .done, .played, .key, .prompted(.noInput), .prompted(.noMatch): self
        case .failed(let failure): .failed(CommandFailure(failure.code, body(failure.detail)))
        case .prompted(.digits(let digits, let terminator)):
            .prompted(.digits(body(digits), terminator: terminator))
        case .prompted(.speech(let words, let confidence)):
            .prompted(.speech(body(words), confidence: confidence))
        case .recorded(let summary):
            .recorded(
                RecordingSummary(
                    url: body(summary.url), duration: summary.duration, size: summary.size,
                    isSilent: summary.isSilent))
        case .recordingStarted(let url): .recordingStarted(url: body(url))
        case .bridged(let summary):
            .bridged(BridgeSummary(peer: CallID(body(summary.peer.name)), duration: summary.duration))
        case .dialled(let summary):
            .dialled(DialSummary(call: CallID(body(summary.call.name)), to: body(summary.to)))
        case .response(let response):
            .response(
                HTTPResponse(
                    status: response.status,
                    headers: response.headers.map { HTTPRequest.Header($0.name, body($0.value)) },
                    body: body(response.body)))
        }
    }
}

extension ConferenceChange {
    func mapTexts(_ body: (String) -> String) -> ConferenceChange {
        var change = self
        change.id = body(id)
        change.name = body(name)
        if case .left(let outcome, let reason, let by) = kind {
            change.kind = .left(outcome, reason: body(reason), by: by.map { CallID(body($0.name)) })
        }
        return change
    }
}

extension Value {
    /// Also the digits of numbers, and the names of members: a PIN may be passed on as a number, a phone
    /// number as a key. A number whose digits become something else than a number is that text.
    func mapTexts(_ body: (String) -> String) -> Value {
        switch self {
        case .undefined, .null, .bool: self
        case .number: mapDigits(body)
        case .string(let text): Value(body(text.string))
        case .list(let values): .list(values.map { $0.mapTexts(body) })
        case .map(let members): .map(members.mapTexts(body))
        }
    }

    private func mapDigits(_ body: (String) -> String) -> Value {
        let digits = text.string
        let mapped = body(digits)
        guard !mapped.utf8.elementsEqual(digits.utf8) else { return self }
        return Value(mapped).asNumber.map { .number($0) } ?? Value(mapped)
    }
}

extension ValueMap {
    func mapTexts(_ body: (String) -> String) -> ValueMap {
        var mapped: ValueMap = [:]
        for (name, value) in self { mapped[Text(body(name.string))] = value.mapTexts(body) }
        return mapped
    }
}
