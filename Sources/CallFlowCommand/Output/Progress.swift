/// A line on the terminal's standard error that says how far long work has come; it replaces itself.
///
/// Nothing is shown to anybody but a person at a terminal, nor in the first half second.
struct Progress {
    private static let patience = Duration.milliseconds(500)
    private static let interval = Duration.milliseconds(100)

    /// What is counted, such as `files`.
    private let noun: String
    private let isOn = Output.error.isTerminal
    private let clock = ContinuousClock()
    private var next: ContinuousClock.Instant
    private var isShown = false

    init(_ noun: String) {
        self.noun = noun
        next = clock.now + Self.patience
    }

    /// `noun` when something else is counted for a while.
    mutating func show(_ done: Int, of total: Int, _ noun: String? = nil) {
        guard isOn, clock.now >= next else { return }
        next = clock.now + Self.interval
        isShown = true
        Output.error.write("\r\(done) of \(total) \(noun ?? self.noun)\u{1B}[K")
    }

    /// Takes the line away, before anything else is written.
    mutating func clear() {
        guard isShown else { return }
        isShown = false
        Output.error.write("\r\u{1B}[K")
    }
}
