import FlowRuntime
import SourceText
import YAMLTree

// `faults` and `order`: what goes otherwise in one scenario.
extension ScenarioReader {
    /// A call has at most as many steps (`FlowLimits.steps`), and hardly more commands.
    private static let largestNumber = 1_000_000

    mutating func readDisturbance(_ entries: [YAMLEntry], into scenario: inout Scenario) {
        let (faults, order) = (value("faults", in: entries), value("order", in: entries))
        guard faults != nil || order != nil else { return }
        var disturbance = Disturbance()
        if let faults { readFaults(faults, scenario.setting.names, into: &disturbance) }
        if let order { disturbance.order = readOrder(order) }
        scenario.disturbance = disturbance
    }

    private mutating func readOrder(_ node: YAMLNode) -> [Int] {
        let choices = (node.sequence ?? []).compactMap { item -> Int? in
            guard case .integer(let choice)? = item.scalar?.resolved,
                (0...Self.largestNumber).contains(choice)
            else {
                report("bad-value", "a choice is a number from 0", item.range)
                return nil
            }
            return choice
        }
        if node.sequence == nil { report("bad-value", "'order' is a list of numbers from 0", node.range) }
        return choices
    }

    private mutating func readFaults(
        _ node: YAMLNode, _ names: [String], into disturbance: inout Disturbance
    ) {
        guard let items = node.sequence else {
            let message = "'faults' is a list of lines such as {NAME: {command: 3, fails: timedOut}}"
            return report("bad-value", message, node.range)
        }
        for item in items {
            for entry in entries(of: item, "a fault") ?? [] {
                guard let party = text(entry.key, "who it happens to") else { continue }
                if !isCallID(party) { checkPerson(party, names, entry.key.range) }
                readFault(entry.value, party, into: &disturbance)
            }
        }
    }

    /// `c-4`: a dialled party has no name, but the id of a call.
    private func isCallID(_ text: String) -> Bool {
        text.hasPrefix("c-") && text.utf8.count > 2
            && text.utf8.dropFirst(2).allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
    }

    private mutating func readFault(
        _ node: YAMLNode, _ party: String, into disturbance: inout Disturbance
    ) {
        guard let entries = entries(of: node, "a fault") else { return }
        let manners = ["fails", "answered", "late"]
        for entry in entries { checkKey(entry.key, among: ["hangs up", "command"] + manners) }
        let told = entries.filter { (manners + ["hangs up"]).contains($0.key.scalar?.text ?? "") }
        guard told.count == 1, let what = told.first else {
            let message = "a fault has one of 'hangs up', 'fails', 'answered' and 'late'"
            return told.isEmpty
                ? reportMissing(message, node.range) : report("conflicting-keys", message, node.range)
        }
        if what.key.scalar?.text == "hangs up" {
            guard let moment = readMoment(what.value) else { return }
            return disturbance.hangUps.append(HangUp(party, moment))
        }
        guard let manner = readManner(what), let command = readCommand(entries, node) else { return }
        disturbance.faults.append(CommandFault(party, command: command, manner))
    }

    private mutating func readCommand(_ entries: [YAMLEntry], _ node: YAMLNode) -> Int? {
        guard let number = value("command", in: entries) else {
            reportMissing("'command' is missing: the number of the command, from 1", node.range)
            return nil
        }
        if case .integer(let command)? = number.scalar?.resolved, (1...Self.largestNumber).contains(command) {
            return command
        }
        report("bad-value", "'command' is the number of a command, from 1", number.range)
        return nil
    }

    private mutating func readMoment(_ node: YAMLNode) -> HangUp.Moment? {
        if let text = node.scalar?.text, let moment = HangUp.Moment(text) { return moment }
        report("bad-value", "'hangs up' is 'before 7', 'after 7' or 'at 12s'", node.range)
        return nil
    }

    private mutating func readManner(_ entry: YAMLEntry) -> CommandFault.Manner? {
        let word = entry.value.scalar?.text ?? ""
        switch (entry.key.scalar?.text, word) {
        case ("late", _): return time(entry.value, "'late'").map { .late($0) }
        case ("answered", "never"): return .unanswered
        case ("answered", "twice"): return .twice
        case ("answered", _):
            report("bad-value", "'answered' is 'never' or 'twice'", entry.value.range)
            return nil
        case _:
            if let code = CommandFailure.Code(rawValue: word) { return .fails(code) }
            let codes = CommandFailure.Code.allCases.map(\.rawValue)
            report("bad-value", "unknown failure '\(word)'" + suggestion(word, codes), entry.value.range)
            return nil
        }
    }
}
