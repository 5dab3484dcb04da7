package import CallJournal
package import FlowRuntime
package import Logging
import ProjectFile

/// A worker: answers the calls of a phone system with the flows of a library until it is told to stop.
///
/// | state | an order or an event | goes to |
/// |---|---|---|
/// | serving | call | serving: its flow runs, or it is passed on |
/// | serving | reload, or a file changed | serving, new calls get new flows |
/// | serving | stop | draining: no further calls are wanted |
/// | draining | a leg that a call dialled has answered | draining: its flow runs |
/// | draining | the last call ends | ended: drained |
/// | draining | the deadline | hanging up: every call is told to end |
/// | hanging up | the last call ends, or a moment passes | ended: drained |
/// | draining, hanging up | stop, a moment after the first (`StopSignals`) | ended: stopped at once |
/// | any | the phone system is lost | ended: backend lost, after the calls |
package struct CallServer<Backend: CallBackend>: Sendable {
    /// Bounds and times.
    package struct Limits: Sendable {
        /// Calls at once, dialled ones included.
        package var calls: Int
        /// How long one may last.
        package var callDuration: Duration
        /// How long calls go on after the server was told to stop.
        package var drain: Duration

        package init(calls: Int, callDuration: Duration, drain: Duration) {
            self.calls = calls
            self.callDuration = callDuration
            self.drain = drain
        }
    }

    let backend: Backend
    let control: BackendControl
    let library: FlowLibrary
    let limits: Limits
    let log: Logger
    let callerData: CallerData
    let metrics: ServerMetrics
    let clock: ServerClock
    let state: ServerState
    let journal: JournalStore?
    let table = CallTable()
    let refusals = Throttle()

    /// How long hung-up calls have for what their flows do at the end, such as a last request.
    package static var farewell: Duration { .seconds(5) }
    /// How often files are looked at and calls' ages are checked.
    package static var round: Duration { .seconds(1) }

    package init(
        _ backend: Backend, _ control: BackendControl, library: FlowLibrary, limits: Limits, log: Logger,
        callerData: CallerData, metrics: ServerMetrics, clock: ServerClock, state: ServerState,
        journal: JournalStore? = nil
    ) {
        self.backend = backend
        self.control = control
        self.library = library
        self.limits = limits
        self.log = log
        self.callerData = callerData
        self.metrics = metrics
        self.clock = clock
        self.state = state
        self.journal = journal
    }

    /// Serves until the end. Cancelling the task hangs up all calls.
    ///
    /// - `resumed`: Calls of a worker before this one, to go on with.
    /// - `endAtOnce`: Called when another stop has come, a moment after the first; may end the process.
    package func run(
        orders: AsyncStream<ServerOrder>, resuming resumed: [ResumedCall<Backend.Session>] = [],
        endAtOnce: @escaping @Sendable (Int32) -> Void = { _ in }
    ) async -> ServerEnd {
        let (stuck, giveUp) = AsyncStream.makeStream(of: ServerEnd.self)
        return await withTaskGroup(of: ServerEnd?.self) { group in
            group.addTask { await answerCalls(after: resumed) }
            group.addTask { await obey(orders, giveUp, endAtOnce) }
            group.addTask { await stuck.first { _ in true } }
            group.addTask {
                await keepHouse()
                return nil
            }
            for await end in group {
                guard let end else { continue }
                group.cancelAll()
                return end
            }
            return .noMoreCalls
        }
    }

    // MARK: Time passes

    /// Looks for changed files, and for calls that have lasted too long.
    private func keepHouse() async {
        while (try? await clock.sleep(Self.round)) != nil {
            tell(library.reload())
            let oldest = clock.now() - limits.callDuration.milliseconds
            let count = await table.hangUp(begunBy: oldest)
            if count > 0 { log.warning("calls hung up: too long", metadata: ["calls": "\(count)"]) }
            tellJournal()
        }
    }

    /// Says once when journals cannot be written, and once when they can again.
    private func tellJournal() {
        switch state.journalNews() {
        case .none: break
        case .fails(let trouble):
            let policy = trouble.refusesCalls ? "calls are passed on" : "calls go on without"
            log.error("journal failing, \(policy)", metadata: ["reason": "\(trouble.reason)"])
        case .recovers: log.notice("journal written again")
        }
    }

    // MARK: Orders

    private func obey(
        _ orders: AsyncStream<ServerOrder>, _ giveUp: AsyncStream<ServerEnd>.Continuation,
        _ endAtOnce: @escaping @Sendable (Int32) -> Void
    ) async -> ServerEnd? {
        await withTaskGroup(of: Void.self) { group in
            var stops = StopSignals()
            for await order in orders {
                switch order {
                case .reload: reload()
                case .stop(let signal):
                    switch stops.take(signal) {
                    case .begin:
                        state.beginDraining()
                        group.addTask { await drain(giveUp) }
                    case .echo: log.debug("told to stop again, at once: taken for one signal")
                    case .insist:
                        log.notice("stopped at once", metadata: ["calls": "\(table.count)"])
                        endAtOnce(signal.number)
                        group.cancelAll()
                        return .stoppedAtOnce(signal: signal.number)
                    }
                }
            }
            return nil
        }
    }

    private func reload() {
        let events = library.reload(all: true)
        if events.isEmpty { log.info("nothing has changed") }
        tell(events)
    }

    private func tell(_ events: [LoadEvent]) {
        for event in events {
            switch event {
            case .loaded(let path, let number):
                metrics.flowLoaded("loaded")
                log.notice("flow loaded", metadata: ["flow": "\(path)", "version": "\(number)"])
            case .rerouted: log.notice("routes changed")
            case .awaitsRestart(let settings):
                log.warning(
                    "these settings hold only after a restart",
                    metadata: ["settings": "\(settings.joined(separator: " "))"])
            case .kept(let path, let problem):
                metrics.flowLoaded("refused")
                log.error(
                    "not loaded, what was there stays",
                    metadata: ["flow": "\(path)", "findings": "\(problem.text)"])
            }
        }
    }

    // MARK: The end

    private func drain(_ giveUp: AsyncStream<ServerEnd>.Continuation) async {
        let deadline = Quantity.text(of: limits.drain)
        log.notice("draining", metadata: ["calls": "\(table.count)", "deadline": "\(deadline)"])
        metrics.drainBegan()
        await control.drain()
        if await !isEmpty(within: limits.drain) {
            let count = await table.hangUp(begunBy: .max)
            state.note(hungUp: count)
            log.warning("deadline: calls hung up", metadata: ["calls": "\(count)"])
            _ = await isEmpty(within: Self.farewell)
        }
        await control.shutDown()
        // Nothing ends any more by itself; what is left is cut off.
        if await !isEmpty(within: Self.farewell) { giveUp.yield(.drained(hungUp: state.hungUp)) }
    }

    /// Whether the last call has ended by then.
    private func isEmpty(within time: Duration) async -> Bool {
        await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                await table.becomeEmpty()
                return true
            }
            group.addTask {
                try? await clock.sleep(time)
                return false
            }
            let isEmpty = await group.next() ?? true
            group.cancelAll()
            return isEmpty
        }
    }
}
