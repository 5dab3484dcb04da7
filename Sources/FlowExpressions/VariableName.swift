// Made for walking every expression of a flow: nothing is allocated but what is found.

import OrderedCollections

/// A variable that an expression reads: `prompt_value`, `vars.x`, `call.to`.
package struct VariableName: Sendable, Hashable {
    package var name: Text
    /// `nil` for an unprefixed name.
    package var scope: Variables.Scope?

    package init(scope: Variables.Scope?, name: Text) {
        self.name = name
        self.scope = scope
    }

    /// The first name of it: `vars` of `vars.x`.
    package var root: Text { scope.map { Text($0.rawValue) } ?? name }

    /// Its value in a run.
    func value(in variables: Variables) -> Value? {
        if let scope { variables.value(of: name, in: scope) } else { variables.lookup(name) }
    }
}

extension Expression {
    /// Calls a function with every variable read, without its place in the text.
    package func forEachVariable(_ visit: (VariableName) -> Void) {
        forEachInput { visit(VariableName($0)) }
    }

    /// Whether it reads no variable, so that it always has the same value.
    package var isConstant: Bool {
        var isConstant = true
        forEachInput { _ in isConstant = false }
        return isConstant
    }

    /// Calls a function with every place where a variable is read.
    @inline(__always)
    func forEachInput(_ visit: (Input) -> Void) {
        for node in nodes.indices {
            switch nodes[node].node {
            case .input(let input, _), .pathOr(let input, _, _): visit(input)
            case .constant, .local, .concatenation, .list, .map, .member, .index, .group, .method, .test,
                .function, .unary, .binary, .logical, .conditional:
                continue
            }
        }
    }
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

extension VariableName {
    /// Whether it is a variable of that name, unprefixed or in `vars`.
    package func isVariable(_ name: Text) -> Bool {
        self.name == name && (scope == nil || scope == .vars)
    }
}

extension VariableName {
    package init(_ path: VariablePath) { self = path.variable }

    package init(_ reference: VariableReference) {
        if let scope = Variables.Scope(reference.root), let name = reference.members.first {
            self.init(scope: scope, name: name)
        } else {
            self.init(scope: nil, name: reference.root)
        }
    }

    init(_ input: Input) {
        switch input {
        case .variable(let variable): self = variable
        case .path(let path): self = path.variable
        }
    }
}

extension VariableName {
    /// The name in the platform's spelling: `promptValue` is also found as `prompt_value` (`swml-language.md`
    /// §1.9).
    package var platformName: Text { PlatformNames.snakeCase(name) ?? name }

    /// Whether it holds what a caller has keyed in, with or without the terminator.
    package var isKeyedIn: Bool { mayBePromptValue && PlatformNames.keyedIn.index(of: platformName) != nil }

    /// Whether it holds the digits themselves.
    package var isPromptValue: Bool { mayBePromptValue && platformName == "prompt_value" }

    /// No other spelling is shorter than `promptValue`, and most names are.
    private var mayBePromptValue: Bool { (scope == nil || scope == .vars) && name.byteCount >= 11 }
}

extension Value {
    /// The names of a map's members; none for anything else.
    package var memberNames: [Text] {
        if case .map(let map) = self { Array(map.keys) } else { [] }
    }
}
