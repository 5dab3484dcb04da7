import Dispatch
package import FlowRuntime
import Synchronization

/// The journals of all calls of a worker, in one SQLite file.
///
/// What calls have to say is kept in memory until one queue writes it, a transaction for all of them (group
/// commit): a command waits until its batch is in the file and goes out only then; an event, and the mark
/// that a command was sent, are written with the next batch.
///
/// | state | event | goes to |
/// |---|---|---|
/// | open | a batch cannot be written, or waits too long | failing: it is kept, commands wait no more |
/// | failing | every second: what is kept is written | open |
/// | failing | still not | failing; beyond `queueBytes` calls are journaled no further |
/// | any | `close` | closed: what is kept is tried once more, all else is ignored |
package final class JournalStore: Sendable {
    private let file: JournalFile
    private let settings: JournalSettings
    private let queue = DispatchQueue(label: "callflow.journal.writer")
    private let inbox: Mutex<JournalInbox>
    private let desk: Mutex<Desk>

    /// How long a failing journal is left alone.
    private static let retryAfter = DispatchTimeInterval.seconds(1)

    /// Opens the journal, or makes it: readable and writable for its owner alone. Throws when it is none, is
    /// damaged, was written by a newer version, or belongs to another worker.
    package init(at path: String, _ settings: JournalSettings = .init()) throws(JournalError) {
        self.settings = settings
        file = try JournalFile(writing: path, settings)
        let (last, name) = (try file.lastCallNumber(), try file.protocolName())
        inbox = Mutex(JournalInbox(limit: settings.queueBytes, lastCall: last, protocolName: name))
        desk = Mutex(Desk(scribe: JournalScribe(file, settings), limit: settings.batchBytes))
    }

    package var path: String { file.path }
    package var state: JournalState { inbox.withLock { $0.state } }

    package var figures: JournalFigures {
        inbox.withLock { inbox in
            var figures = inbox.figures
            figures.waitingBytes = inbox.bytes
            figures.holedCalls = inbox.holedCalls
            return figures
        }
    }

    // MARK: Calls

    /// A new call begins; its first command waits until that is written, too.
    package func begin(_ call: CallInfo, flow: JournaledFlow, at time: Timestamp) -> JournalWriter {
        let number = inbox.withLock { $0.nextCall() }
        return JournalWriter(of: JournalShare.Begin(call: call, flow: flow, at: time), number, self)
    }

    /// The calls of a worker that was killed: those that nobody ended, in the order in which they began. For
    /// a store that has not begun any itself.
    package func unfinished() throws(JournalError) -> [UnfinishedCall] { try file.unfinishedCalls() }

    /// Goes on with the journal of a call.
    package func resume(_ call: UnfinishedCall, at time: Timestamp) -> JournalWriter {
        JournalWriter(resuming: call, at: time, self)
    }

    /// A call cannot be gone on with; its journal says why.
    package func giveUp(_ call: UnfinishedCall, because reason: String, at time: Timestamp) {
        resume(call, at: time).end("lost: \(reason)")
    }

    /// Deletes calls that are older than `retention` at that time. Calls that come do so by themselves; this
    /// is for a worker that has none.
    package func expire(at time: Timestamp) {
        queue.async { [self] in
            guard let figures = desk.withLock({ $0.makeRoom(latest: time) }) else { return }
            inbox.withLock { $0.figures = figures }
        }
    }

    // MARK: The worker itself

    /// The name of RELAY's session: a worker that is started again resumes with it.
    package func remember(protocolName name: String) {
        schedule(
            inbox.withLock { inbox in
                inbox.remember(name)
                return inbox.due(.later)
            })
    }

    package var protocolName: String? { inbox.withLock { $0.protocolName } }

    // MARK: Batches

    /// A call has something for the next batch. Gives `false` when it is to be journaled no further.
    func submit(
        _ writer: JournalWriter, isNew: Bool, bytes: Int, latest: Timestamp
    ) -> Bool {
        let (isTaken, due) = inbox.withLock { inbox in
            (inbox.take(writer, isNew: isNew, bytes: bytes, latest: latest), inbox.due(.later))
        }
        schedule(due)
        if !isTaken { file.mark(isFailing: true) }
        return isTaken
    }

    /// Waits until everything that was submitted is written; not at all while the journal is failing.
    func committed() async {
        await withCheckedContinuation { waiter in
            let due: JournalInbox.Appointment? = inbox.withLock { inbox in
                guard inbox.wait(waiter) else {
                    waiter.resume()
                    return nil
                }
                return inbox.due(.soon)
            }
            schedule(due)
        }
    }

    private func schedule(_ appointment: JournalInbox.Appointment?) {
        guard let appointment else { return }
        let delay =
            switch appointment.urgency {
            case .soon: settings.gathering
            case .later: settings.lingering
            }
        let milliseconds = Int(clamping: delay.milliseconds)
        queue.asyncAfter(deadline: .now() + .milliseconds(milliseconds)) { [self] in
            if inbox.withLock({ $0.isScheduled(appointment) }) { flush() }
        }
    }

    /// Writes what there is; on the queue.
    private func flush() {
        let taken = inbox.withLock { $0.takeAll() }
        if let outcome = desk.withLock({ $0.write(taken) }) {
            // Before anybody stops waiting.
            file.mark(isFailing: outcome.problem != nil)
            let retries = inbox.withLock { inbox in
                inbox.written(outcome.bytes, outcome.figures, problem: outcome.problem, at: taken.latest)
                return inbox.needsRetry()
            }
            if retries { queue.asyncAfter(deadline: .now() + Self.retryAfter) { [self] in retry() } }
        }
        for waiter in taken.waiters { waiter.resume() }
    }

    private func retry() {
        inbox.withLock { $0.retries() }
        flush()
    }

    /// Writes everything and closes the journal; another worker may have it then. What comes afterwards is
    /// ignored.
    package func close() async {
        await withCheckedContinuation { done in
            queue.async { [self] in
                flush()
                for waiter in inbox.withLock({ $0.close() }) { waiter.resume() }
                file.close()
                done.resume()
            }
        }
    }
}

