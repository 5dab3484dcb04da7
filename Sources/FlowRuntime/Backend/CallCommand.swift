public import FlowModel

/// The number of a command within one call, from 1, in the order of sending.
public struct CommandID: Sendable, Hashable, Codable, Comparable {
    public let number: Int32
    public init(_ number: Int32) { self.number = number }
    public static func < (left: Self, right: Self) -> Bool { left.number < right.number }

    public init(from decoder: any Decoder) throws {
        number = try decoder.singleValueContainer().decode(Int32.self)
    }
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(number)
    }
}

/// Everything a flow asks of the world, timers, HTTP requests and documents included (design §3 item 4).
///
/// Each command is answered by exactly one `CallEvent.finished` with its id, unless the call ends first: then
/// it may never be answered (the contract stands at `CallBackend`). A new case fails to compile in every
/// backend until that backend says what it does with it. Large payloads are boxed: commands are copied from
/// machine to journal to backend.
public enum CallCommand: Sendable, Hashable, Codable {
    /// Answers the inbound call. → `.done`
    indirect case answer(AnswerCommand)
    /// Ends the call. → `.done`, and `CallEvent.ended` follows.
    case hangup(HangupReason)
    /// Plays sounds in order, to the end. → `.played`
    indirect case play(PlayCommand)
    /// Plays and collects digits or speech. → `.prompted`
    indirect case prompt(PromptCommand)
    /// Records the caller until silence, a terminator or the longest time. → `.recorded`
    indirect case record(RecordCommand)
    /// Starts a recording in the background. → `.recordingStarted`
    indirect case startRecording(RecordCommand)
    /// → `.done`, or `.failed(.notFound)`
    case stopRecording(controlID: String)
    /// Sends DTMF to the far end. → `.done`
    case sendDigits(String)
    /// Enters a conference. → `.done` when accepted (proof is `CallEvent.conference`), or a failure with
    /// `.full`, `.coachNotFound` or `.failed`.
    indirect case joinConference(JoinConferenceCommand)
    /// Leaves it. → `.done` when accepted; `CallEvent.conference` with `.left` follows.
    case leaveConference(conferenceID: String)
    /// Waits for one of these keys (`0-9*#`). → `.key`. Ended early by `cancel`.
    case awaitKey(String)
    /// Dials other parties and bridges the first who takes the call. → `.bridged` after the bridge has ended,
    /// or `.failed`
    indirect case connect(ConnectCommand)
    /// Calls other parties; whoever answers has a call of their own (`CallBackend`). → `.dialled` or
    /// `.failed`, or, for all at once, `.done` when accepted
    indirect case dial(DialCommand)
    /// → `.done` when accepted
    indirect case sendSms(SendSmsCommand)
    /// → `.done`
    case userEvent(UserEventCommand)
    /// → `.done` after the time. Ended early by `cancel`.
    case startTimer(Duration)
    /// → `.response`, or `.failed` when no response came
    indirect case request(HTTPRequest)
    /// Fetches a document for `execute` or `transfer`. → `.response`, or `.failed`
    indirect case fetchDocument(HTTPRequest)
    /// Gives up a running `awaitKey` or `startTimer`; neither it nor what it gave up is answered.
    case cancel(CommandID)
}
