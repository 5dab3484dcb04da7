import SourceText

/// Why an alias could not be replaced.
struct AliasFailure: Error {
    let finding: Finding
    /// Reading stops: the document is hostile, not mistaken.
    let isFatal: Bool
}

extension TreeBuilder {
    /// The node an alias stands for, if it is defined, finished, and within the limits.
    mutating func resolveAlias(_ name: String, at place: SourceRange) -> Result<YAMLNode, AliasFailure> {
        guard let target = anchors[name] else { return .failure(unresolved(name, at: place)) }
        var budget = YAMLLimits.aliasNodes - aliasNodes
        let height = target.height(budget: &budget)
        guard budget >= 0 else {
            let message = "aliases stand for more than \(YAMLLimits.aliasNodes) nodes together"
            return .failure(
                AliasFailure(finding: Finding("alias-bomb", .error, message, at: place), isFatal: true))
        }
        guard frames.count + height <= YAMLLimits.depth else {
            return .failure(AliasFailure(finding: .tooDeep(at: place), isFatal: true))
        }
        aliasNodes = YAMLLimits.aliasNodes - budget
        return .success(target)
    }

    private func unresolved(_ name: String, at place: SourceRange) -> AliasFailure {
        if annotations.contains(where: { $0.anchor == name }) {
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
}

extension YAMLNode {
    /// Levels of collections in this node; stops counting when it has more nodes than the budget.
    fileprivate func height(budget: inout Int) -> Int {
        budget -= 1
        guard budget >= 0 else { return 0 }
        var tallest = 0
        switch content {
        case .scalar:
            return 0
        case .sequence(let nodes):
            for node in nodes where budget >= 0 { tallest = max(tallest, node.height(budget: &budget)) }
        case .mapping(let entries):
            for entry in entries where budget >= 0 {
                tallest = max(tallest, entry.key.height(budget: &budget), entry.value.height(budget: &budget))
            }
        }
        return tallest + 1
    }
}

extension Finding {
    static func tooDeep(at range: SourceRange) -> Finding {
        Finding("yaml-too-deep", .error, "nested deeper than \(YAMLLimits.depth) levels", at: range)
    }
}
