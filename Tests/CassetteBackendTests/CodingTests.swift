import CassetteBackend
import FlowExpressions
import FlowModel
import FlowRuntime
import OrderedCollections
import SimulatedBackend
import TestSupport
import Testing

struct `Every kind of input` {
    /// Texts that are hard to write.
    private static let texts = [
        "", "a", "é\u{301}", "\"\\\n\r\t", "\u{2028}", "😀", "{\"a\":[1]}", "+1", "value", "_0",
    ]

    private func result(_ kind: Int, _ random: inout SplitMix64) -> CommandResult {
        func text(_ random: inout SplitMix64) -> String { random.pick(Self.texts) }
        let duration = Duration.milliseconds(random.below(100_000))
        switch kind {
        case 0: return .done
        case 1: return .failed(CommandFailure(random.pick(CommandFailure.Code.allCases), text(&random)))
        case 2: return .played(failedItems: (0..<random.below(4)).map { $0 * 3 })
        case 3: return .prompted(.digits(text(&random), terminator: text(&random)))
        case 4: return .prompted(.speech(text(&random), confidence: Double(random.below(1000)) / 10))
        case 5: return .prompted(random.once(in: 2) ? .noInput : .noMatch)
        case 6:
            return .recorded(
                RecordingSummary(
                    url: text(&random), duration: duration, size: random.below(1 << 40),
                    isSilent: random.once(in: 2)))
        case 7: return .recordingStarted(url: text(&random))
        case 8: return .key(text(&random))
        case 9: return .bridged(BridgeSummary(peer: CallID(text(&random)), duration: duration))
        case _:
            return .response(
                HTTPResponse(
                    status: random.below(600),
                    headers: (0..<random.below(3)).map { _ in .init(text(&random), text(&random)) },
                    body: text(&random)))
        }
    }

    private func event(_ random: inout SplitMix64) -> CallEvent {
        let text = random.pick(Self.texts)
        let kinds: [ConferenceChange.Kind] = [
            .joined(waiting: true), .joined(waiting: false), .started, .changed,
            .left(.endedByAPI, reason: text, by: nil), .left(.removed, reason: "", by: CallID(text)),
        ]
        switch random.below(14) {
        case 0: return .ended(CallEnding(by: random.pick([.caller, .flow, .system]), reason: text))
        case 1, 2:
            return .conference(
                ConferenceChange(
                    id: text, name: random.pick(Self.texts), kind: random.pick(kinds),
                    size: random.below(100),
                    isRecording: random.once(in: 2)))
        case let kind: return .finished(CommandID(Int32(1 + random.below(99))), result(kind - 3, &random))
        }
    }

    @Test func `is read as it was written`() throws {
        var random = SplitMix64(seed: 1)
        let calls = (0..<20).map { number in
            CallInfo(
                id: CallID("c-\(number)"), from: random.pick(Self.texts), to: random.pick(Self.texts),
                direction: random.pick([.inbound, .outbound]), kind: random.pick([nil, .webrtc]),
                headers: (0..<random.below(3)).map { _ in .init("X-A", random.pick(Self.texts)) },
                isAnswered: random.once(in: 2),
                extra: random.pick([.null, ["a": [1, 2.5, nil, true]], "b"]))
        }
        var entries = calls.enumerated().map {
            CassetteEntry(call: $0, at: Int64($0), content: .started($1, .call(flow: $0 % 3)))
        }
        for number in 0..<2000 {
            entries.append(
                CassetteEntry(
                    call: random.below(20), at: Int64(number), content: .event(event(&random))))
        }
        let cassette = Cassette.of(entries)
        let reread = try cassette.reread
        for (entry, other) in zip(cassette.entries, reread.entries) where entry != other {
            Issue.record("\(entry) became \(other)")
        }
        #expect(reread == cassette)
    }
}

extension Cassette {
    /// A cassette without a recording.
    static func of(_ entries: [CassetteEntry]) -> Cassette {
        Cassette(
            backend: "test", date: Timestamp(milliseconds: 1_767_225_600_000), flows: [],
            environment: ["a": ["b": 1]], variables: [:], entries: entries)
    }
}

