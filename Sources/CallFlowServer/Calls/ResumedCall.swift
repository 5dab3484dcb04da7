package import CallJournal
package import FlowRuntime

/// A call of a worker that was killed, and the session to go on with it.
package struct ResumedCall<Session: CallSession>: Sendable {
    let session: Session
    /// Where the call was; `nil`: that cannot be known, and the call is ended.
    let place: Place?

    /// Where a call was, and where its story goes on.
    struct Place: Sendable {
        var replay: JournalReplay
        var writer: JournalWriter
        var version: FlowVersion
    }
}

/// The calls that a journal has unfinished: what a phone system must know to go on with them, or to end them.
package struct ResumptionPlan: Sendable {
    private struct Item: Sendable {
        var call: UnfinishedCall
        var replay: JournalReplay?
        /// Why it cannot be gone on with.
        var problem: String?
    }
    private let items: [Item]

    /// Plays the journals of all calls that nobody ended.
    package init(_ store: JournalStore) throws(JournalError) {
        items = try store.unfinished().map { call in
            do throws(ResumingError) {
                return Item(call: call, replay: try call.replay())
            } catch {
                return Item(call: call, problem: error.description)
            }
        }
    }

    package var count: Int { items.count }

    /// For the phone system. One that cannot be gone on with is known to it, too, so that it can be hung up.
    package var resumptions: [CallResumption] {
        items.map { $0.replay?.resumption ?? CallResumption($0.call.info, isAnswered: true) }
    }

    /// The calls with their sessions. What the phone system does not know any more is over; its journal says
    /// so.
    package func calls<Session: CallSession>(
        in store: JournalStore, at time: Timestamp, session: (CallID) -> Session?
    ) -> [ResumedCall<Session>] {
        items.compactMap { item in
            guard let session = session(item.call.info.id) else {
                store.giveUp(item.call, because: "the phone system does not know it", at: time)
                return nil
            }
            if let problem = item.problem { store.giveUp(item.call, because: problem, at: time) }
            guard let replay = item.replay, let flow = item.call.flow.flow else {
                return ResumedCall(session: session, place: nil)
            }
            let version = FlowVersion(
                path: item.call.flow.name, flow: flow, number: 0, environment: item.call.flow.environment)
            let writer = store.resume(item.call, at: time)
            return ResumedCall(
                session: session, place: .init(replay: replay, writer: writer, version: version))
        }
    }
}
