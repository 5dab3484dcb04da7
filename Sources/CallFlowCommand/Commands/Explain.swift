import ArgumentParser
import FlowModel
import FlowTesting
import FlowValidation
import SimulatedBackend
import SourceText

/// `callflow explain`.
struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Explain a finding, a step, or the format of scenarios.",
        discussion: """
            Without a name, all findings and steps are listed.

            Examples:
              callflow explain unreachable-step
              callflow explain joinConference
              callflow explain scenario                  the format of NAME.test.yaml
            """)

    @Argument(
        help: "A finding's id, or a step's name in either spelling.",
        completion: .custom { _, _, _ in Explain.names })
    var name: String?

    /// The name of the page about scenario files.
    private static let scenario = "scenario"

    private static var names: [String] {
        Explanation.all.map(\.id.name) + TestExplanation.all.map(\.id.name)
            + StepSchema.all.map(\.name) + [scenario]
    }

    func run() throws {
        guard let name else { return list() }
        if name == Self.scenario { return show(TestFile.format) }
        if let page = Explanation.page(name) { return show(page.text) }
        if let page = TestExplanation.page(name) { return show(page.text) }
        if let step = StepSchema.named(name) { return show(ReferenceText.page(step)) }
        let near = nearest(to: name, among: Self.names).map { "; did you mean `\($0)`?" } ?? ""
        throw Refusal("no finding and no step is called `\(name)`\(near) (`callflow explain` lists all)")
    }

    private func show(_ text: String) { Output.standard.write(Wrapping.wrapped(text)) }

    private func list() {
        Output.standard.line("Findings:")
        for page in Explanation.all { line(page.id.name, page.summary) }
        Output.standard.line("\nFindings in scenario files:")
        for page in TestExplanation.all { line(page.id.name, page.summary) }
        Output.standard.line("\nSteps:")
        for step in StepSchema.all { line(step.name, step.summary) }
        Output.standard.line("\nFormats:")
        line(Self.scenario, "What stands in a scenario file, NAME.test.yaml.")
    }

    private func line(_ name: String, _ summary: String) {
        let space = String(repeating: " ", count: max(1, 36 - name.count))
        Output.standard.line("  \(name)\(space)\(summary)")
    }
}
