import CallFlow
import FlowModel
import FlowRuntime
import RelayDouble
import SourceText
import Testing

/// A call of which everything is known: its flow, its caller, and what the caller lives to see.
struct StandardCall: Sendable, CustomTestStringConvertible {
    let name: String
    let steps: String
    let caller: RelayCaller
    /// Requests of the worker that make something happen, in order: each once.
    let experience: [String]
    let endsBy: CallEnding.Party
    /// What comes only when something before has failed.
    var aftermath: [String] = []
    /// The longest that the flow itself waits, if it does: what is longer ago is too late.
    var waits: Duration?
    /// What comes instead when nobody knows which key was pressed.
    var withoutKey: [String: String] = [:]

    var testDescription: String { name }
    var joins: Bool { experience.contains("join standup") }

    /// Long after everything else, so that no call is up for ever when its flow was never begun.
    static let patience = Duration.seconds(600)

    func flow() throws -> Flow {
        try Flow.load(
            SourceFile(name: "test.yaml", text: "version: 1.0.0\nsections:\n  main:\n" + steps))
    }

    private static let caller = RelayCaller(dials: .seconds(1))
        .pressing("1", upon: .isAsked, after: .milliseconds(500))

    static let all = [
        StandardCall(
            name: "leaves",
            steps: """
                    - answer
                    - play: "say:Welcome"
                    - prompt: {play: "say:Press a key", maxDigits: 1}
                    - joinConference: {name: standup, until: joined}
                    - play: "say:Inside"
                    - leaveConference
                    - play: "say:Goodbye ${prompt_value}"
                    - hangup
                """,
            caller: caller.hangingUp(upon: .isAnswered, after: patience),
            experience: [
                "play Welcome", "ask Press a key", "join standup", "play Inside", "play Goodbye 1",
            ], endsBy: .flow, withoutKey: ["play Goodbye 1": "play Goodbye "]),
        StandardCall(
            name: "hangs up inside",
            steps: """
                    - play: "say:Welcome"
                    - prompt: {play: "say:Press a key", maxDigits: 1}
                    - joinConference: {name: standup}
                    - play: "say:Never heard"
                """,
            // Knows the menu: the key comes before the question is over.
            caller: RelayCaller(dials: .seconds(1)).pressing("1", upon: .isAsked)
                .hangingUp(upon: .joinsConference, after: .seconds(3))
                .hangingUp(upon: .isAnswered, after: patience),
            experience: ["play Welcome", "ask Press a key", "join standup"], endsBy: .caller,
            aftermath: ["play Never heard"]),
        StandardCall(
            name: "records",
            steps: """
                    - answer
                    - recordCall: {controlId: whole}
                    - sleep: 1s
                    - sendDigits: "12"
                    - stopRecordCall: {controlId: whole}
                    - record: {maxLength: 2, endSilenceTimeout: 1}
                    - hangup
                """,
            caller: RelayCaller(dials: .seconds(1)).hangingUp(upon: .isAnswered, after: patience),
            experience: ["record", "send digits", "record"], endsBy: .flow),
        StandardCall(
            name: "connects",
            steps: """
                    - answer
                    - connect: {to: "+15555550122", from: "+15555550100"}
                    - play: "say:Goodbye"
                    - hangup
                """,
            caller: RelayCaller(dials: .seconds(1)).hangingUp(upon: .isAnswered, after: patience),
            experience: ["connect", "play Goodbye"], endsBy: .flow),
        StandardCall(
            name: "waits for a key",
            steps: """
                    - joinConference: {name: standup, until: joined, startOnEnter: false}
                    - awaitConference: {until: left, keys: "1", timeout: 20s}
                    - leaveConference
                    - play: "say:Goodbye ${await_conference_key}"
                    - hangup
                """,
            caller: RelayCaller(dials: .seconds(1))
                .pressing("1", upon: .joinsConference, after: .seconds(3))
                .hangingUp(upon: .isAnswered, after: patience),
            experience: ["join standup", "play Goodbye 1"], endsBy: .flow, waits: .seconds(20),
            withoutKey: ["play Goodbye 1": "play Goodbye "]),
    ]
}

extension RelayJournal {
    /// The requests that nobody may repeat, as the caller lives through them.
    var experience: [String] {
        requests().compactMap { frame -> String? in
            switch frame.name {
            case "calling.play": "play \(frame["params", "play", "0", "params", "text"] ?? "")"
            case "calling.play_and_collect": "ask \(frame["params", "play", "0", "params", "text"] ?? "")"
            case "calling.join_conference": "join \(frame["params", "name"] ?? "")"
            case "calling.record": "record"
            case "calling.connect": "connect"
            case "calling.send_digits": "send digits"
            case _: nil
            }
        }
    }

    /// What makes something happen a second time when it is done a second time.
    private static let unsafe: Set = [
        "calling.play", "calling.play_and_collect", "calling.collect", "calling.record",
        "calling.send_digits", "calling.connect", "calling.dial", "messaging.send", "calling.user_event",
        "calling.join_conference",
    ]

    /// Requests that were sent twice and must not be.
    var repeated: [String] {
        var seen: [String: Int] = [:]
        for frame in requests() where Self.unsafe.contains(frame.name) {
            let control = frame["params", "control_id"] ?? frame["params", "tag"] ?? ""
            seen["\(frame.name) \(frame["params", "call_id"] ?? "") \(control)", default: 0] += 1
        }
        return seen.filter { $0.value > 1 }.keys.sorted()
    }

    /// The statuses of the conference events that were told, in order.
    var conferenceStatuses: [String] {
        events("calling.conference").compactMap { $0["params", "params", "status"] }
    }
}

extension VirtualCall {
    /// What breaks the contract of `CallBackend`, or is not as the journal says.
    func problems(of flow: Flow) -> [String] {
        contractProblems + journalProblems(of: flow)
    }

    private var contractProblems: [String] {
        var problems: [String] = []
        var answered: Set<CommandID> = []
        if records.first.map({ if case .event(let timed) = $0 { timed.event != .started } else { true } })
            ?? true
        {
            problems.append("it does not begin with `started`")
        }
        for (earlier, later) in zip(events, events.dropFirst()) {
            if later.at < earlier.at { problems.append("time goes back") }
            if case .ended = earlier.event, case .ended = later.event { problems.append("ended twice") }
        }
        for case .finished(let id, _) in events.map(\.event) where !answered.insert(id).inserted {
            problems.append("command \(id.number) was answered twice")
        }
        return problems
    }

    private func journalProblems(of flow: Flow) -> [String] {
        do throws(JournalMismatch) {
            let replay = try JournalReplay(
                flow, call: info, environment: [:], variables: [:], records: records)
            var problems: [String] = []
            if replay.end != end { problems.append("the journal ends otherwise") }
            if replay.machine != self.flow { problems.append("the journal leads elsewhere") }
            if !replay.unsent.isEmpty { problems.append("the journal misses a command") }
            return problems
        } catch {
            return ["the journal does not replay: \(error)"]
        }
    }
}
