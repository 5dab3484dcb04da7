import SourceText

extension ReportFormat {
    /// Whether the output is one document about all files, and not one piece a file after another.
    var isWhole: Bool {
        switch self {
        case .text, .github: false
        case .json, .sarif: true
        }
    }

    /// One file's piece; nothing in a format that is whole.
    func render(_ file: FileFindings, colors: Bool) -> String {
        switch self {
        case .text: TextRendering.findings(of: file, colors: colors)
        case .github: GitHubRendering.render([file])
        case .json, .sarif: ""
        }
    }

    /// The document about all files; nothing in the other formats.
    func render(_ files: [FileFindings]) -> String {
        switch self {
        case .text, .github: ""
        case .json: JSONRendering.render(files)
        case .sarif: SARIFRendering.render(files, toolVersion: Version.text)
        }
    }
}
