/// Edits of a document that must not change what is found, but for its place.
enum SourceEdit: CaseIterable {
    case none, wideComment, carriageReturns, documentMarker, trailingComments, byteOrderMark

    func apply(to text: String) -> String {
        switch self {
        case .none: text
        case .wideComment: "# ein Kommentar: é 👍🏽 漢字\n" + text
        case .carriageReturns:
            text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n")
        case .documentMarker: "---\n" + text + "...\n"
        case .trailingComments:
            text.split(separator: "\n", omittingEmptySubsequences: false)
                .map { $0.contains("»") || $0.isEmpty || $0.contains("#") ? String($0) : $0 + "  # 👍🏽" }
                .joined(separator: "\n")
        case .byteOrderMark: "\u{FEFF}" + text
        }
    }
}
