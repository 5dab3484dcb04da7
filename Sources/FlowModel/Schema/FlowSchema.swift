/// The JSON Schema of flows (draft 2020-12), for editors: written from the declarations of the steps.
///
/// It describes what the reader accepts, both spellings and the short forms included. What a schema cannot
/// say (labels, expressions, which sections exist) is left to `callflow lint`.
package enum FlowSchema {
    /// The whole schema as a JSON document.
    package static func document() -> String {
        SchemaText.object([
            ("$schema", .text("https://json-schema.org/draft/2020-12/schema")),
            ("title", .text("Call flow")),
            ("type", .text("object")),
            (
                "properties",
                .object([
                    ("version", .object([("const", .text("1.0.0"))])),
                    (
                        "sections",
                        .object([
                            ("type", .text("object")),
                            ("additionalProperties", reference("steps")),
                            ("required", .texts(["main"])),
                        ])
                    ),
                    ("onHangup", reference("steps")),
                    ("on_hangup", reference("steps")),
                ])
            ),
            ("patternProperties", .object([("^x-", .boolean(true))])),
            ("additionalProperties", .boolean(false)),
            ("required", .texts(["sections"])),
            ("$defs", .object(definitions())),
        ]).document
    }

    private static func definitions() -> [(key: String, value: SchemaText)] {
        var definitions: [(key: String, value: SchemaText)] = [
            ("steps", .object([("type", .text("array")), ("items", reference("step"))])),
            ("step", step()),
            ("placeholder", .object([("type", .text("string")), ("pattern", .text(#"[$%]\{"#))])),
        ]
        for schema in StepSchema.all { definitions.append(("step." + schema.name, value(of: schema))) }
        for object in StepSchema.objects {
            definitions.append(("object." + object.name, self.object(object)))
        }
        return definitions
    }

    /// One key that names a step, or a bare name.
    private static func step() -> SchemaText {
        var members: [(key: String, value: SchemaText)] = []
        var bare: [String] = []
        for schema in StepSchema.all {
            for name in names(schema.name, schema.alias) {
                members.append((name, reference("step." + schema.name)))
                if schema.allowsBareName { bare.append(name) }
            }
        }
        for name in UnsupportedStep.names {
            for spelling in names(name, Spelling.snakeCase(name)) {
                members.append((spelling, .boolean(true)))
            }
        }
        let entry = SchemaText.object([
            ("type", .text("object")), ("properties", .object(members)),
            ("additionalProperties", .boolean(false)), ("minProperties", .integer(1)),
            ("maxProperties", .integer(1)),
        ])
        return .object([("anyOf", .list([entry, .object([("enum", .texts(bare))])]))])
    }

    /// What may stand behind a step's name.
    private static func value(of schema: StepSchema) -> SchemaText {
        var forms: [SchemaText] = []
        if let parameters = schema.parameters { forms.append(object(parameters)) }
        for shorthand in schema.shorthands {
            forms.append(form(shorthand.shape, placeholder: shorthand.form == .scalar))
        }
        if schema.allowsBareName { forms.append(.object([("type", .text("null"))])) }
        return .object([("description", .text(schema.summary)), ("anyOf", .list(forms))])
    }

    private static func object(_ info: ObjectInfo) -> SchemaText {
        var properties: [(key: String, value: SchemaText)] = []
        for field in info.fields {
            for name in names(field.name, field.alias) { properties.append((name, property(field))) }
        }
        var members: [(key: String, value: SchemaText)] = [
            ("type", .text("object")), ("description", .text(info.summary)),
            ("properties", .object(properties)),
            ("additionalProperties", .boolean(false)),
        ]
        let rules = rules(of: info)
        if !rules.isEmpty { members.append(("allOf", .list(rules))) }
        return .object(members)
    }

    /// Required parameters and groups, in either spelling.
    private static func rules(of info: ObjectInfo) -> [SchemaText] {
        var rules = info.fields.filter(\.isRequired).map { field in either(names(field.name, field.alias)) }
        for group in info.groups {
            let present = group.names.map { name in either(names(name, Spelling.snakeCase(name))) }
            switch group {
            case .exactlyOne: rules.append(.object([("oneOf", .list(present))]))
            case .atLeastOne: rules.append(.object([("anyOf", .list(present))]))
            }
        }
        return rules
    }

    /// At least one of the spellings is there.
    private static func either(_ names: [String]) -> SchemaText {
        guard names.count > 1 else { return .object([("required", .texts(names))]) }
        return .object([("anyOf", .list(names.map { .object([("required", .texts([$0]))]) }))])
    }

    private static func property(_ field: FieldInfo) -> SchemaText {
        var members: [(key: String, value: SchemaText)] = [("description", .text(field.described))]
        switch form(field.shape, placeholder: true) {
        case .object(let own): members += own
        case .boolean, .text, .integer, .number, .list: break
        }
        return .object(members)
    }

    private static func names(_ name: String, _ alias: String) -> [String] {
        name == alias ? [name] : [name, alias]
    }

    private static func reference(_ name: String) -> SchemaText {
        .object([("$ref", .text("#/$defs/\(name)"))])
    }

    /// A value's form; where a placeholder may stand it is one of the alternatives.
    private static func form(_ shape: JSONShape, placeholder: Bool) -> SchemaText {
        let own = form(shape)
        guard placeholder, shape.isClosedScalar else { return own }
        return .object([("anyOf", .list([own, reference("placeholder")]))])
    }

    /// The schema of a value's form.
    package static func form(_ shape: JSONShape) -> SchemaText {
        switch shape {
        case .boolean: .object([("type", .text("boolean"))])
        case .integer(let range): .object([("type", .text("integer"))] + bounds(range))
        case .number(let range): .object([("type", .text("number"))] + bounds(range))
        case .text(let pattern):
            .object(
                [("type", .texts(["string", "number", "boolean"]))]
                    + (pattern.map { [("pattern", .text($0))] } ?? []))
        case .words(let words): .object([("enum", .texts(words))])
        case .list(let element):
            .object([("type", .text("array")), ("items", form(element, placeholder: true))])
        case .map(let element):
            .object([("type", .text("object")), ("additionalProperties", form(element, placeholder: true))])
        case .any: .object([])
        case .steps: reference("steps")
        case .reference(let name): reference("object." + name)
        case .either(let shapes): .object([("anyOf", .list(shapes.map { form($0) }))])
        }
    }

    private static func bounds(_ range: ClosedRange<Int>?) -> [(key: String, value: SchemaText)] {
        guard let range else { return [] }
        let lower: [(key: String, value: SchemaText)] = [("minimum", .integer(range.lowerBound))]
        return range.upperBound == .max ? lower : lower + [("maximum", .integer(range.upperBound))]
    }

    private static func bounds(_ range: ClosedRange<Double>?) -> [(key: String, value: SchemaText)] {
        guard let range else { return [] }
        let lower: [(key: String, value: SchemaText)] = [("minimum", .number(range.lowerBound))]
        let isOpen = range.upperBound == .greatestFiniteMagnitude
        return isOpen ? lower : lower + [("maximum", .number(range.upperBound))]
    }
}

extension JSONShape {
    /// A scalar that a placeholder's text would not fit into by itself.
    fileprivate var isClosedScalar: Bool {
        switch self {
        case .boolean, .integer, .number, .words: true
        case .text(let pattern): pattern != nil
        case .either(let shapes): shapes.allSatisfy(\.isClosedScalar)
        case .list, .map, .any, .steps, .reference: false
        }
    }
}

extension FieldInfo {
    /// The sentence about it, with its default.
    var described: String {
        var text = summary
        if let defaultValue { text += " Default: \(defaultValue)." }
        if isExtension { text += " Not in SWML." }
        return text
    }
}
