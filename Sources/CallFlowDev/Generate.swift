import ArgumentParser
import Foundation

/// `callflow-dev generate`: writes every derived file that is missing or stale.
struct Generate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write the references of steps and findings from their declarations.")

    @OptionGroup var repository: Repository

    func run() throws {
        for file in DerivedFile.all where try file.state(in: repository.root) != .current {
            try file.write(in: repository.root)
            FileHandle.standardError.write(Data("wrote \(file.path)\n".utf8))
        }
    }
}

/// Where the sources are.
struct Repository: ParsableArguments {
    @Option(name: .customLong("root"), help: "The top of the repository.")
    var path = "."

    var root: URL { URL(filePath: path, directoryHint: .isDirectory) }

    func validate() throws {
        let manifest = root.appending(path: "Package.swift").path
        guard FileManager.default.fileExists(atPath: manifest) else {
            throw ValidationError("\(path) has no Package.swift; give the top of the repository with --root")
        }
    }
}
