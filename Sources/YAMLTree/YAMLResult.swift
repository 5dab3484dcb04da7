package import SourceText

/// What `YAMLReader` makes of a file.
package struct YAMLResult: Sendable {
    /// The first document; `nil` when there is none, or nothing but comments.
    package var root: YAMLNode?
    package var findings: [Finding]
    /// An error cut the tree: what stood before it is in `root`, with open collections closed there and a key
    /// that lost its value given a null.
    package var isPartial: Bool
    /// What positions refer to: the file as given, or, for UTF-16 input, its text in UTF-8.
    package var file: SourceFile

    package init(root: YAMLNode?, findings: [Finding], isPartial: Bool, file: SourceFile) {
        self.root = root
        self.findings = findings
        self.isPartial = isPartial
        self.file = file
    }
}
