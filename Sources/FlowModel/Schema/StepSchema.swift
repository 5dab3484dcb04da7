import SourceText
import YAMLTree

/// The one declaration of a step, without its type: what the reader, the JSON Schema, the reference text,
/// completion and hover go by.
package final class StepSchema: Sendable {
    package let name: String
    /// SWML's snake_case.
    package let alias: String
    package let summary: String
    /// Ours, not SWML's.
    package let isExtension: Bool
    /// The parameters, for steps whose value is an object of them.
    package let parameters: ObjectInfo?
    /// What may stand in place of the object (swml-language.md §1.3).
    package let shorthands: [Shorthand]
    /// Whether `- name` alone is accepted (§1.2).
    package let allowsBareName: Bool
    let read: @Sendable (YAMLNode, StepPlace, inout FlowReader) -> StepAction

    init(
        name: String, summary: String, isExtension: Bool, parameters: ObjectInfo?, shorthands: [Shorthand],
        allowsBareName: Bool, read: @escaping @Sendable (YAMLNode, StepPlace, inout FlowReader) -> StepAction
    ) {
        self.name = name
        alias = Spelling.snakeCase(name)
        self.summary = summary
        self.isExtension = isExtension
        self.parameters = parameters
        self.shorthands = shorthands
        self.allowsBareName = allowsBareName
        self.read = read
    }
}

/// A step's declaration as the reader finds it. It cannot be copied, so that reading a step counts no
/// reference to it (see `LentField`).
struct LentStep: ~Copyable, Sendable {
    private let schema: StepSchema

    init(_ schema: StepSchema) { self.schema = schema }

    @inline(never)
    borrowing func read(_ value: YAMLNode, _ place: StepPlace, by reader: inout FlowReader) -> StepID {
        reader.read(schema, value, place)
    }
}

/// A value in place of the parameter object.
package struct Shorthand: Sendable {
    /// How the value is written: `value` is whatever the step itself reads.
    package enum Form: Sendable { case scalar, list, value }
    package let form: Form
    package let shape: JSONShape
    /// The parameter that it stands for, when it stands for one.
    package let field: String?
    /// Whether SWML's schema has it too.
    package let isSWML: Bool
}

/// Where a step stands.
struct StepPlace {
    /// Its list, and its place in that.
    let position: FlowPosition
    /// The method's name.
    let nameRange: SourceRange
    /// The whole entry.
    let range: SourceRange
    /// Just the name: the value is then the name itself.
    let isBare: Bool

    init(_ position: FlowPosition, _ nameRange: SourceRange, _ range: SourceRange, isBare: Bool) {
        self.position = position
        self.nameRange = nameRange
        self.range = range
        self.isBare = isBare
    }
}

extension StepSchema {
    /// A step whose value is an object of parameters. `scalar` and `list` name the parameter that a lone
    /// value of that form stands for; `scalarIsSWML` says whether SWML's own schema allows the lone scalar.
    convenience init<Owner>(
        _ object: ObjectSchema<Owner>, ours: Bool = false, scalar: String? = nil, list: String? = nil,
        scalarIsSWML: Bool = false, action: @escaping @Sendable (consuming Owner) -> StepAction
    ) {
        // All steps without parameters are one.
        let empty = action(object.make())
        let scalarField = scalar.flatMap(object.field)
        let listField = list.flatMap(object.field)
        precondition((scalar == nil) == (scalarField == nil), "the shorthand names no parameter")
        precondition((list == nil) == (listField == nil), "the shorthand names no parameter")
        var shorthands: [Shorthand] = []
        if let info = scalarField {
            shorthands.append(
                Shorthand(form: .scalar, shape: info.shape, field: info.name, isSWML: scalarIsSWML))
        }
        if let info = listField {
            shorthands.append(Shorthand(form: .list, shape: info.shape, field: info.name, isSWML: false))
        }
        self.init(
            name: object.info.name, summary: object.info.summary, isExtension: ours, parameters: object.info,
            shorthands: shorthands, allowsBareName: !object.needsParameters
        ) { node, step, reader in
            if step.isBare, !object.wantsSomething {
                reader.noteLenient(.bareName, at: step.nameRange)
                return empty
            }
            var owner = object.make()
            let place = step.nameRange
            switch node.kind {
            case .mapping:
                object.read(node, for: place, into: &owner, &reader)
            case .scalar where step.isBare || node.isNull:
                reader.noteLenient(step.isBare ? .bareName : .noValue, at: place)
                object.readNothing(at: place, node, into: &owner, &reader)
            case .scalar:
                object.read(lone: node, as: scalar, isSWML: scalarIsSWML, for: place, into: &owner, &reader)
            case .sequence:
                object.read(lone: node, as: list, isSWML: false, for: place, into: &owner, &reader)
            }
            return action(consume owner)
        }
    }

    /// A step whose value is one thing of its own: `label`, `set`, `cond`, `return`.
    convenience init<Content: Sendable>(
        _ name: String, _ summary: String, value type: FieldType<Content>, isOptional: Bool = false,
        missing: Content, action: @escaping @Sendable (consuming Content) -> StepAction
    ) {
        let info = FieldInfo(
            name: name, summary: summary, isRequired: !isOptional, placeholders: type.placeholders,
            shape: type.shape)
        self.init(
            name: name, summary: summary, isExtension: false, parameters: nil,
            shorthands: [Shorthand(form: .value, shape: type.shape, field: nil, isSWML: true)],
            allowsBareName: isOptional
        ) { node, step, reader in
            guard !step.isBare else {
                if isOptional {
                    reader.noteLenient(.bareName, at: step.nameRange)
                } else {
                    reader.report(.missingValue(of: name, at: step.nameRange))
                }
                return action(missing)
            }
            return action(type.read(node, info, &reader) ?? missing)
        }
    }
}
