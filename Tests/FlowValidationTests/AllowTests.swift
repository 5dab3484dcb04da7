import FlowModel
import SourceText
import TestSupport
import Testing

@testable import FlowValidation

/// Comments that silence findings.
struct `Allow comments` {
    private func ids(_ text: String, _ options: LintOptions = LintOptions()) -> [String] {
        Linter.lint(SourceFile(name: "a.yaml", text: text), options).findings.map(\.id.name)
    }

    private func flow(_ steps: String, first: String = "") -> String {
        first + "version: 1.0.0\nsections:\n  main:\n" + steps
    }

    @Test func `hold for their own line`() {
        #expect(ids(flow("    - hangup\n    - play: \"say:a\" # callflow: allow unreachable-step\n")) == [])
        #expect(
            ids(flow("    - hangup\n    - play: \"say:a\" #callflow:allow unreachable-step, unused-label\n"))
                == ["unused-allow"])
    }

    @Test func `hold for the next line when they stand alone`() {
        #expect(
            ids(flow("    - hangup\n    # callflow: allow unreachable-step because\n    - play: \"say:a\"\n"))
                == [])
        #expect(
            ids(
                flow(
                    "    - hangup\n    # callflow: allow unreachable-step\n    # and another\n    - "
                        + "play: \"say:a\"\n"
                )) == [])
        #expect(
            ids(flow("    - hangup\n    # callflow: allow unreachable-step\r\n    - play: \"say:a\"\r\n"))
                == [])
    }

    @Test func `hold for the whole file on its first line`() {
        let steps = "    - hangup\n    - play: \"say:a\"\n"
        #expect(ids(flow(steps, first: "# callflow: allow unreachable-step\n")) == [])
        #expect(ids(flow(steps, first: "\u{FEFF}# callflow: allow unreachable-step\n")) == [])
        #expect(
            ids(flow(steps, first: "\n# callflow: allow unreachable-step\n")) == [
                "unused-allow", "unreachable-step",
            ])
    }

    @Test func `hold for nothing else`() {
        #expect(
            ids(flow("    - hangup # callflow: allow unreachable-step\n    - play: \"say:a\"\n"))
                == ["unused-allow", "unreachable-step"])
        #expect(
            ids(flow("    - hangup\n    # callflow: allow unreachable-step\n\n    - play: \"say:a\"\n"))
                == ["unused-allow", "unreachable-step"])
        #expect(
            ids(flow("    - hangup\n    - play: \"say:a\"\n    # callflow: allow unreachable-step\n"))
                == ["unreachable-step", "unused-allow"])
        #expect(
            ids(flow("    - hangup\n    - play: \"say:a\" # callflow: allow unused-label\n"))
                == ["unreachable-step", "unused-allow"])
    }

    @Test func `are comments, not texts`() {
        #expect(
            ids(flow("    - hangup\n    - play: \"say:a # callflow: allow unreachable-step\"\n")) == [
                "unreachable-step"
            ])
        #expect(
            ids(
                flow(
                    "    - hangup\n    - play: |\n        say:a\n        # callflow: allow unreachable-step\n"
                ))
                == ["unreachable-step"])
        #expect(ids(flow("    - play: say:a#callflow: allow unreachable-step\n")) == ["yaml-syntax"])
    }

    @Test func `never silence an error`() {
        let text = flow("    - transfer: nowhere # callflow: allow unknown-section\n")
        let report = Linter.lint(SourceFile(name: "a.yaml", text: text))
        #expect(report.findings.map(\.id.name) == ["unknown-section", "unused-allow"])
        #expect(report.findings.last?.message == "`unknown-section` is an error here and cannot be allowed")
        #expect(!report.canRun)
    }

    @Test func `say when they allow nothing`() {
        func message(_ comment: String) -> String? {
            let file = SourceFile(name: "a.yaml", text: flow("    - hangup # \(comment)\n"))
            return Linter.lint(file).findings.first?.message
        }
        #expect(message("callflow: allow unreachable-step") == "there is no `unreachable-step` here to allow")
        #expect(
            message("callflow: allow unreachable-stop")
                == "no finding is called `unreachable-stop`; did you mean `unreachable-step`?")
        #expect(message("callflow: allow") == nil)
        #expect(message("callflow: allowing unreachable-step") == nil)
        #expect(message("nothing of the kind") == nil)
        #expect(
            ids(flow("    - hangup # callflow: allow a-b\n"), LintOptions(silenced: ["unused-allow"])) == [])
    }

    @Test func `in thousands take linear time`() {
        let line = "    - hangup # callflow: allow unused-label\n"
        let texts = [500, 5_000].map { flow(String(repeating: line, count: $0)) }
        let times = texts.map { text in
            processorTime { #expect(ids(text).count { $0 == "unused-allow" } >= 500) }
        }
        #expect(times[1] < times[0] * 30 + .milliseconds(50), "\(times)")
    }
}
