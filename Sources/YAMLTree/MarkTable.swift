/// From libyaml's marks, which count scalars of what it was given, to byte offsets in the file.
struct MarkTable {
    /// Where the text begins: behind a byte order mark.
    let base: Int
    /// Where that begins which libyaml is given: behind comments, in plain ASCII.
    let first: Int
    private let wide: WideScalars
    private let joined: JoinedText?
    /// Whether an index is an offset, as in pure ASCII.
    private let isPlain: Bool

    init(base: Int, first: Int, wide: WideScalars) {
        self.base = base
        self.first = first
        self.wide = wide
        joined = nil
        isPlain = wide.isEmpty
    }

    /// For a text in which escapes of surrogate pairs were joined.
    init(base: Int, joined: JoinedText) {
        self.base = base
        first = base
        self.joined = joined
        isPlain = false
        wide = joined.text.withUnsafeBufferPointer { CharacterScan($0, from: 0).wide }
    }

    /// The byte offset, in the file, of the scalar with this index.
    @inline(__always)
    func offset(_ index: Int) -> Int {
        isPlain ? first &+ index : slowOffset(index)
    }

    private func slowOffset(_ index: Int) -> Int {
        let offset = wide.offset(index)
        return base + (joined?.original(offset) ?? offset)
    }

    /// How many scalars the text has that libyaml reads.
    func scalars(in bytes: Int) -> Int { bytes - wide.surplus }

    /// Whether escapes of surrogate pairs were joined in what libyaml reads.
    var hasPairs: Bool { joined != nil }

    /// The text of a scalar that is not double-quoted, with joined pairs as the author wrote them.
    func restoringPairs(in text: String, indices: Range<Int>) -> String {
        guard let joined else { return text }
        let lower = wide.offset(indices.lowerBound)
        return joined.restored(text, in: lower..<max(lower, wide.offset(indices.upperBound)))
    }
}

/// The scalars of a text that take more than one byte; none in pure ASCII, where an index is an offset.
struct WideScalars {
    private struct Scalar {
        /// Counted in scalars.
        var index: UInt32
        /// Bytes less scalars up to the end of this one.
        var surplus: UInt32
    }
    private var scalars: [Scalar] = []

    var isEmpty: Bool { scalars.isEmpty }
    /// Bytes less scalars of the whole text.
    var surplus: Int { Int(scalars.last?.surplus ?? 0) }

    /// Notes the next wide scalar of the text.
    mutating func append(index: Int, length: Int) {
        let surplus = (scalars.last?.surplus ?? 0) + UInt32(length - 1)
        scalars.append(Scalar(index: UInt32(clamping: index), surplus: surplus))
    }

    /// The byte offset of the scalar with this index.
    func offset(_ index: Int) -> Int {
        var (low, high) = (0, scalars.count)
        while low < high {
            let middle = (low + high) / 2
            if Int(scalars[middle].index) < index { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? index : index + Int(scalars[low - 1].surplus)
    }
}

/// Whether a byte of UTF-8 is not the first of its scalar.
func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }
