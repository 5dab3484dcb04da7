import SourceText

/// Keys of one mapping: each a scalar, none written twice.
enum KeyCheck {
    /// Up to this many keys each is compared with all others, which needs no table.
    private static let pairwiseLimit = 12

    /// `nil` when nothing is wrong, which is nearly always.
    static func findings(_ entries: [YAMLEntry]) -> [Finding]? {
        var findings: [Finding]?
        if entries.count > pairwiseLimit {
            checkByTable(entries, &findings)
        } else {
            checkByPairs(entries, &findings)
        }
        return findings
    }

    private static func checkByPairs(_ entries: [YAMLEntry], _ findings: inout [Finding]?) {
        for index in entries.indices {
            guard case .scalar(let scalar) = entries[index].key.content else {
                add(notScalar(entries[index].key), to: &findings)
                continue
            }
            for earlier in 0..<index {
                guard case .scalar(let other) = entries[earlier].key.content else { continue }
                guard scalar.text.isExactly(other.text) else { continue }
                add(duplicate(entries[index].key, of: entries[earlier].key), to: &findings)
                break
            }
        }
    }

    private static func checkByTable(_ entries: [YAMLEntry], _ findings: inout [Finding]?) {
        var first: [ExactText: Int] = [:]
        first.reserveCapacity(entries.count)
        for (index, entry) in entries.enumerated() {
            guard case .scalar(let scalar) = entry.key.content else {
                add(notScalar(entry.key), to: &findings)
                continue
            }
            let text = ExactText(text: scalar.text)
            if let earlier = first[text] {
                add(duplicate(entry.key, of: entries[earlier].key), to: &findings)
            } else {
                first[text] = index
            }
        }
    }

    /// Keeps at most as many as are reported: a mapping may repeat one key 100,000 times.
    private static func add(_ finding: @autoclosure () -> Finding, to findings: inout [Finding]?) {
        guard (findings?.count ?? 0) < YAMLLimits.findings else { return }
        if findings == nil { findings = [] }
        findings?.append(finding())
    }

    private static func duplicate(_ key: YAMLNode, of first: YAMLNode) -> Finding {
        Finding(
            "duplicate-key", .error, "the key '\(key.scalar?.text ?? "")' is given twice", at: key.place,
            related: [Finding.Related("first given here", first.place)])
    }

    private static func notScalar(_ key: YAMLNode) -> Finding {
        let kind = key.mapping == nil ? "list" : "mapping"
        return Finding(
            "non-scalar-key", .error,
            "a \(kind) cannot be a key; a value that begins with '{' or '[' must be quoted", at: key.place)
    }
}

/// Text compared and hashed by its bytes: Swift's `==` takes `"é"` and `"e\u{301}"` for the same.
struct ExactText: Hashable {
    let text: String

    static func == (left: ExactText, right: ExactText) -> Bool { left.text.isExactly(right.text) }

    func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}

extension String {
    /// Equal byte by byte.
    @inline(__always)
    func isExactly(_ other: String) -> Bool {
        utf8.count == other.utf8.count && self == other && utf8.elementsEqual(other.utf8)
    }
}
