/// `callflow-bench [--long] [GROUP…]`: measures and prints one table, of all groups or of those named.
/// Quick by default (under a minute); `--long` measures five times as often, for figures to be quoted.
@main
enum Main {
    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        if arguments.contains(ManyCallers.flag) { return ManyCallers.run() }
        let rounds = arguments.contains("--long") ? 75 : 15
        let names = arguments.filter { !$0.hasPrefix("-") }
        let unknown = names.first { Group(rawValue: $0) == nil }
        if let unknown { refuse("there is no group \(unknown), but \(Group.allCases.map(\.rawValue))") }
        var figures: [Figure] = []
        for group in Group.allCases where names.isEmpty || names.contains(group.rawValue) {
            figures += try await group.figures(rounds: rounds)
        }
        for line in Table.lines(figures) { print(line) }
    }
}

/// What can be measured alone.
private enum Group: String, CaseIterable {
    case reading, files, running, recording, expressions, testing, journal, callers

    func figures(rounds: Int) async throws -> [Figure] {
        switch self {
        case .reading: Reading.figures(rounds: rounds)
        case .files: await ManyFiles.figures(rounds: max(5, rounds / 5))
        case .running: Running.figures(rounds: rounds)
        case .recording: try Recording.figures(rounds: rounds)
        case .expressions: Evaluating.figures(rounds: rounds)
        case .testing: try await Testing.figures(rounds: rounds)
        case .journal: try await Journaling.figures(rounds: rounds)
        case .callers: try ManyCallers.figures()
        }
    }
}
