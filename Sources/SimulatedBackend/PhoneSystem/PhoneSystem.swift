import Conferencing
package import FlowRuntime

/// A phone system in virtual time: legs, conferences, the people at the far ends, and doubles for everything
/// outside. Commands go in, per leg; deliveries come out, in order. It knows nothing of flows.
///
/// A value without clock, task, socket or randomness: two copies that are given the same inputs do the same.
/// `World` couples it with machines; `SimulatedBackend` hands it to whoever runs flows.
///
/// Time stands still until `advance` is called, which is right when all deliveries have been taken and their
/// commands have come back.
package struct PhoneSystem: Sendable {
    package internal(set) var now: Timestamp
    package let doubles: Doubles
    /// Whether whoever runs the flows can run scripts on other legs (`confirm`, a waiting document).
    package let runsScripts: Bool
    package var observation: Observation
    /// What happened so far, as far as it is observed. The reader may empty it at any time.
    package var events: [WorldEvent] = []
    package internal(set) var callbacks: [PostedCallback] = []

    package internal(set) var legs: ContiguousArray<Leg> = []
    /// The leg of `c-1`, `c-2`, …
    var numbered: ContiguousArray<LegID> = []
    var rooms = RoomTable()
    var connects: ContiguousArray<Connecting> = []
    var dials: ContiguousArray<Dialling> = []
    /// How many legs `dial` has placed, by the call that came in and that they go back to.
    var placedLegs: [LegID: Int] = [:]
    var exchanges = ExchangeTable()
    var errands = ErrandTable()
    package internal(set) var cast = Cast()
    var queue = EventQueue()
    var outbox = Outbox()
    /// Of the appointments of background recordings.
    var backgroundSerial: UInt32 = 0
    /// Reused, so that a step of a room costs no allocation.
    var roomEvents: [RoomEvent] = []
    let identity: Identity

    /// - Parameters:
    ///   - seed: Ids that a carrier would make up are derived from it, and nothing else is.
    ///   - doubles: What stands in for the outside world.
    ///   - observation: How much of what happens is kept in `events`.
    ///   - runsScripts: Whether whoever runs the flows can run scripts on other legs.
    ///   - start: The instant of the beginning, by default 2026-01-01 00:00 UTC.
    package init(
        seed: UInt64 = 0, doubles: Doubles = Doubles(), observation: Observation = .story,
        runsScripts: Bool = true, start: Timestamp = Timestamp(milliseconds: 1_767_225_600_000)
    ) {
        now = start
        self.doubles = doubles
        self.observation = observation
        self.runsScripts = runsScripts
        identity = Identity(seed: seed)
    }

    // MARK: Time and deliveries

    /// The next delivery of this instant; `nil` when it is over.
    package mutating func nextDelivery() -> Delivery? { outbox.next() }

    /// When something comes due next.
    package var nextEventTime: Timestamp? { outbox.isEmpty ? queue.next : now }

    /// Lets the next thing come due, and time with it. `false` when nothing will ever happen again by itself.
    package mutating func advance() -> Bool {
        guard let (instant, due) = queue.pop() else { return false }
        if instant > now { now = instant }
        meet(due)
        dropOvertaken()
        return true
    }

    /// Time passes although nothing happens, for interactive use. Never backwards, nor past what comes due
    /// next.
    package mutating func pass(until instant: Timestamp) {
        now = max(now, min(instant, nextEventTime ?? instant))
    }

    func later(_ duration: Duration) -> Timestamp { now.advanced(by: duration) }

    // MARK: What others are told

    /// Hands an event to the leg's flow, after what it has not been told of its room yet.
    mutating func deliver(_ event: CallEvent, to leg: LegID) {
        guard !legs[leg.index].isClosed else { return }
        tellRoomChange(leg)
        outbox.append(event, to: leg)
    }

    /// Answers a command; `shown` is what observers see of the result, when it holds a secret.
    mutating func finish(
        _ id: CommandID, _ result: CommandResult, shown: CommandResult? = nil, on leg: LegID
    ) {
        guard !legs[leg.index].isClosed else { return }
        observe(.finished(id, shown ?? result), on: leg)
        deliver(.finished(id, result), to: leg)
    }

    mutating func fail(
        _ id: CommandID, _ code: CommandFailure.Code, _ detail: String = "", on leg: LegID
    ) {
        finish(id, .failed(CommandFailure(code, detail)), on: leg)
    }

    /// Keeps what happened, if anybody wants to know, and lets those act who have waited to see it.
    @inline(__always)
    mutating func observe(_ what: @autoclosure () -> WorldEvent.What, on leg: LegID?) {
        guard observation != .nothing || cast.isWatching else { return }
        observed(what(), leg)
    }

    private mutating func observed(_ what: WorldEvent.What, _ leg: LegID?) {
        if observation.keeps(what) { events.append(WorldEvent(what, leg: leg, at: now)) }
        if cast.isWatching { show(what, leg) }
    }

    /// What the machine of that leg noted.
    package mutating func record(_ note: JournalNote, of leg: LegID) {
        guard observation != .nothing else { return }
        events.append(WorldEvent(.note(note), leg: leg, at: now))
    }
}
