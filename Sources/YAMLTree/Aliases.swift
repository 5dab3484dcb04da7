import SourceText

/// Why an alias could not be replaced.
struct AliasFailure: Error {
    let finding: Finding
    /// Reading stops: the document is hostile, not mistaken.
    let isFatal: Bool
}

extension TreeBuilder {
    /// The node an alias stands for, if it is defined, finished, and within the limits.
    mutating func resolveAlias(_ name: String, at place: SourceRange) -> Result<Int, AliasFailure> {
        guard let target = anchors[name] else { return .failure(unresolved(name, at: place)) }
        var budget = YAMLLimits.aliasNodes - aliasNodes
        let height = height(of: target, budget: &budget)
        guard budget >= 0 else {
            let message = "aliases stand for more than \(YAMLLimits.aliasNodes) nodes together"
            return .failure(
                AliasFailure(finding: Finding("alias-bomb", .error, message, at: place), isFatal: true))
        }
        guard depth + height <= YAMLLimits.depth else {
            return .failure(AliasFailure(finding: .tooDeep(at: place), isFatal: true))
        }
        aliasNodes = YAMLLimits.aliasNodes - budget
        return .success(target)
    }

    private func unresolved(_ name: String, at place: SourceRange) -> AliasFailure {
        if isOpen(name) {
            let message = "'*\(name)' stands inside the value that '&\(name)' names, so it would never end"
            let finding = Finding("recursive-alias", .error, message, at: place)
            return AliasFailure(finding: finding, isFatal: false)
        }
        var message = "no anchor '&\(name)' before this alias"
        // Not among thousands of anchors: a hostile file would ask it for each of its aliases.
        if anchors.count <= 100, let near = nearest(to: name, among: anchors.keys.sorted()) {
            message += "; did you mean '*\(near)'?"
        }
        return AliasFailure(finding: Finding("undefined-alias", .error, message, at: place), isFatal: false)
    }

    /// Whether a collection that has not ended has this anchor.
    private func isOpen(_ anchor: String) -> Bool {
        var index = open
        for _ in 0..<depth {
            if records[index].isAnnotated, annotations.of(index)?.anchor == anchor { return true }
            index = Int(records[index].next)
        }
        return false
    }

    /// Levels of collections in a node; stops counting when it has more nodes than the budget. Recursion ends
    /// with the tree's depth, which no alias may exceed.
    private func height(of index: Int, budget: inout Int) -> Int {
        budget -= 1
        guard budget >= 0 else { return 0 }
        let record = records[index]
        switch record.kind {
        case .scalar: return 0
        case .alias:
            budget += 1
            return height(of: Int(record.first), budget: &budget)
        case .sequence, .mapping:
            var tallest = 0
            var child = index + 1
            while child < record.next, budget >= 0 {
                tallest = max(tallest, height(of: child, budget: &budget))
                child = Int(records[child].next)
            }
            return tallest + 1
        }
    }
}

extension Finding {
    static func tooDeep(at range: SourceRange) -> Finding {
        Finding("yaml-too-deep", .error, "nested deeper than \(YAMLLimits.depth) levels", at: range)
    }
}
