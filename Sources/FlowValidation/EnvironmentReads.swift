package import FlowExpressions
package import FlowModel
import SourceText

/// What a flow reads of the scope `envs`: to be held against what a project gives it.
package struct EnvironmentReads: Sendable, Hashable {
    /// A name that the flow counts on.
    package struct Need: Sendable, Hashable {
        package let name: Text
        /// The first line that reads it.
        package let line: Int
    }

    /// The names that are read as if they were always there, by line. A flow that looks anywhere whether a
    /// name has a value (`envs.pin || 'none'`, `when: envs.pin`) does without it.
    package let needs: [Need]
    /// Every name that may be one of `envs`: without the prefix, too (`pin` for `envs.pin`).
    package let names: Set<Text>
    /// Any name may be read: the scope is read as a whole, another document goes on with the call, or a step
    /// is wrong or not built, so that nobody has looked into it.
    package let readsAnything: Bool

    /// `nil` for a document that is no flow.
    package init?(_ reading: FlowReading) {
        guard let flow = reading.flow else { return nil }
        let reads = flow.variablesRead.map(\.variable)
        names = Set(reads.filter { $0.scope == nil || $0.scope == .envs }.map(\.name))
        readsAnything = reading.hasErrors || names.contains("envs") || flow.goesElsewhere
        guard reads.contains(where: { $0.scope == .envs }) else {
            needs = []
            return
        }
        let context = LintContext(flow, FlowOutline(flow))
        let tested = context.testedEnvironment
        let lines = LineTable(flow.file)
        var first: [Text: Int] = [:]
        for use in context.reads(where: { $0.scope == .envs && !tested.contains($0.name) }) {
            var line = lines.position(at: use.range.lower).line
            // Looking for the place in the text costs a way through the tree.
            if line != lines.position(at: use.range.upper).line {
                line = lines.position(at: context.place(of: use).lower).line
            }
            first[use.variable.name] = min(line, first[use.variable.name] ?? line)
        }
        needs = first.map { Need(name: $0.key, line: $0.value) }
            .sorted { ($0.line, $0.name.string) < ($1.line, $1.name.string) }
    }
}

extension LintContext {
    /// The names of `envs` of which the flow looks somewhere whether they have a value.
    fileprivate var testedEnvironment: Set<Text> {
        var names: Set<Text> = []
        func note(_ variable: VariableName) {
            if variable.scope == .envs { names.insert(variable.name) }
        }
        for use in conditions { use.expression.forEachTestedVariable(isCondition: true, note) }
        for use in templates { use.template.forEachTestedVariable(note) }
        flow.forEachSwitch { _, choice, path in
            if choice.default != nil { note(path.variable) }
        }
        return names
    }
}

extension Flow {
    /// A step hands the call, or a leg of it, to another document, or to one that only the run knows, or is
    /// one of those whose parameters nobody reads.
    fileprivate var goesElsewhere: Bool {
        steps.contains { step in
            if case .unsupported = step.action { return true }
            if case .connect(let connect) = step.action { return connect.goesElsewhere }
            if case .joinConference(let join) = step.action { return join.mayWaitInDocument }
            return step.action.target?.isElsewhere ?? false
        }
    }
}

extension Given<DocumentTarget> {
    fileprivate var isElsewhere: Bool {
        switch param {
        case .template, .literal(.url), .literal(.inline): true
        case .literal(.section): false
        }
    }
}

extension Connect {
    fileprivate var goesElsewhere: Bool {
        let scripts = [confirm] + groups.joined().map(\.confirm)
        return transferAfterBridge?.isElsewhere ?? false
            || scripts.contains { if case .url? = $0 { true } else { false } }
    }
}

extension JoinConference {
    /// Files of sound, by the end of their names; anything else that a `waitUrl` names may be a document.
    private static let sounds = [".aac", ".aif", ".aiff", ".flac", ".m4a", ".mp3", ".ogg", ".opus", ".wav"]

    fileprivate var mayWaitInDocument: Bool {
        guard let waitUrl else { return false }
        guard let url = waitUrl.literal?.string.lowercased() else { return true }
        let path = url.prefix { $0 != "?" && $0 != "#" }
        return !Self.sounds.contains(where: path.hasSuffix)
    }
}
