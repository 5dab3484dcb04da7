import Conferencing
import FlowModel
import Testing

/// The sentences of design §2.1 over random lives and over every short one.
struct `Every rule of the room` {
    @Test func `holds in random lives`() {
        var failed: Set<Rule> = []
        for seed in UInt64(1)...500 {
            let inputs = randomInputs(seed: seed, count: 50)
            for (rule, what) in violations(of: inputs) where failed.insert(rule).inserted {
                Issue.record("\(rule.rawValue): \(what); seed \(seed):\n\(shortestFailure(rule, inputs))")
            }
        }
    }

    @Test func `holds in every order of six inputs by three callers`() {
        var orders = ShortOrders()
        orders.explore()
        for (rule, what) in orders.violations { Issue.record("\(rule.rawValue): \(what)") }
        // A change of the alphabet or of the pruning shows here.
        #expect(orders.runs == 76_996)
    }

    @Test func `notices a room that breaks it`() {
        var noticed: Set<Rule> = []
        for seed in UInt64(1)...25 {
            var observer = Observer()
            var previous = ConferenceRoom(name: "standup")
            forEachStep(of: randomInputs(seed: seed, count: 50)) { step in
                for mutant in mutants(of: step, after: previous) {
                    var other = observer.forked()
                    other.observe(mutant)
                    noticed.formUnion(other.violations.keys)
                }
                observer.observe(step)
                previous = step.room
            }
        }
        #expect(Rule.allCases.filter { !noticed.contains($0) } == [])
    }
}

/// Every sequence of up to six inputs from a small alphabet, as a walk through the tree of rooms.
///
/// An input that leaves the room as it was (a refusal, a stranger) is checked and not followed: what comes
/// after it is what comes after the shorter sequence without it. Callers first appear in the order `a`,
/// `b`, `c`.
struct ShortOrders {
    static let depthMax = 6
    private(set) var runs = 0
    private(set) var violations: [Rule: String] = [:]
    private var path: [RoomInput] = []

    mutating func explore() {
        explore(ConferenceRoom(name: "standup"), Observer(), callers: 0)
    }

    private mutating func explore(_ room: ConferenceRoom, _ observer: Observer, callers: Int32) {
        guard path.count < Self.depthMax else {
            runs += 1
            return
        }
        for input in inputs(callers: callers, instance: room.instanceID) {
            var (next, observer, events) = (room, observer, [RoomEvent]())
            next.handle(input, at: RoomTime(milliseconds: Int64(path.count)), into: &events)
            path.append(input)
            observer.observe(Step(input: input, events: events, room: next))
            for (rule, what) in observer.violations where violations[rule] == nil {
                violations[rule] = "\(what):\n\(shortestFailure(rule, path))"
            }
            if next == room {
                runs += 1
            } else {
                let isNew =
                    if case .join(let join) = input { join.participant.rawValue == callers } else { false }
                explore(next, observer, callers: isNew ? callers + 1 : callers)
            }
            path.removeLast()
        }
    }

    private func inputs(callers: Int32, instance: InstanceID?) -> [RoomInput] {
        let causes: [LeaveCause] = [.flow, .hungUp, .removed]
        var inputs: [RoomInput] = instance.map { [.end($0, .api)] } ?? []
        for (number, cause) in zip(Int32(0)..<min(callers + 1, 3), causes) {
            let id = ParticipantID(number)
            let coached = ParticipantID((number + 1) % 3)
            inputs.append(.leave(id, cause))
            inputs += [
                ParticipantSettings(), ParticipantSettings(startOnEnter: false),
                ParticipantSettings(startOnEnter: false, endOnExit: true),
                ParticipantSettings(coach: .call(coached)),
            ].map { settings in
                .join(
                    .init(
                        id, settings, room: RoomSettings(record: .recordFromStart),
                        newInstance: InstanceID(Int64(path.count + 1))))
            }
        }
        return inputs
    }
}
