import FlowExpressions
import SimulatedBackend
import SourceText
import YAMLTree

/// Reads the `expect` of one scenario.
struct ExpectationReader {
    private let scenario: Scenario
    private var base: ScenarioReader
    /// Whom expectations can name: callers, and who is dialled under a name.
    let parties: [String]
    private let isPartial: Bool

    init(_ scenario: Scenario, in file: ScenarioFile) {
        self.scenario = scenario
        base = ScenarioReader(file)
        parties = scenario.setting.names
        isPartial = file.isPartial
    }

    var findings: [Finding] { base.findings }

    /// Words that stand where names do.
    private static let reserved =
        ["every caller", "every room", "room", "beep", "music", "ring", "silence", "flow", "nobody"]
        + ExpectationKinds.scenario.map(\.key)

    // MARK: expect

    /// What is expected, as far as it can be read.
    mutating func read() -> [Expectation] {
        guard let node = scenario.expect else { return [] }
        for name in parties where Self.reserved.contains(where: name.isExactly) {
            report(
                "bad-value", "who is called '\(name)' cannot be named here, where it is a word", node.range)
        }
        var expectations: [Expectation] = []
        for entry in entries(of: node, "'expect'") ?? [] {
            guard let key = text(entry.key, "a key") else { continue }
            read(entry, key, into: &expectations)
        }
        return expectations
    }

    private mutating func read(_ entry: YAMLEntry, _ key: String, into expectations: inout [Expectation]) {
        if let kind = ExpectationKinds.scenario.first(where: { $0.key == key }) {
            guard let content = kind.read(entry.value, &self) else { return }
            expectations.append(
                Expectation(
                    key: key, subject: .scenario, range: entry.value.range, subjectRange: entry.key.range,
                    check: .scenario(content.judge),
                    mentions: content.mentions))
        } else if parties.contains(where: key.isExactly) {
            expectations += readKinds(ExpectationKinds.calls, entry, of: .call(key)) { .call($0) }
        } else if key == "every caller" {
            if scenario.setting.callers.isEmpty {
                report("cannot-match", "the scenario has no callers", entry.key.range)
            }
            expectations += readKinds(ExpectationKinds.calls, entry, of: .everyCaller) { .call($0) }
        } else if let members = scenario.members(ofMany: key) {
            expectations += readKinds(ExpectationKinds.calls, entry, of: .each(members)) { .call($0) }
        } else if key == "every room" {
            expectations += readKinds(ExpectationKinds.rooms, entry, of: .everyRoom) { .room($0) }
        } else if key.hasPrefix("room ") || key == "room" {
            guard let name = roomName(entry.key) else { return }
            expectations += readKinds(ExpectationKinds.rooms, entry, of: .room(name)) { .room($0) }
        } else if !key.hasPrefix("x-") {
            reportUnknown(key, at: entry.key.range)
        }
    }

    private mutating func reportUnknown(_ key: String, at range: SourceRange) {
        let many = scenario.setting.crowds.map { "every \($0)" }
        let words =
            ["every caller"] + many + ["every room", "room \"NAME\""] + ExpectationKinds.scenario.map(\.key)
        let near = nearest(to: key, among: parties + words)
        let hint = near.map { "; did you mean '\($0)'?" } ?? "; known are \(listed(parties + words))"
        report("unknown-caller", "'expect' knows no caller '\(key)'" + hint, range)
    }

    private mutating func readKinds<Subject>(
        _ kinds: [ExpectationKind<Subject>], _ entry: YAMLEntry, of subject: Expectation.Subject,
        check: (@escaping ExpectationKind<Subject>.Judge) -> Expectation.Check
    ) -> [Expectation] {
        let name = entry.key.scalar?.text ?? ""
        guard let entries = entries(of: entry.value, "what is expected of \(name)") else { return [] }
        if entries.isEmpty { report("cannot-match", "nothing is expected of \(name)", entry.key.range) }
        for entry in entries { checkKey(entry.key, among: kinds.map(\.key)) }
        let subjectRange = entry.key.range
        return entries.compactMap { entry in
            guard let kind = kinds.first(where: { $0.key == entry.key.scalar?.text }),
                let content = kind.read(entry.value, &self)
            else { return nil }
            return Expectation(
                key: kind.key, subject: subject, range: entry.value.range, subjectRange: subjectRange,
                check: check(content.judge),
                mentions: content.mentions)
        }
    }

    /// `room "NAME"`, in which NAME may refer to a call.
    private mutating func roomName(_ key: YAMLNode) -> ScriptText? {
        guard let text = base.scriptText(key, "a room", callers: scenario.setting.callers) else { return nil }
        var parts = text.parts
        let (head, tail) = ("room \"", "\"")
        if case .text(let first)? = parts.first, first.hasPrefix(head) {
            parts[0] = .text(String(first.dropFirst(head.count)))
            if case .text(let last)? = parts.last, last.hasSuffix(tail) {
                parts[parts.count - 1] = .text(String(last.dropLast()))
                let name = parts.filter { $0 != .text("") }
                if !name.isEmpty { return ScriptText(name) }
            }
        }
        report("bad-value", "a room is meant by its name in quotes, as in room \"NAME\"", key.range)
        return nil
    }

    // MARK: Nothing expected

