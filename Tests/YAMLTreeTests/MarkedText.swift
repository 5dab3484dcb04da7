import SourceText

/// A text in which `«` and `»` mark ranges; the marks are taken out.
struct MarkedText {
    let text: String
    /// In order of their opening marks.
    let ranges: [SourceRange]

    init(_ marked: String) {
        var bytes: [UInt8] = []
        var open: [Int] = []
        var ranges: [SourceRange] = []
        for scalar in marked.unicodeScalars {
            switch scalar {
            case "«": open.append(bytes.count)
            case "»": if let lower = open.popLast() { ranges.append(SourceRange(lower, bytes.count)) }
            default: bytes.append(contentsOf: Array(String(scalar).utf8))
            }
        }
        text = String(decoding: bytes, as: UTF8.self)
        self.ranges = ranges.sorted()
    }

    var file: SourceFile { SourceFile(name: "test.yaml", text: text) }
}
