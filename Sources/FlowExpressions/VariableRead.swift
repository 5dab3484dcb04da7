/// A variable that is read, and the first name behind it: `outcome` of `conference.outcome` and of
/// `vars.conference.outcome`.
///
/// Noted for a whole document while it is read: what is not among its reads needs no search.
package struct VariableRead: Sendable, Hashable {
    package var variable: VariableName
    /// `nil` where the variable as a whole is read, empty where an element of it is.
    package var member: Text?

    package init(_ variable: VariableName, member: Text? = nil) {
        self.variable = variable
        self.member = member
    }

    package init(_ path: VariablePath) {
        variable = VariableName(path)
        let place = variable.scope == nil ? 0 : 1
        guard place < path.segments.count else { return }
        switch path.segments[place] {
        case .key(let name): member = name
        case .index: member = ""
        }
    }
}

extension Placeholder {
    @inline(__always)
    func forEachRead(_ visit: (VariableRead) -> Void) {
        switch body {
        case .path(let path): visit(VariableRead(path))
        case .pathOr(_, let expression), .expression(let expression): expression.forEachRead(visit)
        case .invalid: break
        }
    }
}

extension Expression {
    /// Calls a function with everything that is read: a variable alone, and once more with a member of it.
    package func forEachRead(_ visit: (VariableRead) -> Void) {
        for node in shared.tree.nodes.indices {
            switch shared.tree.nodes[node] {
            case .input(let place), .pathOr(let place, _): visit(read(of: shared.tree.inputs[place]))
            case .member(let object, let name, _):
                if let whole = wholeVariable(object) { visit(VariableRead(whole, member: name)) }
            case .constant, .local, .concatenation, .list, .map, .index, .group, .method, .test, .function,
                .unary, .binary, .logical, .conditional:
                continue
            }
        }
    }

    private func read(of input: Input) -> VariableRead {
        switch input {
        case .name, .member: VariableRead(VariableName(input))
        case .path(let path): VariableRead(path)
        }
    }

    /// The variable that a node is, and no member of it.
    private func wholeVariable(_ node: NodeID) -> VariableName? {
        switch shared.tree.nodes[node] {
        case .input(let place), .pathOr(let place, _):
            let read = read(of: shared.tree.inputs[place])
            return read.member == nil ? read.variable : nil
        case .constant, .local, .concatenation, .list, .map, .member, .index, .group, .method, .test,
            .function, .unary, .binary, .logical, .conditional:
            return nil
        }
    }
}
