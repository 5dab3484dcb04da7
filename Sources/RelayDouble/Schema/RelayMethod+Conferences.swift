// relay-protocol.md §6.2 and §6.4, without what a client never sends (`acl`, `swml`, `async`).

extension RelayMethod {
    static let conferences: [String: RelayMethod] = [
        "calling.join_conference": .call(
            .joinConference, "Joining conference",
            .required("name", .name), .optional("muted", .flag),
            .optional("beep", .word(["true", "false", "onEnter", "onExit"])),
            .optional("start_on_enter", .flag), .optional("end_on_exit", .flag),
            .optional("wait_url", .webURL), .optional("max_participants", .integer(1...100_000)),
            .optional("record", .word(["do-not-record", "record-from-start"])), .optional("region", .text),
            .optional("trim", .word(["trim-silence", "do-not-trim"])), .optional("coach", .text),
            .optional("status_callback", .webURL),
            .optional("status_callback_event", .words(statusEvents)),
            .optional("status_callback_event_type", .text),
            .optional("status_callback_method", .httpMethod),
            .optional("recording_status_callback", .webURL),
            .optional(
                "recording_status_callback_event",
                .words(["in-progress", "completed", "absent", "failed"])),
            .optional("recording_status_callback_event_type", .text),
            .optional("recording_status_callback_method", .httpMethod),
            .optional("stream", .object(audioStream))),
        "calling.leave_conference": .call(
            .leaveConference, "Leaving conference", .required("conference_id", .name)),
    ]

    private static let statusEvents = [
        "start", "end", "join", "leave", "mute", "hold", "modify", "speaker", "announcement",
    ]
}
