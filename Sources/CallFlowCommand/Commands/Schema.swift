import ArgumentParser
import FlowModel
import ProjectFile

/// `callflow schema`.
struct Schema: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Print the JSON Schema of flows or of callflow.yaml, for editors.",
        discussion: """
            Examples:
              callflow schema > callflow.schema.json
              callflow schema project > project.schema.json

            In an editor with the YAML language server, the first line of a flow then is
              # yaml-language-server: $schema=callflow.schema.json
            """)

    @Argument(help: "What the schema is of.")
    var document = SchemaDocument.flow

    func run() throws {
        switch document {
        case .flow: Output.standard.write(FlowSchema.document())
        case .project: Output.standard.write(ProjectSchema.document())
        }
    }
}

/// What `callflow schema` has a schema of.
enum SchemaDocument: String, ExpressibleByArgument, CaseIterable {
    case flow, project
}
