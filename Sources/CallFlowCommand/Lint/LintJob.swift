import FlowModel
import FlowTesting
import FlowValidation
import ProjectFile
import SourceText
import YAMLTree

/// Checks one file: all that a worker of `lint` does, and nothing that another worker could notice.
struct LintJob: Sendable {
    let options: LintOptions
    /// Make the edits that findings propose.
    let fixes: Bool
    let format: ReportFormat
    let colors: Bool

    /// Fixing may make room for further fixes; a fix that asks for itself again must not go on for ever.
    private static let fixingRounds = 8

    /// What became of a file.
    enum Result: Sendable {
        case checked(Checked)
        /// No flow, and nobody said it was one.
        case skipped
        /// A sentence for the user.
        case unreadable(String)
    }

    struct Checked: Sendable {
        var findings: FileFindings
        /// The findings as text, for the formats in which each file's stands by itself.
        var rendered: String
        var fixed: Int
    }

    @Sendable func check(_ found: FileDiscovery.Found) -> Result {
        if found.kind == .cassette {
            return .unreadable("\(found.path): a cassette is not linted; `callflow test` plays it")
        }
        do {
            let file = try readSource(found.path)
            return try check(file, as: found)
        } catch {
            return .unreadable(error.message)
        }
    }

    private func check(_ file: SourceFile, as found: FileDiscovery.Found) throws(Refusal) -> Result {
        var tree = YAMLReader.read(file)
        if found.kind == .flow, !found.isNamed, !FlowLikeness.isLikely(tree) { return .skipped }
        let kind = found.kind == .flow ? FlowLikeness.kind(of: tree) : found.kind
        if kind == .scenarios, kind != found.kind {
            return .unreadable(FlowLikeness.advice(onScenarios: found.path))
        }
        var findings = find(in: tree, kind)
        var fixed = 0
        if fixes {
            for _ in 0..<Self.fixingRounds {
                guard let mended = mend(tree, findings, isOriginal: fixed > 0 || tree.file == file) else {
                    break
                }
                fixed += mended.fixes
                tree = YAMLReader.read(mended.file)
                findings = find(in: tree, kind)
            }
            if fixed > 0 { try replaceFile(found.path, with: tree.file.bytes) }
        }
        // A clean file's text is wanted by nobody any more.
        let file = findings.isEmpty ? SourceFile(name: file.name, bytes: []) : shown(tree, kind)
        let result = FileFindings(file, findings)
        return .checked(
            Checked(findings: result, rendered: format.render(result, colors: colors), fixed: fixed))
    }

    /// A project file that holds a credential is shown without.
    private func shown(_ tree: YAMLResult, _ kind: FileDiscovery.Found.Kind) -> SourceFile {
        kind == .project ? ProjectFile.read(tree.file).project.file : tree.file
    }

    /// Positions in another encoding than the file's cannot be edited, and half a tree is no ground to
    /// stand on.
    private func mend(
        _ tree: YAMLResult, _ findings: [Finding], isOriginal: Bool
    ) -> (file: SourceFile, fixes: Int)? {
        isOriginal && !tree.isPartial ? FixApplier.mend(tree.file, findings) : nil
    }

    private func find(in tree: YAMLResult, _ kind: FileDiscovery.Found.Kind) -> [Finding] {
        switch kind {
        case .flow:
            Linter.lint(Flow.read(tree, options: ReadingOptions(isStrict: options.isStrictSWML)), options)
                .findings
        case .scenarios: TestFile.read(tree.file, for: .checking).findingsWithFlows
        case .project: ProjectFile.read(tree.file).allFindings(on: .thisMachine)
        case .cassette: []
        }
    }
}
