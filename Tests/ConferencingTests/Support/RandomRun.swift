import Conferencing
import FlowModel
import TestSupport

/// Inputs of one random life: five callers who join, leave, hang up, coach, are muted and held, and an API.
func randomInputs(seed: UInt64, count: Int) -> [RoomInput] {
    var random = SplitMix64(seed: seed)
    var instances: Int64 = 0
    return (0..<count).map { _ in randomInput(&random, &instances) }
}

private func randomInput(_ random: inout SplitMix64, _ instances: inout Int64) -> RoomInput {
    let id = ParticipantID(Int32.random(in: 0..<5, using: &random))
    let flag = Bool.random(using: &random)
    switch Int.random(in: 0..<22, using: &random) {
    case 0..<9:
        instances += 1
        return .join(randomJoin(id, InstanceID(instances), &random))
    case 9..<14: return .leave(id, LeaveCause.allCases.randomElement(using: &random) ?? .flow)
    case 14: return .end(InstanceID(.random(in: 0...instances, using: &random)), flag ? .api : .error)
    case 15: return .mute(id, flag)
    case 16: return .hold(id, flag)
    case 17: return .speech(id, flag)
    case 18: return .occupy(id, flag)
    case 19: return .waitingMediaFailed(id)
    case 20: return .recordingFailed(InstanceID(.random(in: 0...instances, using: &random)))
    default: return .streamClosed(InstanceID(.random(in: 0...instances, using: &random)))
    }
}

private func randomJoin(
    _ id: ParticipantID, _ instance: InstanceID, _ random: inout SplitMix64
) -> RoomInput.Join {
    let coach: Coach? =
        switch Int.random(in: 0..<8, using: &random) {
        case 0...1: .call(ParticipantID(Int32.random(in: 0..<5, using: &random)))
        case 2: Bool.random(using: &random) ? .unknownCall : nil
        default: nil
        }
    let settings = ParticipantSettings(
        muted: Int.random(in: 0..<5, using: &random) == 0,
        beep: Beep.allCases.randomElement(using: &random) ?? .both,
        startOnEnter: Int.random(in: 0..<3, using: &random) == 0,
        endOnExit: Int.random(in: 0..<6, using: &random) == 0, coach: coach,
        waitingMedia: Bool.random(using: &random) ? .own : .standard)
    let room = RoomSettings(
        record: [nil, .recordFromStart, .doNotRecord].randomElement(using: &random) ?? nil,
        maxParticipants: [nil, nil, 2, 3, 100_000].randomElement(using: &random) ?? nil,
        stream: Int.random(in: 0..<3, using: &random) == 0 ? StreamSettings(url: "wss://example.com/a") : nil)
    return RoomInput.Join(id, settings, room: room, newInstance: instance)
}

/// Lives the inputs, a second each, and returns what the observer found.
func violations(of inputs: some Sequence<RoomInput>) -> [Rule: String] {
    var observer = Observer()
    forEachStep(of: inputs) { observer.observe($0) }
    return observer.violations
}

func forEachStep(of inputs: some Sequence<RoomInput>, _ body: (Step) -> Void) {
    var room = ConferenceRoom(name: "standup")
    var time = RoomTime(milliseconds: 0)
    for input in inputs {
        var events: [RoomEvent] = []
        room.handle(input, at: time, into: &events)
        body(Step(input: input, events: events, room: room))
        time.milliseconds += 1000
    }
}

/// The shortest beginning of the inputs that already breaks the rule, told for a person.
func shortestFailure(_ rule: Rule, _ inputs: [RoomInput]) -> String {
    let length = inputs.indices.first { violations(of: inputs[...$0])[rule] != nil } ?? inputs.count - 1
    var lines: [String] = []
    forEachStep(of: inputs[...length]) { lines.append("\($0.input) -> \($0.events.map(told))") }
    return lines.joined(separator: "\n")
}