struct `Every kind of command` {
    /// One command of each kind that runs.
    private static let steps = """
        sections:
          main:
            - answer: {codecs: PCMU, username: u, password: p}
            - play: {urls: ["https://a/x.mp3", "silence:2", "ring:2:us", "say:Hello"], volume: 3}
            - prompt: {play: "say:Speak", maxDigits: 2, terminators: "#", speechHints: [one, two]}
            - record: {maxLength: 3}
            - recordCall: {controlId: r}
            - stopRecordCall: {controlId: r}
            - sendDigits: {digits: "12"}
            - request: {url: "https://u:p@a/1", method: POST, headers: {A: b}, body: {c: [1, true, null]}}
            - sendSms: {fromNumber: "+15550100", toNumber: "+15550111", body: Hello}
            - userEvent: {event: {a: 1}}
            - connect: {to: "+15550111", confirm: [{play: "say:Yes"}], headers: [{name: X-A, value: b}]}
            - execute: {dest: "https://a/2"}
            - joinConference:
                name: r
                until: joined
                statusCallback: https://a/3
                stream: {url: "wss://a/4", authorizationBearerToken: t, customParameters: {z: "1", a: "2"}}
            - awaitConference: {until: left, keys: "1", timeout: 5s}
            - leaveConference
            - hangup
        """

    @Test func `is compared field by field`() throws {
        let flow = flow(Self.steps)
        var world = World(flows: [flow], phone: PhoneSystem(doubles: RandomWorld.doubles))
        world.dial(
            CallerScript(
                name: "a", from: "+12125550123", to: "+12125550124",
                lines: [ScriptLine(.seen(.joins("a")), delay: .seconds(1), [.press("1")])]))
        let cassette = try world.recorded().reread
        let names = Set(
            cassette.entries.compactMap {
                if case .command(_, .map(let command), _) = $0.content {
                    command.keys.first?.string
                } else {
                    nil
                }
            })
        #expect(
            names == [
                "answer", "play", "prompt", "record", "startRecording", "stopRecording", "sendDigits",
                "request",
                "sendSms", "userEvent", "connect", "fetchDocument", "joinConference", "awaitKey",
                "startTimer",
                "cancel", "leaveConference", "hangup",
            ])
        #expect(cassette.replay([flow]).mismatch == nil)
        #expect(try !cassette.text.contains("_0"))
        editEachField(of: cassette, flow)
    }

    /// Each field of each command is changed in the recording, one at a time: the replay must name it.
    private func editEachField(of cassette: Cassette, _ flow: Flow) {
        var edits = 0
        for (place, entry) in cassette.entries.enumerated() {
            guard case .command(let id, let command, let where_) = entry.content else { continue }
            for edited in command[command.commandName].edits {
                var entries = cassette.entries
                entries[place].content = .command(id, .map([command.commandName: edited]), place: where_)
                let other = Cassette(
                    backend: cassette.backend, date: cassette.date, flows: cassette.flows,
                    environment: cassette.environment, variables: cassette.variables, entries: entries)
                let mismatch = other.replay([flow]).mismatch
                #expect(mismatch?.entry == place + 1, "\(edited.jsonText)")
                #expect(mismatch?.fields.count == 1, "\(edited.jsonText)")
                edits += 1
            }
        }
        #expect(edits > 100)
    }
}

extension Value {
    /// The name of an encoded command.
    fileprivate var commandName: Text {
        if case .map(let command) = self { command.keys.first ?? "" } else { "" }
    }

    /// This value with one leaf changed, for each leaf.
    fileprivate var edits: [Value] {
        switch self {
        case .undefined: []
        case .null: [1]
        case .bool(let bool): [.bool(!bool)]
        case .number(let number): [.number(number + 1)]
        case .string(let text): [Value("\(text)x")]
        case .list(let values):
            values.indices.flatMap { index in
                values[index].edits.map { edit in
                    var values = values
                    values[index] = edit
                    return .list(values)
                }
            }
        case .map(let members):
            members.keys.flatMap { key in
                (members[key] ?? .undefined).edits.map { edit in
                    var members = members
                    members[key] = edit
                    return .map(members)
                }
            }
        }
    }
}
