/// The reference text of steps, in Markdown: written from their declarations, for `explain`, hover and the
/// documentation.
package enum ReferenceText {
    /// The pages of all steps, one after the other.
    package static func document() -> String {
        StepSchema.all.map(page).joined(separator: "\n")
            + StepSchema.objects.map(page).joined(separator: "\n")
    }

    /// One step: what it does, its short forms, its parameters.
    package static func page(_ schema: StepSchema) -> String {
        var text = "## \(schema.name)\n\n\(schema.summary)\n\n"
        if schema.alias != schema.name { text += "SWML's name is `\(schema.alias)`. " }
        if schema.isExtension { text += "Not in SWML. " }
        text += shortForms(schema)
        if !text.hasSuffix("\n") { text += "\n" }
        if let parameters = schema.parameters { text += "\n" + table(parameters) }
        return text
    }

    /// An object inside steps.
    package static func page(_ info: ObjectInfo) -> String {
        "\n## \(info.name) (inside a step)\n\n\(info.summary)\n\n" + table(info)
    }

    private static func shortForms(_ schema: StepSchema) -> String {
        var forms: [String] = []
        if schema.allowsBareName { forms.append("`- \(schema.name)`") }
        for shorthand in schema.shorthands {
            switch (shorthand.form, shorthand.field) {
            case (.scalar, let field?): forms.append("`\(schema.name): …` for `\(field)`")
            case (.list, let field?): forms.append("`\(schema.name): […]` for `\(field)`")
            case (.value, _), (.scalar, nil), (.list, nil):
                forms.append("`\(schema.name):` and \(shorthand.shape.described)")
            }
        }
        let verb = schema.parameters == nil ? "Written " : "Also written "
        return forms.isEmpty ? "" : verb + forms.joined(separator: ", ") + ".\n"
    }

    private static func table(_ info: ObjectInfo) -> String {
        guard !info.fields.isEmpty else { return "" }
        var text = "| parameter | type | default | |\n|---|---|---|---|\n"
        for field in info.fields {
            let name = field.alias == field.name ? "`\(field.name)`" : "`\(field.name)` (`\(field.alias)`)"
            let need = field.isRequired ? "**required**" : field.defaultValue.map { "`\($0)`" } ?? ""
            let summary = field.summary + (field.isExtension ? " Not in SWML." : "")
            text += "| \(name) | \(field.expectation.escapedForTable) | \(need) | \(summary) |\n"
        }
        for group in info.groups { text += "\n\(group.described)\n" }
        return text
    }
}

extension FieldGroup {
    fileprivate var described: String {
        let list = names.map { "`\($0)`" }.joined(separator: ", ")
        return switch self {
        case .exactlyOne: "Exactly one of \(list) is written."
        case .atLeastOne: "At least one of \(list) is written."
        }
    }
}

extension JSONShape {
    /// In a few words.
    var described: String {
        switch self {
        case .boolean: "true or false"
        case .integer(let range):
            "whole number" + Self.shown(range.map { ($0.lowerBound, $0.upperBound, $0.upperBound == .max) })
        case .number(let range):
            "number"
                + Self.shown(
                    range.map { range in
                        (
                            DecimalText.shown(range.lowerBound), DecimalText.shown(range.upperBound),
                            range.upperBound == .greatestFiniteMagnitude
                        )
                    })
        case .text: "text"
        case .words(let words): words.map { "`\($0)`" }.joined(separator: ", ")
        case .list(let element): "list of \(element.described)"
        case .map(let element): "map of \(element.described)"
        case .any: "any value"
        case .steps: "list of steps"
        case .reference(let name): "\(name) object"
        case .either(let shapes): shapes.map(\.described).joined(separator: " or ")
        }
    }

    private static func shown<Bound>(_ range: (lower: Bound, upper: Bound, isOpen: Bool)?) -> String {
        guard let range else { return "" }
        return range.isOpen ? " from \(range.lower)" : " from \(range.lower) to \(range.upper)"
    }
}

extension String {
    /// A bar would end the cell.
    fileprivate var escapedForTable: String {
        split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
    }
}
