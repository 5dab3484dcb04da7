import FlowExpressions
import FlowModel
import FlowRuntime
import OrderedCollections

/// Values with every field set to something that is not its default, and every case of every enumeration.
enum Samples {
    static let value: Value = [
        "text": "a\u{301}é 🎉", "list": [1, 2.5, -0.0, true, nil, .undefined, []], "empty": "",
        "lone": .string(Text(units: [0x61, 0xD800])), "nan": .number(.nan), "big": 1e300, "deep": [[[["x"]]]],
    ]
    static let map: ValueMap = ["b": value, "a": 1, "lone": .string(Text(units: [0xDC00]))]
    static let origin = DialOrigin(
        by: CallID("c-9"), CommandID(7),
        run: DialledRun(.document(name: "n", text: "t", section: "s"), params: map, generation: 2))

    static let calls = [
        CallInfo(id: CallID(""), from: "", to: ""),
        CallInfo(
            id: CallID("c-1"), from: "sip:a@b", to: "+1", direction: .outbound, kind: .webrtc,
            headers: [.init("X-A", "1"), .init("", "")], isAnswered: true, nodeID: "n", extra: value,
            dialled: origin),
        CallInfo(id: CallID("é"), from: "a", to: "b", dialled: with(origin) { $0.run.target = .url("u") }),
        CallInfo(
            id: CallID("x"), from: "a", to: "b", dialled: with(origin) { $0.run.target = .section("s") }),
    ]

    static func with<T>(_ value: T, _ change: (inout T) -> Void) -> T {
        var value = value
        change(&value)
        return value
    }

    // MARK: Events

    static let inputs: [PromptInput] = [
        .digits("12", terminator: "#"), .speech("hello", confidence: 87.5), .noInput, .noMatch,
    ]

    static let results: [CommandResult] =
        [
            .done, .played(failedItems: [0, 3]), .recordingStarted(url: "u"), .key("*"),
            .recorded(
                RecordingSummary(url: "u", duration: .milliseconds(1500), size: 1 << 40, isSilent: true)),
            .bridged(BridgeSummary(peer: CallID("p"), duration: .nanoseconds(-7))),
            .dialled(DialSummary(call: CallID("p"), to: "+2")),
            .response(HTTPResponse(status: -1, headers: [.init("A", "b")], body: "{\"a\": \"\u{0}\"}")),
        ] + inputs.map { .prompted($0) }
        + CommandFailure.Code.allCases.map { .failed(CommandFailure($0, "why")) }

    static let changes: [ConferenceChange.Kind] =
        [.joined(waiting: true), .joined(waiting: false), .started, .changed]
        + ConferenceOutcome.allCases.map { .left($0, reason: "r", by: $0 == .left ? nil : CallID("c")) }

    static let events: [CallEvent] =
        [.started] + results.enumerated().map { .finished(CommandID(Int32($0.offset) - 1), $0.element) }
        + changes.map {
            .conference(ConferenceChange(id: "cf", name: "n", kind: $0, size: 3, isRecording: true))
        }
        + [.caller, .flow, .system].map { .ended(CallEnding(by: $0, reason: "max_duration")) }

    // MARK: Commands

