import FlowRuntime
import SourceText
import YAMLTree

// `vary`: what is repeated otherwise.
extension ScenarioReader {
    mutating func readVary(_ node: YAMLNode, _ setting: Scenario.Setting) -> Vary {
        var vary = Vary(range: node.range)
        let entries = entries(of: node, "'vary'") ?? []
        for entry in entries { checkKey(entry.key, among: ["hang up", "fail", "order", "runs"]) }
        if let hangUp = value("hang up", in: entries) { vary.hangUps = readHangUps(hangUp, setting) }
        if let fail = value("fail", in: entries) { vary.failing = readFailing(fail) }
        if let order = value("order", in: entries) {
            vary.ordersTies = true
            checkWord(order, "of simultaneous events", "'order' is 'of simultaneous events'")
        }
        if let runs = value("runs", in: entries) { vary.runsMax = readRuns(runs) }
        return vary
    }

    private mutating func checkWord(_ node: YAMLNode, _ word: String, _ message: String) {
        if node.scalar?.text != word { report("bad-value", message, node.range) }
    }

    private mutating func readRuns(_ node: YAMLNode) -> Int {
        if case .integer(let runs)? = node.scalar?.resolved, (1...Vary.largestRunsMax).contains(runs) {
            return runs
        }
        report("bad-value", "'runs' is a number from 1 to \(Vary.largestRunsMax)", node.range)
        return Vary.standardRunsMax
    }

    // MARK: hang up

    private mutating func readHangUps(_ node: YAMLNode, _ setting: Scenario.Setting) -> Vary.HangUps {
        guard node.mapping != nil else { return .init(readWho(node, setting), .everyEvent) }
        let entries = entries(of: node, "'hang up'") ?? []
        for entry in entries { checkKey(entry.key, among: ["who", "at"]) }
        let who = value("who", in: entries).map { readWho($0, setting) }
        let moments = value("at", in: entries).map { readMoments($0) }
        return .init(who ?? .everyCaller, moments ?? .everyEvent)
    }

    private mutating func readWho(_ node: YAMLNode, _ setting: Scenario.Setting) -> Vary.Callers {
        if node.scalar?.text == "every caller" { return .everyCaller }
        let nodes = node.sequence ?? [node]
        if nodes.isEmpty { report("bad-value", "a list of callers has at least one", node.range) }
        var names: [String] = []
        for node in nodes {
            guard let name = text(node, "'every caller' or the name of one") else { continue }
            let actors = setting.actors(name).map(\.name)
            if actors.isEmpty { checkPerson(name, setting.names + setting.crowds, node.range) }
            names += actors.filter { !names.contains($0) }
        }
        return .named(names)
    }

    private mutating func readMoments(_ node: YAMLNode) -> Vary.Moments {
        if let word = node.scalar?.text {
            switch word {
            case "every event": return .everyEvent
            case "every step": return .everyStep
            case _ where word.hasPrefix("every"):
                let near = suggestion(word, ["every event", "every step"])
                report("bad-value", "unknown moment '\(word)'" + near, node.range)
                return .everyEvent
            case _: break
            }
        }
        let nodes = node.sequence ?? [node]
        if nodes.isEmpty { report("bad-value", "a list of times has at least one", node.range) }
        return .times(nodes.compactMap { time($0, "'at'") })
    }

    // MARK: fail

    private mutating func readFailing(_ node: YAMLNode) -> Set<CommandKind> {
        if node.scalar?.text == "every command" { return Set(CommandKind.allCases) }
        let nodes = node.sequence ?? [node]
        if nodes.isEmpty { report("bad-value", "a list of commands has at least one", node.range) }
        let known = CommandKind.allCases.filter(\.isAnswered).map(\.rawValue)
        var kinds: Set<CommandKind> = []
        for node in nodes {
            guard let name = text(node, "'every command' or the name of one") else { continue }
            if known.contains(name), let kind = CommandKind(rawValue: name) {
                kinds.insert(kind)
            } else {
                report("bad-value", "unknown command '\(name)'" + suggestion(name, known), node.range)
            }
        }
        return kinds
    }
}
