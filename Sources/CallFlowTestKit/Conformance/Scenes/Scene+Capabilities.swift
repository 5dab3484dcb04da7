import FlowModel
import FlowRuntime

// Each capability, claimed or not, by a command that needs it.
extension Scene {
    static func name(claimed capability: Capability) -> String { "with-" + capability.rawValue }
    static func name(unclaimed capability: Capability) -> String { "without-" + capability.rawValue }

    /// Two scenes for each capability that a command shows; a backend plays the one that it claims to be.
    static func capabilities(_ beat: Duration) -> [Scene] {
        Capability.allCases.flatMap { capability -> [Scene] in
            guard let probe = probe(of: capability, beat) else { return [] }
            let steps = probe.steps + [hangUp, .awaitEnd]
            return [
                Scene(
                    name(claimed: capability), needs: probe.needs.union([capability]), from: probe.farEnd,
                    steps),
                Scene(
                    name(unclaimed: capability), needs: probe.needs, without: capability, from: probe.farEnd,
                    steps),
            ]
        }
    }

    /// How to ask for what needs a capability: the last command that is no timer does.
    private struct Probe {
        var needs: Set<Capability> = []
        var farEnd = FarEnd()
        var steps: [Step]

        init(needs: Set<Capability> = [], from farEnd: FarEnd = FarEnd(), _ steps: [Step]) {
            self.needs = needs
            self.farEnd = farEnd
            self.steps = steps
        }

        /// A command on an answered call.
        init(needs: Set<Capability> = [], from farEnd: FarEnd = FarEnd(), _ command: CallCommand) {
            self.init(needs: needs, from: farEnd, [answer, .awaitAnswers, .give(command), .awaitAnswers])
        }
    }

    private static func probe(of capability: Capability, _ beat: Duration) -> Probe? {
        switch capability {
        case .speech:
            Probe(
                from: FarEnd(upon: .isAsked, [FarEnd.Act(.say("conformance"), after: beat)]),
                .prompt(
                    PromptCommand(
                        play: PlayCommand(items: []), digits: nil,
                        speech: SpeechCollection(timeout: beat * 5, endTimeout: beat),
                        initialTimeout: beat * 3)))
        case .recordCall: Probe(.startRecording(RecordCommand(controlID: room)))
        case .connect: Probe(.connect(connect(beat)))
        case .confirm: Probe(needs: [.connect], .connect(connect(beat, confirm: .url(request.url))))
        case .dial: dialling(beat)
        case .conference: Probe(.joinConference(JoinConferenceCommand(name: room)))
        case .coach:
            Probe(
                needs: [.conference],
                .joinConference(JoinConferenceCommand(name: room, coach: "no such call")))
        case .conferenceRecording: Probe(needs: [.conference], creating { $0.record = .recordFromStart })
        case .conferenceStream:
            Probe(
                needs: [.conference],
                creating { $0.stream = ConferenceAudioStream(url: "wss://conformance.invalid/") })
        case .keysInConference: keysInside(beat)
        case .sendSms:
            Probe(.sendSms(SendSmsCommand(to: "+15555550111", from: "+15555550100", body: room)))
        case .userEvent: Probe(.userEvent(UserEventCommand(event: .null)))
        case .earlyMedia:
            Probe([.give(.play(PlayCommand(items: [.silence(beat)]))), .awaitAnswers])
        // A sound and a document look the same in a command; a full room has scenes of its own.
        case .waitDocument, .tellsFullConference: nil
        }
    }

    private static let nobody = "sip:nobody@conformance.invalid"

    private static func connect(_ beat: Duration, confirm: ConfirmScript? = nil) -> ConnectCommand {
        ConnectCommand(
            groups: [
                [
                    ConnectDestination(
                        to: nobody, timeout: beat * 3, confirm: confirm,
                        confirmTimeout: beat * 3)
                ]
            ], maxDuration: beat * 3)
    }

    private static func creating(_ change: (inout JoinConferenceCommand.RoomSettings) -> Void) -> CallCommand
    {
        var settings = JoinConferenceCommand.RoomSettings()
        change(&settings)
        return .joinConference(JoinConferenceCommand(name: room, room: settings))
    }

    /// Whoever answers has a call of their own, which the suite takes meanwhile.
    private static func dialling(_ beat: Duration) -> Probe {
        let dial = DialCommand(
            to: [nobody], .inTurn, timeout: beat * 3, run: DialledRun(.section("main")))
        return Probe([
            answer, .awaitAnswers, .give(.dial(dial)), .awaitAnswers, .give(.startTimer(beat)),
            .awaitAnswers,
        ])
    }

    private static func keysInside(_ beat: Duration) -> Probe {
        Probe(
            needs: [.conference], from: FarEnd(upon: .isAnswered, [FarEnd.Act(.press("1"), after: beat * 4)]),
            [
                answer, .awaitAnswers, .give(.joinConference(JoinConferenceCommand(name: room))),
                .awaitConference(.joined), .awaitAnswers, .give(.awaitKey("1")), .awaitAnswers,
            ])
    }
}
