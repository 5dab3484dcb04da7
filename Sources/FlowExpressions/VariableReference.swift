/// A place where a template or a condition reads a variable; for "this variable is never set".
package struct VariableReference: Sendable, Hashable {
    /// The first name: a variable, or one of the scopes `vars`, `params`, `envs`, `call`.
    package var root: Text
    /// The names that follow, as far as they are fixed: `a`, `b` of `call.a.b`. In an expression the last may
    /// be a property of JavaScript, such as `length`.
    package var members: [Text]
    /// UTF-8 offsets in the text.
    package var range: Range<Int>

    /// The whole as a dotted path.
    package var path: String { ([root] + members).map(\.string).joined(separator: ".") }
}

extension VariablePath {
    func reference(at range: Range<Int>) -> VariableReference {
        let members = segments.prefix { if case .key = $0 { true } else { false } }
            .compactMap { if case .key(let key) = $0 { key } else { nil } }
        var reference = variable.reference(at: range)
        reference.members += members
        return reference
    }
}

extension VariableName {
    fileprivate func reference(at range: Range<Int>) -> VariableReference {
        VariableReference(root: root, members: scope == nil ? [] : [name], range: range)
    }
}

extension Placeholder {
    var referencedNames: [VariableReference] {
        switch body {
        case .path(let path): [path.reference(at: range.lowerBound + 2..<range.upperBound - 1)]
        case .pathOr(_, let expression), .expression(let expression): expression.referencedNames
        case .invalid: []
        }
    }
}

extension Expression {
    /// The variables it reads, in the order of the text; of `a.b.c` the longest chain only.
    package var referencedNames: [VariableReference] {
        let members = members()
        var chains: [VariableReference] = []
        for node in nodes.indices {
            switch nodes[node].node {
            case .input(let input, _), .pathOr(let input, _, _):
                chains.append(chain(from: reference(to: input, at: nodes[node].range), node, members))
            case .member, .constant, .local, .concatenation, .list, .map, .index, .group, .method, .test,
                .function, .unary, .binary, .logical, .conditional:
                continue
            }
        }
        if chains.count > 1 { chains.sort(by: Expression.comesFirst) }
        return chains
    }

    /// By node: the node that is its member, 0 when there is none; children stand before parents, so that 0
    /// never is one.
    private func members() -> [NodeID] {
        var members = Array(repeating: 0, count: nodes.count)
        for node in nodes.indices {
            if case .member(let object, _, _) = nodes[node].node { members[object] = node }
        }
        return members
    }

    private func chain(
        from start: VariableReference, _ node: NodeID, _ members: [NodeID]
    ) -> VariableReference {
        var (chain, node) = (start, members[node])
        while node != 0, case .member(_, let name, _) = nodes[node].node {
            chain.members.append(name)
            chain.range = nodes[node].range
            node = members[node]
        }
        return chain
    }

    private static func comesFirst(_ left: VariableReference, _ right: VariableReference) -> Bool {
        let (first, second) = (left.range.lowerBound, right.range.lowerBound)
        return first == second ? left.path < right.path : first < second
    }

    private func reference(to input: Input, at range: Range<Int>) -> VariableReference {
        switch input {
        case .variable(let variable): variable.reference(at: range)
        case .path(let path): path.reference(at: range)
        }
    }
}
