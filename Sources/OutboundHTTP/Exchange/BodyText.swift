/// The text of a body. A flow has texts only: what is no text in the encoding that it claims is mended, never
/// refused.
func bodyText(_ bytes: some BidirectionalCollection<UInt8>, type: String?, limit: Int, isCut: Bool) -> String
{
    var text: String
    switch charset(type) {
    case "iso-8859-1", "latin1", "windows-1252":
        text = ""
        text.unicodeScalars.append(contentsOf: bytes.lazy.map { Unicode.Scalar($0) })
    default:
        let whole = isCut ? bytes.dropLast(brokenTail(bytes)) : bytes[...]
        text = String(decoding: whole.dropByteOrderMark, as: UTF8.self)
    }
    // Mending and translating lengthen it.
    if text.utf8.count > limit {
        let end = text.utf8.index(text.startIndex, offsetBy: limit)
        text = String(text.unicodeScalars[..<end.rounded(in: text)])
    }
    return text
}

/// From `text/plain; charset="UTF-8"`, in lower case.
private func charset(_ type: String?) -> String? {
    guard let type else { return nil }
    for parameter in type.lowercased().split(separator: ";", omittingEmptySubsequences: false).dropFirst() {
        let parts = parameter.split(separator: "=", maxSplits: 1)
        guard parts.count == 2, parts[0].drop(while: { $0 == " " }) == "charset" else { continue }
        return String(parts[1].filter { $0 != "\"" && $0 != " " })
    }
    return nil
}

/// How many bytes at the end begin a UTF-8 scalar that is not complete.
private func brokenTail(_ bytes: some BidirectionalCollection<UInt8>) -> Int {
    for (distance, byte) in bytes.reversed().prefix(4).enumerated() {
        guard byte & 0xC0 != 0x80 else { continue }
        let length = byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
        return length > distance + 1 ? distance + 1 : 0
    }
    return 0
}

extension Collection<UInt8> {
    /// A mark at the beginning is not a part of the text, and no JSON reader wants it.
    fileprivate var dropByteOrderMark: SubSequence {
        starts(with: [0xEF, 0xBB, 0xBF]) ? dropFirst(3) : self[...]
    }
}

extension String.Index {
    /// The scalar that this byte is in begins here.
    fileprivate func rounded(in text: String) -> String.Index {
        text.unicodeScalars.index(before: text.unicodeScalars.index(after: self))
    }
}
