import FlowExpressions
import FlowRuntime
import OrderedCollections
import SourceText

extension Scenario {
    /// The scenario as an item of the `scenarios` of that file: what it has otherwise than the file, what its
    /// callers do, what goes wrong. Read back, it is the same scenario.
    ///
    /// `expect` and `vary` are not among it: what it shows is for its author to say.
    package func text(in file: ScenarioFile) -> String {
        let writer = ScenarioWriter(self, file)
        return writer.text
    }
}

/// Writes a scenario as `ScenarioReader` reads it.
private struct ScenarioWriter {
    let scenario: Scenario
    let file: ScenarioFile
    private let names: Set<String>

    init(_ scenario: Scenario, _ file: ScenarioFile) {
        self.scenario = scenario
        self.file = file
        names = Set(scenario.setting.callers.map(\.name))
    }

    var text: String {
        var lines = ["- name: \(scenario.name.quoted)"]
        lines += section("envs", environment)
        lines += section("http", requests)
        lines += section("media", media)
        lines += section("legs", legs)
        lines += section("callers", callers)
        let deeds = scenario.lines.map { line in
            let delay = line.line.delay == .zero ? "" : ", in: \(TimeText.text(line.line.delay))"
            let who = "\(line.caller.quoted): \(Self.deeds(line.line.deeds))"
            return "{\(Self.trigger(line.line.trigger))\(delay), \(who)}"
        }
        lines += deeds.isEmpty ? ["  do: []"] : ["  do:"] + deeds.map { "    - " + $0 }
        if let disturbance = scenario.disturbance { lines += faults(disturbance) }
        return lines.joined(separator: "\n") + "\n"
    }

    private func section(_ key: String, _ entries: [String]) -> [String] {
        entries.isEmpty ? [] : ["  \(key):"] + entries.map { "    " + $0 }
    }

    // MARK: Who calls

    private var callers: [String] {
        let shared = file.shared.callers
        let gone = shared.filter { !names.contains($0.name) }.map { "\($0.name.quoted): none" }
        return gone
            + scenario.setting.callers.compactMap { caller in
                let known = shared.first { $0.name == caller.name }
                if let known, known.says == caller.says { return nil }
                return "\(caller.name.quoted): {\(fields(of: caller).joined(separator: ", "))}"
            }
    }

    private func fields(of caller: ScenarioCaller) -> [String] {
        var fields = [
            "from: \(written(caller.from))", "to: \(written(caller.to))",
            "dials: \(TimeText.text(caller.dials))",
        ]
        if !caller.headers.isEmpty {
            let headers = caller.headers.map { "\($0.name.quoted): \(written($0.value))" }
            fields.append("headers: {\(headers.joined(separator: ", "))}")
        }
        if caller.direction == .outbound { fields.append("direction: outbound") }
        if let patience = caller.patience { fields.append("patience: \(TimeText.text(patience))") }
        if file.flows.indices.contains(caller.flow), file.flows.count > 1 {
            fields.append("flow: \(file.flows[caller.flow].name.quoted)")
        }
        return fields
    }

    /// A caller who is not there any more has no call, as `ScriptText.expanded` has it.
    private func written(_ text: ScriptText) -> String {
        text.parts.map { part in
            switch part {
            case .text(let text): text
            case .callID(let name): names.contains(name) ? "${\(name).call_id}" : ""
            }
        }.joined().quoted
    }

    // MARK: What stands in for the world

    private var environment: [String] {
        scenario.setting.envs.filter { file.shared.envs[$0.key] != $0.value }.map { name, value in
            if case .string(let text) = value { return "\(name.string.quoted): \(text.string.quoted)" }
            return "\(name.string.quoted): \(value.jsonText)"
        }
    }

    private var requests: [String] {
        scenario.setting.http.filter { entry in
            !file.shared.http.contains { $0.key == entry.key && $0.double == entry.double }
        }.map { "\(written($0.key)): [\($0.double.answers.map(Self.answer).joined(separator: ", "))]" }
    }

    private static func answer(_ answer: HTTPDouble.Answer) -> String {
        let after = "after: \(TimeText.text(answer.after))"
        switch answer.kind {
        case .timeout: return "{status: timeout, \(after)}"
        case .refused: return "{status: refused, \(after)}"
        case .response(let response):
            var fields = ["status: \(response.status)", after]
            if !response.body.isEmpty { fields.append("body: \(response.body.quoted)") }
            let headers = response.headers.map { "\($0.name.quoted): \($0.value.quoted)" }
            if !headers.isEmpty { fields.append("headers: {\(headers.joined(separator: ", "))}") }
            return "{\(fields.joined(separator: ", "))}"
        }
    }

