import SourceText
import YAMLTree

// What SWML's own schema does not allow: `--swml-strict`, id `not-swml`.

/// One leniency or extension of ours.
enum Leniency {
    case bareName
    case noValue
    case shorthand(String)
    case step(String)
    case parameter(String)
    case topLevel(String)
    case spelling(String)
    case timeUnit(String)
    case unquoted(String)
    case quoted(String)
    case wordList(String)
    case placeholder(String)
    case partialPlaceholder(String)
    case ringback
    case noMethod
    case noVariable

    var message: String {
        switch self {
        case .bareName: "SWML has no bare step names: write `name: {}`"
        case .noValue: "SWML has no steps without a value: write `name: {}`"
        case .shorthand(let field): "SWML wants an object here: `{\(field): …}`"
        case .step(let name): "`\(name)` is a step of callflow, not of SWML"
        case .parameter(let name): "`\(name)` is a parameter of callflow, not of SWML"
        case .topLevel(let name): "`\(name.shortened)` is a key of callflow, not of SWML"
        case .spelling(let name): "SWML spells this `\(name)`"
        case .timeUnit(let name): "SWML has no units of time: write \(name) as a number"
        case .unquoted(let name): "SWML wants a text for \(name): quote it"
        case .quoted(let name): "SWML wants \(name) without quotes"
        case .wordList(let name): "SWML wants the words of \(name) in one text, separated by spaces"
        case .placeholder(let name): "SWML allows no placeholder for \(name)"
        case .partialPlaceholder(let name): "SWML allows a placeholder for \(name) only as the whole value"
        case .ringback: "SWML wants a list of sounds for ringback"
        case .noMethod: "SWML requires `method`"
        case .noVariable: "SWML requires `variable` here"
        }
    }
}

extension Finding {
    static func notSWML(_ leniency: Leniency, at range: SourceRange) -> Finding {
        Finding("not-swml", .error, leniency.message, at: range)
    }

    /// A name in camelCase. One that came by an alias has its letters elsewhere, so nothing is mended there.
    static func notSWML(spelling name: String, at range: SourceRange, isAlias: Bool = false) -> Finding {
        var finding = notSWML(.spelling(name), at: range)
        if !isAlias { finding.fix = .rename(to: name, at: range) }
        return finding
    }
}

extension FlowReader {
    mutating func noteLenient(_ leniency: Leniency, at range: SourceRange) {
        if isStrict { report(.notSWML(leniency, at: range)) }
    }

    mutating func checkStrict(_ entry: YAMLEntry, _ info: FieldInfo) {
        if info.isExtension { return report(.notSWML(.parameter(info.name), at: entry.key.place)) }
        guard let written = entry.key.scalar?.text, written != info.alias else { return }
        report(.notSWML(spelling: info.alias, at: entry.key.place, isAlias: entry.key.alias != nil))
    }

    mutating func checkStrict(_ written: String, _ schema: StepSchema, at range: SourceRange) {
        if schema.isExtension { return report(.notSWML(.step(schema.name), at: range)) }
        if written != schema.alias { report(.notSWML(spelling: schema.alias, at: range)) }
    }

    /// A method that callflow does not run is held to SWML's spelling too.
    mutating func checkStrict(_ written: String, unsupported name: String, at range: SourceRange) {
        let alias = Spelling.snakeCase(name)
        if written != alias { report(.notSWML(spelling: alias, at: range)) }
    }

    mutating func checkStrictPlaceholder(_ scalar: YAMLScalar, _ info: FieldInfo, at range: SourceRange) {
        switch info.placeholders {
        case .anywhere:
            break
        case .whole:
            if !PlaceholderScan.isWhole(scalar.text) {
                report(.notSWML(.partialPlaceholder(info.name), at: range))
            }
        case .behindScheme:
            if URLText.scheme(scalar.text) == nil, !PlaceholderScan.isWhole(scalar.text) {
                report(.notSWML(.partialPlaceholder(info.name), at: range))
            }
        case .nowhere:
            report(.notSWML(.placeholder(info.name), at: range))
        }
    }

    /// A literal in another form than SWML's schema has it.
    mutating func checkStrict(
        _ scalar: YAMLScalar, _ shape: JSONShape, _ info: FieldInfo, at range: SourceRange
    ) {
        switch (shape.wanted, scalar.resolved) {
        case (.text, .string), (.number, .integer), (.number, .float), (.boolean, .bool), (.anything, _):
            break
        case (.text, _):
            report(.notSWML(.unquoted(info.name), at: range))
        case (.number, .string) where DecimalText.value(of: scalar.text) == nil:
            report(.notSWML(.timeUnit(info.name), at: range))
        case (.number, _), (.boolean, _):
            report(.notSWML(.quoted(info.name), at: range))
        }
    }
}

extension JSONShape {
    enum Wanted { case text, number, boolean, anything }

    /// The JSON type that SWML's schema wants. Of our alternatives the first is SWML's.
    var wanted: Wanted {
        switch self {
        case .boolean: .boolean
        case .integer, .number: .number
        case .text, .words: .text
        case .either(let shapes): shapes.first?.wanted ?? .anything
        case .list(let element): element.wanted
        case .map, .any, .steps, .reference: .anything
        }
    }
}
