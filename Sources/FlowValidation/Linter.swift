package import FlowModel
package import SourceText

/// A document's flow and everything that is to be said about it.
package struct LintReport: Sendable {
    /// `nil` when the document has no sections at all.
    package var flow: Flow?
    /// By position.
    package var findings: [Finding]

    /// Whether the flow can run as it is written.
    package var canRun: Bool { flow != nil && !findings.contains { $0.severity == .error } }
}

extension Finding {
    /// Whether a flow that has it cannot be run here: an error, or a step that is not built, which is a
    /// warning in a document that others may run.
    package var keepsFromRunning: Bool { severity == .error || id == "unsupported-step" }
}

/// Judges a flow like a compiler: what its reader found, and what the rules find in the whole of it.
///
/// A pure function of the document and the options.
package enum Linter {
    /// Reads and judges a document.
    package static func lint(_ file: SourceFile, _ options: LintOptions = LintOptions()) -> LintReport {
        lint(Flow.read(file, options: ReadingOptions(isStrict: options.isStrictSWML)), options)
    }

    /// Judges a document that has been read.
    package static func lint(
        _ reading: FlowReading, _ options: LintOptions = LintOptions(), rules: [LintRule] = LintRule.all
    ) -> LintReport {
        guard let flow = reading.flow else { return LintReport(flow: nil, findings: reading.findings) }
        let allowances = Allowance.all(in: flow)
        let found = findings(of: rules, in: flow, options, allowances, hasErrors: reading.hasErrors)
        if reading.findings.isEmpty, found.isEmpty, allowances.isEmpty {
            return LintReport(flow: flow, findings: [])
        }
        var all = reading.findings + found
        apply(options, to: &all)
        Allowance.apply(allowances, to: &all, unless: options.silenced)
        return LintReport(flow: flow, findings: merged(all))
    }

    private static func findings(
        of rules: [LintRule], in flow: Flow, _ options: LintOptions, _ allowances: [Allowance],
        hasErrors: Bool
    ) -> [Finding] {
        let outline = FlowOutline(
            flow, environment: options.environment, target: options.target, hasErrors: hasErrors)
        // By index: a copy of a rule would count the references of all its texts and examples.
        func isOccasioned(_ index: Int) -> Bool {
            outline.occasions(
                steps: rules[index].steps, contents: rules[index].contents, traits: rules[index].traits)
                && !(flow.isPartial && rules[index].needsWholeDocument)
        }
        guard let first = rules.indices.first(where: isOccasioned) else { return [] }
        let context = LintContext(flow, outline, target: options.target, allowances: allowances)
        var findings = Findings(of: rules)
        for index in first..<rules.count where isOccasioned(index) {
            findings.begin(index)
            rules[index].check(context, &findings)
        }
        return findings.all
    }

    private static func apply(_ options: LintOptions, to findings: inout [Finding]) {
        // What is meant for a phone system of ours is run by nobody else.
        if options.target != nil {
            for index in findings.indices where findings[index].keepsFromRunning {
                findings[index].severity = .error
            }
        }
        guard !options.silenced.isEmpty || !options.severities.isEmpty else { return }
        findings.removeAll { $0.severity != .error && options.silenced.contains($0.id) }
        for index in findings.indices where findings[index].severity != .error {
            if let severity = options.severities[findings[index].id] { findings[index].severity = severity }
        }
    }

    /// By position; the same finding met again through another alias becomes one that names both places.
    private static func merged(_ findings: [Finding]) -> [Finding] {
        guard findings.count > 1 else { return findings }
        var result: [Finding] = []
        result.reserveCapacity(findings.count)
        for finding in findings.sorted(by: comesFirst) {
            guard let last = result.last, last.range == finding.range, last.id == finding.id,
                last.message == finding.message
            else {
                result.append(finding)
                continue
            }
            for related in finding.related where !last.related.contains(related) {
                result[result.count - 1].related.append(related)
            }
        }
        return result
    }

    private static func comesFirst(_ left: Finding, _ right: Finding) -> Bool {
        if left.range != right.range { return left.range < right.range }
        if left.severity != right.severity { return left.severity > right.severity }
        if left.id != right.id { return left.id.name < right.id.name }
        return left.message < right.message
    }
}