    private var media: [String] {
        scenario.setting.media.filter { entry in
            !file.shared.media.contains { $0.key == entry.key && $0.double == entry.double }
        }.map { entry in
            let content =
                switch entry.double.content {
                case .sound(let time): "lasts: \(TimeText.text(time))"
                case .failure(let status): "status: \(status)"
                case .document(let text): "yaml: \(text.quoted)"
                }
            return "\(written(entry.key)): {\(content), after: \(TimeText.text(entry.double.after))}"
        }
    }

    private var legs: [String] {
        scenario.setting.legs.filter { file.shared.legs[$0.key] != $0.value }
            .sorted { $0.key < $1.key }.map { number, double in
                let name = double.name.map { "as: \($0.quoted), " } ?? ""
                let does = double.deeds.isEmpty ? "" : ", does: \(Self.deeds(double.deeds))"
                return
                    "\(number.quoted): {\(name)\(double.pickup.word): \(TimeText.text(double.after))\(does)}"
            }
    }

    // MARK: What they do, what goes wrong

    private static func trigger(_ trigger: ScriptLine.Trigger) -> String {
        switch trigger {
        case .at(let time): "at: \(TimeText.text(time))"
        case .seen(let sight): "after: \(sight.text.quoted)"
        }
    }

    private static func deeds(_ deeds: [Deed]) -> String {
        let words = deeds.map { deed in
            switch deed {
            case .press(let keys): "{presses: \(keys.quoted)}"
            case .speak(let text, nil): "{says: \(text.quoted)}"
            case .speak(let text, let time?): "{says: \(text.quoted), for: \(TimeText.text(time))}"
            case .wait(let time): "{waits: \(TimeText.text(time))}"
            case .hangUp: "hangs up"
            case .giveUp: "gives up"
            }
        }
        return words.count == 1
            ? words[0] : words.isEmpty ? "is silent" : "[\(words.joined(separator: ", "))]"
    }

    private func faults(_ disturbance: Disturbance) -> [String] {
        let hangUps = disturbance.hangUps.map { "{\($0.party.quoted): {hangs up: \($0.moment)}}" }
        let faults = disturbance.faults.map { fault in
            let manner =
                switch fault.manner {
                case .fails(let code): "fails: \(code.rawValue)"
                case .unanswered: "answered: never"
                case .twice: "answered: twice"
                case .late(let time): "late: \(TimeText.text(time))"
                }
            return "{\(fault.party.quoted): {command: \(fault.command), \(manner)}}"
        }
        let list = (hangUps + faults).map { "    - " + $0 }
        let order = disturbance.order.map(String.init).joined(separator: ", ")
        return (list.isEmpty ? [] : ["  faults:"] + list) + (order.isEmpty ? [] : ["  order: [\(order)]"])
    }
}

extension Sight {
    /// As a line of `do` says it.
    fileprivate var text: String {
        switch self {
        case .joins(let name): "\(name) joins"
        case .leaves(let name): "\(name) leaves"
        case .hears(let name, let words): "\(name) hears \"\(words)\""
        case .isAsked(let name): "\(name) is asked"
        case .says(let name, ""): "\(name) says"
        case .says(let name, let words): "\(name) says \"\(words)\""
        case .presses(let name): "\(name) presses"
        case .isAnswered(let name): "\(name) is answered"
        case .isConnected(let name): "\(name) is connected"
        case .ends(let name): "\(name) ends"
        case .starts(room: nil): "room starts"
        case .starts(room: let name?): "room \"\(name)\" starts"
        }
    }
}

extension ScenarioCaller {
    /// Without the place where it stands.
    fileprivate var says: ScenarioCaller {
        var caller = self
        caller.range = .init(0, 0)
        return caller
    }
}

extension LegDouble.Pickup {
    fileprivate var word: String {
        switch self {
        case .answers: "answers"
        case .busy: "busy"
        case .declines: "declines"
        case .unreachable: "unreachable"
        case .noAnswer: "no answer"
        }
    }
}

extension String {
    /// As a text in double quotes that YAML and JSON read alike; a plain word stays as it is.
    fileprivate var quoted: String {
        isPlainWord ? self : "\"" + unicodeScalars.map(\.escaped).joined() + "\""
    }

    /// Letters, with single blanks between words: nothing that YAML could take for anything else.
    private var isPlainWord: Bool {
        let words = split(separator: " ", omittingEmptySubsequences: false)
        let other = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"]
        return words.allSatisfy { word in
            !word.isEmpty
                && word.utf8.allSatisfy { byte in
                    UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
                }
        } && !other.contains(lowercased())
    }
}

extension Unicode.Scalar {
    /// Inside double quotes; what YAML does not let through as it is becomes a number.
    fileprivate var escaped: String {
        switch value {
        case 0x22, 0x5C: return "\\" + String(self)
        case 0x0A: return "\\n"
        case 0x09: return "\\t"
        case 0x20..<0x7F, 0xA0..<0x2028, 0x202A..<0xFEFF, 0xFF00..<0xFFFE, 0x10000...: return String(self)
        case _:
            let digits = String(value, radix: 16)
            return "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
        }
    }
}
