import SourceText

/// Keys of one mapping that has just ended: each a scalar, none written twice, merge keys noted.
extension TreeBuilder {
    /// Up to this many keys each is compared with all others, which needs no table.
    private static let pairwiseLimit = 12

    @inline(__always)
    mutating func checkKeys(of mapping: Int) {
        // A mapping of one entry, as steps are, with a key that is nothing special.
        if records[mapping].count == 2, records[mapping + 1].kind == .scalar,
            records[mapping + 1].count != Self.mergeKeyLength
        {
            return
        }
        if !hasPlainKeys(mapping) { checkAllKeys(of: mapping) }
    }

    /// Whether the keys, at one look, are plain to see: few scalars out of the file that cannot be the same,
    /// nor merge keys. So they are in most mappings.
    private func hasPlainKeys(_ mapping: Int) -> Bool {
        guard records[mapping].count <= 2 * Self.pairwiseLimit else { return false }
        var kinds: UInt64 = 0
        var key = mapping + 1
        while key < records.count {
            // Field by field: a processor waits when it reads at once what has just been written in parts.
            guard records[key].isVerbatim, records[key].count > Self.mergeKeyLength else { return false }
            let (first, count) = (Int(records[key].first), Int(records[key].count))
            let kind = Self.kind(bytes[first], bytes[first + count - 1], count)
            guard kinds & kind == 0 else { return false }
            kinds |= kind
            // The value stands behind the key, and the next key behind that.
            key = Int(records[key + 1].next)
        }
        return true
    }

    private static let mergeKeyLength = 2

    private mutating func checkAllKeys(of mapping: Int) {
        let isLong = records[mapping].count > 2 * Self.pairwiseLimit
        var keys: [Int] = []
        // One bit for each kind of key so far: a key of a new kind is like none before it.
        var kinds: UInt64 = 0
        var key = mapping + 1
        while key < records.count {
            let target = standsFor(key)
            if records[target].kind != .scalar {
                report(.notScalar(records[target].kind == .mapping, at: records[key].range))
            } else {
                if isMergeKey(target) { records[mapping].hasMergeKey = true }
                if isLong {
                    keys.append(key)
                } else {
                    let kind = kind(of: target)
                    if kinds & kind != 0 { compareWithEarlier(key, target, of: mapping) }
                    kinds |= kind
                }
            }
            key = nextKey(after: key)
        }
        if isLong { checkByTable(keys) }
    }

    private func kind(of scalar: Int) -> UInt64 {
        withText(of: scalar) { text in
            guard let first = text.first, let last = text.last else { return 1 }
            return Self.kind(first, last, text.count)
        }
    }

    /// One of 64 bits by first byte, last byte and length.
    @inline(__always)
    private static func kind(_ first: UInt8, _ last: UInt8, _ count: Int) -> UInt64 {
        1 << UInt64((count &* 7 ^ Int(first) &* 5 ^ Int(last)) & 63)
    }

    private func nextKey(after key: Int) -> Int { Int(records[Int(records[key].next)].next) }

    /// The node itself, or what it is an alias of.
    private func standsFor(_ index: Int) -> Int {
        records[index].kind == .alias ? Int(records[index].first) : index
    }

    private func isMergeKey(_ index: Int) -> Bool {
        guard records[index].count == Self.mergeKeyLength, records[index].style == .plain else {
            return false
        }
        return withText(of: index) { $0.spells("<<") }
    }

    /// The bytes of a scalar's text.
    @inline(__always)
    private func withText<Result>(of scalar: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        let record = records[scalar]
        let range = Int(record.first)..<Int(record.first) + Int(record.count)
        return texts.withUnsafeBufferPointer { texts in
            body(UnsafeBufferPointer(rebasing: (record.isVerbatim ? bytes : texts)[range]))
        }
    }

    /// Reports a key that is the same as one before it in its mapping.
    private mutating func compareWithEarlier(_ key: Int, _ target: Int, of mapping: Int) {
        let count = records[target].count
        var earlier = mapping + 1
        while earlier < key {
            let other = standsFor(earlier)
            // Most keys differ in length.
            if records[other].count == count, records[other].kind == .scalar, hasSameText(target, other) {
                return reportDuplicate(key, of: earlier)
            }
            earlier = nextKey(after: earlier)
        }
    }

    /// Whether two scalars of the same length are the same.
    private func hasSameText(_ key: Int, _ other: Int) -> Bool {
        withText(of: key) { text in withText(of: other) { KeyText(text) == KeyText($0) } }
    }

    private mutating func checkByTable(_ keys: [Int]) {
        var repeated: [(key: Int, first: Int)] = []
        var first: [KeyText: Int] = [:]
        first.reserveCapacity(keys.count)
        texts.withUnsafeBufferPointer { texts in
            for key in keys {
                let record = records[standsFor(key)]
                let range = Int(record.first)..<Int(record.first) + Int(record.count)
                let text = KeyText(UnsafeBufferPointer(rebasing: (record.isVerbatim ? bytes : texts)[range]))
                if let earlier = first[text] {
                    repeated.append((key, earlier))
                } else {
                    first[text] = key
                }
            }
        }
        for (key, first) in repeated { reportDuplicate(key, of: first) }
    }

    private mutating func reportDuplicate(_ key: Int, of first: Int) {
        // A mapping may repeat one key 100,000 times.
        guard findings.count < YAMLLimits.findings else { return }
        let text = withText(of: standsFor(key)) { String(decoding: $0, as: UTF8.self) }
        report(
            Finding(
                "duplicate-key", .error, "the key '\(text)' is given twice", at: records[key].range,
                related: [Finding.Related("first given here", records[first].range)]))
    }
}

/// A key compared and hashed by its bytes, which are lent.
private struct KeyText: Hashable {
    private let bytes: UnsafeBufferPointer<UInt8>

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    static func == (left: KeyText, right: KeyText) -> Bool { left.bytes.elementsEqual(right.bytes) }

    func hash(into hasher: inout Hasher) { hasher.combine(bytes: UnsafeRawBufferPointer(bytes)) }
}

extension Finding {
    fileprivate static func notScalar(_ isMapping: Bool, at place: SourceRange) -> Finding {
        Finding(
            "non-scalar-key", .error,
            "a \(isMapping ? "mapping" : "list") cannot be a key; "
                + "a value that begins with '{' or '[' must be quoted", at: place)
    }
}
