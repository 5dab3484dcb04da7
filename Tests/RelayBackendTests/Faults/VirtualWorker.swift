import CallFlow
import FlowModel
import FlowRuntime
import RelayProtocol

/// A call as its worker has it: the flow, and the journal of `JournaledSession`.
struct VirtualCall {
    let info: CallInfo
    var flow: FlowMachine
    var records: [JournalRecord] = []
    /// When each was written.
    var times: [Timestamp] = []
    /// The first half of the proof of a join: it waits for the second (`JournalWriter`).
    var halfProof: JournalRecord?
    var end: FlowEnd?
    /// Its events have ended, with this.
    var ended: Result<Void, BackendError>?

    /// What the flow was told, in order.
    var events: [TimedEvent] {
        records.compactMap { if case .event(let timed) = $0 { timed } else { nil } }
    }
    /// Commands that failed, and how.
    var failures: [CommandFailure] {
        events.compactMap { if case .finished(_, .failed(let failure)) = $0.event { failure } else { nil } }
    }
}

/// What a worker does with a `RelayMachine`: the shell, the driver and the journal of each call, without a
/// socket, a clock or a file.
struct VirtualWorker {
    /// What leaves the process.
    enum Outgoing {
        case open, close
        case frame([UInt8])
    }

    /// A `kill -9` at an entry of a journal. What a command sends may leave after its entry is on the disk
    /// and before the process is gone; that it was sent is not written in either case.
    struct Death: Hashable {
        /// The journal has so many records.
        var record: Int
        /// If the last of them is a command: it has left.
        var leavesFrame: Bool
    }

    private(set) var machine: RelayMachine
    private(set) var calls: [RelayCallNumber: VirtualCall] = [:]
    private(set) var sessionName: String
    /// It said that it was done.
    private(set) var isStopped = false
    /// Killed: does nothing any more.
    private(set) var isDead = false
    /// When it is killed, if it is.
    var death: Death?
    var outgoing: [Outgoing] = []

    private let flow: Flow
    private var timers: [(at: Timestamp, call: RelayCallNumber, id: CommandID)] = []
    private var deliveries: [(call: RelayCallNumber, event: TimedEvent)] = []
    private var isDelivering = false
    /// Only what it sends now still leaves.
    private var isDying = false

    init(_ configuration: RelayConfiguration, _ flow: Flow, seed: UInt64, at now: Timestamp) {
        machine = RelayMachine(configuration, seed: seed)
        sessionName = ""
        self.flow = flow
        take(.start, at: now)
    }

    /// A worker that goes on where another one was killed, as `callflow serve` does with a journal.
    init(
        _ configuration: RelayConfiguration, _ flow: Flow, seed: UInt64, at now: Timestamp,
        resuming journals: [(call: CallInfo, records: [JournalRecord])], session: String
    ) throws(JournalMismatch) {
        var replays: [JournalReplay] = []
        for (call, records) in journals {
            replays.append(
                try JournalReplay(flow, call: call, environment: [:], variables: [:], records: records))
        }
        machine = RelayMachine(
            configuration, seed: seed,
            resuming: RelayResumption(protocolName: session, calls: replays.map(\.resumption)))
        sessionName = session
        self.flow = flow
        for (place, replay) in replays.enumerated() {
            let (call, records) = journals[place]
            calls[RelayCallNumber(place)] = VirtualCall(
                info: call, flow: replay.machine, records: records + [.resumed(at: now)],
                times: Array(repeating: now, count: records.count + 1))
        }
        take(.start, at: now)
        for (place, replay) in replays.enumerated() { resume(RelayCallNumber(place), replay, at: now) }
    }

    /// As `FlowDriver.resume`.
    private mutating func resume(_ number: RelayCallNumber, _ replay: JournalReplay, at now: Timestamp) {
        if let end = replay.end {
            calls[number]?.end = end
            return take(.closeSession(number), at: now)
        }
        // As `RelayShell.takeOver`.
        for pending in replay.resumption.pending {
            guard case .startTimer(let time) = pending.command else { continue }
            timers.append((max(now, pending.at.advanced(by: time)), number, pending.id))
        }
        // What they lead to is told when all of them are handed over.
        isDelivering = true
        for command in replay.unsent { perform(command.command, command.id, on: number, at: now) }
        isDelivering = false
        deliver(at: now)
    }

