package import FlowRuntime

/// A command without its parameters: what a scenario's `vary` names.
package enum CommandKind: String, Sendable, Hashable, CaseIterable {
    case answer, hangup, play, prompt, record, startRecording, stopRecording, sendDigits, joinConference,
        leaveConference, awaitKey, connect, dial, sendSms, userEvent, startTimer, request, fetchDocument,
        cancel
}

extension CallCommand {
    package var kind: CommandKind {
        switch self {
        case .answer: .answer
        case .hangup: .hangup
        case .play: .play
        case .prompt: .prompt
        case .record: .record
        case .startRecording: .startRecording
        case .stopRecording: .stopRecording
        case .sendDigits: .sendDigits
        case .joinConference: .joinConference
        case .leaveConference: .leaveConference
        case .awaitKey: .awaitKey
        case .connect: .connect
        case .dial: .dial
        case .sendSms: .sendSms
        case .userEvent: .userEvent
        case .startTimer: .startTimer
        case .request: .request
        case .fetchDocument: .fetchDocument
        case .cancel: .cancel
        }
    }
}

extension CommandKind {
    /// The ways in which a backend can fail to carry it out: the table of what a flow must live with.
    package var failures: [CommandFailure.Code] {
        switch self {
        case .answer, .hangup: [.callGone, .refused, .timedOut, .failed]
        case .play, .prompt, .record, .startRecording, .sendDigits, .awaitKey:
            [.callGone, .refused, .timedOut, .unsupported, .failed]
        case .stopRecording: [.callGone, .refused, .notFound, .timedOut, .failed]
        case .joinConference:
            [.callGone, .refused, .timedOut, .unsupported, .full, .coachNotFound, .failed]
        case .leaveConference: [.callGone, .refused, .notFound, .timedOut, .failed]
        case .connect, .dial:
            [
                .callGone, .refused, .notFound, .timedOut, .unsupported, .busy, .noAnswer, .declined,
                .canceled, .unreachable, .failed,
            ]
        case .request, .fetchDocument: [.timedOut, .unreachable, .canceled, .failed]
        case .sendSms: [.refused, .timedOut, .unsupported, .unreachable, .failed]
        case .userEvent: [.callGone, .refused, .unsupported, .failed]
        // Served beside the backend, by whoever runs the flow: a clock does not fail.
        case .startTimer, .cancel: []
        }
    }

    /// Whether it has an answer that can be lost, late, or given twice.
    package var isAnswered: Bool {
        switch self {
        case .answer, .hangup, .play, .prompt, .record, .startRecording, .stopRecording, .sendDigits,
            .joinConference, .leaveConference, .awaitKey, .connect, .dial, .sendSms, .userEvent, .startTimer,
            .request, .fetchDocument:
            true
        case .cancel: false
        }
    }
}
