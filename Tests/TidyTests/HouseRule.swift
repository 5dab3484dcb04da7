/// One place that breaks a rule.
struct Violation: CustomStringConvertible {
    var path: String
    /// From 1.
    var line: Int
    var message: String

    var description: String { "\(path):\(line): \(message)" }
}

/// A rule of the house: what it demands, and trees that prove it can fail and be silent.
struct HouseRule: Sendable {
    /// What holds when nothing is found: `no line is longer than 110 columns`.
    let name: String
    /// Each breaks the rule at least once.
    let broken: [Tree]
    /// None breaks it.
    let kept: [Tree]
    let check: @Sendable (Sources) -> [Violation]

    init(
        _ name: String, broken: [[String: String]], kept: [[String: String]] = [],
        check: @escaping @Sendable (Sources) -> [Violation]
    ) {
        self.name = name
        self.broken = broken.map { Tree($0) }
        self.kept = kept.map { Tree($0) }
        self.check = check
    }

    /// A rule over the files of one folder of the top level, each alone; its examples are single files.
    init(
        _ name: String, in folder: String, broken: [String], kept: [String] = [],
        eachFile: @escaping @Sendable (SwiftFile) -> [Violation]
    ) {
        let path = folder + "/Example/Example.swift"
        self.init(name, broken: broken.map { [path: $0] }, kept: kept.map { [path: $0] }) { sources in
            sources.files(in: folder).flatMap(eachFile)
        }
    }
}

extension HouseRule {
    static let all: [HouseRule] = [
        .shortLines, .shortFiles, .shortFunctions,
        .noEscapes, .noForceUnwrapping, .noLooseTasks, .reasonedTraps, .nothingLeftToDo,
        .noDefaultOverOurEnums,
        .layers, .importsFollowTheManifest, .pureCore,
        .topLevel, .fileNames, .noDeadFiles, .everyRuleListed, .everyStepDeclaredAndRun,
        .rawTestNames, .noSleepInTests, .everyTestRuns,
        .documentedTypes, .documentedMembers, .noMachinePlaces,
    ]
}
