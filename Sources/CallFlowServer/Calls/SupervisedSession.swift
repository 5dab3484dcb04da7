import FlowModel
package import FlowRuntime

/// A session that whoever runs its flow can end, too: the flow then hears that the call has ended, as if the
/// phone system had ended it, and does what it does then.
package struct SupervisedSession<Inner: CallSession>: CallSession {
    /// The server's own command; no flow counts that far.
    private static var hangup: CommandID { CommandID(.max) }

    let inner: Inner
    /// Told when the phone system could not hang up.
    let hangUpFailed: @Sendable (CallID) -> Void

    package init(_ inner: Inner, hangUpFailed: @escaping @Sendable (CallID) -> Void = { _ in }) {
        self.inner = inner
        self.hangUpFailed = hangUpFailed
    }

    package var call: CallInfo { inner.call }
    package var events: Events {
        Events(inner: inner.events) { [hangUpFailed, id = call.id] in hangUpFailed(id) }
    }

    package func perform(_ command: CallCommand, as id: CommandID) async throws(BackendError) {
        try await inner.perform(command, as: id)
    }
    package func close() async { await inner.close() }
    package func passOn() async { await inner.passOn() }

    /// Ends the call. When the phone system is lost the flow hears of that by itself.
    package func hangUp() async { try? await inner.perform(.hangup(.hangup), as: Self.hangup) }

    /// What happens to the call, but not the answer to the server's own command.
    package struct Events: AsyncSequence {
        package typealias Element = TimedEvent
        package typealias Failure = BackendError
        let inner: Inner.Events
        let hangUpFailed: @Sendable () -> Void

        package func makeAsyncIterator() -> Iterator {
            Iterator(inner: inner.makeAsyncIterator(), hangUpFailed: hangUpFailed)
        }

        /// Gives the next event that is the flow's.
        package struct Iterator: AsyncIteratorProtocol {
            var inner: Inner.Events.AsyncIterator
            let hangUpFailed: @Sendable () -> Void

            package mutating func next(
                isolation actor: isolated (any Actor)? = #isolation
            ) async throws(BackendError) -> TimedEvent? {
                while let event = try await inner.next(isolation: actor) {
                    guard case .finished(hangup, let result) = event.event else { return event }
                    if case .failed = result { hangUpFailed() }
                }
                return nil
            }
        }
    }
}
