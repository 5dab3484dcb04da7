import SourceText

extension LoadProblem {
    /// As `callflow lint` prints it, without colors.
    package var text: String {
        switch self {
        case .refused(let file): TextRendering.findings(of: file)
        case .unreadable(let sentence): sentence
        }
    }
}
