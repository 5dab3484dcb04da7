import FlowRuntime
import TestSupport
import Testing

@testable import RelayProtocol

/// Random carriers: events late, early, twice, never and wrong, answers of every kind, hang-ups at any time.
@Suite("Memberships at random")
struct RandomMembershipTests {
    @Test func `one answer, one joined, one left, and every wait ends`() {
        for seed in UInt64(1)...400 {
            var world = RandomCarrier(seed: seed)
            world.run(steps: 120)
            #expect(world.broken == nil, "seed \(seed): \(world.broken ?? "")")
        }
    }
}

/// Does anything that a carrier could do, and holds what comes out to the contract of `CallBackend`.
private struct RandomCarrier {
    private var random: SplitMix64
    private var line = ConferenceLine()
    private var seen = 0
    private var flows: [Int: Flow] = [:]
    private var waitingForAnswer: [Int] = []
    /// The first sentence of the contract that was broken.
    private(set) var broken: String?

    /// What a call's flow has been told.
    private struct Flow {
        var pending: Set<CommandID> = []
        var nextID: Int32 = 1
        var inside: String?
        var isWaiting = false
    }

    private static let calls = 4
    private static let statuses = [
        "participant-join", "participant-join", "participant-join", "participant-leave", "participant-leave",
        "conference-start", "conference-end", "participant-mute", "participant-speech-start", "record-start",
        "record-stop", "participant-wave",
    ]

    init(seed: UInt64) {
        random = SplitMix64(seed: seed)
        for call in 0..<Self.calls { flows[call] = Flow() }
    }

    mutating func run(steps: Int) {
        for _ in 0..<steps where broken == nil {
            step()
            check()
        }
        while let call = waitingForAnswer.popLast() { answer(call) }
        // The longest wait is that for a connection which does not come back.
        line.wait(.seconds(120))
        line.wait(.seconds(120))
        check()
        for (call, flow) in flows where !flow.pending.isEmpty {
            fail("call \(call) waits for \(flow.pending.map(\.number))")
        }
        for call in 0..<Self.calls { line.end(call) }
        if !line.conferences.rooms.isEmpty || !line.conferences.unplaced.isEmpty {
            fail("rooms are left over")
        }
    }

    private mutating func step() {
        let call = random.below(Self.calls)
        switch random.below(14) {
        case 0, 1: join(call)
        case 2: leave(call)
        case 3, 4:
            if let place = waitingForAnswer.indices.randomElement(using: &random) {
                answer(waitingForAnswer.remove(at: place))
            }
        case 5: line.wait(.milliseconds(random.below(7000)))
        case 6: line.reconnect()
        case 7: if random.once(in: 4) { hangUp(call) }
        case _: event(call)
        }
    }

    /// Flows join and leave like those of `FlowMachine`: one thing at a time.
    private mutating func join(_ call: Int) {
        guard let flow = flows[call], flow.pending.isEmpty, flow.inside == nil else { return }
        let (starts, name) = (random.once(in: 2), random.pick(["a", "b"]))
        line.join(name, call, as: begin(call)) { $0.startOnEnter = starts }
        waitingForAnswer.append(call)
    }

    private mutating func leave(_ call: Int) {
        guard let flow = flows[call], flow.pending.isEmpty, let inside = flow.inside else { return }
        line.leave(random.once(in: 10) ? "cf-none" : inside, call, as: begin(call))
        waitingForAnswer.append(call)
    }

    private mutating func begin(_ call: Int) -> Int32 {
        guard let id = flows[call]?.nextID else { return 0 }
        flows[call]?.nextID += 1
        flows[call]?.pending.insert(CommandID(id))
        return id
    }

    private mutating func answer(_ call: Int) {
        switch random.below(6) {
        case 0: line.refuses(call, random.pick([409, 404, 500]))
        case 1: line.loses(call)
        case 2: line.accepts(call, #"{"code":"200","conference_id":"cf-\#(random.below(3))"}"#)
        case _: line.accepts(call)
        }
    }

    private mutating func event(_ call: Int) {
        let isStranger = random.once(in: 4)
        let isNobody = random.once(in: 5)
        line.event(
            random.pick(Self.statuses), isStranger || isNobody ? nil : call,
            who: isStranger ? "x-9" : nil, in: random.once(in: 12) ? "" : "cf-\(random.below(3))",
            name: random.pick(["a", "b", "a", "b", ""]), size: random.once(in: 3) ? nil : random.below(5))
    }

    private mutating func hangUp(_ call: Int) {
        check()
        line.end(call)
        flows[call] = Flow()
    }

    // MARK: The contract

    private mutating func check() {
        for output in line.outputs[seen...] {
            switch output {
            case .deliver(let call, .finished(let id, _)):
                if flows[call.value]?.pending.remove(id) == nil { fail("\(id.number) is answered twice") }
            case .deliver(let call, .conference(let change)): check(change, of: call.value)
            case .deliver(_, let event): fail("\(event) is no business of conferences")
            case .send(_, let request):
                if case .leave(let id) = request.content, id.isEmpty { fail("a leave without an id") }
            case .notice: break
            }
        }
        seen = line.outputs.count
    }

    private mutating func check(_ change: ConferenceChange, of call: Int) {
        guard let flow = flows[call] else { return }
        if change.size < 0 { fail("a size of \(change.size)") }
        switch change.kind {
        case .joined(let waiting):
            if flow.inside != nil { fail("joined twice") }
            if change.id.isEmpty { fail("joined a conference without an id") }
            flows[call]?.inside = change.id
            flows[call]?.isWaiting = waiting
        case .started:
            if !flow.isWaiting { fail("started, but it did not wait") }
            flows[call]?.isWaiting = false
        case .changed: break
        case .left: flows[call]?.inside = nil
        }
        if case .joined = change.kind { return }
        if flow.inside != change.id { fail("\(change) of another instance than \(flow.inside ?? "none")") }
    }

    private mutating func fail(_ sentence: String) {
        if broken == nil { broken = sentence }
    }
}
