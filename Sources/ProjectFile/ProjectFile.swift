import FlowExpressions
import FlowValidation
package import SourceText
import YAMLTree

/// `callflow.yaml`: which call gets which flow, and how the server runs.
///
/// Paths in it are relative to its folder. Credentials do not stand in it: they are read from the environment
/// alone, so that the file can be committed.
package struct ProjectFile: Sendable {
    /// The text as it may be shown: stars stand for a credential that is there by mistake.
    package internal(set) var file: SourceFile
    package internal(set) var routing = RoutingTable()
    /// The scope `envs` of all flows, in the order of the file.
    package internal(set) var environment: [EnvironmentValue] = []
    /// Something is an error: what the file holds is not what was meant.
    package internal(set) var hasErrors = false
    var written: [WrittenSetting] = []
    /// The names of `envs`, also of those that have no value because it is wrong.
    var environmentNames: [WrittenName] = []
    /// Where findings about the file as a whole are: its first key.
    var start = SourceRange(0, 0)
    /// The comments that silence findings.
    var allowances: Allowances?
    /// Where the keys at the top stand.
    var keys: [String: SourceRange] = [:]

    /// A setting and what the file says of it.
    struct WrittenSetting: Sendable {
        var setting: Setting
        var texts: [String]
        /// Where each of the texts stands.
        var places: [SourceRange]
        var range: SourceRange
    }

    /// A name of `envs`, where it stands.
    struct WrittenName: Sendable {
        var name: Text
        var range: SourceRange
    }

    /// What the file says of a setting.
    func written(_ name: String) -> WrittenSetting? { written.last { $0.setting.name == name } }

    /// The folder that paths in the file are relative to, with its `/`; empty for the current one.
    package var folder: String { file.name.lastIndex(of: "/").map { String(file.name[...$0]) } ?? "" }

    /// A path of the file as the program opens it. `-` is the name of a file here, and not standard input.
    package func path(_ written: String) -> String {
        if written.hasPrefix("/") { return written }
        return folder.isEmpty && written == "-" ? "./-" : folder + written
    }
}

/// A project file, and what is wrong with it.
package struct ProjectReading: Sendable {
    package var project: ProjectFile
    package var findings: [Finding]
}

extension ProjectFile {
    /// The name under which a directory has it.
    package static let name = "callflow.yaml"

    /// Keys at the top that no flow and no scenario file has.
    package static let ownKeys = Set(ProjectReader.top).subtracting(["envs", "http"])

    /// Whether a path names a project file.
    package static func isProjectFile(_ path: String) -> Bool {
        path == name || path.hasSuffix("/" + name)
    }

    /// Never throws: every mistake is a finding, by position, and what is right beside it is read.
    package static func read(_ file: SourceFile) -> ProjectReading {
        let yaml = YAMLReader.read(file)
        var project = ProjectFile(file: yaml.file)
        var reader = ProjectReader(findings: yaml.findings)
        if let root = yaml.root { reader.read(root, into: &project) }
        project.allowances = Allowances(
            in: yaml.file, yaml.root, among: ProjectExplanation.all.map(\.id.name))
        project.file = yaml.file.masking(reader.secrets)
        reader.findings.sort { ($0.range, $0.id.name) < ($1.range, $1.id.name) }
        project.hasErrors = reader.findings.contains { $0.severity == .error }
        return ProjectReading(project: project, findings: reader.findings)
    }
}

extension SourceFile {
    /// The same text with `*` for every byte of these ranges but line breaks: all positions stay.
    fileprivate func masking(_ ranges: [SourceRange]) -> SourceFile {
        guard !ranges.isEmpty else { return self }
        var bytes = bytes
        for range in ranges {
            for place in range.lower..<max(range.lower, min(range.upper, bytes.count))
            where bytes[place] != UInt8(ascii: "\n") && bytes[place] != UInt8(ascii: "\r") {
                bytes[place] = UInt8(ascii: "*")
            }
        }
        return SourceFile(name: name, bytes: bytes)
    }
}
