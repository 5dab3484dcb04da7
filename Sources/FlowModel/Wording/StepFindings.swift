import FlowExpressions
import SourceText
import YAMLTree

// What is said about sections, steps and the names of both.

extension Finding {
    static func unknownStep(_ name: String, at range: SourceRange) -> Finding {
        let message = "no step is called `\(name.shortened)`"
        if let hint = ForeignWords.hint(forStep: name) {
            return Finding("unknown-step", .error, "\(message); \(hint)", at: range)
        }
        let names = StepSchema.all.map(\.name) + UnsupportedStep.names
        let near = (nearest(to: name, among: names) ?? nearest(to: Spelling.camelCase(name), among: names))
            .map { Spelling.like(name, $0) }
        return Finding(
            "unknown-step", .error, message + question(near), at: range,
            fix: near.map { .respell(name, as: $0, at: range) })
    }

    static func unsupportedStep(_ name: String, at range: SourceRange) -> Finding {
        Finding(
            "unsupported-step", .warning, "`\(name)` is a step of SWML that callflow cannot run yet",
            at: range)
    }

    static func tooManyDestinations(_ name: String, _ limit: Int, at range: SourceRange) -> Finding {
        Finding("out-of-range", .error, "\(name) has more than \(limit) destinations", at: range)
    }

    static func malformedStep(found node: YAMLNode) -> Finding {
        Finding(
            "malformed-step", .error,
            "a step is a name, or a name with its parameters as in `play: {url: …}`; found \(node.described)",
            at: node.place)
    }

    static func severalMethods(_ keys: [YAMLNode]) -> Finding {
        let first = keys[0]
        let second = keys[1]
        return Finding(
            "several-methods", .error,
            "a step has one method; begin `\(second.scalar?.text.shortened ?? "it")` with a dash of its own",
            at: second.place, related: [.init("this step is already here", first.place)])
    }

    static func stepNotAllowed(_ name: String, in place: String, allowed: [String], at range: SourceRange)
        -> Finding
    {
        Finding(
            "step-not-allowed", .error,
            "`\(name)` cannot stand in \(place); allowed are \(allowed.joined(separator: ", "))", at: range)
    }

    static func wantsSteps(_ what: String, found node: YAMLNode, in file: SourceFile) -> Finding {
        Finding(
            "wrong-type", .error, "`\(what.shortened)` must be a list of steps; found \(node.described)",
            at: node.place,
            fix: dashes(node, in: file))
    }

    /// Puts a dash before each entry of a block mapping whose entries are one line each.
    private static func dashes(_ node: YAMLNode, in file: SourceFile) -> Fix? {
        guard node.alias == nil, let entries = node.mapping, !entries.isEmpty,
            file.bytes[min(node.range.lower, file.bytes.count - 1)] != UInt8(ascii: "{")
        else { return nil }
        for entry in entries {
            let range = entry.key.range.union(entry.value.range)
            let text = range.upper <= file.bytes.count ? file.bytes[range.offsets] : []
            guard entry.value.alias == nil, !text.contains(where: { $0 == 0x0A || $0 == 0x0D }) else {
                return nil
            }
        }
        return Fix(
            "write a list", entries.map { .init(SourceRange($0.key.range.lower, $0.key.range.lower), "- ") })
    }

    static func tooDeep(at range: SourceRange) -> Finding {
        Finding(
            "too-deep", .error, "lists of steps are nested deeper than \(FlowLimits.stepNesting) levels",
            at: range)
    }

    static func tooManySteps(at range: SourceRange) -> Finding {
        Finding("too-many-steps", .error, "a flow has at most \(FlowLimits.steps) steps", at: range)
    }

    static func duplicateLabel(_ name: Text, at range: SourceRange, first: SourceRange) -> Finding {
        Finding(
            "duplicate-label", .error, "the label `\(name.string.shortened)` is already in this section",
            at: range,
            related: [.init("first given here", first)])
    }

    static func unknownLabel(
        _ name: Text, visible: some Sequence<String>, elsewhere: SourceRange?, at range: SourceRange
    ) -> Finding {
        let near = nearest(to: name.string, among: visible)
        var message = "no label `\(name.string.shortened)` that this goto can see"
        if elsewhere != nil {
            message += "; a goto stays in its section and sees its own list and those around it"
        }
        return Finding(
            "unknown-label", .error, message + question(near), at: range,
            related: elsewhere.map { [.init("a label of this name is here", $0)] } ?? [],
            fix: near.map { .rename(to: $0, at: range) })
    }

    static func placeholderInLabel(at range: SourceRange) -> Finding {
        Finding(
            "placeholder-in-label", .error,
            "a label is found when the flow is read, so it has no placeholder; use `cond` or `switch`",
            at: range)
    }

    /// "; did you mean x?"
    static func question(_ near: String?) -> String { near.map { "; did you mean `\($0)`?" } ?? "" }
}

extension Finding.Fix {
    static func rename(to name: String, at range: SourceRange) -> Finding.Fix {
        Finding.Fix("write `\(name)`", [.init(range, name)])
    }

    /// A rename to the nearest known name. Of a short name one letter is so much that it is only a guess.
    static func respell(_ name: String, as known: String, at range: SourceRange) -> Finding.Fix {
        let shortest = min(name.utf8.count, known.utf8.count)
        var fix = rename(to: known, at: range)
        fix.isSafe = shortest >= shortestSureName || name.lowercased() == known.lowercased()
        return fix
    }

    /// Below five letters other words are as near as the one that was meant (`say` and `tap`).
    private static let shortestSureName = 5
}

extension YAMLNode {
    /// What it is, in a message.
    var described: String {
        switch content {
        case .scalar(let scalar):
            switch scalar.resolved {
            case .null: scalar.text.isEmpty ? "nothing" : "`\(scalar.text)`"
            case .string where scalar.text.isEmpty: "an empty text"
            case .string, .bool, .integer, .float: "`\(scalar.text.shortened)`"
            }
        case .sequence: "a list"
        case .mapping: "a map"
        }
    }
}
