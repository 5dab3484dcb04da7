import FlowExpressions
import FlowModel
import FlowRuntime
import OrderedCollections
import SourceText

/// Hides what must not be in a cassette, by type: where a text comes from says what it is.
///
/// | input | becomes |
/// |---|---|
/// | phone numbers, wherever they stand | fiction numbers, `+15555550101` and on |
/// | users of SIP addresses, other callers' names | `user-1` and on |
/// | values of `envs`: texts | `env:NAME`, a URL of the same scheme |
/// | values of `envs`: digits | as many digits, `1001` and on |
/// | headers that carry credentials | `header:NAME` |
/// | credentials in the JSON of an answer, by their names | `body:NAME` |
/// | digits and words for a prompt marked `sensitive` | as many digits, `secret` |
///
/// Whatever is hidden is hidden in every other input, too, when it is long enough not to be an accident.
/// Truth values of `envs` stay: there are but two. So do numbers of one or two digits: they are limits and
/// counts, which a flow needs as they are, and nobody keeps a secret that a hundred guesses find.
struct Redactor {
    private(set) var standIns = StandIns()

    // MARK: Collecting

    /// What the flow itself says stays, and is no stand-in of anybody.
    mutating func reserve(_ flow: Flow) {
        standIns.reserve(numbersIn: String(decoding: flow.file.bytes, as: UTF8.self))
    }

    mutating func collect(_ call: CallInfo) {
        for address in [call.from, call.to] where !address.isEmpty {
            standIns.collect(address)
            if address.utf8.allSatisfy({ $0.isDigit || $0 == UInt8(ascii: "+") }) {
                standIns.addPhone(address)
            }
        }
        if !call.from.hasPrefix("+"), !call.from.contains("@"), !call.from.utf8.allSatisfy(\.isDigit),
            !Self.nobody.contains(call.from.lowercased())
        {
            standIns.addUser(call.from)
        }
        for header in call.headers { collect(header.name, header.value) }
        _ = call.mapTexts { text in
            standIns.collect(text)
            return text
        }
    }

    /// What a network says of a caller who does not want to be known.
    private static let nobody: Set = ["", "anonymous", "restricted", "private", "unknown", "unavailable"]

    mutating func collect(_ event: CallEvent) {
        if case .finished(_, .response(let response)) = event {
            for header in response.headers { collect(header.name, header.value) }
            if let body = try? Value(json: response.body) { collect(answer: body, named: "") }
        }
        _ = event.mapTexts { text in
            standIns.collect(text)
            return text
        }
    }

    private mutating func collect(_ name: String, _ value: String) {
        if Secret.isNamed(by: name) { standIns.add(value, named: "header:\(name.lowercased())") }
    }

    /// Shorter values under the name of a credential are words about it, such as the type of a token.
    private static let shortestToken = 8

    /// What a service gives to let somebody in, as in `{"access_token": …}` (RFC 6749 §5.1). The depth of
    /// JSON is bounded, and so is this.
    private mutating func collect(answer value: Value, named name: String) {
        switch value {
        case .undefined, .null, .bool: break
        case .number:
            if Secret.isNamed(by: name) { collect(digits: value.text.string) }
        case .string(let text):
            guard Secret.isNamed(by: name), text.string.utf8.count >= Self.shortestToken else { break }
            standIns.add(text.string, named: "body:\(name.lowercased())")
        case .list(let values):
            for value in values { collect(answer: value, named: name) }
        case .map(let members):
            for (key, value) in members { collect(answer: value, named: key.string) }
        }
    }

    /// What was entered or said into a prompt that keeps a secret.
    mutating func collect(secret input: PromptInput) {
        switch input {
        case .digits(let digits, _): standIns.addDigits(digits)
        case .speech(let words, _): standIns.add(words, named: "secret")
        case .noInput, .noMatch: break
        }
    }

