import ArgumentParser

/// The developers' program: what is derived from the sources is written or checked here, never by hand.
@main
struct Main: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "callflow-dev",
        abstract: "Writes and checks the files that are derived from the sources of callflow.",
        subcommands: [Generate.self, Verify.self])
}