    /// A test that cannot fail is worse than none.
    mutating func checkExpectsSomething(_ expectations: [Expectation]) {
        guard expectations.isEmpty, findings.isEmpty, !isPartial else { return }
        let message =
            scenario.expect == nil
            ? "the scenario expects nothing, so that it would pass whatever happened; add 'expect'"
            : "'expect' is empty, so that the scenario would pass whatever happened"
        report("no-expectations", message, scenario.expect?.range ?? scenario.range)
    }
}

extension Scenario {
    /// The names of those whom `every NAME` means: one entry of `callers` with `times`.
    fileprivate func members(ofMany key: String) -> [String]? {
        let members = setting.callers.filter { caller in caller.crowd.map { "every \($0)" == key } ?? false }
        return members.isEmpty ? nil : members.map(\.name)
    }
}

// The words that kinds of expectations are read with.
extension ExpectationReader {
    mutating func report(_ id: Finding.ID, _ message: String, _ range: SourceRange) {
        base.report(id, message, range)
    }

    mutating func entries(of node: YAMLNode, _ what: String) -> [YAMLEntry]? {
        base.entries(of: node, what)
    }

    func value(_ key: String, in entries: [YAMLEntry]) -> YAMLNode? { base.value(key, in: entries) }

    mutating func checkKey(_ key: YAMLNode, among known: [String]) { base.checkKey(key, among: known) }

    mutating func text(_ node: YAMLNode, _ what: String) -> String? { base.text(node, what) }

    mutating func time(_ node: YAMLNode, _ what: String) -> ExpectedTime? {
        base.time(node, what).map { ExpectedTime($0, written: node.scalar?.text ?? "") }
    }

    /// The time under a key, if it is there and is one.
    mutating func time(_ key: String, in entries: [YAMLEntry]) -> ExpectedTime? {
        value(key, in: entries).flatMap { time($0, "'\(key)'") }
    }

    /// Text in which `${NAME.call_id}` stands for the call of a caller.
    mutating func scriptText(_ node: YAMLNode, _ what: String) -> ScriptText? {
        base.scriptText(node, what, callers: scenario.setting.callers)
    }

    /// Nobody reads a longer list of expectations, and each of them may be compared with all that happened.
    static let listMax = 1_000

    mutating func list(_ node: YAMLNode, _ what: String) -> [YAMLNode]? {
        guard let items = node.sequence else {
            report("bad-value", "\(what) is a list", node.range)
            return nil
        }
        guard items.count <= Self.listMax else {
            report("bad-value", "\(what) is longer than \(Self.listMax) entries", node.range)
            return nil
        }
        return items
    }

    /// A whole number, from 0 on.
    mutating func count(_ node: YAMLNode, _ what: String) -> Int? {
        if case .integer(let number)? = node.scalar?.resolved, (0...1_000_000_000).contains(number) {
            return Int(number)
        }
        report("bad-value", "\(what) is a whole number, from 0 on", node.range)
        return nil
    }

    /// The count under a key, if it is there and is one.
    mutating func count(_ key: String, in entries: [YAMLEntry]) -> Int? {
        value(key, in: entries).flatMap { count($0, "'\(key)'") }
    }

    /// `true` or `false` under a key of a map that has been read already, and where it stands.
    mutating func flag(_ key: String, in map: YAMLNode) -> (Bool, SourceRange)? {
        var told: [Finding] = []
        guard map.mapping != nil, let node = value(key, in: map.mergedEntries(findings: &told)) else {
            return nil
        }
        if case .bool(let bool)? = node.scalar?.resolved { return (bool, node.range) }
        report("bad-value", "'\(key)' is true or false", node.range)
        return nil
    }

    /// One of some words.
    mutating func word(_ node: YAMLNode, _ what: String, among words: [String]) -> String? {
        guard let word = text(node, what) else { return nil }
        if words.contains(where: word.isExactly) { return word }
        report("bad-value", "\(what) cannot be '\(word)'" + base.suggestion(word, words), node.range)
        return nil
    }

    /// A word under a key, as the case that it stands for.
    mutating func word<Word: CaseIterable & RawRepresentable<String>>(
        _ key: String, in entries: [YAMLEntry], as type: Word.Type
    ) -> Word? {
        guard let node = value(key, in: entries) else { return nil }
        return word(node, "'\(key)'", among: Word.allCases.map(\.rawValue)).flatMap(Word.init(rawValue:))
    }

    /// The name of somebody who takes part.
    mutating func party(_ node: YAMLNode, _ what: String) -> String? {
        text(node, what).flatMap { party($0, at: node.range) }
    }

    /// The name, if it is that of somebody who takes part.
    mutating func party(_ name: String, at range: SourceRange) -> String? {
        if parties.contains(where: name.isExactly) { return name }
        report("unknown-caller", "there is no caller '\(name)'" + base.suggestion(name, parties), range)
        return nil
    }
}

/// `1 instance`, `2 instances`.
func counted(_ count: Int, _ word: String) -> String { "\(count) \(word)\(count == 1 ? "" : "s")" }

/// `there was none`, `there was 1`, `there were 2`.
func thereWere(_ count: Int) -> String {
    switch count {
    case 0: "there was none"
    case 1: "there was 1"
    case _: "there were \(count)"
    }
}

/// A list of words for a message.
func listed(_ words: [String]) -> String { words.joined(separator: ", ") }

extension String {
    /// The same code units: never Swift's canonical equivalence (design §2.2).
    func isExactly(_ other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}
