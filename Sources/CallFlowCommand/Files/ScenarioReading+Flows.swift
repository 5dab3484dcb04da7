import FlowTesting
import FlowValidation
import ProjectFile
import SimulatedBackend
import SourceText

extension ScenarioReading {
    /// What is wrong with the file, and with its flows.
    var findingsWithFlows: [Finding] { scenarios.allowing(findings + scenarios.missingFlows) }
}

extension TestReading {
    /// What is wrong with the file, its expectations, and with file and flows together, by position.
    var findingsWithFlows: [Finding] {
        let environment = ScenarioEnvironment(file.scenarios, on: .thisMachine)
        let all = (findings + file.scenarios.missingFlows + environment.findings).sorted {
            ($0.range, $0.id.name) < ($1.range, $1.id.name)
        }
        return file.scenarios.allowing(all)
    }
}

extension ScenarioFile {
    /// Findings but for those that its comments allow.
    func allowing(_ findings: [Finding]) -> [Finding] {
        Allowances(in: file, root, among: TestExplanation.all.map(\.id.name)).applied(to: findings)
    }

    /// Its flows whose files are not there.
    var missingFlows: [Finding] {
        let folder = folder
        return flows.filter { !FileIdentity.exists($0.path(in: folder)) }.map { flow in
            Finding("unknown-flow", .error, "there is no file '\(flow.path(in: folder))'", at: flow.range)
        }
    }
}

extension ScenarioFile {
    /// Where its flows are: the path up to the last `/`, included.
    var folder: String { file.name.lastIndex(of: "/").map { String(file.name[...$0]) } ?? "" }
}

extension ScenarioFile.FlowReference {
    /// The path as the program opens it.
    func path(in folder: String) -> String { path.hasPrefix("/") ? path : folder + path }
}
