package import FlowExpressions
package import SourceText
import YAMLTree

/// Chooses a list of steps by a variable's text (swml-language.md §3.10).
package struct Switch: Sendable, Hashable {
    /// In a `result` the step's own variable when none is written; `nil` after an error.
    package var variable: GivenPath?
    package var cases: [SwitchCase] = []
    package var `default`: BlockID?
    package init() {}

    /// The case whose key is this very text.
    package func block(for text: Text) -> BlockID? { cases.first { $0.key == text }?.block ?? `default` }
}

/// One `case`; the key is text, compared exactly, without placeholders.
package struct SwitchCase: Sendable, Hashable {
    package var key: Text
    package var keyRange: SourceRange
    package var block: BlockID
}

/// What follows a step by its outcome: `result` of `connect`, `execute`, `joinConference` and `dial`.
package enum ResultHandler: Sendable, Hashable {
    case `switch`(Switch)
    case cond(Cond)
}

extension Switch {
    /// The step: the variable is required.
    static let parameters = declared("switch", variable: .required, default: nil)

    static let schema = StepSchema(parameters) { .switch($0) }

    /// The object form of `result`: the step has a variable of its own.
    static func result(_ variable: String) -> ObjectSchema<Switch> {
        declared("result", variable: .optional, default: variable)
    }

    private static func declared(_ name: String, variable: FieldNeed, default path: String?) -> ObjectSchema<
        Switch
    > {
        ObjectSchema(name, "Chooses steps by a variable's text.", make: { Switch() }) {
            Field("variable", .path, variable, "The variable's name, without `${}`.", default: path) {
                $0.variable = $1
            }
            Field("case", .cases, .required, "A list of steps for each text.") { $0.cases = $1 }
            Field("default", .steps, "Steps for when no case fits.") { $0.default = $1 }
        }
    }
}

extension FieldType<[SwitchCase]> {
    /// Keys are texts as they are written: `1` is `'1'` and not `01` (swml-language.md §1.4).
    fileprivate static var cases: FieldType {
        FieldType(.map(.steps)) { node, info, reader in
            guard node.kind == .mapping else {
                if !node.isNull || !reader.isCut(node) {
                    reader.report(.wrongType(info.name, expected: "a map of texts to steps", found: node))
                }
                return nil
            }
            var cases: [SwitchCase] = []
            cases.reserveCapacity(node.entryCount)
            reader.readEntries(of: node) { key, value, reader in
                guard let text = key.text else { return }
                let entered = reader.enter(value)
                if let block = reader.readBlock(value, text) {
                    let choice = SwitchCase(key: Text(text), keyRange: key.range, block: block)
                    if choice.key.isSeveralKeys { reader.contents.insert(.longCase) }
                    cases.append(choice)
                }
                reader.leave(entered)
            }
            return cases
        }
    }
}

extension FieldType<ResultHandler> {
    /// A `switch` object or a `cond` list; `variable` is what the object form looks at when it names none.
    /// SWML's schema requires it for `joinConference` (C-18).
    static func result(_ variable: String, swmlRequiresVariable: Bool = false) -> FieldType {
        let schema = Switch.result(variable)
        let path = VariablePath.parse(variable)
        return FieldType(.either([.reference("result"), .list(.reference("cond"))])) { node, info, reader in
            switch node.kind {
            case .mapping:
                var handler = Switch()
                schema.read(node, for: node.place, into: &handler, &reader)
                if handler.variable == nil, swmlRequiresVariable {
                    reader.noteLenient(.noVariable, at: node.place)
                }
                if handler.variable == nil, let path {
                    handler.variable = GivenPath(path, Text(variable), at: node.range)
                }
                return .switch(handler)
            case .sequence:
                return Cond.read(node, info, &reader).map(ResultHandler.cond)
            case .scalar:
                if !node.isNull || !reader.isCut(node) {
                    reader.report(
                        .wrongType(
                            info.name, expected: "a map with `case`, or a list with `when`", found: node))
                }
                return nil
            }
        }
    }
}
