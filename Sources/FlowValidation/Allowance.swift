import FlowExpressions
import FlowModel
import SourceText
import YAMLTree

/// A comment that silences findings: `# callflow: allow unreachable-step, unused-label because of the audit`.
///
/// At the end of a line it holds for that line; on a line of its own for the next line that is not a comment;
/// on the first line of the file for all of it. What is no id ends the list, so that a reason can follow. An
/// error cannot be silenced: such a flow does not run.
struct Allowance {
    let id: String
    /// The id in the comment.
    let range: SourceRange
    /// The bytes in which findings are silenced.
    let covered: Range<Int>

    private static let marker: [UInt8] = Array("callflow:".utf8)
    private static let keyword: [UInt8] = Array("allow".utf8)
    /// A file that silences more has other worries; each is compared with every finding.
    private static let limit = 1000

    /// All of a flow.
    static func all(in flow: Flow) -> [Allowance] { all(in: flow.file, flow.root) }

    /// All of a file, in document order. A file without a `#` costs one look at every byte.
    static func all(in file: SourceFile, _ root: YAMLNode?) -> [Allowance] {
        var found: [Allowance] = []
        let bytes = file.bytes
        bytes.withUnsafeBufferPointer { bytes in
            var offset = 0
            while found.count < limit, let hash = CommentScan.next(in: bytes, from: offset) {
                offset = hash + 1
                guard
                    var cursor = CommentScan.skip(
                        marker, in: bytes, from: CommentScan.skipBlanks(bytes, hash + 1))
                else { continue }
                cursor = CommentScan.skipBlanks(bytes, cursor)
                guard let ids = CommentScan.skip(keyword, in: bytes, from: cursor) else { continue }
                guard !CommentScan.isInScalar(hash, root) else { continue }
                let covered = CommentScan.covered(by: hash, in: bytes)
                for range in CommentScan.words(in: bytes, from: ids) {
                    let id = String(decoding: bytes[range], as: UTF8.self)
                    found.append(Allowance(id: id, range: SourceRange(range), covered: covered))
                }
            }
        }
        return found
    }

    /// Removes what is silenced, and reports the comments that silence nothing; `known` names all findings
    /// that such a file may have.
    static func apply(
        _ allowances: [Allowance], to findings: inout [Finding], unless silenced: Set<Finding.ID>,
        among known: @autoclosure () -> [String] = Explanation.all.map(\.id.name)
    ) {
        guard !allowances.isEmpty else { return }
        var isUsed = Array(repeating: false, count: allowances.count)
        findings.removeAll { finding in
            guard finding.severity != .error else { return false }
            var isAllowed = false
            for (index, allowance) in allowances.enumerated()
            where allowance.id == finding.id.name && allowance.covered.contains(finding.range.lower) {
                isUsed[index] = true
                isAllowed = true
            }
            return isAllowed
        }
        guard !silenced.contains(unusedID) else { return }
        for (allowance, isUsed) in zip(allowances, isUsed) where !isUsed {
            findings.append(allowance.unused(findings, known()))
        }
    }

    static let unusedID: Finding.ID = "unused-allow"

    private func unused(_ findings: [Finding], _ known: [String]) -> Finding {
        let message: String
        if !known.contains(id) {
            let near = nearest(to: id, among: known)
            message = "no finding is called `\(id.shown)`" + (near.map { "; did you mean `\($0)`?" } ?? "")
        } else if findings.contains(where: {
            $0.severity == .error && $0.id.name == id && covered.contains($0.range.lower)
        }) {
            message = "`\(id)` is an error here and cannot be allowed"
        } else {
            message = "there is no `\(id)` here to allow"
        }
        return Finding(Allowance.unusedID, .hint, message, at: range)
    }
}

/// Finds comments without reading the document a second time.
private enum CommentScan {
    private static let hash = UInt8(ascii: "#")