    /// Values of `envs`; `name` is the path to the value.
    mutating func collect(environment value: Value, _ name: String) {
        switch value {
        case .undefined, .null, .bool: break
        case .number: collect(digits: value.text.string)
        case .string(let text): collect(environment: text.string, name)
        case .list(let values):
            for (index, value) in values.enumerated() { collect(environment: value, "\(name).\(index)") }
        case .map(let members):
            for (key, value) in members { collect(environment: value, "\(name).\(key.string)") }
        }
    }

    /// Shorter numbers of `envs` are no secrets.
    private static let shortestSecret = 3

    private mutating func collect(digits: String) {
        if digits.utf8.count >= Self.shortestSecret { standIns.addDigits(digits) }
    }

    private mutating func collect(environment text: String, _ name: String) {
        if ["", "true", "false"].contains(text) { return }
        if PersonalTexts.isNumber(text), text.hasPrefix("+") { return standIns.addPhone(text) }
        if text.utf8.allSatisfy(\.isDigit) { return collect(digits: text) }
        if text.hasPrefix("sip:") || text.hasPrefix("sips:") { return standIns.collect(text) }
        standIns.add(text, named: "env:\(name)")
    }

    mutating func collect(variables: ValueMap) {
        _ = Value.map(variables).mapTexts { text in
            standIns.collect(text)
            return text
        }
    }

    mutating func settle() { standIns.settle() }

    // MARK: Redacting

    func redacted(_ call: CallInfo) -> CallInfo {
        var redacted = call.mapTexts(standIns.replace)
        redacted.from = exactly(call.from)
        redacted.to = exactly(call.to)
        return redacted
    }

    /// A text that is hidden as a whole, however short it is.
    private func exactly(_ text: String) -> String {
        standIns.standIn(for: text) ?? standIns.replace(in: text)
    }

    /// `isSecret`: the answer of a prompt that keeps a secret.
    func redacted(_ event: CallEvent, isSecret: Bool) -> CallEvent {
        guard isSecret, case .finished(let id, .prompted(let input)) = event else {
            return event.mapTexts(standIns.replace)
        }
        switch input {
        case .digits(let digits, let terminator):
            let hidden = standIns.standIn(for: digits) ?? ""
            return .finished(id, .prompted(.digits(hidden, terminator: terminator)))
        case .speech(let words, let confidence):
            return .finished(
                id, .prompted(.speech(standIns.standIn(for: words) ?? "", confidence: confidence)))
        case .noInput, .noMatch: return event
        }
    }

    func redacted(text: String) -> String { standIns.replace(in: text) }

    func redacted(_ values: ValueMap) -> ValueMap {
        guard case .map(let map) = Value.map(values).mapTexts(standIns.replace) else { return values }
        return map
    }

    /// The scope `envs`: here numbers are hidden, too.
    func redacted(environment: ValueMap) -> ValueMap { environment.mapValues(redacted(environment:)) }

    private func redacted(environment value: Value) -> Value {
        switch value {
        case .undefined, .null, .bool: value
        case .number: .number(Value(exactly(value.text.string)).asNumber ?? 0)
        case .string(let text): Value(exactly(text.string))
        case .list(let values): .list(values.map(redacted(environment:)))
        case .map(let members): .map(members.mapValues(redacted(environment:)))
        }
    }

    /// What the flow asked for, and what it asks for over redacted inputs: where a text differs, it was made
    /// of something hidden, and may come back in a later input.
    mutating func learn(from raw: Value, _ redacted: Value) {
        switch (raw, redacted) {
        case (.string(let raw), .string(let redacted)):
            if raw != redacted { standIns.learn(raw.string, becomes: redacted.string) }
        case (.list(let raw), .list(let redacted)):
            for (raw, redacted) in zip(raw, redacted) { learn(from: raw, redacted) }
        case (.map(let raw), .map(let redacted)):
            for (key, raw) in raw { learn(from: raw, redacted[key] ?? .undefined) }
        case (.undefined, _), (.null, _), (.bool, _), (.number, _), (.string, _), (.list, _), (.map, _): break
        }
    }
}
