/// One line of a call's story: what came in, what was asked for, what was decided. In order, and with the
/// time of the event that caused it.
public struct JournalEntry: Sendable, Hashable, Codable {
    /// What a line tells.
    public enum Content: Sendable, Hashable, Codable {
        case event(CallEvent)
        case command(CommandID, CallCommand)
        case note(JournalNote)
    }
    public var at: Timestamp
    public var content: Content
    public init(_ content: Content, at: Timestamp) {
        self.at = at
        self.content = content
    }
}