    var nextDeadline: Timestamp? {
        let timer = timers.map(\.at).min()
        guard let deadline = machine.nextDeadline, let timer else { return timer ?? machine.nextDeadline }
        return min(deadline, timer)
    }

    // MARK: The shell

    mutating func take(_ input: RelayInput, at now: Timestamp) {
        guard !isDead else { return }
        machine.handle(input, at: now)
        let effects = machine.effects
        machine.effects = []
        for effect in effects { perform(effect) }
        deliver(at: now)
    }

    private mutating func perform(_ effect: RelayEffect) {
        switch effect {
        case .open: outgoing.append(.open)
        case .send(let frame): outgoing.append(.frame(frame))
        case .close: outgoing.append(.close)
        case .offer(let number, let info):
            calls[number] = VirtualCall(info: info, flow: FlowMachine(flow: flow, call: info))
        case .deliver(let number, let event): deliveries.append((number, event))
        case .endEvents(let number, let error):
            calls[number]?.ended = error.map { .failure($0) } ?? .success(())
        case .stopped: isStopped = true
        case .remember(let name): sessionName = name
        case .notice: break
        }
    }

    mutating func clock(at now: Timestamp) {
        if let deadline = machine.nextDeadline, deadline <= now { take(.clock, at: now) }
        let due = timers.filter { $0.at <= now }
        timers.removeAll { $0.at <= now }
        for timer in due { deliveries.append((timer.call, TimedEvent(.finished(timer.id, .done), at: now))) }
        deliver(at: now)
    }

    // MARK: The driver

    /// Flows run when the shell is done with an input, as jobs of its event loop.
    private mutating func deliver(at now: Timestamp) {
        guard !isDelivering else { return }
        isDelivering = true
        var place = 0
        while place < deliveries.count, !isDead, !isDying {
            let (number, event) = deliveries[place]
            place += 1
            tell(event, to: number)
        }
        deliveries.removeAll(keepingCapacity: true)
        isDelivering = false
    }

    private mutating func tell(_ timed: TimedEvent, to number: RelayCallNumber) {
        guard calls[number]?.end == nil, calls[number]?.ended == nil else { return }
        note(.event(timed), of: number, at: timed.at)
        guard !isDead else { return }
        var reaction = Reaction()
        calls[number]?.flow.handle(timed.event, at: timed.at, into: &reaction)
        for case .perform(let id, let command) in reaction.items where !isDead {
            perform(command, id, on: number, at: timed.at)
        }
        guard !isDead, let end = reaction.end else { return }
        calls[number]?.end = end
        take(.closeSession(number), at: timed.at)
    }

    private mutating func perform(
        _ command: CallCommand, _ id: CommandID, on number: RelayCallNumber, at now: Timestamp
    ) {
        note(.command(id, command), of: number, at: now)
        guard !isDead else { return }
        if case .startTimer(let time) = command {
            timers.append((now.advanced(by: time), number, id))
        } else if case .cancel(let other) = command,
            let place = timers.firstIndex(where: { $0.call == number && $0.id == other })
        {
            timers.remove(at: place)
        } else {
            take(.perform(number, id, command), at: now)
        }
        isDead = isDead || isDying
        if !isDead { note(.sent(id), of: number, at: now) }
    }

    // MARK: The journal

    private mutating func note(_ record: JournalRecord, of number: RelayCallNumber, at now: Timestamp) {
        guard calls[number]?.isHalfProof(record) == false else {
            calls[number]?.halfProof = record
            return
        }
        for record in [calls[number]?.halfProof, record].compactMap(\.self) {
            calls[number]?.records.append(record)
            calls[number]?.times.append(now)
        }
        calls[number]?.halfProof = nil
        guard let death, let count = calls[number]?.records.count, count >= death.record else { return }
        if case .command = record, death.leavesFrame { isDying = true } else { isDead = true }
    }
}

extension VirtualCall {
    /// Whether it answers a join with `.done`.
    fileprivate func isHalfProof(_ record: JournalRecord) -> Bool {
        guard case .event(let timed) = record, case .finished(let id, .done) = timed.event else {
            return false
        }
        return records.contains { if case .command(id, .joinConference) = $0 { true } else { false } }
    }
}
