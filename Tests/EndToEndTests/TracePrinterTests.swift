import Conferencing
import FlowModel
import FlowRuntime
import SimulatedBackend
import SourceText
import Testing

@testable import CallFlowCommand

/// Facts of a world that is not there: two callers and one flow.
private struct Facts: TraceFacts {
    let flow: Flow

    init() throws {
        let text = """
            version: 1.0.0
            sections:
              main:
                - answer
                - prompt: {play: "say:PIN?", maxDigits: 4, sensitive: true}
                - request: {url: "https://user:pw@example.com/a/b?token=1", method: POST}
                - joinConference: standup
                - hangup
            """
        flow = try #require(Flow.read(SourceFile(name: "test.yaml", text: text)).flow)
    }

    func name(of leg: LegID) -> String { leg.rawValue == 0 ? "ann" : "bob" }

    func call(of leg: LegID) -> CallInfo {
        CallInfo(id: CallID("c-\(leg.rawValue + 1)"), from: "+15555550111", to: "+15555550100")
    }

    func step(_ reference: StepReference, of leg: LegID) -> TracedStep? {
        guard flow.steps.indices.contains(Int(reference.step)) else { return nil }
        return TracedStep(
            flow: flow, step: flow.steps[Int(reference.step)], line: 4 + Int(reference.step), flowIndex: 0,
            isMain: true)
    }

    func callback(_ index: Int) -> PostedCallback { preconditionFailure("no callback is posted here") }
}

struct `Trace lines` {
    private let ann = LegID(rawValue: 0)
    private let bob = LegID(rawValue: 1)

    /// The lines of events at instants, `caller place what | detail`.
    private func lines(_ events: [(at: Int64, leg: LegID?, what: WorldEvent.What)]) throws -> [String] {
        let facts = try Facts()
        var printer = TracePrinter(begin: Timestamp(milliseconds: 1_000))
        for event in events {
            let instant = Timestamp(milliseconds: 1_000 + event.at)
            printer.add(WorldEvent(event.what, leg: event.leg, at: instant), facts)
        }
        printer.flush()
        return printer.takeLines().map { line in
            "\(line.at) \(line.who) \(line.place)\(line.place.isEmpty ? "" : " ")\(line.what)"
                + (line.detail.isEmpty ? "" : " | \(line.detail)")
        }
    }

    private func step(_ index: Int32) -> StepReference { StepReference(document: 0, step: index) }

    @Test func `of a step that is over at once are one`() throws {
        let lines = try lines([
            (0, ann, .note(.began(step(0)))), (0, ann, .performed(CommandID(1), .answer(AnswerCommand()))),
            (0, ann, .answered), (0, ann, .finished(CommandID(1), .done)),
            (0, ann, .note(.ended(step(0), outcome: "answered"))),
        ])
        #expect(lines == ["0 ann :4 answer | answered"])
    }

