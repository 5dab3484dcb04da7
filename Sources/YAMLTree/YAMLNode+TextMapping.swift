package import SourceText

extension YAMLNode {
    /// The bytes of the file in which a part of this scalar's text was written.
    ///
    /// Exact for every style, through quotes, escapes, folded lines and indentation; an escape that makes
    /// several bytes is taken whole. Where text and source do not match up (they always do for a node that
    /// `YAMLReader` made of this file) it is the whole scalar. It walks the scalar from its start: meant for
    /// something that is reported, not for every value.
    ///
    /// - Parameters:
    ///   - text: UTF-8 offsets into `scalar.text`.
    ///   - file: the `file` of the `YAMLResult` that the node comes from.
    /// - Returns: a range inside the node's range; empty if `text` is.
    package func sourceRange(ofText text: Range<Int>, in file: SourceFile) -> SourceRange {
        guard let scalar, range.upper <= file.bytes.count, text.lowerBound >= 0,
            text.upperBound <= scalar.text.utf8.count
        else { return range }
        var walk = ScalarWalk(bytes: file.bytes, range: range, scalar: scalar)
        return walk.find(text).map { SourceRange($0) } ?? range
    }
}
