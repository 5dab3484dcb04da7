import Foundation
import Testing

/// What the README shows is what the program prints: an example that drifts teaches something wrong.
struct `The README` {
    /// The text between a line and the next line of three backquotes.
    private func block(after line: String, in text: String) throws -> String {
        let start = try #require(text.range(of: line + "\n"), "the README has no line \(line)")
        let end = try #require(text.range(of: "\n```", range: start.upperBound..<text.endIndex))
        return String(text[start.upperBound..<end.lowerBound])
    }

    private static func text() throws -> String {
        try String(contentsOf: Tool.root.appending(path: "README.md"), encoding: .utf8)
    }

    @Test func `shows the findings of its flow`() throws {
        let readme = try Self.text()
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let flow = try block(after: "```yaml", in: readme) + "\n"
        try flow.write(to: folder.appending(path: "standup.yaml"), atomically: true, encoding: .utf8)
        let outcome = try Tool.shell("callflow lint standup.yaml", in: folder)
        let shown = try block(after: "$ callflow lint standup.yaml", in: readme)
        #expect(outcome.output.trimmingCharacters(in: .newlines) == shown)
        #expect(outcome.status == 1)
    }

    @Test func `shows the trace of the demo`() throws {
        let line = "callflow run flows/support.yaml --scenario 'the coach is heard by the agent alone'"
        let outcome = try Tool.shell(line, in: Tool.root)
        let shown = try block(after: "$ make demo", in: Self.text())
        #expect(withoutRealTime(outcome.output.trimmingCharacters(in: .newlines)) == withoutRealTime(shown))
        #expect(outcome.status == 0)
    }

    @Test func `shows how a changed flow fails its test`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for name in ["standup.yaml", "standup.test.yaml"] {
            let text = try String(contentsOf: Tool.root.appending(path: "flows/\(name)"), encoding: .utf8)
            try text.replacing("beep: onEnter", with: "beep: \"false\"")
                .write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
        }
        let line = "callflow test standup.yaml --filter \"three callers\""
        let outcome = try Tool.shell(line, in: folder)
        let shown = try block(after: "$ " + line, in: Self.text())
        #expect(withoutRealTime(outcome.output.trimmingCharacters(in: .newlines)) == withoutRealTime(shown))
        #expect(outcome.status == 1)
    }

    @Test func `shows a scenario that passes`() throws {
        let readme = try Self.text()
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.copyItem(
            at: Tool.root.appending(path: "flows/standup.yaml"), to: folder.appending(path: "standup.yaml"))
        let test = "flow: standup.yaml\n" + (try block(after: "flow: standup.yaml", in: readme)) + "\n"
        try test.write(to: folder.appending(path: "standup.test.yaml"), atomically: true, encoding: .utf8)
        #expect(try Tool.shell("callflow test", in: folder).status == 0)
    }

    @Test func `shows what the flows' scenarios cover`() throws {
        let line = "callflow test flows --coverage"
        let outcome = try Tool.shell(line, in: Tool.root)
        let shown = try block(after: "$ " + line, in: Self.text())
        #expect(outcome.output.contains("\n\n" + shown + "\n"))
        #expect(outcome.status == 0)
    }

    /// How long the machine took is the one thing that varies.
    private func withoutRealTime(_ trace: String) -> String {
        trace.replacing(#/[0-9.:]+( ms| s)? real/#, with: "N real")
    }

    @Test func `names every target of the package`() throws {
        let manifest = try String(contentsOf: Tool.root.appending(path: "Package.swift"), encoding: .utf8)
        let readme = try Self.text()
        let targets = manifest.matches(of: #/(?:layer|tool)\(\s*"([A-Za-z]+)"/#).map { String($0.1) }
        #expect(targets.count > 10)
        for target in targets { #expect(readme.contains("`\(target)`"), "\(target) is not on the map") }
    }
}
