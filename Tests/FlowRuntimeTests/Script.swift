import FlowExpressions
import FlowModel
import FlowRuntime
import OrderedCollections
import SourceText
import Testing

/// A machine driven by hand: each call gives one event and returns the commands that follow from it.
struct Script {
    var machine: FlowMachine
    var now = Timestamp(milliseconds: 0)
    var notes: [JournalNote] = []
    var sent: [(id: CommandID, command: CallCommand)] = []

    /// A flow whose `main` is this list of steps, or a whole document when it holds `sections:`.
    init(
        _ text: String, answered: Bool = true, envs: ValueMap = [:],
        location: SourceLocation = #_sourceLocation
    ) throws {
        let document = text.contains("sections:") ? text : "sections:\n  main:\n" + text.indented(by: 4)
        let reading = Flow.read(SourceFile(name: "test.yaml", text: document))
        let errors = reading.findings.filter { $0.severity == .error }
        #expect(errors.isEmpty, "the test's flow has errors", sourceLocation: location)
        let flow = try #require(reading.flow, sourceLocation: location)
        let call = CallInfo(
            id: CallID("c-1"), from: "+15555550111", to: "+15555550100", isAnswered: answered)
        machine = FlowMachine(flow: flow, call: call, environment: envs)
    }

    var end: FlowEnd? {
        for case .finished(let end) in notes { return end }
        return nil
    }
    var warnings: [ScriptError.Code] {
        notes.compactMap { if case .warning(_, let error) = $0 { error.code } else { nil } }
    }
    func variable(_ path: String) -> Value {
        VariablePath.parse(path)?.value(in: machine.variables) ?? .undefined
    }
    /// The methods that began, in order, as `line:outcome` is too much for most tests.
    var outcomes: [String] {
        notes.compactMap { if case .ended(_, let outcome) = $0 { outcome } else { nil } }
    }

    @discardableResult
    mutating func handle(_ event: CallEvent, after wait: Duration = .zero) -> [CallCommand] {
        now = now.advanced(by: wait)
        var reaction = Reaction()
        machine.handle(event, at: now, into: &reaction)
        var commands: [CallCommand] = []
        for item in reaction.items {
            switch item {
            case .note(let note): notes.append(note)
            case .perform(let id, let command):
                sent.append((id, command))
                commands.append(command)
            }
        }
        return commands
    }

    mutating func start() -> [CallCommand] { handle(.started) }

    /// Answers the last command that is like `kind` (default: the very last one).
    @discardableResult
    mutating func answer(
        _ result: CommandResult, to isIt: (CallCommand) -> Bool = { _ in true }, after wait: Duration = .zero
    ) -> [CallCommand] {
        guard let last = sent.last(where: { isIt($0.command) }) else { return [] }
        return handle(.finished(last.id, result), after: wait)
    }

    /// The own join, waiting or not.
    @discardableResult
    mutating func join(
        _ name: String = "room", waiting: Bool = false, size: Int = 1, after wait: Duration = .zero
    ) -> [CallCommand] {
        handle(change(.joined(waiting: waiting), name, size), after: wait)
    }

    @discardableResult
    mutating func leave(
        _ outcome: ConferenceOutcome, by: String? = nil, name: String = "room", after wait: Duration = .zero
    ) -> [CallCommand] {
        handle(change(.left(outcome, reason: "test", by: by.map { CallID($0) }), name, 0), after: wait)
    }

    func change(_ kind: ConferenceChange.Kind, _ name: String = "room", _ size: Int = 2) -> CallEvent {
        .conference(
            ConferenceChange(id: "cf-\(name)", name: name, kind: kind, size: size, isRecording: false))
    }
}

extension CallCommand {
    var isTimer: Bool { if case .startTimer = self { true } else { false } }
    var isKey: Bool { if case .awaitKey = self { true } else { false } }
    var isLeave: Bool { if case .leaveConference = self { true } else { false } }
    var isJoin: Bool { if case .joinConference = self { true } else { false } }
    var isHangup: Bool { if case .hangup = self { true } else { false } }
    var isRequest: Bool { if case .request = self { true } else { false } }
    static func say(_ text: String) -> CallCommand { .play(PlayCommand(items: [.say(text)])) }
}

extension String {
    func indented(by spaces: Int) -> String {
        split(separator: "\n", omittingEmptySubsequences: false)
            .map { String(repeating: " ", count: spaces) + $0 }.joined(separator: "\n")
    }
}
