#if Server
    import FlowExpressions
    import FlowModel
    import FlowRuntime
    import OrderedCollections
    import SimulatedBackend
    import Synchronization

    /// Shows real calls of a flow while they happen, as a replay shows them afterwards.
    ///
    /// It is told what a driver observes. A machine of its own takes every event beside the driver's: it has
    /// the documents that the flow has read, which the entries only number.
    final class LiveTrace: Sendable {
        private let story: Mutex<LiveStory>

        /// The sink is made when the first call begins, with the instant of that.
        init(
            _ driver: FlowDriver, begin: @escaping @Sendable (Timestamp) -> any TraceSink & Sendable
        ) {
            story = Mutex(LiveStory(driver, begin))
        }

        func note(_ call: CallInfo, _ entry: JournalEntry) { story.withLock { $0.note(call, entry) } }

        /// Shows what is held back, if nothing has happened for a moment.
        func showIfQuiet() { story.withLock { $0.showIfQuiet() } }

        /// Nothing more will happen. Gives how many calls there were.
        func finish() -> Int { story.withLock { $0.finish() } }
    }

    private struct LiveStory {
        /// A step that ends at once is one line with its outcome: its line waits that long for it.
        private static let quiet = Duration.milliseconds(200)

        private let driver: FlowDriver
        private let begin: @Sendable (Timestamp) -> any TraceSink & Sendable
        private var sink: (any TraceSink & Sendable)?
        private var facts: LiveFacts
        private var story = CassetteStory()
        private var places: [CallID: Int] = [:]
        private var reaction = Reaction()
        private var changed: ContinuousClock.Instant?

        init(_ driver: FlowDriver, _ begin: @escaping @Sendable (Timestamp) -> any TraceSink & Sendable) {
            self.driver = driver
            self.begin = begin
            facts = LiveFacts(flow: driver.flow)
        }

        mutating func note(_ call: CallInfo, _ entry: JournalEntry) {
            let place = places[call.id] ?? enter(call, at: entry.at)
            if case .event(let event) = entry.content {
                facts.calls[place].machine.handle(event, at: entry.at, into: &reaction)
                reaction.removeAll()
            }
            show(story.events(entry, of: place))
            changed = .now
        }

        private mutating func enter(_ call: CallInfo, at time: Timestamp) -> Int {
            if sink == nil {
                var first = begin(time)
                first.open()
                sink = first
            }
            let machine = FlowMachine(
                flow: driver.flow, call: call, environment: driver.environment, variables: driver.variables)
            facts.calls.append(LiveFacts.Call(info: call, name: facts.name(for: call), machine: machine))
            places[call.id] = facts.calls.count - 1
            return facts.calls.count - 1
        }

        private mutating func show(_ events: [WorldEvent]) {
            guard var sink = sink.take() else { return }
            for event in events { sink.add(event, facts) }
            self.sink = sink
        }

        mutating func showIfQuiet() {
            guard let last = changed, last + Self.quiet <= .now, var sink = sink.take() else { return }
            changed = nil
            sink.pause()
            self.sink = sink
        }

        mutating func finish() -> Int {
            if var sink = sink.take() {
                sink.finish(RunSummary(steps: driver.flow.steps.count, elapsed: nil))
            }
            return facts.calls.count
        }
    }

    /// What a trace asks, answered by the calls as they are now; a leg is the place of a call among them.
    private struct LiveFacts: TraceFacts {
        struct Call {
            var info: CallInfo
            var name: String
            var machine: FlowMachine
        }

        let flow: Flow
        var calls: [Call] = []
        private let lines = LineTables()

        init(flow: Flow) { self.flow = flow }

        /// `caller` who called in; whom the flow has dialled, the user of the address, if it is free.
        func name(for call: CallInfo) -> String {
            guard !calls.isEmpty else { return "caller" }
            let user = WorldFacts.user(of: call.to)
            return user.isEmpty || calls.contains { $0.name == user } ? call.id.name : user
        }

        func name(of leg: LegID) -> String { calls[Int(leg.rawValue)].name }

        func call(of leg: LegID) -> CallInfo { calls[Int(leg.rawValue)].info }

        func step(_ reference: StepReference, of leg: LegID) -> TracedStep? {
            TracedStep(reference, of: calls[Int(leg.rawValue)].machine, among: [flow], lines)
        }

        func callback(_ index: Int) -> PostedCallback {
            preconditionFailure("real calls tell no callbacks: the phone system posts them itself")
        }
    }
#endif
