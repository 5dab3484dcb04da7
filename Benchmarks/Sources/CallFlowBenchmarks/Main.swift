/// `callflow-bench [--long] [GROUP…]`: measures and prints one table, of all groups or of those named.
/// Quick by default (under two minutes); `--long` measures five times as often, for figures to be quoted.
@main
enum Main {
    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        switch arguments.first {
        case ManyCallers.flag: return ManyCallers.run()
        case WorkerProcess.flag: return try await WorkerProcess.run(Array(arguments.dropFirst()))
        case PhoneProcess.flag: return try await PhoneProcess.run()
        case _: break
        }
        let isLong = arguments.contains("--long")
        let names = arguments.filter { !$0.hasPrefix("-") }
        let unknown = names.first { Group(rawValue: $0) == nil }
        if let unknown { refuse("there is no group \(unknown), but \(Group.allCases.map(\.rawValue))") }
        var figures: [Figure] = []
        for group in Group.allCases where names.isEmpty || names.contains(group.rawValue) {
            figures += try await group.figures(isLong: isLong)
        }
        for line in Table.lines(figures) { print(line) }
    }
}

/// What can be measured alone.
private enum Group: String, CaseIterable {
    case reading, files, running, recording, expressions, testing, callers, journal, relay

    func figures(isLong: Bool) async throws -> [Figure] {
        let rounds = isLong ? 75 : 15
        switch self {
        case .reading: return Reading.figures(rounds: rounds)
        case .files: return await ManyFiles.figures(rounds: max(5, rounds / 5))
        case .running: return Running.figures(rounds: rounds)
        case .recording: return try Recording.figures(rounds: rounds)
        case .expressions: return Evaluating.figures(rounds: rounds)
        case .testing: return try await Testing.figures(rounds: rounds)
        case .callers: return try ManyCallers.figures()
        case .journal: return try await Journaling.figures(isLong: isLong)
        case .relay: return try Relaying.figures(isLong: isLong)
        }
    }
}
