import ArgumentParser
import SourceText

/// The program `callflow`: lint, run, test and look up call flows.
@main
struct Main: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "callflow",
        abstract: "Call flows as code: lint, run and test them without a telephone.",
        discussion: """
            Examples:
              callflow lint                       every flow below the current directory
              callflow run flows/standup.yaml     you are the caller
              callflow test                       every scenario below the current directory
              callflow explain joinConference     a step, or a finding's id

            Completions for your shell:
              callflow --generate-completion-script bash (or zsh, or fish)
            and put what it prints where your shell looks for completions.

            Exit status: 0 all is well, 1 there are findings or failures, 2 it could not be done.
            """,
        version: Version.text,
        subcommands: [Lint.self, Run.self, Test.self] + Server.commands + [Explain.self, Schema.self])

    static func main() async {
        POSIX.openStandardStreams()
        let status = await perform(Array(CommandLine.arguments.dropFirst()))
        Output.standard.flush()
        exitProcess(status)
    }

    /// Runs one command line and says how it went.
    private static func perform(_ arguments: [String]) async -> ExitStatus {
        do {
            var command = try await asyncParseAsRoot(arguments)
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
            return .success
        } catch let status as ExitStatus {
            return status
        } catch let refusal as Refusal {
            Output.error.line("callflow: \(refusal.message)")
            return .cannotRun
        } catch {
            return report(error, of: arguments)
        }
    }

    /// What the argument parser throws: a request for help, or a mistake in the command line.
    private static func report(_ error: any Error, of arguments: [String]) -> ExitStatus {
        let text = fullMessage(for: error)
        guard exitCode(for: error).isSuccess else {
            Output.error.line(text)
            let commands = configuration.subcommands.compactMap { $0.configuration.commandName }
            if let word = arguments.first, !commands.contains(word),
                let near = nearest(to: word, among: commands)
            {
                Output.error.line("  Did you mean 'callflow \(near)'?")
            }
            return .cannotRun
        }
        Output.standard.line(text)
        return .success
    }
}
