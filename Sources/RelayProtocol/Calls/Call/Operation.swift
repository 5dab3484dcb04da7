import FlowRuntime
import JSONRPC

/// A command of a flow that is under way at the phone system.
///
/// | phase | waits for | then |
/// |---|---|---|
/// | `unknown` | the answer to a question: did another worker begin? | `running`, `requested`, or over |
/// | `requested` | the answer to its request | `running`, or over; a terminal event may come before |
/// | `running` | its terminal event, `deadline` at most | over; past the deadline `stopping` |
/// | `stopping` | its terminal event after `.stop`, `deadline` at most | over |
/// | `resting` | `deadline`: a wait for keys begins again | `requested` |
/// | `held` | the call's end, which is certain | never answered |
///
/// A wait for keys is one command and any number of rounds, each a request with a control id of its own. It
/// has no time of its own, and the loss of a connection or of a worker does not end it:
///
/// | phase | what happens | then |
/// |---|---|---|
/// | any | any round, also of a worker before, has heard one of its keys | over; its round is stopped |
/// | `running` | another key | `requested`: the next round |
/// | `running` | the round ends without a key | `resting` |
/// | `requested` | the connection is lost, or is not there in time | `running`, as far as we know |
/// | `requested` | that happens to too many rounds in a row | over: failed |
/// | `running` | there is a connection again | its round is stopped; `requested`: the next one |
/// | any | another worker goes on | the first round is stopped; `requested`: one by the clock |
/// | `requested` | it is refused | over: failed |
struct Operation: Sendable {
    enum Phase: UInt8, Sendable { case unknown, requested, running, stopping, resting, held }

    let id: CommandID
    let command: CallCommand
    /// What its events carry; nothing for what has no events of its own.
    var control: ControlID?
    var phase: Phase
    /// When its time is over, as far as it has one.
    var deadline: Timestamp?
    let began: Timestamp
    /// How often a wait for keys has begun again.
    var round: Int64 = 0
    /// How many of the latest rounds in a row were asked for and never answered.
    var losses: UInt8 = 0
    /// A worker before this one was asked for it.
    var isInherited = false
    /// That worker had handed it over for certain.
    var wasSent = false
    /// A recording's place, once it is known.
    var url: String?
    /// An event has shown that it began.
    var isProven = false

    init(_ id: CommandID, _ command: CallCommand, of call: CallID, at now: Timestamp, round: Int64 = 0) {
        self.id = id
        self.command = command
        self.round = round
        began = now
        phase = .requested
        control = command.hasControl ? ControlID(of: call, id, round: round) : nil
    }

    /// One that a worker before this one was asked for.
    init(_ pending: CallResumption.Pending, of call: CallID, in phase: Phase) {
        self.init(pending.id, pending.command, of: call, at: pending.at)
        self.phase = phase
        isInherited = true
        wasSent = pending.isSent
    }

    /// Whether events of this type are about it (relay-protocol.md §8 item 140).
    func follows(_ type: OperationEvent) -> Bool {
        switch command {
        case .play: type == .play
        case .prompt, .awaitKey: type == .collect
        case .record, .startRecording: type == .record
        case .sendDigits: type == .sendDigits
        case .answer, .hangup, .stopRecording, .joinConference, .leaveConference, .connect, .dial, .sendSms,
            .userEvent, .startTimer, .request, .fetchDocument, .cancel:
            false
        }
    }
}

/// The events that belong to one operation each, by control id (relay-protocol.md §4.5).
enum OperationEvent: UInt8, Sendable { case play, collect, record, sendDigits }

extension CallCommand {
    /// Whether its operation has a control id. A recording has one of its own, too, whatever its flow calls
    /// it: late events of one that was stopped are not of the next one with that name.
    fileprivate var hasControl: Bool {
        switch self {
        case .play, .prompt, .sendDigits, .awaitKey, .record, .startRecording: true
        case .answer, .hangup, .stopRecording, .joinConference, .leaveConference, .connect, .dial, .sendSms,
            .userEvent, .startTimer, .request, .fetchDocument, .cancel:
            false
        }
    }

    /// What the flow may ask of a call that is over, too (`CallBackend`, *The end*).
    var needsNoCall: Bool {
        switch self {
        case .sendSms, .userEvent, .startTimer, .request, .fetchDocument, .cancel: true
        case .answer, .hangup, .play, .prompt, .record, .startRecording, .stopRecording, .sendDigits,
            .joinConference, .leaveConference, .awaitKey, .connect, .dial:
            false
        }
    }

    /// What the far end may hear before it is answered, and what does nothing to the call itself.
    var worksBeforeTheAnswer: Bool {
        switch self {
        case .answer, .hangup, .play, .connect, .dial, .sendSms, .userEvent, .startTimer, .request,
            .fetchDocument, .cancel:
            true
        case .prompt, .record, .startRecording, .stopRecording, .sendDigits, .joinConference,
            .leaveConference, .awaitKey:
            false
        }
    }
}

extension CallCommand {
    /// What the flow calls the recording that this makes, if it makes one.
    var recordingName: String? {
        switch self {
        case .record(let command), .startRecording(let command): command.controlID
        case .answer, .hangup, .play, .prompt, .stopRecording, .sendDigits, .joinConference,
            .leaveConference, .awaitKey, .connect, .dial, .sendSms, .userEvent, .startTimer, .request,
            .fetchDocument, .cancel:
            nil
        }
    }
}

/// A recording that runs in the background.
struct Recording: Sendable {
    /// The name that the flow knows it by.
    let name: String
    let control: ControlID
    /// Its longest time; RELAY knows none.
    var deadline: Timestamp?
}
