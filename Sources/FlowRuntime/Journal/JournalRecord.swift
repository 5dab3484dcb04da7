/// What a worker writes down of a call as it happens, so that another one can go on with it.
///
/// A machine does nothing but what its inputs make it do: the events are enough to run it again. The commands
/// say how far the worker had come, and whether it was the same flow.
package enum JournalRecord: Sendable, Hashable {
    /// Something came in; the flow has not been told yet.
    case event(TimedEvent)
    /// A command that is about to be handed to the phone system; it follows from the last event. Secrets in
    /// it are masked.
    case command(CommandID, CallCommand)
    /// The phone system has taken that command.
    case sent(CommandID)
    /// Another worker goes on from here.
    case resumed(at: Timestamp)
}
