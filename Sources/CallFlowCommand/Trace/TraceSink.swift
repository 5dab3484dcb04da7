import FlowRuntime
import SimulatedBackend

/// Takes what happens in a run, event by event, and shows it.
protocol TraceSink {
    mutating func open()
    mutating func add(_ event: WorldEvent, _ facts: some TraceFacts)
    /// Nothing will happen for a while: everything so far is shown.
    mutating func pause()
    mutating func finish(_ summary: RunSummary)
}

/// What a run came to.
struct RunSummary {
    /// Steps that the flows have.
    var steps: Int
    /// How long it took a simulated world; `nil` of real calls, whose time is nobody's to choose.
    var elapsed: Duration?
}

/// The trace for people: lines in columns, each written when it is complete.
struct TextTrace: TraceSink {
    private var printer: TracePrinter
    private let layout: TraceLayout

    init(names: [String], authored: Int, begin: Timestamp, colors: Bool) {
        printer = TracePrinter(begin: begin, authoredFlows: authored)
        layout = TraceLayout(names: names, colors: colors)
    }

    mutating func open() { Output.standard.line(layout.header) }

    mutating func add(_ event: WorldEvent, _ facts: some TraceFacts) {
        printer.add(event, facts)
        show()
    }

    mutating func pause() {
        printer.flush()
        show()
        Output.standard.flush()
    }

    mutating func finish(_ summary: RunSummary) {
        pause()
        Output.standard.line(printer.summary(summary))
        Output.standard.flush()
    }

    private mutating func show() {
        let lines = printer.takeLines()
        guard !lines.isEmpty else { return }
        Output.standard.write(lines.map { layout.text(of: $0) + "\n" }.joined())
        Output.standard.flush()
    }
}
