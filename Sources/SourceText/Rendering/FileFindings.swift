/// A file with the findings about it: what every rendering takes.
public struct FileFindings: Sendable {
    public var file: SourceFile
    public var findings: [Finding]

    public init(_ file: SourceFile, _ findings: [Finding]) {
        self.file = file
        self.findings = findings
    }

    /// By place, the worse first at the same place; otherwise as they were found.
    var ordered: [Finding] {
        findings.enumerated().sorted { left, right in
            let (first, second) = (left.element, right.element)
            if first.range.lower != second.range.lower { return first.range.lower < second.range.lower }
            if first.severity != second.severity { return first.severity > second.severity }
            return left.offset < right.offset
        }.map(\.element)
    }
}
