/// A text in UTF-8, lent for as long as it is read: what reads it keeps no reference to it.
typealias Bytes = UnsafeBufferPointer<UInt8>

extension Bytes {
    /// The text of a range of it.
    func string(_ range: Range<Int>) -> String {
        let source = UnsafeBufferPointer(rebasing: self[range])
        return String(unsafeUninitializedCapacity: source.count) { target in
            _ = target.update(fromContentsOf: source)
            return source.count
        }
    }

    /// The first offset, from one on, where a byte stands; eight bytes are looked at at a time.
    func firstOffset(of byte: UInt8, from start: Int) -> Int? {
        let raw = UnsafeRawBufferPointer(self)
        let ones: UInt64 = 0x0101_0101_0101_0101
        var offset = start
        while offset + 8 <= count {
            let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            // The lowest bit that is left marks the first byte that differs in nothing.
            let difference = word ^ (ones &* UInt64(byte))
            let equal = (difference &- ones) & ~difference & 0x8080_8080_8080_8080
            if equal != 0 { return offset + equal.trailingZeroBitCount / 8 }
            offset += 8
        }
        while offset < count {
            if self[offset] == byte { return offset }
            offset += 1
        }
        return nil
    }
}

extension String {
    /// The bytes in place; a copy only for the rare text that is not stored as UTF-8.
    @inlinable @inline(__always)
    package func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        utf8.withContiguousStorageIfAvailable(body) ?? Array(utf8).withUnsafeBufferPointer(body)
    }
}
