import FlowModel
import FlowRuntime

/// A session that its server can end, too: the flow then hears that the call has ended, as if the phone
/// system had, and does what it does then.
struct SupervisedSession<Inner: CallSession>: CallSession {
    /// The server's own command; no flow counts that far.
    private static var hangup: CommandID { CommandID(.max) }

    let inner: Inner

    var call: CallInfo { inner.call }
    var events: Events { Events(inner: inner.events) }

    func perform(_ command: CallCommand, as id: CommandID) async throws(BackendError) {
        try await inner.perform(command, as: id)
    }
    func close() async { await inner.close() }
    func passOn() async { await inner.passOn() }

    /// Ends the call. When the phone system is lost the flow hears of that by itself.
    func hangUp() async { try? await inner.perform(.hangup(.hangup), as: Self.hangup) }

    /// What happens to the call, but not the answer to the server's own command.
    struct Events: AsyncSequence {
        typealias Element = TimedEvent
        typealias Failure = BackendError
        let inner: Inner.Events

        func makeAsyncIterator() -> Iterator { Iterator(inner: inner.makeAsyncIterator()) }

        /// Gives the next event that is the flow's.
        struct Iterator: AsyncIteratorProtocol {
            var inner: Inner.Events.AsyncIterator

            mutating func next(
                isolation actor: isolated (any Actor)? = #isolation
            ) async throws(BackendError) -> TimedEvent? {
                while let event = try await inner.next(isolation: actor) {
                    if case .finished(hangup, _) = event.event { continue }
                    return event
                }
                return nil
            }
        }
    }
}
