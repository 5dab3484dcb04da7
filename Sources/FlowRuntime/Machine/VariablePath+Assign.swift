import OrderedCollections
import FlowExpressions

// Writing through a path: `set: {a.b: 1}` gives the member `b` of the map `a`; `vars.x` is `x`
// (swml-language.md §3.11, ruling).
extension VariablePath {
    /// Maps are made where they are missing; a list is changed only where it has the index.
    func assign(_ value: Value, in variables: inout Variables) {
        let (name, rest) = target
        guard let name else { return }
        guard !rest.isEmpty else {
            variables.vars[name] = value
            return
        }
        variables.vars[name, default: .undefined].assign(value, at: rest)
    }

    /// Unknown names are no error.
    func remove(from variables: inout Variables) {
        let (name, rest) = target
        guard let name else { return }
        if rest.isEmpty {
            variables.vars[name] = nil
        } else {
            variables.vars[name]?.remove(at: rest)
        }
    }

    /// The variable that is written, whatever member of it.
    var assignedName: Text? { target.name }

    private var target: (name: Text?, rest: ArraySlice<Segment>) {
        switch variable.scope {
        case nil: scope == .vars ? (nil, []) : (variable.name, segments[...])
        case .vars: (variable.name, segments[...])
        case .params, .envs, .call: (variable.root, [.key(variable.name)] + segments)
        }
    }
}

extension Value {
    fileprivate mutating func assign(_ value: Value, at path: ArraySlice<VariablePath.Segment>) {
        guard let segment = path.first else {
            self = value
            return
        }
        switch (self, segment) {
        case (.list(var list), .index(let index)):
            guard list.indices.contains(index) else { return }
            list[index].assign(value, at: path.dropFirst())
            self = .list(list)
        case (.map(var map), _):
            map[segment.name, default: .undefined].assign(value, at: path.dropFirst())
            self = .map(map)
        case (.undefined, _), (.null, _), (.bool, _), (.number, _), (.string, _), (.list, .key):
            var member = Value.undefined
            member.assign(value, at: path.dropFirst())
            self = .map([segment.name: member])
        }
    }

    fileprivate mutating func remove(at path: ArraySlice<VariablePath.Segment>) {
        guard case .map(var map) = self, let segment = path.first else { return }
        if path.count == 1 {
            map[segment.name] = nil
        } else {
            map[segment.name]?.remove(at: path.dropFirst())
        }
        self = .map(map)
    }
}

extension VariablePath.Segment {
    fileprivate var name: Text {
        switch self {
        case .key(let key): key
        case .index(let index): Text(String(index))
        }
    }
}
