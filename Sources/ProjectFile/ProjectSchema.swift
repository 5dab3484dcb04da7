import FlowModel

/// The JSON Schema of the project file (draft 2020-12), for editors: written from the declarations of the
/// settings.
///
/// It describes the form alone: which flows there are, what they read and which routes are reached is left to
/// `callflow lint`. A number in quotes, which the reader takes, is not of the form.
package enum ProjectSchema {
    /// The whole schema as a JSON document.
    package static func document() -> String {
        SchemaText.object(
            [
                ("$schema", .text("https://json-schema.org/draft/2020-12/schema")),
                ("title", .text("Project file of callflow")),
            ] + object(members)
        ).document
    }

    private typealias Member = (key: String, value: SchemaText)

    /// Keys for YAML anchors, which are ignored wherever keys are known.
    private static let anyExtension: [Member] = [("patternProperties", .object([("^x-", .boolean(true))]))]

    private static var members: [Member] {
        let top = Setting.all.filter { $0.section == nil }.map { setting in
            (setting.key, setting.name == "http" ? address(setting) : property(setting))
        }
        let sections = Setting.sections.map { section in
            let settings = Setting.all.filter { $0.section == section }
            return (section, SchemaText.object(object(settings.map { ($0.key, property($0)) })))
        }
        return top + sections + [
            member("default", text),
            member("routes", [("type", .text("array")), ("items", route)]),
            member("envs", [("type", .texts(["object", "null"]))]),
        ]
    }

    private static let text: [Member] = [("type", .text("string")), ("minLength", .integer(1))]

    private static var route: SchemaText {
        let header = object(
            [("name", .object(text)), ("value", .object(text))], needs: ["name", "value"])
        let words: [Member] = [
            member("routes.to", text), member("routes.sipUser", text), member("routes.context", text),
            member("routes.header", header),
        ]
        let rest = [member("routes.calls", form(of: .calls)), member("routes.flow", text)]
        let anyWord = words.map { SchemaText.object([("required", .texts([$0.key]))]) }
        return .object(object(words + rest, needs: ["flow"]) + [("anyOf", .list(anyWord))])
    }

    /// `http` is one text, or a map.
    private static func address(_ setting: Setting) -> SchemaText {
        let parts = object(
            [("address", .object(text)), ("port", .object(form(of: .port)))], needs: ["port"])
        return .object([
            ("description", .text(setting.summary)),
            ("anyOf", .list([FlowSchema.form(setting.shape), .object(parts)])),
        ])
    }

    private static func property(_ setting: Setting) -> SchemaText {
        described("\(setting.summary) It is \(setting.expectation).", form(of: setting.shape))
    }

    private static func form(of type: SettingType<Int>) -> [Member] { form(of: type.shape) }

    private static func form(of shape: JSONShape) -> [Member] {
        guard case .object(let form) = FlowSchema.form(shape) else {
            preconditionFailure("the form of a value is an object")
        }
        return form
    }

    /// A key that is no setting, under its own words.
    private static func member(_ name: String, _ form: [Member]) -> Member {
        guard let key = RoutingKey.named(name) else {
            preconditionFailure("every key of the file that is no setting has its words")
        }
        return (key.key, described(key.summary, form))
    }

    private static func described(_ description: String, _ form: [Member]) -> SchemaText {
        .object([("description", .text(description))] + form)
    }

    private static func object(
        _ members: [Member], needs required: [String] = []
    ) -> [Member] {
        [("type", .text("object")), ("properties", .object(members))] + anyExtension
            + [("additionalProperties", .boolean(false))]
            + (required.isEmpty ? [] : [("required", .texts(required))])
    }
}
