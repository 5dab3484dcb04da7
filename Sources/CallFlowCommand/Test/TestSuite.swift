import FlowModel
import FlowTesting
import FlowValidation
import SimulatedBackend
import SourceText

/// A test file that has been read, with its flows; or what speaks against playing it.
struct TestSuite: Sendable {
    let path: String
    /// What may be played; empty when something is wrong.
    private(set) var playable: [ScenarioTest] = []
    /// In the order of the file.
    private(set) var flows: [Flow] = []
    /// Of the test file and of flows that cannot run.
    private(set) var findings: [FileFindings] = []
    /// A file that could not be read: a sentence for the user.
    private(set) var problem: String?
    private(set) var file: SourceFile

    /// Something is wrong with the file or with a flow: nothing of it is played.
    var isRefused: Bool { findings.contains { $0.findings.contains { $0.severity == .error } } }

    /// A step that is not built is a warning for `lint`; here nobody can run it.
    private static let refusedID: Finding.ID = "unsupported-step"

    @Sendable static func load(_ path: String) -> TestSuite {
        var suite = TestSuite(path: path, file: SourceFile(name: path, bytes: []))
        do throws(Refusal) {
            try suite.read()
        } catch {
            suite.problem = error.message
            suite.playable = []
        }
        return suite
    }

    private mutating func read() throws(Refusal) {
        let reading = TestFile.read(try readSource(path))
        file = reading.file.scenarios.file
        let missing = reading.file.scenarios.missingFlows
        keep(reading.findings + missing, of: file)
        guard missing.isEmpty else { return }
        for reference in reading.file.scenarios.flows {
            let report = Linter.lint(try readSource(reference.path(in: reading.file.scenarios.folder)))
            let refused = report.findings.filter { $0.severity == .error || $0.id == Self.refusedID }
            guard refused.isEmpty, let flow = report.flow else {
                findings.append(FileFindings(report.flow?.file ?? file, refused.map(\.asError)))
                continue
            }
            flows.append(flow)
        }
        if !isRefused { playable = reading.file.tests }
    }

    private mutating func keep(_ found: [Finding], of file: SourceFile) {
        let shown = found.filter { $0.severity != .hint }
        if !shown.isEmpty { findings.append(FileFindings(file, shown)) }
    }
}

extension Finding {
    fileprivate var asError: Finding {
        var finding = self
        finding.severity = .error
        return finding
    }
}
