package import FlowRuntime

/// What a disturbed world knows of its deliveries, commands and ties: by it variations are made up, and
/// judged.
package struct DisturbanceLog: Sendable, Hashable {
    /// One delivery to the flow of a call.
    package struct Delivered: Sendable, Hashable {
        package var leg: LegID
        package var at: Timestamp
        /// Its number within the call, from 1.
        package var number: Int
        /// The call was over when it came.
        package var isAfterEnd = false
        /// A step began or ended by it.
        package var movesSteps = false
    }
    /// More than one party had something to do in one instant.
    package struct Choice: Sendable, Hashable {
        package var at: Timestamp
        /// How many could be chosen: at least two.
        package var count: Int
        /// Who was, from 0.
        package var taken: Int
    }
    /// In order, over all calls.
    package internal(set) var deliveries: [Delivered] = []
    package internal(set) var choices: [Choice] = []
    /// By call, when its flow was told that the call is over: how many events there were before
    /// (`PhoneSystem.events`).
    package internal(set) var toldOfEnd: [LegID: Int] = [:]
    package init() {}
}

/// The disturbance of a phone system under way.
struct Disturber: Sendable {
    let disturbance: Disturbance
    var log = DisturbanceLog()
    /// How many deliveries each leg has had.
    private var counts: [LegID: Int] = [:]
    /// Hangs up as soon as the flow has taken the last delivery.
    private var hangsUpNext: LegID?
    /// Answers that are held back.
    private var held: [(leg: LegID, id: CommandID, result: CommandResult, shown: CommandResult)] = []

    init(_ disturbance: Disturbance) { self.disturbance = disturbance }

    // MARK: Hang-ups

    var hasHangUpDue: Bool { hangsUpNext != nil }

    mutating func takeHangUpDue() -> LegID? {
        defer { hangsUpNext = nil }
        return hangsUpNext
    }

    /// Counts a delivery; `true` when the party hangs up just before it is taken.
    mutating func count(_ leg: LegID, _ names: [String], isLive: Bool, at instant: Timestamp) -> Bool {
        let number = counts[leg, default: 0] + 1
        counts[leg] = number
        log.deliveries.append(.init(leg: leg, at: instant, number: number, isAfterEnd: !isLive))
        var isBefore = false
        for hangUp in disturbance.hangUps where names.contains(hangUp.party) {
            if hangUp.moment == .before(number) { isBefore = true }
            if hangUp.moment == .after(number) { hangsUpNext = leg }
        }
        return isBefore
    }

    mutating func noteStep(of leg: LegID) {
        guard let last = log.deliveries.last, last.leg == leg, !last.movesSteps else { return }
        log.deliveries[log.deliveries.count - 1].movesSteps = true
    }

    // MARK: Faults

    func manner(of id: CommandID, _ names: [String]) -> CommandFault.Manner? {
        disturbance.faults.first { $0.command == Int(id.number) && names.contains($0.party) }?.manner
    }

    mutating func hold(_ id: CommandID, _ result: CommandResult, _ shown: CommandResult, on leg: LegID)
        -> Int32
    {
        held.append((leg, id, result, shown))
        return Int32(truncatingIfNeeded: held.count - 1)
    }

    func heldAnswer(_ place: Int32) -> (
        leg: LegID, id: CommandID, result: CommandResult, shown: CommandResult
    ) { held[Int(place)] }

    // MARK: Order

    /// Which of so many has the next turn.
    mutating func choose(among count: Int, at instant: Timestamp) -> Int {
        guard count > 1 else { return 0 }
        let place = log.choices.count
        let wish = disturbance.order.indices.contains(place) ? disturbance.order[place] : 0
        let taken = max(0, wish) % count
        log.choices.append(.init(at: instant, count: count, taken: taken))
        return taken
    }
}
