// Closed word lists of the call steps, spelled as in a flow (swml-language.md §3.3, §3.6).

/// `hangup.reason`. Before the answer `busy` is SIP 486, `decline` 603, `hangup` 480; afterwards all are BYE.
public enum HangupReason: String, Sendable, Hashable, Codable, CaseIterable {
    case hangup, busy, decline
}

public enum RecordingFormat: String, Sendable, Hashable, Codable, CaseIterable {
    case wav, mp3, mp4
}

/// Which side is recorded: what the party says, what it hears, or both.
public enum RecordingDirection: String, Sendable, Hashable, Codable, CaseIterable {
    case speak, listen, both
}
