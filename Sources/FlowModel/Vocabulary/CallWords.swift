// The closed word lists of the steps that act on one call, spelled as on the wire.

/// Why a call is hung up (swml-language.md §3.3, C-27).
public enum HangupReason: String, Sendable, Hashable, Codable, CaseIterable {
    case hangup, busy, decline
}

/// The file format of a recording (§3.6, C-26).
public enum RecordingFormat: String, Sendable, Hashable, Codable, CaseIterable {
    case wav, mp3, mp4
}

/// Which side of a call is recorded, as seen from the party: what it says, what it hears, or both (§3.6).
public enum RecordingDirection: String, Sendable, Hashable, Codable, CaseIterable {
    case speak, listen, both
}

/// The states of a dialled leg that `callStateUrl` is told (§3.4).
public enum CallStateWord: String, Sendable, Hashable, Codable, CaseIterable {
    case created, ringing, answered, ended
}

/// SRTP on a SIP leg (§3.4).
public enum MediaEncryption: String, Sendable, Hashable, Codable, CaseIterable {
    case mandatory, optional, forbidden
}

/// The method of a `request` (§3.11).
public enum RequestMethod: String, Sendable, Hashable, Codable, CaseIterable {
    case get = "GET"
    case post = "POST"
    case put = "PUT"
    case delete = "DELETE"
}

/// When `joinConference` is done (design §2.1).
public enum JoinEnd: String, Sendable, Hashable, Codable, CaseIterable {
    /// When the caller is out of the room.
    case left
    /// When the caller is in, waiting or not.
    case joined
}

/// What `awaitConference` waits for, besides its keys and its timeout (design §2.1).
public enum AwaitedEvent: String, Sendable, Hashable, Codable, CaseIterable {
    /// The room's start.
    case started
    /// The caller's own leave.
    case left
}
