import Foundation
import Testing

/// A golden file: lines typed into a shell, and what must come of them.
///
/// ```
/// # A comment.
/// $ callflow lint bad.yaml
/// | what is written to standard output
/// ! what is written to standard error
/// = 1
/// ```
///
/// `$ cd FOLDER` holds for the lines after it. A line of the shell without `=` ends with status 0. With
/// `CALLFLOW_RECORD=1` the file is written anew, and the test fails all the same.
struct Session: Sendable, CustomTestStringConvertible {
    let file: URL
    var testDescription: String { file.lastPathComponent }

    static let goldens = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens")

    static func all() throws -> [Session] {
        let paths = FileManager.default.enumerator(atPath: goldens.path)?.compactMap { $0 as? String } ?? []
        return paths.filter { $0.hasSuffix(".session") }.sorted().map {
            Session(file: goldens.appending(path: $0))
        }
    }

    /// The file as it should be: its comments and commands, and what they give now.
    func replayed() throws -> String {
        var folder = file.deletingLastPathComponent()
        var text = ""
        for line in try String(contentsOf: file, encoding: .utf8).split(
            separator: "\n", omittingEmptySubsequences: false)
        {
            if ["| ", "! ", "= "].contains(where: line.hasPrefix) || ["|", "!"].contains(line) { continue }
            text += line + "\n"
            guard line.hasPrefix("$ ") else { continue }
            let command = String(line.dropFirst(2))
            if command.hasPrefix("cd ") {
                folder = folder.appending(path: String(command.dropFirst(3))).standardizedFileURL
            } else {
                text += try described(Tool.shell(command, in: folder))
            }
        }
        return String(text.dropLast())
    }

    private func described(_ outcome: Tool.Outcome) -> String {
        let status = outcome.status == 0 ? "" : "= \(outcome.status)\n"
        return marked(outcome.output, "|") + marked(outcome.errors, "!") + status
    }

    private func marked(_ text: String, _ mark: String) -> String {
        guard !text.isEmpty else { return "" }
        var lines = steady(text).split(separator: "\n", omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines.map { $0.isEmpty ? "\(mark)\n" : "\(mark) \($0)\n" }.joined()
    }

    /// Real time differs from run to run.
    private func steady(_ text: String) -> String {
        text.replacing(#/virtual, \d+(\.\d+)? m?s real/#, with: "virtual, … real")
            .replacing(#/ time="\d+\.\d{6}"/#, with: " time=\"…\"")
    }
}
