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

    /// The first offset, from one on, where a byte stands; sixteen bytes are looked at at a time.
    package func firstOffset(of byte: UInt8, from start: Int) -> Int? {
        let raw = UnsafeRawBufferPointer(self)
        let wanted = SIMD16(repeating: byte)
        var offset = start
        while offset + wanted.scalarCount <= count {
            let block = raw.loadUnaligned(fromByteOffset: offset, as: SIMD16<UInt8>.self)
            if any(block .== wanted) { break }
            offset += wanted.scalarCount
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
