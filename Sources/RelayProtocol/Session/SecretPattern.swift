/// A text that must not be read, and how to find it in any number of bytes in linear time (Knuth, Morris and
/// Pratt): what is searched comes from the other end, and may be made to be slow.
struct SecretPattern: Sendable {
    let bytes: [UInt8]
    /// For every place, how long the longest beginning is that also ends there.
    private let borders: [Int]

    /// An empty text is found nowhere.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        var borders = [0]
        var length = 0
        for place in bytes.indices.dropFirst() {
            while length > 0, bytes[place] != bytes[length] { length = borders[length - 1] }
            if bytes[place] == bytes[length] { length += 1 }
            borders.append(length)
        }
        self.borders = borders
    }

    /// Where it is, without overlaps. Ranges are in order.
    func occurrences(in text: [UInt8]) -> [Range<Int>] {
        guard !bytes.isEmpty else { return [] }
        var found: [Range<Int>] = []
        var length = 0
        for (place, byte) in text.enumerated() {
            while length > 0, byte != bytes[length] { length = borders[length - 1] }
            if byte == bytes[length] { length += 1 }
            if length == bytes.count {
                found.append(place + 1 - length..<place + 1)
                length = 0
            }
        }
        return found
    }

    /// The text with a mask for every occurrence.
    func replaced(in text: [UInt8], by mask: [UInt8]) -> [UInt8] {
        let found = occurrences(in: text)
        guard !found.isEmpty else { return text }
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        var start = 0
        for range in found {
            result += text[start..<range.lowerBound]
            result += mask
            start = range.upperBound
        }
        return result + text[start...]
    }
}