    static let voice = Voice(name: "v", language: "l", gender: "g")
    static let play = PlayCommand(
        items: [
            .url("u"), .say("s"), .silence(.milliseconds(3)), .ring(nil, country: "us"),
            .ring(.seconds(2), country: ""),
        ], volume: -3.25, voice: voice, statusURL: "s")
    static let prompt = PromptCommand(
        play: play,
        digits: DigitCollection(
            maxDigits: 4, terminators: "#*", digitTimeout: .milliseconds(1), initialTimeout: .zero),
        speech: SpeechCollection(
            timeout: .seconds(1), endTimeout: .seconds(2), language: "de", hints: ["a", ""], engine: "e"),
        initialTimeout: .seconds(9), isSensitive: true)
    static let record = RecordCommand(
        controlID: "c", stereo: true, format: .mp3, direction: .listen, terminators: "1", beep: true,
        inputSensitivity: 1.5, initialTimeout: .seconds(1), endSilenceTimeout: .seconds(2),
        maxLength: .seconds(3), statusURL: "u")
    static let stream = with(ConferenceAudioStream(url: "wss://a")) {
        ($0.name, $0.codec, $0.realtime, $0.statusURL) = ("n", "L16", true, "s")
        ($0.statusURLMethod, $0.bearerToken) = (.get, Secret(Secret.mask))
        $0.customParameters = ["b": "1", "a": "2"]
    }
    static let join = with(JoinConferenceCommand(name: "room")) {
        ($0.muted, $0.beep, $0.startOnEnter, $0.endOnExit) = (true, .onExit, false, true)
        ($0.waitURL, $0.coach) = ("w", "c")
        ($0.room.maxParticipants, $0.room.record, $0.room.trim) = (7, .recordFromStart, .trimSilence)
        $0.room.region = "eu"
        $0.room.statusCallback = ConferenceCallback(
            url: "u", events: ConferenceEventWord.allCases, format: .laml, method: .get)
        $0.room.recordingStatusCallback = RecordingCallback(
            url: "u", events: RecordingEventWord.allCases, format: .cxml, method: .get)
        $0.room.stream = stream
    }
    static let destination = with(ConnectDestination(to: "+1")) {
        ($0.from, $0.timeout, $0.confirmTimeout) = ("+2", .seconds(1), .seconds(2))
        ($0.confirm, $0.callStateURL) = (.steps(FlowBlock(document: 1, block: 2)), "u")
        ($0.callStateEvents, $0.headers) = (["answered"], [.init("X", "y")])
        ($0.username, $0.password, $0.stream) = ("u", Secret(Secret.mask), stream)
        ($0.sip.fromName, $0.sip.codecs, $0.sip.webrtcMedia) = ("f", ["PCMU"], true)
        ($0.sip.sessionTimeout, $0.sip.encryption) = (.seconds(90), .optional)
    }
    static let connect = with(ConnectCommand(groups: [[destination], []])) {
        $0.groups[1] = [ConnectDestination(to: "b", confirm: .url("u"))]
        ($0.ringback, $0.ringbackLoops, $0.maxDuration) = (play.items, 3, .seconds(4))
        ($0.answerOnBridge, $0.statusURL) = (true, "u")
    }
    static let request = HTTPRequest(
        method: "PUT", url: "https://u:p@a/", headers: [.init("A", "b")], body: "x", timeout: .seconds(5),
        connectTimeout: .milliseconds(6))
    static let sms = SendSmsCommand(
        to: "+1", from: "+2", body: "b", media: ["m"], region: "r", tags: ["t"], statusCallback: "s")

    static let commands: [CallCommand] =
        [
            .answer(
                .init(maxDuration: .seconds(60), codecs: ["OPUS"], username: "u", password: Secret("***"))),
            .answer(.init()), .play(play), .play(PlayCommand(items: [])), .prompt(prompt),
            .prompt(PromptCommand(play: play, digits: nil)), .record(record), .startRecording(record),
            .stopRecording(controlID: "c"), .sendDigits("1W2"), .joinConference(join),
            .joinConference(.init(name: "n")), .leaveConference(conferenceID: "cf"), .awaitKey("12#"),
            .connect(connect), .sendSms(sms), .sendSms(.init(to: "", from: "")),
            .userEvent(UserEventCommand(event: value)), .startTimer(.milliseconds(1)), .request(request),
            .request(HTTPRequest(method: "", url: "")), .fetchDocument(request), .cancel(CommandID(.max)),
            .dial(DialCommand(to: ["a"], .inTurn, from: "f", timeout: .zero, attempts: 9, run: origin.run)),
            .dial(DialCommand(to: [], .allAtOnce, run: DialledRun(.section("s")))),
        ] + HangupReason.allCases.map { .hangup($0) }
}