/// What only the store's queue uses.
private struct Desk: Sendable {
    /// How writing went.
    struct Outcome {
        var bytes = 0
        var figures: JournalFigures
        var problem: JournalError?
    }

    private var scribe: JournalScribe
    /// What is not written yet, in order.
    private var kept: [JournalShare] = []
    private var protocolName: String?

    /// Bytes of one transaction, more or less.
    private let limit: Int

    init(scribe: JournalScribe, limit: Int) {
        self.scribe = scribe
        self.limit = limit
    }

    /// Writes what was kept and what is new, as far as that is possible; `nil` when that is nothing.
    mutating func write(_ taken: JournalInbox.Taken) -> Outcome? {
        kept += taken.writers.lazy.compactMap { $0.takeShare() }
        protocolName = taken.protocolName ?? protocolName
        guard !kept.isEmpty || protocolName != nil else { return nil }
        var outcome = Outcome(figures: scribe.figures)
        var written = 0
        do throws(JournalError) {
            repeat {
                let batch = batch(from: written)
                try scribe.write(batch, latest: taken.latest)
                written += batch.shares.count
                outcome.bytes += batch.byteCount
                protocolName = nil
            } while written < kept.count
        } catch {
            outcome.problem = error
        }
        kept.removeFirst(written)
        outcome.figures = scribe.figures
        return outcome
    }

    /// As many shares as one transaction should have, one at least.
    private func batch(from first: Int) -> JournalBatch {
        var batch = JournalBatch(protocolName: protocolName)
        var bytes = 0
        for share in kept[first...] where bytes < limit {
            batch.shares.append(share)
            bytes += share.byteCount
        }
        return batch
    }

    /// `nil` when that failed; the next batch meets the same trouble, and says so.
    mutating func makeRoom(latest: Timestamp) -> JournalFigures? {
        do throws(JournalError) { try scribe.makeRoom(latest: latest) } catch { return nil }
        return scribe.figures
    }
}
