import ProjectFile
import SourceText

extension ProjectReading {
    /// What is wrong with the file, and with its flows.
    var findingsWithFlows: [Finding] {
        findings + project.missingFlows(exists: FileIdentity.exists)
    }
}
