import SourceText
import YAMLTree

/// Walks a project file and collects what is wrong.
struct ProjectReader {
    var findings: [Finding]
    /// Where credentials stand that should not: what is shown of the file shows none.
    var secrets: [SourceRange] = []

    /// Keys at the top that are no settings.
    private static let own = RoutingKey.all.filter { $0.section == nil }.map(\.name)
    static let top =
        Setting.all.filter { $0.section == nil }.map(\.name) + own + Setting.sections

    /// Most values of a list; a file that names more was made by a mistake.
    static let listMax = 1000

    mutating func report(
        _ id: Finding.ID, _ message: String, _ range: SourceRange, severity: Finding.Severity = .error,
        related: [Finding.Related] = []
    ) {
        findings.append(Finding(id, severity, message, at: range, related: related))
    }

    mutating func read(_ root: YAMLNode, into project: inout ProjectFile) {
        let entries = entries(of: root, "a project file") ?? []
        project.start = entries.first?.key.place ?? root.place
        for entry in entries {
            guard let key = key(of: entry, among: Self.top) else { continue }
            project.keys[key] = entry.key.place
            switch key {
            case "default": project.routing.fallback = flow(entry.value, "'default'")
            case "routes": readRoutes(entry.value, into: &project.routing)
            case "envs": readEnvironment(entry.value, into: &project)
            case _ where Setting.sections.contains(key): readSection(key, entry.value, into: &project)
            case _: readSetting(key, entry.value, into: &project)
            }
        }
        checkContexts(of: project)
    }

    // MARK: Settings

    private mutating func readSection(_ name: String, _ node: YAMLNode, into project: inout ProjectFile) {
        let known = Setting.all.filter { $0.section == name }.map(\.key)
        for entry in entries(of: node, "'\(name)'") ?? [] {
            guard let key = key(of: entry, among: known) else { continue }
            readSetting("\(name).\(key)", entry.value, into: &project)
        }
    }

    private mutating func readSetting(_ name: String, _ node: YAMLNode, into project: inout ProjectFile) {
        guard let setting = Setting.named(name), let words = words(node, setting) else { return }
        let (texts, places) = (words.map(\.text), words.map(\.place))
        var trial = ServerSettings()
        guard setting.apply(texts, .file(node.place), &trial) else {
            let found = setting.isList || !setting.isQuoted ? "" : "; found '\(texts.joined())'"
            let hint = setting.words.isEmpty ? "" : question(texts.joined(), setting.words)
            return reportWrong(node, "'\(name)' is \(setting.expectation)\(found)\(hint)")
        }
        checkTwins(words)
        project.written.append(.init(setting: setting, texts: texts, places: places, range: node.place))
    }

    /// A text of a setting, and where it stands.
    private struct Word {
        var text: String
        var place: SourceRange
    }

    private mutating func words(_ node: YAMLNode, _ setting: Setting) -> [Word]? {
        if setting.name == "http", node.mapping != nil {
            return address(node).map { [Word(text: $0, place: node.place)] }
        }
        if let list = node.sequence, setting.isList, list.count <= Self.listMax {
            let words = list.compactMap { item in
                item.isNull ? nil : item.scalar.map { Word(text: $0.text, place: item.place) }
            }
            if words.count == list.count { return words }
        } else if let scalar = node.scalar, !node.isNull {
            return [Word(text: scalar.text, place: node.place)]
        }
        reportWrong(node, "'\(setting.name)' is \(setting.expectation)")
        return nil
    }

    /// The same text twice in a list: another was meant.
    private mutating func checkTwins(_ words: [Word]) {
        var first: [String: SourceRange] = [:]
        for word in words {
            guard let other = first[word.text] else {
                first[word.text] = word.place
                continue
            }
            report(
                "duplicate-value", "'\(word.text)' is in the list already", word.place, severity: .warning,
                related: [Finding.Related("here", other)])
        }
    }

    /// `http: {address, port}` as one text.
    private mutating func address(_ node: YAMLNode) -> String? {
        var (host, port): (String, String?) = (HTTPAddress.loopback, nil)
        for entry in entries(of: node, "'http'") ?? [] {
            guard let key = key(of: entry, among: ["address", "port"]),
                let text = text(entry.value, "'http.\(key)'")
            else { continue }
            if key == "port" { port = text } else { host = text.contains(":") ? "[\(text)]" : text }
        }
        if port == nil { report("missing-key", "'http' has no 'port'", node.place) }
        return port.map { "\(host):\($0)" }
    }

    // MARK: Words

    /// The entries of a mapping, merge keys applied; anything else is a finding.
    mutating func entries(of node: YAMLNode, _ what: String) -> [YAMLEntry]? {
        if node.isNull { return [] }
        guard node.mapping != nil else {
            reportWrong(node, "\(what) is a map of keys and values")
            return nil
        }
        return node.mergedEntries(findings: &findings)
    }

    /// The entry's key, if it is known. `x-…` is ignored, as in a flow: a home for YAML anchors.
    mutating func key(of entry: YAMLEntry, among known: [String]) -> String? {
        // A key that is no word has been reported by the reader of the text.
        guard let key = entry.key.scalar?.text else { return nil }
        if known.contains(key) { return key }
        if key.hasPrefix("x-") { return nil }
        if let variable = SecretKeys.variable(for: key) {
            report(
                "secret-in-project-file",
                "'\(key)' does not stand in a file: set \(variable) in the environment", entry.key.place)
            secrets += [entry.value.range, entry.value.place]
        } else {
            report("unknown-key", "unknown key '\(key)'" + suggestion(key, known), entry.key.place)
        }
        return nil
    }

    mutating func reportWrong(_ node: YAMLNode, _ message: String) {
        report("bad-value", message, node.place)
    }

    /// A scalar's text as it stands in the file, so that a phone number is never an integer.
    mutating func text(_ node: YAMLNode, _ what: String) -> String? {
        if let scalar = node.scalar, !node.isNull, !scalar.text.isEmpty { return scalar.text }
        reportWrong(node, "\(what) is a text")
        return nil
    }

    /// The known word that was probably meant, or all of them, to be put behind a message.
    private func suggestion(_ word: String, _ known: [String]) -> String {
        let question = question(word, known)
        return question.isEmpty ? "; known are \(known.joined(separator: ", "))" : question
    }

    func question(_ word: String, _ known: [String]) -> String {
        nearest(to: word, among: known).map { "; did you mean '\($0)'?" } ?? ""
    }
}

/// Keys under which somebody would put a secret.
private enum SecretKeys {
    private static let variables = [
        "project": "SIGNALWIRE_PROJECT_ID", "projectid": "SIGNALWIRE_PROJECT_ID",
        "token": "SIGNALWIRE_API_TOKEN", "apitoken": "SIGNALWIRE_API_TOKEN",
        "password": "SIGNALWIRE_API_TOKEN", "secret": "SIGNALWIRE_API_TOKEN",
        "jwt": "SIGNALWIRE_JWT_TOKEN", "jwttoken": "SIGNALWIRE_JWT_TOKEN",
    ]

    /// Where that secret belongs, whatever the spelling: `apiToken`, `API_TOKEN`, `signalwire_api_token`.
    static func variable(for key: String) -> String? {
        let letters = key.lowercased().filter { $0 != "_" && $0 != "-" }
        let name = letters.hasPrefix("signalwire") ? letters.dropFirst("signalwire".count) : letters[...]
        return variables[String(name)]
    }
}
