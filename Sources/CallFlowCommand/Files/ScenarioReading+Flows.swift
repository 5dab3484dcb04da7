import SimulatedBackend
import SourceText

extension ScenarioReading {
    /// What is wrong with the file, and with its flows: files that are not there.
    var findingsWithFlows: [Finding] { findings + scenarios.missingFlows }
}

extension ScenarioFile {
    /// A finding for each flow that is not there.
    var missingFlows: [Finding] {
        flows.filter { !FileIdentity.exists($0.path(in: folder)) }.map { flow in
            Finding("unknown-flow", .error, "there is no file '\(flow.path(in: folder))'", at: flow.range)
        }
    }

    /// Where its flows are: the path up to the last `/`, included.
    var folder: String { file.name.lastIndex(of: "/").map { String(file.name[...$0]) } ?? "" }
}

extension ScenarioFile.FlowReference {
    /// The path as the program opens it.
    func path(in folder: String) -> String { path.hasPrefix("/") ? path : folder + path }
}
