package import FlowRuntime
import Synchronization

/// The journal of one call, as it goes on. One task uses it: that of the call's flow.
package final class JournalWriter: Sendable {
    private struct State {
        /// What is not written yet, besides records.
        var share: JournalShare
        /// Records that are not written yet: a chunk.
        var chunk = ByteWriter()
        /// How many records the call has, those in `chunk` included.
        var count = 0
        /// The time of the last event.
        var latest: Timestamp
        /// The store knows that there is something to be written.
        var isListed = false
        /// The disk was too slow for too long: nothing more is written but the end.
        var isHoled = false
        /// The file does not have even the beginning.
        var isUnknown = false
        var ending: CallEnding?
        /// The join that waits for its proof. It is proved by two events, `.done` and where the call is:
        /// whoever found the first without the second could neither wait for that nor leave. So they are
        /// written together.
        var joining: CommandID?
        /// The first of both.
        var halfProof: TimedEvent?
    }

    private let store: JournalStore
    private let began: Timestamp
    private let state: Mutex<State>

    init(of begin: JournalShare.Begin, _ number: Int64, _ store: JournalStore) {
        self.store = store
        began = begin.at
        state = Mutex(State(share: JournalShare(number: number, begin: begin), latest: begin.at))
        state.withLock { state in
            guard !submit(&state, JournalShare.beginBytes) else { return }
            state.share.begin = nil
            (state.isHoled, state.isUnknown) = (true, true)
        }
    }

    init(resuming call: UnfinishedCall, at time: Timestamp, _ store: JournalStore) {
        self.store = store
        began = call.began
        state = Mutex(
            State(share: JournalShare(number: call.number), count: call.records.count, latest: time))
        guard call.problem == nil else {
            state.withLock { $0.isHoled = true }
            return
        }
        add { $0.add(resumedAt: time, since: call.began) }
    }

    // MARK: Records

    /// Something came in.
    func add(_ timed: TimedEvent) {
        let isHeld = state.withLock { state in
            state.latest = max(state.latest, timed.at)
            if case .ended(let ending) = timed.event { state.ending = ending }
            guard case .finished(let id, let result) = timed.event, id == state.joining else { return false }
            state.joining = nil
            guard case .done = result else { return false }
            state.halfProof = timed
            return true
        }
        if !isHeld { add { $0.add(timed, since: began) } }
    }

    /// A command is about to go out; returns when that is in the file, or cannot be.
    func add(_ command: CallCommand, as id: CommandID) async {
        if case .joinConference = command { state.withLock { $0.joining = id } }
        guard add({ $0.add(command, as: id) }) else { return }
        await store.committed()
    }

    /// A command has gone out.
    func add(sent id: CommandID) { add { $0.add(sent: id) } }

    /// Gives `false` when nothing was added.
    @discardableResult
    private func add(_ record: (inout ByteWriter) -> Void) -> Bool {
        state.withLock { state in
            guard !state.isHoled else { return false }
            let before = state.chunk.count
            if before == 0 { state.chunk.unsigned(UInt64(state.count)) }
            var added = 1
            if let half = state.halfProof {
                state.chunk.add(half, since: began)
                added += 1
            }
            state.halfProof = nil
            record(&state.chunk)
            guard submit(&state, state.chunk.count - before) else {
                state.chunk.cut(to: before)
                dig(&state)
                return false
            }
            state.count += added
            return true
        }
    }

    /// From here on records are missing, and readers are told so.
    private func dig(_ state: inout State) {
        state.isHoled = true
        var hole = ByteWriter()
        hole.unsigned(UInt64(state.count) + 1)
        state.share.hole = hole.bytes
        _ = submit(&state, 0)
    }

    private func submit(_ state: inout State, _ bytes: Int) -> Bool {
        let isNew = !state.isListed
        let isTaken = store.submit(self, isNew: isNew, bytes: bytes, latest: state.latest)
        if isTaken { state.isListed = true }
        return isTaken
    }

    /// What is to be written now; the store's queue asks.
    func takeShare() -> JournalShare? {
        state.withLock { state in
            var share = state.share
            share.bytes = state.chunk.takeBytes()
            state.share = JournalShare(number: share.number)
            state.isListed = false
            return share.isEmpty ? nil : share
        }
    }

    // MARK: The end

    /// The flow has come to its end: says more than what the call's events do. At any time, also after the
    /// session was closed.
    package func end(_ end: FlowEnd) {
        let error = end.error.map { "; \($0.code.rawValue)" } ?? ""
        self.end(end.ending.outcome + error)
    }

    /// The session is closed. A call that has not ended was given up: its worker was stopped.
    func close() {
        end(state.withLock { $0.ending }?.outcome ?? "given up")
    }

    /// The call is over for this worker, in words.
    func end(_ outcome: String) {
        state.withLock { state in
            guard !state.isUnknown else { return }
            state.share.end = (outcome, state.latest)
            _ = submit(&state, 0)
        }
    }
}

extension CallEnding {
    /// `caller hangup`.
    fileprivate var outcome: String { "\(by.rawValue) \(reason)" }
}
