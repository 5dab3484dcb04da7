import ArgumentParser
import FlowModel
import FlowTesting
import SimulatedBackend
import SourceText

/// Which cases are played, and how.
struct CaseOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            Only scenarios whose name, or whose file, contains this; a whole name means that one alone; \
            may be repeated.
            """, valueName: "text"))
    var filter: [String] = []

    @Flag(help: "The names of the scenarios, without playing them.")
    var list = false

    @Option(help: "What the ids are made from that a carrier would make up.")
    var seed: UInt64 = 0

    /// Without regard to upper and lower case. A name that is given whole is no part of longer ones: so the
    /// command that a failure prints plays that scenario again, and no other.
    func choose(_ items: [TestItem], of suites: [TestSuite]) -> [TestItem] {
        if filter.isEmpty { return items }
        let named = items.map { (item: $0, name: suites[$0.suite].cases[$0.place].name.lowercased()) }
        let names = Set(named.map(\.name))
        let texts = filter.map { $0.lowercased() }
        return named.filter { item, name in
            texts.contains { text in
                names.contains(text)
                    ? name == text
                    : name.contains(text) || suites[item.suite].path.lowercased().contains(text)
            }
        }.map(\.item)
    }
}

/// What is repeated otherwise.
struct VariationOptions: ParsableArguments {
    @Flag(
        help: """
            Repeat each scenario with each caller hanging up before, during and after every \
            step, and with each command failing in each way.
            """)
    var hangUpAnywhere = false

    @Option(
        help: ArgumentHelp(
            "Repeat with this alone, as a failure names it: \"hang up ann before 7\".",
            valueName: "variation"))
    var only: Variation?

    @Option(
        help: ArgumentHelp(
            "Write the shortest failing time lines to a new file, as items of `scenarios`.",
            valueName: "file"),
        completion: .file(extensions: ["yaml"]))
    var save: String?

    func validate() throws {
        if let save, FileIdentity.exists(save) {
            throw ValidationError("\(save) exists already; --save writes a new file.")
        }
    }
}

extension Variation: ExpressibleByArgument {
    public init?(argument: String) { self.init(id: argument) }
}

/// How much of the flows was taken.
struct CoverageOptions: ParsableArguments {
    @Flag(help: "Tell which steps and branches were taken, and which lines are missing.")
    var coverage = false

    @Option(
        help: ArgumentHelp("Write them for other tools, in LCOV's format.", valueName: "file"),
        completion: .file(extensions: ["info"]))
    var lcov: String?

    @Option(
        help: ArgumentHelp(
            "Fail when less than this of a flow's steps and branches was taken.", valueName: "percent"))
    var minimum: Double?

    var isWanted: Bool { coverage || lcov != nil || minimum != nil }

    func validate() throws {
        if let minimum, !(0...100).contains(minimum) {
            throw ValidationError("--minimum is a number of percent, from 0 to 100.")
        }
    }

    /// Says what was covered; `false` when it was too little.
    func tell(_ covered: Coverage) throws -> Bool {
        if let lcov { try writeFile(lcov, covered.lcov) }
        if coverage { Output.standard.write("\n" + covered.text) }
        guard let minimum else { return true }
        let missed = covered.below(percent: minimum)
        Output.standard.flush()
        let wanted = minimum == minimum.rounded() ? "\(Int(minimum))" : "\(minimum)"
        for flow in missed {
            let missing = (flow.missingLines.isEmpty ? [] : [flow.missingLinesText]) + flow.missingBranches
            Output.error.line(
                "callflow: \(flow.flow.file.name): \(flow.share.percentText) of its steps and branches were "
                    + "taken, less than \(wanted) %; missing: \(missing.joined(separator: ", "))")
        }
        return missed.isEmpty
    }
}
