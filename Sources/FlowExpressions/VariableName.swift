// Made for walking every expression of a flow: nothing is allocated but what is found.

import OrderedCollections

/// A variable that an expression reads: `prompt_value`, `vars.x`, `call.to`.
package struct VariableName: Sendable, Hashable {
    /// `nil` for an unprefixed name.
    package var scope: Variables.Scope?
    package var name: Text

    package init(scope: Variables.Scope?, name: Text) {
        self.scope = scope
        self.name = name
    }
}

extension Expression {
    /// Calls a function with every variable read, without its place in the text.
    package func forEachVariable(_ visit: (VariableName) -> Void) {
        for input in shared.tree.inputs { visit(VariableName(input)) }
    }

    /// Whether it reads no variable, so that it always has the same value.
    package var isConstant: Bool { shared.tree.inputs.isEmpty }
}

extension Placeholder {
    /// Calls a function with every variable read, without its place in the text.
    @inline(__always)
    func forEachVariable(_ visit: (VariableName) -> Void) {
        switch body {
        case .path(let path): visit(VariableName(path))
        case .pathOr(_, let expression), .expression(let expression): expression.forEachVariable(visit)
        case .invalid: break
        }
    }
}

extension Template {
    /// Calls a function with every variable read, without its place in the text.
    package func forEachVariable(_ visit: (VariableName) -> Void) {
        for case .placeholder(let placeholder) in segments { placeholder.forEachVariable(visit) }
    }
}

extension [VariableName] {
    /// Adds a variable, unless it is among the first few already: a list without doubles as long as it is
    /// short, and made in linear time when it is not.
    package mutating func note(_ variable: VariableName) {
        for place in 0..<Swift.min(count, 16)
        where self[place].name == variable.name && self[place].scope == variable.scope { return }
        if isEmpty { reserveCapacity(8) }
        append(variable)
    }
}

// The first member behind a variable: `outcome` of `conference.outcome` and of `vars.conference.outcome`.

extension Template {
    /// Whether it reads a member of a variable, which is unprefixed or in `vars`, that fulfils a condition.
    package func reads(memberOf variable: Text, where matches: (Text) -> Bool) -> Bool {
        for case .placeholder(let placeholder) in segments {
            switch placeholder.body {
            case .path(let path):
                if let member = path.member(of: variable), matches(member) { return true }
            case .expression(let expression), .pathOr(_, let expression):
                if expression.reads(memberOf: variable, where: matches) { return true }
            case .invalid: continue
            }
        }
        return false
    }
}

extension Expression {
    /// Whether it reads a member of a variable, which is unprefixed or in `vars`, that fulfils a condition.
    package func reads(memberOf variable: Text, where matches: (Text) -> Bool) -> Bool {
        for node in shared.tree.nodes.indices {
            switch shared.tree.nodes[node] {
            case .input(let place), .pathOr(let place, _):
                guard case .path(let path) = shared.tree.inputs[place] else { continue }
                if let member = path.member(of: variable), matches(member) { return true }
            case .member(let object, let name, _):
                if isWhole(object, variable), matches(name) { return true }
            case .constant, .local, .concatenation, .list, .map, .index, .group, .method, .test, .function,
                .unary, .binary, .logical, .conditional:
                continue
            }
        }
        return false
    }

    /// Whether a node is the variable itself and no member of it.
    private func isWhole(_ node: NodeID, _ variable: Text) -> Bool {
        let place: Int
        switch shared.tree.nodes[node] {
        case .input(let input), .pathOr(let input, _): place = input
        case .constant, .local, .concatenation, .list, .map, .member, .index, .group, .method, .test,
            .function, .unary, .binary, .logical, .conditional:
            return false
        }
        if case .path(let path) = shared.tree.inputs[place], path.member(of: variable) != nil { return false }
        return VariableName(shared.tree.inputs[place]).isVariable(variable)
    }
}

extension VariablePath {
    /// The first name behind a variable, which is unprefixed or in `vars`; `nil` when the path has none there
    /// or begins with something else.
    fileprivate func member(of variable: Text) -> Text? {
        let name = VariableName(self)
        let place = name.scope == nil ? 0 : 1
        guard name.isVariable(variable), place < segments.count, case .key(let member) = segments[place]
        else {
            return nil
        }
        return member
    }
}

extension VariableName {
    /// Whether it is a variable of that name, unprefixed or in `vars`.
    package func isVariable(_ name: Text) -> Bool {
        self.name == name && (scope == nil || scope == .vars)
    }
}

extension VariableName {
    package init(_ path: VariablePath) {
        if let scope = path.scope, case .key(let name)? = path.segments.first {
            self.init(scope: scope, name: name)
        } else {
            self.init(scope: nil, name: path.root)
        }
    }

    package init(_ reference: VariableReference) {
        if let scope = Variables.Scope(reference.root), let name = reference.members.first {
            self.init(scope: scope, name: name)
        } else {
            self.init(scope: nil, name: reference.root)
        }
    }

    init(_ input: Input) {
        switch input {
        case .name(let name): self.init(scope: nil, name: name)
        case .member(let name, let scope): self.init(scope: scope, name: name)
        case .path(let path): self.init(path)
        }
    }
}

extension VariableName {
    /// The name in the platform's spelling: `promptValue` is also found as `prompt_value` (`swml-language.md`
    /// §1.9).
    package var platformName: Text { PlatformNames.snakeCase(name) ?? name }
}

extension Value {
    /// The names of a map's members; none for anything else.
    package var memberNames: [Text] {
        if case .map(let map) = self { Array(map.keys) } else { [] }
    }
}
