/// Surrogate pairs that were written as two escapes (`\ud83d\ude00`, as JSON writers do) and joined into
/// one (`\U0001F600`), which libyaml accepts; and the way back to the original offsets.
///
/// Whether the pair stands in double quotes is known only after parsing. Elsewhere a backslash is itself, and
/// `restored` undoes the join.
struct JoinedText {
    /// What libyaml reads.
    private(set) var text: [UInt8] = []
    /// Offsets, in the joined text, of each joined escape; ascending.
    private var offsets: [Int] = []
    /// As written and as joined, for `restored`.
    private var originals: [[UInt8]] = []

    private static let originalLength = 12
    private static let joinedLength = 10

    /// Joins every pair of the original whose backslash is not itself escaped.
    init(_ original: UnsafeBufferPointer<UInt8>) {
        text.reserveCapacity(original.count)
        var at = 0
        while at < original.count {
            guard original[at] == UInt8(ascii: "\\") else {
                text.append(original[at])
                at += 1
                continue
            }
            if let scalar = Self.pair(in: original, at: at) {
                offsets.append(text.count)
                originals.append(Array(original[at..<at + Self.originalLength]))
                text.append(contentsOf: Self.escape(scalar))
                at += Self.originalLength
            } else {
                // A backslash and what it escapes, so that `\\ud83d` is not taken for a pair.
                let end = min(at + 2, original.count)
                text.append(contentsOf: original[at..<end])
                at = end
            }
        }
    }

    /// The offset in the original text of an offset in the joined one.
    func original(_ offset: Int) -> Int {
        let before = count(below: offset)
        let growth = Self.originalLength - Self.joinedLength
        // Inside a joined escape: no mark but an error's stands there; its start is close enough.
        if before > 0, offset < offsets[before - 1] + Self.joinedLength {
            return offsets[before - 1] + (before - 1) * growth
        }
        return offset + before * growth
    }

    /// The text of a scalar that is not double-quoted, with the escapes of pairs put back as written.
    ///
    /// `source` holds the scalar's offsets in the joined text.
    func restored(_ scalar: String, in source: Range<Int>) -> String {
        let first = count(below: source.lowerBound)
        let last = count(below: source.upperBound)
        guard first < last else { return scalar }
        let bytes = Array(scalar.utf8)
        var result: [UInt8] = []
        var at = 0
        var sourceAt = source.lowerBound
        for pair in first..<last {
            let escape = text[offsets[pair]..<offsets[pair] + Self.joinedLength]
            // The same characters may stand before it as the author's own; count them off first.
            var skips = Self.occurrences(of: escape, in: text[sourceAt..<offsets[pair]])
            while let found = Self.firstIndex(of: escape, in: bytes[at...]) {
                result.append(contentsOf: bytes[at..<found])
                result.append(contentsOf: skips == 0 ? originals[pair][...] : escape)
                at = found + escape.count
                if skips == 0 { break }
                skips -= 1
            }
            sourceAt = escape.endIndex
        }
        result.append(contentsOf: bytes[at...])
        return String(decoding: result, as: UTF8.self)
    }

    /// How many joined escapes begin below this offset of the joined text.
    private func count(below offset: Int) -> Int {
        var (low, high) = (0, offsets.count)
        while low < high {
            let middle = (low + high) / 2
            if offsets[middle] < offset { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The scalar of a pair that begins at this backslash.
    private static func pair(in text: UnsafeBufferPointer<UInt8>, at start: Int) -> UInt32? {
        guard let high = unit(in: text, at: start), 0xD800..<0xDC00 ~= high,
            let low = unit(in: text, at: start + 6), 0xDC00..<0xE000 ~= low
        else { return nil }
        return 0x1_0000 + (high - 0xD800) << 10 + (low - 0xDC00)
    }

    /// The UTF-16 code unit that `\uXXXX` at this place spells.
    private static func unit(in text: UnsafeBufferPointer<UInt8>, at start: Int) -> UInt32? {
        guard start + 6 <= text.count, text[start] == UInt8(ascii: "\\"), text[start + 1] == UInt8(ascii: "u")
        else { return nil }
        var value: UInt32 = 0
        for index in start + 2..<start + 6 {
            guard let digit = hexDigit(text[index]) else { return nil }
            value = value << 4 | UInt32(digit)
        }
        return value
    }

    private static func escape(_ scalar: UInt32) -> [UInt8] {
        let digits = Array("0123456789ABCDEF".utf8)
        let shifts = stride(from: 28, through: 0, by: -4)
        return Array("\\U".utf8) + shifts.map { digits[Int(scalar >> UInt32($0) & 0xF)] }
    }

    private static func firstIndex(of needle: ArraySlice<UInt8>, in text: ArraySlice<UInt8>) -> Int? {
        guard text.count >= needle.count else { return nil }
        return (text.startIndex...text.endIndex - needle.count).first { text[$0...].starts(with: needle) }
    }

    private static func occurrences(of needle: ArraySlice<UInt8>, in text: ArraySlice<UInt8>) -> Int {
        var count = 0
        var rest = text
        while let found = firstIndex(of: needle, in: rest) {
            count += 1
            rest = rest[(found + needle.count)...]
        }
        return count
    }
}
