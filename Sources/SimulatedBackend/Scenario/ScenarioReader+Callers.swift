import FlowRuntime
import SourceText
import YAMLTree

// `callers` and `do`.
extension ScenarioReader {
    /// A caller that is known already keeps what is not written again; names first, so that callers can refer
    /// to each other whatever their order.
    mutating func readCallers(_ node: YAMLNode, into setting: inout Scenario.Setting) {
        let entries = entries(of: node, "'callers'") ?? []
        for entry in entries {
            guard let name = entry.key.scalar?.text else { continue }
            guard checkName(name, "a caller", entry.key.range) else { continue }
            if setting.callers.count + setting.parties.count >= ScenarioFile.callersMax {
                return reportTooMany(entry.key.range)
            } else if setting.parties[name] != nil {
                report("duplicate-name", "somebody who is dialled is called '\(name)'", entry.key.range)
            } else if setting.callers.contains(where: { $0.name.looksLike(name) }) {
                report("duplicate-name", "another caller's name looks the same as '\(name)'", entry.key.range)
            } else if !setting.callers.contains(where: { $0.name == name }) {
                checkNew(entry)
                setting.callers.append(ScenarioCaller(name: name, range: entry.key.range))
            }
        }
        for entry in entries {
            guard let place = setting.callers.firstIndex(where: { $0.name == entry.key.scalar?.text }) else {
                continue
            }
            if entry.value.scalar?.text == "none" {
                setting.callers.remove(at: place)
                continue
            }
            let caller = setting.callers[place]
            setting.callers[place] = readCaller(entry.value, caller, setting.callers)
        }
    }

    /// Whether somebody can have this name: not a word of a line.
    mutating func checkName(_ name: String, _ what: String, _ range: SourceRange) -> Bool {
        guard name.isEmpty || ["at", "after", "in"].contains(name) else { return true }
        report("bad-value", "\(what) cannot be called '\(name)'", range)
        return false
    }

    /// A scenario may add a caller to those of the file: one with a number. Anything else that is said of a
    /// name that the file does not know was meant for another.
    private mutating func checkNew(_ entry: YAMLEntry) {
        guard !sharedCallers.isEmpty, let name = entry.key.scalar?.text,
            entry.value.mapping?.contains(where: { $0.key.scalar?.text == "from" }) != true
        else { return }
        report(
            "unknown-caller",
            "there is no caller '\(name)'\(suggestion(name, sharedCallers)) (a new one says 'from')",
            entry.key.range)
    }

    private static let callerKeys = [
        "from", "to", "direction", "dials", "headers", "patience", "flow", "times", "every",
    ]

    private mutating func readDirection(_ node: YAMLNode) -> CallInfo.Direction {
        let word = node.scalar?.text ?? ""
        if let direction = CallInfo.Direction(rawValue: word) { return direction }
        report(
            "bad-value", "unknown direction '\(word)'" + suggestion(word, ["inbound", "outbound"]),
            node.range)
        return .inbound
    }

    private mutating func readCaller(
        _ node: YAMLNode, _ known: ScenarioCaller, _ callers: [ScenarioCaller]
    ) -> ScenarioCaller {
        var caller = known
        for entry in entries(of: node, "a caller") ?? [] {
            checkKey(entry.key, among: Self.callerKeys)
            let value = entry.value
            switch entry.key.scalar?.text {
            case "from": caller.from = scriptText(value, "'from'", callers: callers) ?? caller.from
            case "to": caller.to = scriptText(value, "'to'", callers: callers) ?? caller.to
            case "dials": caller.dials = time(value, "'dials'") ?? .zero
            case "patience": caller.patience = time(value, "'patience'")
            case "flow": caller.flow = flowIndex(value)
            case "direction": caller.direction = readDirection(value)
            case "times": caller.times = readTimes(value)
            case "every": caller.every = time(value, "'every'") ?? caller.every
            case "headers": readHeaders(value, into: &caller, callers)
            case _: break
            }
        }
        return caller
    }

    private mutating func flowIndex(_ node: YAMLNode) -> Int {
        guard let name = text(node, "'flow'") else { return 0 }
        if let index = flowNames.firstIndex(of: name) { return index }
        report("unknown-flow", "there is no flow '\(name)'" + suggestion(name, flowNames), node.range)
        return 0
    }

    private mutating func readHeaders(
        _ node: YAMLNode, into caller: inout ScenarioCaller, _ callers: [ScenarioCaller]
    ) {
        for entry in entries(of: node, "'headers'") ?? [] {
            guard let name = entry.key.scalar?.text,
                let value = scriptText(entry.value, "a header", callers: callers)
            else { continue }
            let header = CallerScript.Header(name, value)
            if let place = caller.headers.firstIndex(where: { $0.name == name }) {
                caller.headers[place] = header
            } else {
                caller.headers.append(header)
            }
        }
    }

