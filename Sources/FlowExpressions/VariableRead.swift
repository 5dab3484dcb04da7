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
        variable = path.variable
        switch path.segments.first {
        case .key(let name): member = name
        case .index: member = ""
        case nil: member = nil
        }
    }

    init(_ input: Input) {
        switch input {
        case .variable(let variable): self.init(variable)
        case .path(let path): self.init(path)
        }
    }
}

extension Expression {
    /// Notes everything that is read: a variable alone, and once more with a member of it.
    func note(_ reads: inout [VariableRead]) {
        for node in nodes.indices {
            switch nodes[node].node {
            case .input(let input, _), .pathOr(let input, _, _): reads.append(VariableRead(input))
            case .member(let object, let name, _):
                if let whole = wholeVariable(object) { reads.append(VariableRead(whole, member: name)) }
            case .constant, .local, .concatenation, .list, .map, .index, .group, .method, .test, .function,
                .unary, .binary, .logical, .conditional:
                continue
            }
        }
    }

    /// The variable that a node is, and no member of it.
    private func wholeVariable(_ node: NodeID) -> VariableName? {
        switch nodes[node].node {
        case .input(let input, _), .pathOr(let input, _, _):
            let read = VariableRead(input)
            return read.member == nil ? read.variable : nil
        case .constant, .local, .concatenation, .list, .map, .member, .index, .group, .method, .test,
            .function, .unary, .binary, .logical, .conditional:
            return nil
        }
    }
}