    /// The next `#` that can begin a comment: at the start of a line or after a blank.
    static func next(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        var offset = start
        while let found = bytes.firstOffset(of: hash, from: offset) {
            if found == textStart(bytes) || isBlankOrBreak(bytes[max(0, found - 1)]) { return found }
            offset = found + 1
        }
        return nil
    }

    private static func isBlankOrBreak(_ byte: UInt8) -> Bool { isBlank(byte) || isBreak(byte) }
    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
    private static func isBreak(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

    static func skipBlanks(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
        var offset = start
        while offset < bytes.count, isBlank(bytes[offset]) { offset += 1 }
        return offset
    }

    /// Behind a word; `nil` when another one stands there.
    static func skip(_ word: [UInt8], in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        let end = start + word.count
        guard end <= bytes.count, bytes[start..<end].elementsEqual(word) else { return nil }
        return end
    }

    /// The ids: separated by commas; the first word behind a blank without a comma is not one any more.
    static func words(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var offset = skipBlanks(bytes, start)
        guard offset > start else { return [] }
        while offset < bytes.count, isWordByte(bytes[offset]) {
            var end = offset
            while end < bytes.count, isWordByte(bytes[end]) { end += 1 }
            found.append(offset..<end)
            offset = skipBlanks(bytes, end)
            guard offset < bytes.count, bytes[offset] == UInt8(ascii: ",") else { break }
            offset = skipBlanks(bytes, offset + 1)
        }
        return found
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte &- UInt8(ascii: "0") < 10 || byte == UInt8(ascii: "-")
    }

    /// Whether a `#` is text: inside a quoted or block scalar. Goes down to the node around it.
    static func isInScalar(_ offset: Int, _ root: YAMLNode?) -> Bool {
        var node = root
        while let current = node {
            switch current.content {
            case .scalar: return true
            case .sequence(let items): node = items.first { $0.range.offsets.contains(offset) }
            case .mapping(let entries):
                node = entries.lazy.flatMap { [$0.key, $0.value] }.first { $0.range.offsets.contains(offset) }
            }
        }
        return false
    }

    /// What a comment at an offset speaks of.
    static func covered(by hash: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Range<Int> {
        let start = lineStart(bytes, hash)
        if start == 0, isAlone(bytes, hash) { return 0..<Int.max }
        var end = lineEnd(bytes, hash)
        guard isAlone(bytes, hash) else { return start..<end }
        while end < bytes.count {
            let next = lineBreakEnd(bytes, end)
            let first = skipBlanks(bytes, next)
            end = lineEnd(bytes, next)
            guard first < bytes.count, bytes[first] == Self.hash else { break }
        }
        return start..<end
    }

    /// Whether nothing but blanks stands before the comment on its line.
    private static func isAlone(_ bytes: UnsafeBufferPointer<UInt8>, _ hash: Int) -> Bool {
        let start = max(lineStart(bytes, hash), textStart(bytes))
        return bytes[start..<hash].allSatisfy(isBlank)
    }

    /// Behind the byte order mark, if there is one.
    private static func textStart(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        bytes.count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF ? 3 : 0
    }

    private static func lineStart(_ bytes: UnsafeBufferPointer<UInt8>, _ offset: Int) -> Int {
        var start = offset
        while start > 0, !isBreak(bytes[start - 1]) { start -= 1 }
        return start
    }

    private static func lineEnd(_ bytes: UnsafeBufferPointer<UInt8>, _ offset: Int) -> Int {
        var end = offset
        while end < bytes.count, !isBreak(bytes[end]) { end += 1 }
        return end
    }

    /// Behind the line break that begins at an offset.
    private static func lineBreakEnd(_ bytes: UnsafeBufferPointer<UInt8>, _ offset: Int) -> Int {
        let isPair = offset + 1 < bytes.count && bytes[offset] == 0x0D && bytes[offset + 1] == 0x0A
        return min(bytes.count, offset + (isPair ? 2 : 1))
    }
}
