package import FlowExpressions
import FlowRuntime
import OrderedCollections
import SourceText

// What flows get, as `serve --print-config` prints it.
extension SettingsListing {
    /// The scope `envs`: the file's names, unless `given` has others, which come from the command line. What
    /// comes from a variable, or is named like a secret, is masked.
    package static func environment(
        _ project: ProjectFile?, given: ValueMap, in variables: [String: String]
    ) -> [Extra] {
        let lines = project.map { LineTable($0.file) }
        let written = project?.environment.filter { given[$0.name] == nil } ?? []
        let fromFile = written.map { entry in
            let name = entry.name.string
            switch entry.content {
            case .value(let value):
                return Extra(
                    "envs.\(name)", shown(value, name), from: text(of: .file(entry.range), project, lines))
            case .variable(let variable):
                let value = variables[variable] == nil ? "not set" : Secret.mask
                return Extra("envs.\(name)", value, from: variable)
            }
        }
        return fromFile
            + given.map { Extra("envs.\($0.key.string)", shown($0.value, $0.key.string), from: "--env") }
    }

    /// How many routes there are, and the flow of all other calls.
    package static func routing(_ project: ProjectFile?) -> [Extra] {
        guard let project else { return [] }
        let lines = LineTable(project.file)
        let place = project.keys["routes"].map { text(of: .file($0), project, lines) }
        let fallback = project.routing.fallback.map { flow in
            Extra("default", project.path(flow.path), from: text(of: .file(flow.range), project, lines))
        }
        return [
            Extra("routes", "\(project.routing.routes.count)", from: place ?? project.file.name),
            fallback ?? Extra("default", "none", from: project.file.name),
        ]
    }

    private static func shown(_ value: Value, _ name: String) -> String {
        let value = masked(value, name)
        if case .string(let text) = value { return text.string }
        return value.jsonText
    }

    /// Without what lets somebody in: whatever is named like a secret, at any depth, and the credentials of
    /// URLs. The depth of YAML and JSON is bounded, and so is this.
    private static func masked(_ value: Value, _ name: String) -> Value {
        if Secret.mayBeNamed(by: name) { return .string(Text(Secret.mask)) }
        return switch value {
        case .undefined, .null, .bool, .number: value
        case .string(let text): .string(Text(URLMask(showsValues: true).masked(text.string)))
        case .list(let values): .list(values.map { masked($0, name) })
        case .map(let members):
            .map(members.reduce(into: [:]) { $0[$1.key] = masked($1.value, $1.key.string) })
        }
    }
}
