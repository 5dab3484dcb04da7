/// A stream that a backend writes and others read: of its calls, or of a call's events.
///
/// `AsyncStream` cannot throw `BackendError`, which both must be able to; this can. It is iterated by one
/// task at a time.
public struct BackendStream<Element: Sendable>: AsyncSequence, Sendable {
    public typealias Failure = BackendError

    private let results: AsyncStream<Result<Element, BackendError>>

    /// How many elements wait for a reader unless the writer says otherwise: more than any flow leaves
    /// unread, and little memory.
    public static var unreadLimit: Int { 10_000 }

    /// Room beyond the limit for the failure that follows from it, while other tasks write, too.
    private static var reserve: Int { 64 }

    /// A stream, and who writes it. When more than `unread` elements wait, the stream fails: whoever should
    /// read it does not.
    public static func make(unread limit: Int = unreadLimit) -> (stream: BackendStream, writer: Writer) {
        precondition(limit > 0, "a stream that may hold nothing loses what happens")
        let (results, continuation) = AsyncStream.makeStream(
            of: Result<Element, BackendError>.self,
            bufferingPolicy: .bufferingOldest(Swift.min(limit, .max - reserve) + reserve))
        return (BackendStream(results: results), Writer(continuation: continuation, reserve: reserve))
    }

    public func makeAsyncIterator() -> Iterator { Iterator(results: results.makeAsyncIterator()) }

    /// Writes a stream; any task may.
    public struct Writer: Sendable {
        fileprivate let continuation: AsyncStream<Result<Element, BackendError>>.Continuation
        fileprivate let reserve: Int

        /// Appends an element. After the end it does nothing.
        public func write(_ element: Element) {
            guard case .enqueued(let remaining) = continuation.yield(.success(element)), remaining < reserve
            else { return }
            finish(throwing: BackendError(.protocolViolation, "nobody reads what happens"))
        }

        /// Ends the stream, after all that was written; with an error it fails then. Only the first end
        /// counts.
        public func finish(throwing error: BackendError? = nil) {
            if let error { continuation.yield(.failure(error)) }
            continuation.finish()
        }
    }

    /// Gives the elements in the order of writing. Ends, too, when its task is cancelled.
    public struct Iterator: AsyncIteratorProtocol {
        fileprivate var results: AsyncStream<Result<Element, BackendError>>.Iterator

        public mutating func next(
            isolation actor: isolated (any Actor)? = #isolation
        ) async throws(BackendError) -> Element? {
            try await results.next(isolation: actor)?.get()
        }
    }
}
