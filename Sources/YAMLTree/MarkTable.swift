/// From libyaml's marks, which count scalars of what it was given, to byte offsets in the file.
///
/// For pure ASCII both are the same but for a byte order mark. Otherwise the offset of every 32nd scalar is
/// kept, and a look-up walks at most 31 scalars from there.
struct MarkTable {
    /// Bytes of the file before libyaml's first one: a byte order mark.
    let base: Int
    private let text: [UInt8]
    private let checkpoints: [UInt32]
    private let pairs: JoinedPairs

    private static let stride = 32

    /// `text` is what libyaml is given, needed only when it is not ASCII or pairs were joined in it.
    init(base: Int, text: [UInt8], isASCII: Bool, pairs: JoinedPairs = JoinedPairs()) {
        self.base = base
        self.pairs = pairs
        let isIdentity = isASCII && pairs.isEmpty
        self.text = isIdentity ? [] : text
        checkpoints = isIdentity ? [] : Self.checkpoints(in: text)
    }

    /// The byte offset, in the file, of the scalar with this index; the end for indices beyond.
    @inline(__always)
    func offset(_ index: Int) -> Int {
        checkpoints.isEmpty ? index + base : base + pairs.original(walk(to: index))
    }

    /// Whether escapes of surrogate pairs were joined in what libyaml reads.
    var hasPairs: Bool { !pairs.isEmpty }

    /// The text of a scalar that is not double-quoted, with joined pairs as the author wrote them.
    func restoringPairs(in text: String, indices: Range<Int>) -> String {
        let lower = walk(to: indices.lowerBound)
        return pairs.restored(text, in: lower..<max(lower, walk(to: indices.upperBound)), of: self.text)
    }

    private func walk(to index: Int) -> Int {
        let checkpoint = min(index / Self.stride, checkpoints.count - 1)
        var offset = Int(checkpoints[checkpoint])
        var missing = index - checkpoint * Self.stride
        while missing > 0, offset < text.count {
            offset += 1
            while offset < text.count, isContinuation(text[offset]) { offset += 1 }
            missing -= 1
        }
        return offset
    }

    private static func checkpoints(in text: [UInt8]) -> [UInt32] {
        var result: [UInt32] = [0]
        result.reserveCapacity(text.count / stride + 1)
        var scalars = 0
        for (offset, byte) in text.enumerated() where !isContinuation(byte) {
            if scalars > 0, scalars.isMultiple(of: stride) { result.append(UInt32(clamping: offset)) }
            scalars += 1
        }
        return result
    }
}

/// Whether a byte of UTF-8 is not the first of its scalar.
func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }
