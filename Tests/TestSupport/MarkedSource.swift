package import SourceText

/// A document whose author marked with « and » where findings are expected: `hangup: «bussy»`.
package struct MarkedSource {
    /// The document without the marks.
    package let file: SourceFile
    /// In the order of their beginnings; an outer one before those inside it.
    package let ranges: [SourceRange]

    package var text: String { String(decoding: file.bytes, as: UTF8.self) }

    package init(_ marked: String, name: String = "test.yaml") {
        var bytes: [UInt8] = []
        var open: [(start: Int, place: Int)] = []
        var ranges: [SourceRange] = []
        for scalar in marked.unicodeScalars {
            switch scalar {
            case "«":
                open.append((bytes.count, ranges.count))
                ranges.append(SourceRange(bytes.count, bytes.count))
            case "»":
                guard let mark = open.popLast() else { preconditionFailure("every » has its «") }
                ranges[mark.place] = SourceRange(mark.start, bytes.count)
            default: bytes += Array(String(scalar).utf8)
            }
        }
        precondition(open.isEmpty, "every « has its »")
        file = SourceFile(name: name, bytes: bytes)
        self.ranges = ranges.sorted()
    }
}
