extension Parser {
    /// A value and the members, indexes and calls that follow it.
    mutating func postfix() throws(ExpressionProblem) -> NodeID {
        let start = range.lowerBound
        if isAt(.divide) || isAt(.divideAssign) { return try patternTest() }
        var node = try primary()
        while true {
            switch token {
            case .symbol(.dot):
                try advance()
                // `a.['b']` is written by the Call Flow Builder for `a['b']` (§2.2).
                if isAt(.leftBracket) {
                    node = try index(of: node, start, optional: false)
                } else {
                    node = try member(of: node, start, optional: false)
                }
            case .symbol(.chain):
                try advance()
                if isAt(.leftBracket) {
                    node = try index(of: node, start, optional: true)
                } else {
                    node = try member(of: node, start, optional: true)
                }
            case .symbol(.leftBracket): node = try index(of: node, start, optional: false)
            case .symbol(.leftParenthesis):
                throw ExpressionProblem(.unsupported, "only known functions and methods can be called", range)
            case .symbol(.increment), .symbol(.decrement):
                throw ExpressionProblem(
                    .unsupported, Refusal.ofOperator(.increment) ?? "", range)
            case .symbol(.backtick):
                throw ExpressionProblem(
                    .unsupported, "a tagged template is not available in expressions", range)
            case .symbol, .name, .number, .quote, .end: return node
            }
        }
    }

    private mutating func index(
        of node: NodeID, _ start: Int, optional: Bool
    ) throws(ExpressionProblem) -> NodeID {
        try advance()
        let key = try value()
        try expect(.rightBracket, "to close '['")
        let whole = start..<previousEnd
        if isAt(.leftParenthesis) {
            throw ExpressionProblem(.unsupported, "a method is called by its name, as in a.trim()", whole)
        }
        if case .constant(.string(let name)) = nodes[key].node {
            return try member(of: node, named: name, whole, optional)
        }
        return try add(.index(node, key, optional: optional), whole, node, key)
    }

    private mutating func member(
        of node: NodeID, _ start: Int, optional: Bool
    ) throws(ExpressionProblem) -> NodeID {
        guard case .name = token else { throw unexpected(wanting: "a name after '.'") }
        let (name, nameRange) = (name, range)
        try advance()
        if isAt(.leftParenthesis) {
            return try method(name.string, nameRange, of: node, start, optional: optional)
        }
        return try member(of: node, named: name, start..<previousEnd, optional)
    }

    /// A member; one of a scope is an input of its own.
    private mutating func member(
        of node: NodeID, named name: Text, _ range: Range<Int>, _ optional: Bool
    ) throws(ExpressionProblem) -> NodeID {
        if case .input(.variable(let root), _) = nodes[node].node, root.scope == nil,
            let scope = Variables.Scope(root.name)
        {
            return try add(input: .variable(VariableName(scope: scope, name: name)), range)
        }
        return try add(.member(node, name, optional: optional), range, node)
    }

    private mutating func method(
        _ name: String, _ nameRange: Range<Int>, of node: NodeID, _ start: Int, optional: Bool
    ) throws(ExpressionProblem) -> NodeID {
        guard let method = Method(name) else { throw unknownMethod(name, nameRange) }
        try refuse(method, nameRange, on: node)
        try advance()
        let arguments = try arguments(of: method)
        try expect(.rightParenthesis, "to close '('")
        let whole = start..<previousEnd
        if let callback = method.callback, callback.isRequired,
            !arguments.isCallback(at: callback.index)
        {
            throw ExpressionProblem(.syntax, "\(name) needs a function, as in \(name)(x => x.name)", whole)
        }
        let call = MethodCall(
            receiver: node, receiverText: Text(text(nodes[node].range)), method: method,
            arguments: arguments, isOptional: optional)
        return try add(.method(call), whole, children: [node] + arguments.children)
    }

    private func unknownMethod(_ name: String, _ range: Range<Int>) -> ExpressionProblem {
        let nearest = Suggestion.nearest(to: name, among: Method.names)
        let hint = nearest.map { "; did you mean '\($0)'?" } ?? ""
        return ExpressionProblem(
            .unknownFunction, "there is no method '\(name)' in expressions\(hint)", range,
            replacement: nearest)
    }

