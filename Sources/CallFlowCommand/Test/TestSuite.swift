import CassetteBackend
import FlowModel
import FlowTesting
import FlowValidation
import SimulatedBackend
import SourceText

/// A test file or a cassette that has been read, with its flows; or what speaks against playing it.
struct TestSuite: Sendable {
    let path: String
    /// What may be played; empty when something is wrong.
    private(set) var cases: [TestCase] = []
    /// In the order of the file.
    private(set) var flows: [Flow] = []
    /// Of the test file and of flows that cannot run.
    private(set) var findings: [FileFindings] = []
    /// Why the file could not be read: a sentence for the user.
    private(set) var problem: String?
    /// Of the flows that the file names, whether they can be read or not.
    private(set) var flowPaths: [String] = []
    /// A cassette that cannot be played: why, as a finding without a line to show.
    private(set) var mistake: String?
    /// The scenario file; without scenarios for a cassette.
    private(set) var scenarios: ScenarioFile?
    private(set) var file: SourceFile

    /// Something is wrong with the file or with a flow: nothing of it is played.
    var isRefused: Bool {
        mistake != nil || findings.contains { $0.findings.contains { $0.severity == .error } }
    }

    @Sendable static func load(_ path: String) -> TestSuite {
        var suite = TestSuite(path: path, file: SourceFile(name: path, bytes: []))
        do throws(Refusal) {
            if FileDiscovery.isCassette(path) { try suite.readCassette() } else { try suite.readScenarios() }
        } catch {
            suite.problem = error.message
            suite.cases = []
        }
        return suite
    }

    private mutating func readScenarios() throws(Refusal) {
        let reading = TestFile.read(try readSource(path))
        let scenarios = reading.file.scenarios
        file = scenarios.file
        self.scenarios = scenarios
        keep(scenarios.allowing(reading.findings + scenarios.missingFlows))
        guard scenarios.missingFlows.isEmpty else { return }
        flowPaths = scenarios.flows.map { $0.path(in: scenarios.folder) }
        for path in flowPaths { try readFlow(path) }
        guard !isRefused else { return }
        keep(reading.file.findings(against: flows))
        if !isRefused { cases = reading.file.tests.map { .scenario($0) } }
    }

    /// The flows stand beside the cassette, under the names that they had.
    private mutating func readCassette() throws(Refusal) {
        do throws(CassetteFileError) {
            let cassette = try Cassette.load(path)
            if cassette.calls.isEmpty {
                mistake = "\(path): there is no call in it, so that it would pass whatever a flow does"
                return
            }
            let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
            for flow in cassette.flows {
                if flow.file == GuestFlow.name, let guest = GuestFlow.read() {
                    flows.append(guest)
                } else {
                    readFlowOfCassette(folder + flow.file)
                }
            }
            if !isRefused { cases = [.cassette(cassette)] }
        } catch {
            if error.kind == .unreadable { throw Refusal("\(error)") }
            // The header stands in line 1, entry 1 in line 2.
            reportMistake("\(error)", line: error.entry.map { $0 + 1 })
        }
    }

    private mutating func readFlowOfCassette(_ flow: String) {
        flowPaths.append(flow)
        do throws(Refusal) { try readFlow(flow) } catch {
            reportMistake("its flow cannot be read: \(error.message)", line: 1)
        }
    }

    private mutating func reportMistake(_ message: String, line: Int?) {
        mistake = path + (line.map { ":\($0)" } ?? "") + ": error[broken-cassette]: \(message)"
    }

    private mutating func readFlow(_ path: String) throws(Refusal) {
        let source = try readSource(path)
        let report = Linter.lint(source)
        let refused = report.findings.filter(\.keepsFromRunning)
        guard refused.isEmpty, let flow = report.flow else {
            findings.append(FileFindings(report.flow?.file ?? source, refused.map(\.asError)))
            return
        }
        flows.append(flow)
    }

    private mutating func keep(_ found: [Finding]) {
        let shown = found.filter { $0.severity != .hint }
        if !shown.isEmpty { findings.append(FileFindings(file, shown)) }
    }
}

/// Something that passes or fails.
enum TestCase: Sendable {
    case scenario(ScenarioTest)
    case cassette(Cassette)

    var isCassette: Bool {
        switch self {
        case .scenario: false
        case .cassette: true
        }
    }

    var name: String {
        switch self {
        case .scenario(let test): test.scenario.name
        case .cassette: "goes as it was recorded"
        }
    }
}

extension Finding {
    fileprivate var asError: Finding {
        var finding = self
        finding.severity = .error
        return finding
    }
}
