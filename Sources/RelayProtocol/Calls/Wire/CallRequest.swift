import FlowRuntime
import FlowModel

/// What a call asks the server for: the methods of relay-protocol.md §4 that it uses, each with what its
/// parameters are made of.
enum CallRequest: Sendable, Hashable {
    case answer(AnswerCommand)
    /// A second answer to a call that is answered: does nothing, and tells whether the call is still there.
    case stillThere
    case end(HangupReason)
    case pass
    case play(ControlID, PlayCommand)
    /// Also with the volume that there is: does nothing, and tells whether it still plays.
    case setPlayVolume(ControlID, Double)
    case stopPlay(ControlID)
    case prompt(ControlID, PromptCommand)
    case setPromptVolume(ControlID, Double)
    case stopPrompt(ControlID)
    /// Waits for one key, for ever.
    case collectKey(ControlID)
    case stopCollect(ControlID)
    case record(ControlID, RecordCommand)
    /// To one that was not paused: does nothing, and tells whether it still records.
    case resumeRecord(ControlID)
    case stopRecord(ControlID)
    case sendDigits(ControlID, String)
    case userEvent(UserEventCommand)
    /// A message has no call; `context` is where its states are told.
    case message(SendSmsCommand, context: String)

    var method: StaticString {
        switch self {
        case .answer, .stillThere: "calling.answer"
        case .end: "calling.end"
        case .pass: "calling.pass"
        case .play: "calling.play"
        case .setPlayVolume: "calling.play.volume"
        case .stopPlay: "calling.play.stop"
        case .prompt: "calling.play_and_collect"
        case .setPromptVolume: "calling.play_and_collect.volume"
        case .stopPrompt: "calling.play_and_collect.stop"
        case .collectKey: "calling.collect"
        case .stopCollect: "calling.collect.stop"
        case .record: "calling.record"
        case .resumeRecord: "calling.record.resume"
        case .stopRecord: "calling.record.stop"
        case .sendDigits: "calling.send_digits"
        case .userEvent: "calling.user_event"
        case .message: "messaging.send"
        }
    }

    /// Whether twice does what once does.
    var repeatability: Repeatability {
        switch self {
        case .answer, .stillThere, .end, .pass, .setPlayVolume, .stopPlay, .setPromptVolume, .stopPrompt,
            .stopCollect, .resumeRecord, .stopRecord:
            .always
        case .play, .prompt, .collectKey, .record, .sendDigits, .userEvent, .message: .never
        }
    }
}
