package import SourceText

extension YAMLNode {
    /// Whether this mapping holds a merge key: a plain `<<`.
    package var hasMergeKey: Bool { mapping?.contains(where: \.isMerge) ?? false }

    /// The entries of this mapping with merge keys applied (yaml.org/type/merge.html).
    ///
    /// A key that is written in the mapping beats a merged one, an earlier merge source a later one; keys are
    /// compared by what `normalizing` makes of their text, so that two spellings of a name count as one. A
    /// merged entry follows the written ones, and its key and value carry the alias they came by, unless they
    /// have one of their own. Without a merge key the entries are returned as they are, without a copy. A
    /// merge value that is neither a mapping nor a list of mappings is a finding (`bad-merge`).
    package func mergedEntries(
        normalizing: (String) -> String = { $0 }, findings: inout [Finding]
    ) -> [YAMLEntry] {
        guard let mapping else { return [] }
        guard hasMergeKey else { return mapping }
        var merge = Merge(budget: YAMLLimits.aliasNodes)
        merge.write(mapping, normalizing)
        merge.mergeSources(of: mapping, reachedBy: nil, normalizing)
        findings += merge.findings
        return merge.entries
    }
}

extension YAMLEntry {
    /// Whether this is a merge key: a plain `<<`; a quoted one is a key like any other.
    package var isMerge: Bool {
        guard case .scalar(let scalar) = key.content else { return false }
        return scalar.style == .plain && scalar.text.utf8.count == 2 && scalar.text == "<<"
    }
}

private struct Merge {
    var entries: [YAMLEntry] = []
    var findings: [Finding] = []
    private var seen: Set<ExactText> = []
    /// Entries that may still be visited: sources that merge sources multiply.
    private var budget: Int

    init(budget: Int) { self.budget = budget }

    /// The mapping's own entries, duplicates included: those are reported already.
    mutating func write(_ mapping: [YAMLEntry], _ normalizing: (String) -> String) {
        for entry in mapping where !entry.isMerge {
            entries.append(entry)
            if let text = entry.key.scalar?.text { seen.insert(ExactText(text: normalizing(text))) }
        }
    }

    mutating func mergeSources(
        of mapping: [YAMLEntry], reachedBy outer: SourceRange?, _ normalizing: (String) -> String
    ) {
        for entry in mapping where entry.isMerge {
            let alias = outer ?? entry.value.alias
            switch entry.value.content {
            case .mapping(let source):
                add(source, reachedBy: alias, normalizing)
            case .sequence(let sources):
                for source in sources {
                    if let mapping = source.mapping {
                        add(mapping, reachedBy: alias ?? source.alias, normalizing)
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
        _ source: [YAMLEntry], reachedBy alias: SourceRange?, _ normalizing: (String) -> String
    ) {
        for entry in source where !entry.isMerge {
            budget -= 1
            guard budget >= 0 else { return }
            guard let text = entry.key.scalar?.text else { continue }
            guard seen.insert(ExactText(text: normalizing(text))).inserted else { continue }
            entries.append(YAMLEntry(entry.key.reached(by: alias), entry.value.reached(by: alias)))
        }
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
    fileprivate func reached(by alias: SourceRange?) -> YAMLNode {
        guard let alias, self.alias == nil else { return self }
        var node = self
        var annotation = annotation ?? YAMLAnnotation()
        annotation.alias = alias
        node.annotation = annotation
        return node
    }
}
