package import FlowRuntime

extension RelayBackend {
    /// What RELAY can do for a flow. Sources are relay-protocol.md as of November 2026, where no other is
    /// named; gaps within a step (`Target.relay` of FlowValidation) are lint errors of their own.
    ///
    /// | capability | | by | source |
    /// |---|---|---|---|
    /// | `speech` | yes | `calling.collect` and `play_and_collect` with `speech` | §4.6 |
    /// | `recordCall` | yes | `calling.record` | §4.7 |
    /// | `connect` | yes | `calling.connect` | §4.1, §4.3 |
    /// | `confirm` | yes | a device's `confirm`, as a URL; steps are refused, and a lint error | §4.3 |
    /// | `dial` | yes | `calling.dial`; who answers is a call of its own | §4.2 |
    /// | `conference` | yes | `calling.join_conference` | §6.2 |
    /// | `coach` | yes | its parameter `coach` | §6.2, §6.9 |
    /// | `conferenceRecording` | yes | its parameter `record` | §6.2 |
    /// | `conferenceStream` | yes | its parameter `stream` | §6.2 |
    /// | `waitDocument` | yes | its parameter `wait_url`, which the carrier fetches | §6.2 |
    /// | `keysInConference` | yes | `calling.collect` on the call | §4.5 |
    /// | `sendSms` | yes | `messaging.send` | §7 |
    /// | `userEvent` | yes | `calling.user_event` | §4.12 |
    /// | `earlyMedia` | yes | `calling.play` before the answer; `autoAnswer: false` | swml-language.md §3.5 |
    /// | `tellsFullConference` | no | how a full room refuses is not documented | §6.2, §11 item 3 |
    package static let capabilities = Set(Capability.allCases).subtracting([.tellsFullConference])
}
