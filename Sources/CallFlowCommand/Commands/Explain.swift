import ArgumentParser
import CassetteBackend
import FlowModel
import FlowTesting
import FlowValidation
import ProjectFile
import SimulatedBackend
import SourceText

/// `callflow explain`.
struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Explain a finding, a step, or the format of scenarios, cassettes and projects.",
        discussion: """
            Without a name, all findings and steps are listed.

            Examples:
              callflow explain unreachable-step
              callflow explain joinConference
              callflow explain scenario                  the format of NAME.test.yaml
              callflow explain project                   the format of callflow.yaml
              callflow explain relay                     a part of it
              callflow explain cassette                  what a recording holds, and what it hides
            """)

    @Argument(
        help: "A finding's id, or a step's name in either spelling.",
        completion: .custom { _, _, _ in Explain.names })
    var name: String?

    /// The name of the page about scenario files.
    private static let scenario = "scenario"
    /// The name of the page about project files.
    private static let project = "project"
    /// The name of the page about recordings.
    private static let cassette = "cassette"

    private static var names: [String] {
        Explanation.all.map(\.id.name) + TestExplanation.all.map(\.id.name)
            + ProjectExplanation.all.map(\.id.name) + StepSchema.all.map(\.name) + [
                scenario, cassette, project, ProjectFile.name,
            ] + RoutingKey.all.map(\.name) + Setting.sections + Setting.all.map(\.name)
    }

    func run() throws {
        guard let name else { return list() }
        if name == Self.scenario { return show(TestFile.format) }
        if name == Self.cassette { return show(Cassette.format) }
        if name == Self.project || name == ProjectFile.name {
            return Output.standard.write(ProjectFile.format)
        }
        let pages = Self.pages(ofFinding: name)
        if !pages.isEmpty { return show(pages.joined(separator: "\n")) }
        if let step = StepSchema.named(name) { return show(ReferenceText.page(step)) }
        if let page = ProjectFile.page(about: name) { return Output.standard.write(page) }
        let near = nearest(to: name, among: Self.names).map { "; did you mean `\($0)`?" } ?? ""
        throw Refusal("no finding and no step is called `\(name)`\(near) (`callflow explain` lists all)")
    }

    /// Flows, scenario files and project files may have findings of the same name.
    private static func pages(ofFinding id: String) -> [String] {
        [Explanation.page(id)?.text, TestExplanation.page(id)?.text, ProjectExplanation.page(id)?.text]
            .compactMap { $0 }
    }

    private func show(_ text: String) { Output.standard.write(Wrapping.wrapped(text)) }

    private func list() {
        Output.standard.line("Findings:")
        for page in Explanation.all { line(page.id.name, page.summary) }
        Output.standard.line("\nFindings in scenario files:")
        for page in TestExplanation.all { line(page.id.name, page.summary) }
        Output.standard.line("\nFindings in project files:")
        for page in ProjectExplanation.all { line(page.id.name, page.summary) }
        Output.standard.line("\nSteps:")
        for step in StepSchema.all { line(step.name, step.summary) }
        Output.standard.line("\nFormats:")
        line(Self.scenario, "What stands in a scenario file, NAME.test.yaml.")
        line(Self.project, "What stands in a project file, callflow.yaml.")
        line(Self.cassette, "What stands in a recording of calls, and what is hidden in it.")
    }

    private func line(_ name: String, _ summary: String) {
        let space = String(repeating: " ", count: max(1, 36 - name.count))
        Output.standard.line("  \(name)\(space)\(summary)")
    }
}
