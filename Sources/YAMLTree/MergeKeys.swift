package import SourceText

extension YAMLNode {
    /// Whether this mapping holds a merge key: a plain `<<`.
    @inlinable package var hasMergeKey: Bool { record.hasMergeKey }

    /// The entries of this mapping with merge keys applied (yaml.org/type/merge.html).
    ///
    /// A key that is written in the mapping beats a merged one, an earlier merge source a later one; keys are
    /// compared by what `normalizing` makes of their text, so that two spellings of a name count as one. A
    /// merged entry follows the written ones, and its key and value carry the alias they came by, unless they
    /// have one of their own. A
    /// merge value that is neither a mapping nor a list of mappings is a finding (`bad-merge`).
    package func mergedEntries(
        normalizing: (String) -> String = { $0 }, findings: inout [Finding]
    ) -> [YAMLEntry] {
        guard case .mapping(let written) = content else { return [] }
        guard hasMergeKey else { return Array(written) }
        var merge = Merge(budget: YAMLLimits.aliasNodes)
        merge.write(written, normalizing)
        merge.mergeSources(of: written, reachedBy: nil, normalizing)
        findings += merge.findings
        return merge.entries
    }
}

extension YAMLEntries {
    /// Calls a function with the place of each key.
    @inline(__always)
    fileprivate func forEachPlace(_ visit: (Int) -> Void) {
        var place = startIndex
        while place < endIndex {
            visit(place)
            place = index(after: place)
        }
    }

    /// Whether the key at a place is a merge key: a plain `<<`; a quoted one is a key like any other.
    fileprivate func isMerge(at place: Int) -> Bool {
        var record = document.records[place]
        if record.kind == .alias { record = document.records[Int(record.first)] }
        return record.style == .plain && withKey(at: place) { $0.spells("<<") } ?? false
    }
}

private struct Merge {
    var entries: [YAMLEntry] = []
    var findings: [Finding] = []
    private var seen = SeenKeys()
    /// Entries that may still be visited: sources that merge sources multiply.
    private var budget: Int

    init(budget: Int) { self.budget = budget }

    /// The mapping's own entries, duplicates included: those are reported already.
    mutating func write(_ mapping: YAMLEntries, _ normalizing: (String) -> String) {
        mapping.forEachPlace { place in
            guard !mapping.isMerge(at: place) else { return }
            let entry = mapping[place]
            if let text = entry.key.scalar?.text { _ = seen.insert(normalizing(text)) }
            entries.append(entry)
        }
    }

    mutating func mergeSources(
        of mapping: YAMLEntries, reachedBy outer: YAMLNode?, _ normalizing: (String) -> String
    ) {
        mapping.forEachPlace { place in
            guard mapping.isMerge(at: place) else { return }
            let entry = mapping[place]
            let alias = outer ?? entry.value.wayIfAlias
            switch entry.value.content {
            case .mapping(let source):
                add(source, reachedBy: alias, normalizing)
            case .sequence(let sources):
                for source in sources {
                    if case .mapping(let mapping) = source.content {
                        add(mapping, reachedBy: alias ?? source.wayIfAlias, normalizing)
                    } else {
                        report(source)
                    }
                }
            case .scalar:
                report(entry.value)
            }
        }
    }

    private mutating func add(
        _ source: YAMLEntries, reachedBy alias: YAMLNode?, _ normalizing: (String) -> String
    ) {
        var isExhausted = false
        source.forEachPlace { place in
            guard !isExhausted, !source.isMerge(at: place) else { return }
            budget -= 1
            isExhausted = budget < 0
            guard !isExhausted else { return }
            let entry = source[place]
            guard let text = entry.key.scalar?.text, seen.insert(normalizing(text)) else { return }
            entries.append(YAMLEntry(entry.key.reached(by: alias), entry.value.reached(by: alias)))
        }
        guard !isExhausted else { return }
        mergeSources(of: source, reachedBy: alias, normalizing)
    }

    private mutating func report(_ node: YAMLNode) {
        // An alias that could not be resolved is reported already, and stands as an empty null.
        if node.isNull, !node.range.isEmpty, node.scalar?.text.isEmpty == true { return }
        let message = "'<<' merges a mapping or a list of mappings, which this is not"
        findings.append(Finding("bad-merge", .error, message, at: node.place))
    }
}

extension YAMLNode {
    /// This node when it was reached through an alias.
    fileprivate var wayIfAlias: YAMLNode? { aliasIndex >= 0 ? self : nil }

    fileprivate func reached(by way: YAMLNode?) -> YAMLNode { way.map { reached(through: $0) } ?? self }
}

/// Keys that a merged mapping has already: compared one by one while they are few, hashed when they are many.
private struct SeenKeys {
    private var few: [ExactText] = []
    private var many: Set<ExactText> = []

    /// Whether the key is new.
    mutating func insert(_ text: String) -> Bool {
        let key = ExactText(text: text)
        guard few.count >= 24 else {
            if few.contains(key) { return false }
            few.append(key)
            return true
        }
        return !few.contains(key) && many.insert(key).inserted
    }
}

/// Text compared and hashed by its bytes: Swift's `==` takes `"é"` and `"e\u{301}"` for the same.
private struct ExactText: Hashable {
    let text: String

    static func == (left: ExactText, right: ExactText) -> Bool {
        left.text.utf8.count == right.text.utf8.count && left.text.utf8.elementsEqual(right.text.utf8)
    }

    func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}