    // MARK: do

    mutating func readLines(_ node: YAMLNode, into scenario: inout Scenario) {
        guard let items = node.sequence else {
            return report(
                "bad-value", "'do' is a list of lines such as {at: 12s, NAME: hangs up}", node.range)
        }
        for item in items { readLine(item, into: &scenario) }
    }

    private mutating func readLine(_ node: YAMLNode, into scenario: inout Scenario) {
        guard let entries = entries(of: node, "a line of 'do'") else { return }
        let names = scenario.setting.names + scenario.setting.crowds
        guard let trigger = readTrigger(entries, node, names) else { return }
        let delay = duration("in", in: entries) ?? .zero
        var acts = false
        for entry in entries where !["at", "after", "in"].contains(entry.key.scalar?.text) {
            acts = true
            guard let name = entry.key.scalar?.text else { continue }
            let actors = scenario.setting.actors(name)
            if actors.isEmpty { checkPerson(name, names, entry.key.range) }
            let deeds = readDeeds(entry.value)
            let written = value("after", in: entries) ?? value("at", in: entries)
            for actor in actors {
                let trigger = self.trigger(
                    trigger, for: actor, scenario.setting.callers, written?.range ?? node.range)
                let line = ScriptLine(trigger, delay: delay, deeds)
                scenario.lines.append(
                    .init(
                        caller: actor.name, line: line, trigger: written?.scalar?.text ?? "",
                        range: node.range))
            }
        }
        if !acts {
            reportMissing("a line of 'do' says who does what, as in {at: 12s, NAME: hangs up}", node.range)
        }
    }

    private mutating func readTrigger(
        _ entries: [YAMLEntry], _ node: YAMLNode, _ names: [String]
    ) -> ScriptLine.Trigger? {
        let (at, after) = (value("at", in: entries), value("after", in: entries))
        if let after {
            if at != nil { report("conflicting-keys", "a line has 'at' or 'after', not both", after.range) }
            return readSight(after, names).map { .seen($0) }
        }
        guard let at else {
            reportMissing("a line of 'do' says when: 'at: 12s' or 'after: NAME joins'", node.range)
            return nil
        }
        return time(at, "'at'").map { .at($0) }
    }

    // MARK: Deeds

    mutating func readDeeds(_ node: YAMLNode) -> [Deed] {
        if let list = node.sequence {
            // One level: a list in a list is a mistake, not a program.
            return list.flatMap { item in
                if item.sequence == nil { return readDeed(item) }
                report("bad-value", "a list of deeds holds no lists", item.range)
                return []
            }
        }
        return readDeed(node)
    }

    private mutating func readDeed(_ node: YAMLNode) -> [Deed] {
        if let word = node.scalar?.text { return readDeedWord(word, node) }
        guard let entries = entries(of: node, "a deed") else { return [] }
        for entry in entries { checkKey(entry.key, among: ["presses", "says", "for", "waits"]) }
        var deeds = readSpeech(entries)
        if let presses = value("presses", in: entries) { deeds += readKeys(presses) }
        if let waits = value("waits", in: entries), let duration = time(waits, "'waits'") {
            deeds.append(.wait(duration))
        }
        if deeds.count > 1 {
            let message = "one deed at a time; several are a list: [{says: …}, {presses: …}]"
            report("conflicting-keys", message, node.range)
        }
        return deeds
    }

    private mutating func readDeedWord(_ word: String, _ node: YAMLNode) -> [Deed] {
        switch word {
        case "hangs up": return [.hangUp]
        case "gives up": return [.giveUp]
        case "is silent": return []
        case _:
            let known = ["hangs up", "gives up", "is silent", "presses", "says", "waits"]
            report("bad-value", "unknown deed '\(word)'" + suggestion(word, known), node.range)
            return []
        }
    }

    private mutating func readSpeech(_ entries: [YAMLEntry]) -> [Deed] {
        let duration = value("for", in: entries)
        guard let says = value("says", in: entries) else {
            if let duration { report("bad-value", "'for' belongs to 'says'", duration.range) }
            return []
        }
        guard let words = text(says, "'says'") else { return [] }
        return [.speak(words, duration == nil ? nil : self.duration("for", in: entries))]
    }

    private mutating func readKeys(_ node: YAMLNode) -> [Deed] {
        guard let keys = text(node, "'presses'") else { return [] }
        guard !keys.isEmpty, keys.utf8.allSatisfy({ Key(rawValue: $0) != nil }) else {
            report("bad-value", "keys are 0-9, *, # and A-D", node.range)
            return []
        }
        return [.press(keys)]
    }
}

extension String {
    /// Another spelling of the same characters, as `é` has two: nobody could tell them apart where they are
    /// shown, and names are compared by code units.
    fileprivate func looksLike(_ other: String) -> Bool {
        self == other && !utf8.elementsEqual(other.utf8)
    }
}