    /// Refuses a method where the kind of its receiver is certain and has no such method.
    private func refuse(_ method: Method, _ range: Range<Int>, on node: NodeID) throws(ExpressionProblem) {
        guard let kind = certainKind(of: node), !method.owners.contains(kind) else { return }
        let owner = method.owners.map(\.rawValue).sorted().joined(separator: " or ")
        throw ExpressionProblem(
            .unknownFunction,
            "'\(method.name)' is a method of a \(owner), and this is a \(kind.rawValue)", range)
    }

    private func certainKind(of node: NodeID) -> Method.Owner? {
        switch nodes[node].node {
        case .constant(.string), .concatenation: return .string
        case .constant(.number): return .number
        case .constant(.bool): return .bool
        case .list: return .list
        case .map: return .map
        case .method(let call): return call.method.result
        case .constant, .input, .local, .member, .index, .group, .test, .function, .unary, .binary, .logical,
            .conditional, .pathOr:
            return nil
        }
    }
}

extension Parser {
    private mutating func arguments(of method: Method) throws(ExpressionProblem) -> [Argument] {
        var arguments: [Argument] = []
        while !isAt(.rightParenthesis) {
            let start = range
            if isAt(.divide) || isAt(.divideAssign),
                method.patternPlace == arguments.count
            {
                arguments.append(.pattern(try pattern()))
            } else if let (callback, range) = try callback() {
                guard method.callback?.index == arguments.count else {
                    throw ExpressionProblem(
                        .unsupported, "\(method.name) takes no function here",
                        start.lowerBound..<range.upperBound)
                }
                arguments.append(.callback(callback))
            } else {
                arguments.append(.value(try value()))
            }
            if !(try take(.comma)) { break }
        }
        return arguments
    }

    /// An arrow function or the bare name of a function at the start of an argument; nil for anything else.
    mutating func callback() throws(ExpressionProblem) -> (callback: Callback, range: Range<Int>)? {
        let start = range
        if let function = try bareFunction() { return (.function(function), start.lowerBound..<previousEnd) }
        guard let parameters = try arrowParameters() else { return nil }
        if isAt(.leftBrace) {
            throw ExpressionProblem(
                .unsupported, "the body of a function is an expression; a map needs parentheses: ({…})", range
            )
        }
        let base = locals.count
        locals += parameters
        let body = try value()
        locals.removeLast(parameters.count)
        let callback = Callback.arrow(parameterCount: parameters.count, base: base, body: body)
        return (callback, start.lowerBound..<previousEnd)
    }

    /// The name of a function that is not called, as in `map(Number)` or `reduce(Math.max)`; anything else is
    /// left as it was.
    private mutating func bareFunction() throws(ExpressionProblem) -> Function? {
        guard case .name(let first) = token, !isLocal(range) else { return nil }
        let start = position
        var name = text(range)
        try advance()
        if first == .namespace, try take(.dot), case .name = token {
            name += ".\(text(range))"
            try advance()
        }
        if isAt(.comma) || isAt(.rightParenthesis),
            let function = Function(rawValue: name)
        {
            return function
        }
        position = start
        return nil
    }

    /// `x =>` or `(a, b) =>`; anything else is left as it was.
    private mutating func arrowParameters() throws(ExpressionProblem) -> [Text]? {
        let start = position
        if case .name = token {
            let name = name
            try advance()
            if isAt(.arrow) {
                try advance()
                return [name]
            }
        } else if isAt(.leftParenthesis), let names = parameterList() {
            return names
        }
        position = start
        return nil
    }

    /// `(a, b) =>` with the cursor behind it, or nil with the cursor anywhere.
    private mutating func parameterList() -> [Text]? {
        do {
            try advance()
            var names: [Text] = []
            while case .name = token {
                names.append(name)
                try advance()
                if !(try take(.comma)) { break }
            }
            guard try take(.rightParenthesis), try take(.arrow) else { return nil }
            return names
        } catch {
            return nil  // not a list of names; whatever is wrong is found when it is parsed as a value
        }
    }
}

extension [Argument] {
    func isCallback(at index: Int) -> Bool {
        if indices.contains(index), case .callback = self[index] { true } else { false }
    }

    /// The nodes below the arguments.
    var children: [NodeID] {
        compactMap { argument in
            switch argument {
            case .value(let node): node
            case .callback(.arrow(_, _, let body)): body
            case .callback(.function), .pattern: nil
            }
        }
    }
}
