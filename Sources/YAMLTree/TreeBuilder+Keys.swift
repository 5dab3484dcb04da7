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
        checkAllKeys(of: mapping)
    }

    private static let mergeKeyLength = 2

    private mutating func checkAllKeys(of mapping: Int) {
        let isLong = records[mapping].count > 2 * Self.pairwiseLimit
        var keys: [Int] = []
        var key = mapping + 1
        while key < records.count {
            let target = standsFor(key)
            if records[target].kind != .scalar {
                report(.notScalar(records[target].kind == .mapping, at: records[key].range))
            } else {
                if isMergeKey(target) { records[mapping].hasMergeKey = true }
                if isLong { keys.append(key) } else { compareWithEarlier(key, of: mapping) }
            }
            key = nextKey(after: key)
        }
        if isLong { checkByTable(keys) }
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
        return bytes(of: index).elementsEqual("<<".utf8)
    }

    private func bytes(of scalar: Int) -> ArraySlice<UInt8> {
        let first = Int(records[scalar].first)
        return texts[first..<first + Int(records[scalar].count)]
    }

    /// Reports a key that is the same as one before it in its mapping.
    private mutating func compareWithEarlier(_ key: Int, of mapping: Int) {
        let target = standsFor(key)
        var earlier = mapping + 1
        while earlier < key {
            let other = standsFor(earlier)
            if records[other].count == records[target].count, records[other].kind == .scalar,
                hasSameText(target, other)
            {
                return reportDuplicate(key, of: earlier)
            }
            earlier = nextKey(after: earlier)
        }
    }

    /// Whether two scalars of the same length are the same.
    private func hasSameText(_ key: Int, _ other: Int) -> Bool {
        let count = Int(records[key].count)
        let (first, second) = (Int(records[key].first), Int(records[other].first))
        for offset in 0..<count where texts[first + offset] != texts[second + offset] { return false }
        return true
    }

    private mutating func checkByTable(_ keys: [Int]) {
        var first: [ArraySlice<UInt8>: Int] = [:]
        first.reserveCapacity(keys.count)
        for key in keys {
            let text = bytes(of: standsFor(key))
            if let earlier = first[text] {
                reportDuplicate(key, of: earlier)
            } else {
                first[text] = key
            }
        }
    }

    private mutating func reportDuplicate(_ key: Int, of first: Int) {
        // A mapping may repeat one key 100,000 times.
        guard findings.count < YAMLLimits.findings else { return }
        let text = String(decoding: bytes(of: standsFor(key)), as: UTF8.self)
        report(
            Finding(
                "duplicate-key", .error, "the key '\(text)' is given twice", at: records[key].range,
                related: [Finding.Related("first given here", records[first].range)]))
    }
}

extension Finding {
    fileprivate static func notScalar(_ isMapping: Bool, at place: SourceRange) -> Finding {
        Finding(
            "non-scalar-key", .error,
            "a \(isMapping ? "mapping" : "list") cannot be a key; "
                + "a value that begins with '{' or '[' must be quoted", at: place)
    }
}