    @Test func `of a step during which something else happens are two`() throws {
        let lines = try lines([
            (0, ann, .note(.began(step(2)))), (0, bob, .began), (300, ann, .finished(CommandID(1), .done)),
            (300, ann, .note(.ended(step(2), outcome: "failed"))),
        ])
        #expect(
            lines == [
                "0 ann :6 request", "0 bob call c-2 | +15555550111 -> +15555550100", "300 ann :6 -> failed",
            ])
    }

    @Test func `of a request show its path and its status, and no secret of its URL`() throws {
        let request = HTTPRequest(method: "POST", url: "https://user:pw@example.com/a/b?token=1")
        let lines = try lines([
            (0, ann, .note(.began(step(2)))), (0, ann, .performed(CommandID(1), .request(request))),
            (300, ann, .finished(CommandID(1), .response(HTTPResponse(status: 204)))),
            (300, ann, .note(.ended(step(2), outcome: "success"))),
        ])
        #expect(lines == ["0 ann :6 request | POST /a/b -> 204 in 0.3 s"])
    }

    @Test func `of a secret prompt show neither keys nor digits`() throws {
        let prompt = PromptCommand(
            play: PlayCommand(items: []), digits: DigitCollection(maxDigits: 4, terminators: "#"),
            isSensitive: true)
        let lines = try lines([
            (0, ann, .note(.began(step(1)))), (0, ann, .performed(CommandID(1), .prompt(prompt))),
            (100, ann, .pressed(nil)), (200, ann, .pressed(nil)),
            (200, ann, .finished(CommandID(1), .prompted(.digits("4711", terminator: "#")))),
            (200, ann, .note(.ended(step(1), outcome: "match_digits"))),
        ])
        #expect(
            lines == [
                "0 ann :5 prompt | for up to 4 digits and # (secret)", "100 ann presses ••",
                "200 ann :5 -> match_digits ***",
            ])
    }

    @Test func `of keys are one as long as nothing else happens`() throws {
        let keys = [Key(rawValue: 0x31), Key(rawValue: 0x32)]
        let lines = try lines([
            (0, ann, .pressed(keys[0])), (100, ann, .pressed(keys[1])), (150, bob, .pressed(keys[0])),
            (200, ann, .pressed(keys[0])),
        ])
        #expect(lines == ["0 ann presses 12", "150 bob presses 1", "200 ann presses 1"])
    }

    @Test func `of a hang-up name the step it happened in`() throws {
        let lines = try lines([
            (0, ann, .note(.began(step(1)))), (5, ann, .ended(CallEnding(by: .caller))),
            (5, ann, .note(.ended(step(1), outcome: "hung_up"))),
            (9, bob, .ended(CallEnding(by: .system, reason: "x"))),
        ])
        #expect(
            lines == [
                "0 ann :5 prompt", "5 ann HANGS UP | during :5; no later step runs",
                "9 bob CALL ENDS | the phone system ended c-2 (x)",
            ])
    }

    @Test func `of a flow's own hang-up are one`() throws {
        let lines = try lines([
            (0, ann, .note(.began(step(4)))), (0, ann, .performed(CommandID(1), .hangup(.busy))),
            (0, ann, .ended(CallEnding(by: .flow, reason: "busy"))),
            (0, ann, .note(.ended(step(4), outcome: "done"))),
        ])
        #expect(lines == ["0 ann :8 hangup | call c-1 ended by the flow (busy)"])
    }

    @Test func `of an unscripted request say what to do, once`() throws {
        let error = ScriptError(.executeFailed, "unreachable")
        let failure = CommandFailure(.unreachable, "no double")
        let lines = try lines([
            (0, ann, .note(.began(step(2)))), (0, ann, .unscripted("POST https://example.com/a")),
            (0, ann, .finished(CommandID(1), .failed(failure))), (0, ann, .note(.warning(step(2), error))),
            (0, ann, .note(.ended(step(2), outcome: "failed"))),
        ])
        #expect(lines == ["0 ann :6 request | failed (no answer is scripted; use --scenario)"])
    }

    @Test func `of a room say who joins, who starts it and who hears whom`() throws {
        let room = RoomID(rawValue: 3)
        func member(_ leg: LegID, _ size: Int32, _ flags: ParticipantFlags = []) -> Membership {
            Membership(leg.participant, size: size, flags: flags)
        }
        let join = CallCommand.joinConference(JoinConferenceCommand(name: "standup", startOnEnter: false))
        let lines = try lines([
            (0, ann, .note(.began(step(3)))), (0, ann, .performed(CommandID(1), join)),
            (0, nil, .room(room, .instanceCreated(InstanceID(1), by: ann.participant))),
            (0, nil, .room(room, .participantJoined(member(ann, 1, .waiting)))),
            (0, ann, .sound(.waiting(url: "https://example.com/hold.mp3?x=1"))),
            (10, ann, .spoke("hello?", milliseconds: 400)),
            (20, nil, .room(room, .participantJoined(member(bob, 2)))),
            (20, nil, .room(room, .conferenceStarted(by: bob.participant, size: 2))), (20, ann, .silence),
            (30, ann, .spoke("hello", milliseconds: 400)),
            (40, nil, .room(room, .participantChanged(.muted, member(ann, 2, .muted)))),
            (50, ann, .spoke("hello", milliseconds: 400)),
        ])
        #expect(
            lines == [
                "0 ann :7 joinConference | room standup (startOnEnter false); new", "0 ann hears ~ hold.mp3",
                "10 ann says \"hello?\" -> nobody", "20 bob joins | standup #1, 2 in it",
                "20 * room START | standup #1, by bob", "20 ann hears . hold.mp3 off, the room on",
                "30 ann says \"hello\" -> bob", "50 ann says \"hello\" -> nobody (not bob)",
            ])
    }

    @Test func `never act on the terminal, and stay in their columns`() {
        let layout = TraceLayout(names: ["ann", "a caller with a long name"], colors: false)
        let line = TraceLine(at: 0, who: "ann", what: "says \"\u{1B}[2Jred\u{7}\"", tone: .party)
        #expect(layout.text(of: line) == "   0:00.0  ann                      says \"␛[2Jred␇\"")
        let colored = TraceLayout(names: [], colors: true)
        #expect(colored.text(of: line).hasPrefix("\u{1B}[1;33m"))
        #expect(colored.text(of: line).hasSuffix("\u{1B}[0m"))
    }
}
