package import SourceText

/// Reads YAML 1.2 (and JSON) into a tree with positions, by libyaml's event interface.
///
/// Never throws and never traps: whatever is wrong with the bytes is a finding. Time is linear in the size of
/// the file, which `YAMLLimits` bounds.
package enum YAMLReader {
    package static func read(_ file: SourceFile) -> YAMLResult {
        guard file.bytes.count <= YAMLLimits.documentBytes else { return tooLarge(file) }
        let file = TranscodedInput.utf8(file) ?? file
        var result = file.bytes.withUnsafeBufferPointer { read($0, of: file, joiningPairs: false) }
        if result == nil {
            result = file.bytes.withUnsafeBufferPointer { read($0, of: file, joiningPairs: true) }
        }
        return result ?? YAMLResult(root: nil, findings: [], isPartial: true, file: file)
    }

    /// One pass; `nil` when it met a surrogate escape and should be repeated with pairs joined.
    private static func read(
        _ bytes: UnsafeBufferPointer<UInt8>, of file: SourceFile, joiningPairs: Bool
    ) -> YAMLResult? {
        let base = bytes.starts(with: byteOrderMark) ? byteOrderMark.count : 0
        let scan = CharacterScan(bytes, from: base)
        let text = UnsafeBufferPointer(rebasing: bytes[base..<(scan.fault?.lower ?? bytes.count)])
        let fault = scan.fault.map { CharacterFindings.finding($0) }
        guard joiningPairs else {
            // What comes before the content of a text in plain ASCII is not handed over.
            let comments = scan.isPlain ? SourceScan.endOfLeadingComments(in: text) : 0
            let marks = MarkTable(base: base, first: base + comments, wide: scan.wide)
            return build(UnsafeBufferPointer(rebasing: text[comments...]), bytes, marks, file, fault)
        }
        let joined = JoinedText(text)
        let marks = MarkTable(base: base, joined: joined)
        return joined.text.withUnsafeBufferPointer { build($0, bytes, marks, file, fault) }
    }

    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    private static func build(
        _ text: UnsafeBufferPointer<UInt8>, _ bytes: UnsafeBufferPointer<UInt8>, _ marks: MarkTable,
        _ file: SourceFile, _ fault: Finding?
    ) -> YAMLResult? {
        var builder = TreeBuilder(bytes: bytes, marks: marks, cut: fault?.range.lower)
        if !Directives.areFew(in: bytes, from: marks.first) {
            builder.refuseDirectives(at: marks.base)
        } else {
            let scalars = marks.scalars(in: text.count)
            let outcome = LibYAMLParser.parsing(text, scalars: scalars) { builder.run($0) }
            if outcome == .surrogateEscape, !marks.hasPairs { return nil }
        }
        return builder.finish(file, fault: fault)
    }

    private static func tooLarge(_ file: SourceFile) -> YAMLResult {
        let finding = Finding(
            "document-too-large", .error, "the document is larger than 1 MiB, which is the most that is read",
            at: SourceRange(0, 0))
        return YAMLResult(root: nil, findings: [finding], isPartial: true, file: file)
    }
}
