package import FlowRuntime

/// A call that is journaled: what comes in, before the flow is told; what the flow asks for, before it goes
/// out and after.
package struct JournaledSession<Inner: CallSession>: CallSession {
    private let inner: Inner
    private let journal: JournalWriter

    package init(_ inner: Inner, _ journal: JournalWriter) {
        self.inner = inner
        self.journal = journal
    }

    package var call: CallInfo { inner.call }
    package var events: JournaledEvents<Inner.Events> { JournaledEvents(inner.events, journal) }

    package func perform(_ command: CallCommand, as id: CommandID) async throws(BackendError) {
        await journal.add(command, as: id)
        try await inner.perform(command, as: id)
        journal.add(sent: id)
    }

    package func close() async {
        await inner.close()
        journal.close()
    }

    package func passOn() async {
        await inner.passOn()
        journal.end("passed on")
    }
}

/// Events on their way to a flow.
package struct JournaledEvents<Inner: AsyncSequence>: AsyncSequence
where Inner.Element == TimedEvent, Inner.Failure == BackendError {
    package typealias Element = TimedEvent
    package typealias Failure = BackendError

    private let inner: Inner
    private let journal: JournalWriter

    init(_ inner: Inner, _ journal: JournalWriter) {
        self.inner = inner
        self.journal = journal
    }

    package func makeAsyncIterator() -> Iterator {
        Iterator(inner: inner.makeAsyncIterator(), journal: journal)
    }

    package struct Iterator: AsyncIteratorProtocol {
        fileprivate var inner: Inner.AsyncIterator
        fileprivate let journal: JournalWriter

        package mutating func next(
            isolation actor: isolated (any Actor)? = #isolation
        ) async throws(BackendError) -> TimedEvent? {
            guard let timed = try await inner.next(isolation: actor) else { return nil }
            journal.add(timed)
            return timed
        }
    }
}
