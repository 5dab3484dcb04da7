import FlowExpressions
import FlowModel
import FlowRuntime
import TestSupport
import Testing

@testable import RelayProtocol

/// Whatever comes in whatever order, what a flow is told keeps the contract at `CallBackend`.
@Suite("Calls in random orders") struct RandomCallTests {
    @Test func `every contract holds, whatever comes when`() {
        for seed in 0..<150 as Range<UInt64> {
            var chaos = Chaos(seed: seed)
            chaos.run()
            for problem in chaos.problems() { Issue.record("seed \(seed): \(problem)") }
        }
    }
}

/// A few calls, a server that does as it likes, and what was told and sent.
private struct Chaos {
    private var random: SplitMix64
    private var line = Telephony.connected()
    private var calls: [(number: RelayCallNumber, id: String, isClosed: Bool)] = []
    private var asked: [RelayCallNumber: [CommandID: CallCommand]] = [:]
    private var lastCommand: Int32 = 0
    private var found: [String] = []
    private var starts: Set<String> = []

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    mutating func run() {
        for _ in 0..<120 {
            step()
            noteRequests()
        }
        if !line.isConnected { line.reconnect() }
        for call in calls { line.state("ended", of: call.id) }
        line.advance(by: .seconds(30))
        noteRequests()
    }

    private mutating func step() {
        switch random.below(12) {
        case 0: ring()
        case 1, 2, 3: perform()
        case 4, 5: line.replyToAny(&random)
        case 6, 7: operationEvent()
        case 8: stateEvent()
        case 9: line.advance(by: .milliseconds(Int64(random.below(12_000))))
        case 10:
            if random.once(in: 3) { line.hangUpSocket() } else { line.reconnectIfNeeded() }
        case _:
            guard random.once(in: 4), let place = calls.indices.randomElement(using: &random) else { return }
            line.handle(.closeSession(calls[place].number))
            calls[place].isClosed = true
        }
    }

    private mutating func ring() {
        guard calls.count < 6 else { return }
        let id = "c-\(random.below(6))"
        let before = line.offers.count
        let number = line.ring(id)
        if line.offers.count > before { calls.append((number, id, false)) }
    }

    private mutating func perform() {
        guard let call = calls.randomElement(using: &random) else { return }
        lastCommand += 1
        let commands: [CallCommand] = [
            .answer(AnswerCommand()), .answer(AnswerCommand()), .play(PlayCommand(items: [.say("x")])),
            .prompt(PromptCommand(play: PlayCommand(items: []), digits: DigitCollection())),
            .record(RecordCommand(controlID: "record-\(lastCommand)", maxLength: .seconds(5))),
            .startRecording(RecordCommand(controlID: "r-\(lastCommand)")),
            .stopRecording(controlID: "r-\(max(1, lastCommand - 1))"), .sendDigits("1"), .awaitKey("1"),
            .sendSms(SendSmsCommand(to: "1", from: "2", body: "x")), .hangup(.hangup),
            .userEvent(UserEventCommand(event: .list([]))), .cancel(CommandID(max(1, lastCommand - 1))),
            .joinConference(JoinConferenceCommand(name: "room")), .leaveConference(conferenceID: "cf"),
            .startTimer(.seconds(1)),
        ]
        let command = random.pick(commands)
        if !call.isClosed { asked[call.number, default: [:]][CommandID(lastCommand)] = command }
        line.perform(command, lastCommand, on: call.number)
    }

    private mutating func operationEvent() {
        let control = line.anyControl(&random)
        let state = random.pick([
            #""state":"finished""#, #""state":"error""#, #""state":"recording""#,
            #""result":{"type":"digit","params":{"digits":"1"}}"#,
            #""result":{"type":"digit","params":{"digits":"5"}}"#,
        ])
        let type = random.pick(["play", "collect", "record", "send_digits"])
        for _ in 0...random.below(2) {
            line.operation(type, control, state, of: "c-\(random.below(6))")
        }
    }

    private mutating func stateEvent() {
        let states = ["created", "ringing", "answered", "answered", "answered", "ending", "ended"]
        line.state(random.pick(states), of: "c-\(random.below(6))")
    }

    /// No start with a control id goes out twice.
    private mutating func noteRequests() {
        for request in line.takeRequests() where !Self.repeatable(request.method) {
            guard request.params.contains("control_id") else { continue }
            if !starts.insert("\(request.call ?? "") \(request.line)").inserted {
                found.append("sent twice: \(request.line)")
            }
        }
    }

    private static func repeatable(_ method: String) -> Bool {
        [".stop", ".volume", ".resume"].contains { method.hasSuffix($0) }
    }

    func problems() -> [String] {
        found + calls.flatMap { call in problems(of: line.delivered[call.number] ?? [], call.number) }
            + (line.ends.values.contains { $0.count > 1 } ? ["events ended twice"] : [])
    }

    private func problems(of events: [TimedEvent], _ number: RelayCallNumber) -> [String] {
        var problems: [String] = []
        let asked = asked[number] ?? [:]
        var answered: Set<CommandID> = []
        var hasEnded = false
        if events.first?.event != .started { problems.append("does not begin with started") }
        for (earlier, later) in zip(events, events.dropFirst()) where later.at < earlier.at {
            problems.append("time goes back")
        }
        for event in events.dropFirst().map(\.event) {
            switch event {
            case .started: problems.append("started twice")
            case .ended:
                if hasEnded { problems.append("ended twice") }
                hasEnded = true
            case .conference: if hasEnded { problems.append("a conference after the end") }
            case .finished(let id, _):
                guard let command = asked[id] else { problems.append("\(id) was not asked"); continue }
                if !answered.insert(id).inserted { problems.append("\(id) answered twice") }
                if case .cancel = command { problems.append("a cancel was answered") }
                if hasEnded, !command.needsNoCall, event.failure != .callGone {
                    problems.append("\(command) answered after the end by \(event)")
                }
            }
        }
        let isClosed = calls.contains { $0.number == number && $0.isClosed }
        if !isClosed, !hasEnded { problems.append("never ended") }
        return problems.map { "call \(number.value): \($0)" }
    }
}
