/// What a machine wants after one event: commands in order, and notes between them.
///
/// One buffer is reused for a whole run, so that a step costs no allocation for its effects.
public struct Reaction: Sendable, Hashable, Codable {
    /// A command to carry out, or a note to keep.
    public enum Item: Sendable, Hashable, Codable {
        case perform(CommandID, CallCommand)
        case note(JournalNote)
    }
    public private(set) var items: [Item] = []
    public init() {}

    public var end: FlowEnd? {
        if case .note(.finished(let end)) = items.last { end } else { nil }
    }
    package mutating func perform(_ command: CallCommand, as id: CommandID) {
        items.append(.perform(id, command))
    }
    package mutating func note(_ note: JournalNote) { items.append(.note(note)) }
    /// Keeps the storage.
    public mutating func removeAll() { items.removeAll(keepingCapacity: true) }
}
