import SourceText

/// UTF-16 with a byte order mark, turned into UTF-8 before anything else looks at it.
enum TranscodedInput {
    /// The file with UTF-8 bytes; `nil` when the input does not begin with a UTF-16 byte order mark.
    ///
    /// An unpaired surrogate or an odd last byte becomes `0xFF`, which the scan for bad UTF-8 then reports.
    static func utf8(_ file: SourceFile) -> SourceFile? {
        let bytes = file.bytes
        guard bytes.count >= 2 else { return nil }
        let isLittle = bytes[0] == 0xFF && bytes[1] == 0xFE
        guard isLittle || bytes[0] == 0xFE && bytes[1] == 0xFF else { return nil }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var decoder = UTF16()
        var units = codeUnits(bytes, isLittle: isLittle).makeIterator()
        decoding: while true {
            switch decoder.decode(&units) {
            case .scalarValue(let scalar): result.append(contentsOf: String(scalar).utf8)
            case .error: result.append(0xFF)
            case .emptyInput: break decoding
            }
        }
        if !bytes.count.isMultiple(of: 2) { result.append(0xFF) }
        return SourceFile(name: file.name, bytes: result)
    }

    private static func codeUnits(_ bytes: [UInt8], isLittle: Bool) -> [UInt16] {
        (1..<bytes.count / 2).map { index in
            let first = UInt16(bytes[2 * index])
            let second = UInt16(bytes[2 * index + 1])
            return isLittle ? second << 8 | first : first << 8 | second
        }
    }
}
