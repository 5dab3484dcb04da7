public import FlowRuntime

extension FlowDriver {
    /// How many calls one driver runs at once unless it is told otherwise: a call costs a few kilobytes, and
    /// a carrier's trunk rarely carries more.
    public static let callsAtOnce = 10_000

    /// Runs the flow on every inbound call of a backend, each in a task of its own, until the backend has no
    /// more.
    ///
    /// Calls that the flow dials are calls of the backend like any other: they run the same flow, and count.
    /// When `atOnce` calls are running, the next one is not taken from the backend before one of them has
    /// ended. A call whose phone system fails does not disturb the others: `ended` is told how each went.
    /// Cancelling the task cancels the calls. `ended` must not block.
    ///
    /// Throws what ended the stream of inbound calls, after the calls that had begun are over.
    public func answerCalls<Backend: CallBackend>(
        of backend: Backend, atOnce limit: Int = callsAtOnce,
        ended: @escaping @Sendable (CallInfo, Result<FlowEnd, BackendError>) -> Void = { _, _ in }
    ) async throws(BackendError) {
        precondition(limit > 0, "a driver that may run no call answers none")
        let failure = await withTaskGroup(of: Void.self, returning: BackendError?.self) { group in
            var begun = 0
            var calls = backend.inboundCalls.makeAsyncIterator()
            do throws(BackendError) {
                while true {
                    // Takes back one call that is over, or waits for one; the group forgets it then.
                    if begun == limit {
                        await group.next()
                        begun -= 1
                    }
                    guard let session = try await calls.next(isolation: #isolation) else { return nil }
                    begun += 1
                    group.addTask { ended(session.call, await outcome(of: session)) }
                }
            } catch {
                return error
            }
        }
        if let failure { throw failure }
    }

    private func outcome<Session: CallSession>(of session: Session) async -> Result<FlowEnd, BackendError> {
        do throws(BackendError) {
            return .success(try await run(on: session))
        } catch {
            return .failure(error)
        }
    }
}
