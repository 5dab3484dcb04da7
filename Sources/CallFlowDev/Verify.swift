import ArgumentParser
import Foundation

/// `callflow-dev verify`: fails when a derived file is not what `generate` would write.
struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Fail when a derived file is missing or stale.")

    @OptionGroup var repository: Repository

    func run() throws {
        let complaints = try DerivedFile.complaints(in: repository.root)
        guard !complaints.isEmpty else { return }
        for complaint in complaints { FileHandle.standardError.write(Data("\(complaint)\n".utf8)) }
        throw ExitCode.failure
    }
}
