import CassetteBackend
import FlowRuntime
import FlowTesting
import SimulatedBackend
import SourceText

/// A failure as text.
struct RenderedFailure: Sendable {
    var message: String
    /// For the terminal, perhaps with colors.
    var text: String
    /// Without.
    var plain: String
}

/// Shows failures like a compiler: the expectation at its place, the step at its place in the flow, and what
/// happened around it.
struct FailureRendering: Sendable {
    let colors: Bool

    func render(_ failures: [ExpectationFailure], of run: ScenarioRun, in file: SourceFile)
        -> [RenderedFailure]
    {
        failures.indices.map { index in
            let failure = failures[index]
            let told = failures[..<index]
            let plain = text(failure, after: told, of: run, in: file, colors: false)
            return RenderedFailure(
                message: failure.sentence,
                text: colors ? text(failure, after: told, of: run, in: file, colors: true) : plain,
                plain: plain)
        }
    }

    /// A flow that does something else than was recorded.
    func render(_ mismatch: CassetteMismatch, notes: [String], of suite: TestSuite) -> RenderedFailure {
        let line = mismatch.entry + 1
        let text =
            "\(suite.path):\(line): error[not-as-recorded]: the flow does not do what was recorded\n"
            + "\(mismatch)\n" + notes.map { "note: \($0)\n" }.joined()
        let safe = text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { TerminalText.safe(String($0)) }.joined(separator: "\n")
        return RenderedFailure(message: mismatch.message, text: safe + "\n", plain: safe + "\n")
    }

    /// A scenario that does not hold when something goes otherwise.
    func render(_ failure: VariationFailure, of suite: TestSuite) -> RenderedFailure {
        let finding = Finding(
            failure.id, .error, failure.message, at: failure.range, related: [])
        func text(colors: Bool) -> String {
            var text = TextRendering.findings(of: FileFindings(suite.file, [finding]), colors: colors)
            text.removeLast()
            return text + failure.timeLine.map { TerminalText.safe($0) + "\n" }.joined() + "\n"
        }
        let plain = text(colors: false)
        return RenderedFailure(
            message: failure.message, text: colors ? text(colors: true) : plain, plain: plain)
    }

    /// Failures of one scenario often have one cause: what an earlier one has shown is not shown again.
    private func text(
        _ failure: ExpectationFailure, after told: ArraySlice<ExpectationFailure>, of run: ScenarioRun,
        in file: SourceFile, colors: Bool
    ) -> String {
        let finding = Finding(failure.id, .error, failure.sentence, at: failure.range)
        var text = TextRendering.findings(of: FileFindings(file, [finding]), colors: colors)
        // The blank line comes after the trace.
        text.removeLast()
        if let place = failure.place,
            !told.contains(where: { $0.place == place && $0.at == failure.at })
        {
            let when = failure.at.map { " at \(Clock.text($0.milliseconds))" } ?? ""
            text += TextRendering.note(
                "the flow was here\(when)", at: place.range, in: place.file, colors: colors)
        }
        let isShown = told.contains { $0.window.contains(failure.window) }
        return text + (isShown ? "" : trace(failure.window, of: run, colors: colors)) + "\n"
    }

    private func trace(_ window: Range<Int>, of run: ScenarioRun, colors: Bool) -> String {
        guard !window.isEmpty else { return "" }
        let names = run.names
        let facts = WorldFacts(world: run.world, names: names, lines: LineTables())
        var printer = TracePrinter(begin: run.start, authoredFlows: run.world.flows.count)
        printer.unscriptedHelp = ""
        let events = run.world.phone.events
        for event in events[..<window.lowerBound] { printer.add(event, facts) }
        _ = printer.takeLines()
        for event in events[window] { printer.add(event, facts) }
        printer.flush()
        let layout = TraceLayout(names: names.values.sorted(), colors: colors)
        return printer.takeLines().map { layout.text(of: $0) + "\n" }.joined()
    }
}

extension ExpectationFailure {
    /// Whose call it is about, and what is wrong.
    fileprivate var sentence: String {
        guard let caller, !message.hasPrefix(caller + " ") else { return message }
        return "\(caller): \(message)"
    }
}
