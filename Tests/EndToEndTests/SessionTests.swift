import Foundation
import Testing

struct `Golden sessions` {
    @Test(arguments: try Session.all())
    func `give what their file says`(_ session: Session) throws {
        let expected = try String(contentsOf: session.file, encoding: .utf8)
        let actual = try session.replayed()
        guard actual != expected else { return }
        if ProcessInfo.processInfo.environment["CALLFLOW_RECORD"] == "1" {
            try actual.write(to: session.file, atomically: true, encoding: .utf8)
        }
        Issue.record("\(session.file.lastPathComponent) differs:\n\(difference(expected, actual))")
    }

    @Test func `are there, and most of them fail`() throws {
        let texts = try Session.all().map { try String(contentsOf: $0.file, encoding: .utf8) }
        let lines = texts.joined(separator: "\n").split(separator: "\n")
        let commands = lines.count { $0.hasPrefix("$ callflow") }
        let failures = lines.count { $0.hasPrefix("= ") }
        #expect(commands >= 60)
        #expect(failures * 2 > commands)
    }

    /// Lines that are only in one of the two.
    private func difference(_ expected: String, _ actual: String) -> String {
        let (old, new) = (expected.split(separator: "\n"), actual.split(separator: "\n"))
        return new.difference(from: old).map { change in
            switch change {
            case .remove(let offset, let line, _): "- \(offset + 1): \(line)"
            case .insert(let offset, let line, _): "+ \(offset + 1): \(line)"
            }
        }.joined(separator: "\n")
    }
}
