package import SourceText
package import YAMLTree

/// The comments of a file that silence findings, for files that are no flows: scenario files and project
/// files. They are written as in a flow (`Allowance`).
package struct Allowances: Sendable {
    private let all: [Allowance]
    private let known: [String]

    /// The comments of a file, of which a tree was read; `known` names all findings that such a file may have
    /// beside those of YAML.
    package init(in file: SourceFile, _ root: YAMLNode?, among known: [String]) {
        all = Allowance.all(in: file, root)
        self.known = all.isEmpty ? [] : known + Explanation.all.map(\.id.name)
    }

    /// The findings that are left, and those about comments that silence nothing, by position.
    package func applied(to findings: [Finding]) -> [Finding] {
        guard !all.isEmpty else { return findings }
        var left = findings
        Allowance.apply(all, to: &left, unless: [], among: known)
        return left.sorted { ($0.range, $0.id.name) < ($1.range, $1.id.name) }
    }
}
