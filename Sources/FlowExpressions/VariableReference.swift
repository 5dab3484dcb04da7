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
        return VariableReference(root: root, members: members, range: range)
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
        var chains: [NodeID: VariableReference] = [:]
        for (node, range) in zip(shared.tree.nodes.indices, shared.tree.ranges) {
            switch shared.tree.nodes[node] {
            case .input(let place): chains[node] = reference(to: shared.tree.inputs[place], at: range)
            case .pathOr(let place, _): chains[node] = reference(to: shared.tree.inputs[place], at: range)
            case .member(let object, let name, _):
                guard var chain = chains.removeValue(forKey: object) else { continue }
                chain.members.append(name)
                chain.range = range
                chains[node] = chain
            case .constant, .local, .concatenation, .list, .map, .index, .group, .method, .test, .function,
                .unary,
                .binary, .logical, .conditional:
                continue
            }
        }
        return chains.values.sorted { ($0.range.lowerBound, $0.path) < ($1.range.lowerBound, $1.path) }
    }

    private func reference(to input: Input, at range: Range<Int>) -> VariableReference {
        switch input {
        case .name(let name): VariableReference(root: name, members: [], range: range)
        case .member(let name, let scope):
            VariableReference(root: Text(scope.rawValue), members: [name], range: range)
        case .path(let path): path.reference(at: range)
        }
    }
}
