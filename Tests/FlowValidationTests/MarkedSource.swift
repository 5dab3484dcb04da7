import SourceText

/// A document whose author marked with « and » where findings are expected.
struct MarkedSource {
    /// The document without the marks.
    let file: SourceFile
    /// By position.
    let ranges: [SourceRange]

    init(_ marked: String) {
        var bytes: [UInt8] = []
        var open: [Int] = []
        var ranges: [SourceRange] = []
        for character in marked.unicodeScalars {
            switch character {
            case "«": open.append(bytes.count)
            case "»": if let start = open.popLast() { ranges.append(SourceRange(start, bytes.count)) }
            default: bytes += Array(String(character).utf8)
            }
        }
        precondition(open.isEmpty, "every « has its »")
        file = SourceFile(name: "example.yaml", bytes: bytes)
        self.ranges = ranges.sorted()
    }
}

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
