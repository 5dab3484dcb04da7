package import FlowExpressions
package import SourceText

/// A parameter as the author wrote it: what, and where.
///
/// `nil` in a step means "not written", which is not the same as "written with the default's value": rooms
/// and `connect` destinations inherit what was not written.
package struct Given<Value: Sendable & Hashable>: Sendable, Hashable {
    package var param: Param<Value>
    /// The value's own range, quotes included; at the anchor when it came through an alias.
    package var range: SourceRange

    package init(_ param: Param<Value>, at range: SourceRange) {
        self.param = param
        self.range = range
    }

    package init(literal: Value, at range: SourceRange) { self.init(.literal(literal), at: range) }

    /// The value, when it is known before the run.
    package var literal: Value? {
        switch param {
        case .literal(let value): value
        case .template: nil
        }
    }

    /// The text with placeholders, when the value is not known before the run.
    package var template: Template? {
        switch param {
        case .literal: nil
        case .template(let typed): typed.template
        }
    }

    /// The value for this run. A template is expanded by `expand` (which gives a whole-value placeholder its
    /// own type and any other template a string) and then held to exactly the rules of a literal.
    package func resolved<Failure: Error>(
        _ expand: (Template) throws(Failure) -> FlowExpressions.Value
    ) throws(Failure) -> Result<Value, CoercionProblem> {
        switch param {
        case .literal(let value): .success(value)
        case .template(let typed): typed.type.coerce(try expand(typed.template))
        }
    }
}

/// A literal of the parameter's type, or a template that gives one when the step runs.
package enum Param<Value: Sendable & Hashable>: Sendable, Hashable {
    case literal(Value)
    case template(TypedTemplate<Value>)
}

/// A template together with the type that its expansion must have.
package struct TypedTemplate<Value: Sendable & Hashable>: Sendable, Hashable {
    package let template: Template
    package let type: ParameterType<Value>
    package init(_ template: Template, _ type: ParameterType<Value>) {
        self.template = template
        self.type = type
    }
}

/// What stands in a required parameter that is missing or wrong. The flow has an error then and is never run.
extension Given {
    private static func missing(_ value: Value) -> Given { Given(literal: value, at: SourceRange(0, 0)) }
}

extension Given<Text> {
    package static var missing: Given { missing("") }
}

extension Given<Address> {
    package static var missing: Given { missing(.resource("")) }
}

extension Given<DocumentTarget> {
    package static var missing: Given { missing(.section("")) }
}

extension Given<SleepTime> {
    package static var missing: Given { missing(.time(.zero)) }
}
