import Synchronization

/// A stream that a backend writes and others read: of inbound calls, or of a call's events.
///
/// `AsyncStream` cannot throw `BackendError`, which both must be able to; this can. It is iterated by one
/// task at a time.
public struct BackendStream<Element: Sendable>: AsyncSequence, Sendable {
    public typealias Failure = BackendError

    private let elements: AsyncStream<Element>
    private let loss: Loss

    /// How many elements wait for a reader unless the writer says otherwise: more than any flow leaves
    /// unread, and little memory.
    public static var unreadLimit: Int { 10_000 }

    /// A stream, and who writes it. When more than `unread` elements wait, the stream fails: whoever should
    /// read it does not.
    public static func make(unread limit: Int = unreadLimit) -> (stream: BackendStream, writer: Writer) {
        let (elements, continuation) = AsyncStream.makeStream(
            of: Element.self, bufferingPolicy: .bufferingOldest(Swift.max(1, limit)))
        let loss = Loss()
        return (
            BackendStream(elements: elements, loss: loss), Writer(continuation: continuation, loss: loss)
        )
    }

    public func makeAsyncIterator() -> Iterator {
        Iterator(elements: elements.makeAsyncIterator(), loss: loss)
    }

    /// Why the stream failed, if it did.
    fileprivate final class Loss: Sendable {
        private let error = Mutex<BackendError?>(nil)
        func note(_ error: BackendError?) { self.error.withLock { $0 = $0 ?? error } }
        func take() -> BackendError? { error.withLock { $0.take() } }
    }

    /// Writes a stream; any task may.
    public struct Writer: Sendable {
        fileprivate let continuation: AsyncStream<Element>.Continuation
        fileprivate let loss: Loss

        /// Appends an element. After the end it does nothing.
        public func write(_ element: Element) {
            guard case .dropped = continuation.yield(element) else { return }
            finish(throwing: BackendError(.protocolViolation, "nobody reads what happens"))
        }

        /// Ends the stream, after all that was written; with an error it fails then. Only the first end
        /// counts.
        public func finish(throwing error: BackendError? = nil) {
            loss.note(error)
            continuation.finish()
        }
    }

    /// Gives the elements in the order of writing. Ends, too, when its task is cancelled.
    public struct Iterator: AsyncIteratorProtocol {
        fileprivate var elements: AsyncStream<Element>.Iterator
        fileprivate let loss: Loss

        public mutating func next(
            isolation actor: isolated (any Actor)? = #isolation
        ) async throws(BackendError) -> Element? {
            if let element = await elements.next(isolation: actor) { return element }
            if let error = loss.take() { throw error }
            return nil
        }
    }
}
