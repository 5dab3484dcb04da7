import ArgumentParser
import FlowModel

/// `callflow schema`.
struct Schema: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Print the JSON Schema of flows, for editors.",
        discussion: """
            Examples:
              callflow schema > callflow.schema.json

            In an editor with the YAML language server, the first line of a flow then is
              # yaml-language-server: $schema=callflow.schema.json
            """)

    func run() throws { Output.standard.write(FlowSchema.document()) }
}
