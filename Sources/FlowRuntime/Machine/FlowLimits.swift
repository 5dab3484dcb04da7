/// Bounds of one run. A flow that reaches one has a loop, or was written to exhaust us.
package enum FlowLimits {
    /// Steps in one call: a day of prompts needs fewer; an endless loop is stopped in well under a second.
    package static let steps = 100_000
    /// `execute` inside `execute` (swml-language.md §1.7, ruling: 64 call frames).
    package static let frames = 64
    /// `transfer`s of one call (swml-language.md §1.7).
    package static let transfers = 32
    /// Calls that dial calls that dial calls: a transfer from desk to desk needs three; a section that dials
    /// itself would go on as long as somebody answers.
    package static let dialGenerations = 8
    /// Different documents that one call may bring in; each is held in memory until the call ends.
    package static let documents = 64
    /// How long `onHangup` may run (design §2.1).
    package static let hangupDuration = Duration.seconds(30)
    /// How long a leave is waited for when nobody confirms it (relay-protocol.md §6.6 rule 7).
    package static let leaveDuration = Duration.seconds(5)
    /// What one `set` may give a variable, in bytes (`Value.weight`). A value that holds another twice
    /// doubles at every step; this is far beyond what a call needs to remember.
    package static let valueBytes = 1 << 20
    /// What all `set`s of one call may give, in bytes.
    package static let callBytes = 1 << 26
}
