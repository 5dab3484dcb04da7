package import CallJournal
package import ProjectFile
import Synchronization

/// What of a server those may see who watch it: whether it takes calls, and why not.
package final class ServerState: Sendable {
    /// The journal as the server sees it.
    package struct JournalTrouble: Sendable {
        /// For people.
        package var reason: String
        /// New calls are passed on until it is over.
        package var refusesCalls: Bool

        package init(reason: String, refusesCalls: Bool) {
            self.reason = reason
            self.refusesCalls = refusesCalls
        }
    }

    /// What has become of the journal since somebody asked last.
    enum JournalNews: Sendable {
        case none, recovers
        case fails(JournalTrouble)
    }

    private let draining = Atomic(false)
    /// Whether the journal failed when the log was told last.
    private let toldFailing = Atomic(false)
    private let hungUpCalls = Atomic(0)
    private let backend: @Sendable () -> BackendStatus
    private let journal: @Sendable () -> JournalTrouble?
    private let figures: @Sendable () -> JournalFigures?

    /// All of them are cheap.
    ///
    /// - Parameters:
    ///   - backend: The phone system.
    ///   - journal: What is wrong with the journal now.
    ///   - figures: How large it is.
    package init(
        backend: @escaping @Sendable () -> BackendStatus,
        journal: @escaping @Sendable () -> JournalTrouble? = { nil },
        figures: @escaping @Sendable () -> JournalFigures? = { nil }
    ) {
        self.backend = backend
        self.journal = journal
        self.figures = figures
    }

    /// With a journal: whether calls are refused while it fails is the policy's.
    package convenience init(
        backend: @escaping @Sendable () -> BackendStatus, store: JournalStore, policy: JournalFailurePolicy
    ) {
        self.init(
            backend: backend,
            journal: {
                switch store.state {
                case .open, .closed: nil
                case .failing(let reason, _):
                    JournalTrouble(reason: reason, refusesCalls: policy == .refuse)
                }
            }, figures: { store.figures })
    }

    package var isDraining: Bool { draining.load(ordering: .acquiring) }
    var hungUp: Int { hungUpCalls.load(ordering: .acquiring) }
    var refusesCalls: Bool { journal()?.refusesCalls ?? false }

    func beginDraining() { draining.store(true, ordering: .releasing) }

    func note(hungUp count: Int) { hungUpCalls.store(count, ordering: .releasing) }

    func journalNews() -> JournalNews {
        let trouble = journal()
        guard toldFailing.exchange(trouble != nil, ordering: .relaxed) != (trouble != nil) else {
            return .none
        }
        return trouble.map { .fails($0) } ?? .recovers
    }

    /// What whoever sends calls here should know.
    package struct Readiness: Sendable, Hashable {
        /// Why no calls should be sent here now; empty when they should.
        package var obstacles: [String]
        /// What is wrong although calls are answered.
        package var warnings: [String]
    }

    package var readiness: Readiness {
        var readiness = Readiness(obstacles: [], warnings: [])
        if isDraining { readiness.obstacles.append("draining") }
        let status = backend()
        if let reason = status.reason ?? (status.isConnected ? nil : "not connected") {
            readiness.obstacles.append(reason)
        }
        if let trouble = journal() {
            let text = "journal failing: \(trouble.reason)"
            if trouble.refusesCalls {
                readiness.obstacles.append(text)
            } else {
                readiness.warnings.append(text)
            }
        }
        return readiness
    }

    /// Brings what is only looked up into the metrics.
    package func observe(in metrics: ServerMetrics) {
        metrics.observe(backend(), isJournalFailing: journal() != nil, figures())
    }
}
