import FlowTesting
import SimulatedBackend
import SourceText

extension ScenarioReading {
    /// What is wrong with the file, and with its flows.
    var findingsWithFlows: [Finding] { findings + scenarios.missingFlows }
}

extension TestReading {
    /// What is wrong with the file, its expectations, and its flows.
    var findingsWithFlows: [Finding] { findings + file.scenarios.missingFlows }
}

extension ScenarioFile {
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
