import FlowModel
import FlowRuntime

// What a flow asks of the phone system, and the answer.
extension TraceWords {
    /// `names` are callers' names by call id.
    static func command(_ command: CallCommand, names: [String: String] = [:]) -> String {
        switch command {
        case .play(let play): items(play.items)
        case .prompt(let prompt): self.prompt(prompt)
        case .record(let record): limits(record)
        case .startRecording(let record): record.controlID
        case .stopRecording(let id): id
        case .sendDigits(let digits): digits
        case .joinConference(let join): self.join(join, names)
        case .awaitKey(let keys): "or a key of \(keys)"
        case .connect(let connect):
            "to " + connect.groups.map { $0.map(\.to).joined(separator: " & ") }.joined(separator: ", then ")
        case .dial(let dial): self.dial(dial)
        case .sendSms(let message): "to \(message.to)"
        case .userEvent(let event): value(event.event)
        case .startTimer(let duration): "up to \(Clock.seconds(duration.milliseconds))"
        case .request(let request): "\(request.method) \(path(request.displayURL))"
        case .fetchDocument(let request): path(request.displayURL)
        case .answer, .hangup, .leaveConference, .cancel: ""
        }
    }

    /// As many destinations are named in a line: each has a line of its own when it is called.
    private static let listed = 3

    private static func dial(_ dial: DialCommand) -> String {
        let count = dial.destinations.count
        let whom =
            switch dial.order {
            case .inTurn where count <= listed: "to " + dial.destinations.joined(separator: ", then ")
            case .inTurn: "to \(count) destinations in turn"
            case .allAtOnce where count <= listed: "to " + dial.destinations.joined(separator: " & ")
            case .allAtOnce: "to \(count) destinations at once"
            }
        let times = dial.attempts > 1 ? ", up to \(dial.attempts) times" : ""
        return switch dial.run.target {
        case .section(let name), .document(_, _, let name): "\(whom)\(times); who answers runs \(name)"
        case .url(let url): "\(whom)\(times); who answers runs \(shortURL(url))"
        }
    }

    private static func items(_ items: [MediaItem]) -> String {
        items.count == 1 ? "" : "\(items.count) sounds"
    }

    private static func prompt(_ prompt: PromptCommand) -> String {
        var parts: [String] = []
        if let digits = prompt.digits {
            var text = digits.maxDigits == 1 ? "1 digit" : "up to \(digits.maxDigits) digits"
            if !digits.terminators.isEmpty { text += " and \(digits.terminators)" }
            parts.append(text)
        }
        if prompt.speech != nil { parts.append("speech") }
        return "for " + parts.joined(separator: " or ") + (prompt.isSensitive ? " (secret)" : "")
    }

    private static func limits(_ record: RecordCommand) -> String {
        record.maxLength.map { "up to \(Clock.seconds($0.milliseconds))" } ?? ""
    }

    /// The participant's own part; the room's is told when the room lets the participant in.
    private static func join(_ join: JoinConferenceCommand, _ names: [String: String]) -> String {
        var marks: [String] = []
        if join.muted { marks.append("muted") }
        if !join.startOnEnter { marks.append("startOnEnter false") }
        if join.endOnExit { marks.append("endOnExit") }
        if let coach = join.coach {
            marks.append("coaches \(coach.isEmpty ? "nobody" : names[coach] ?? coach)")
        }
        return "room \(join.name)" + (marks.isEmpty ? "" : " (\(marks.joined(separator: "; ")))")
    }

    /// How a command ended, as far as the step's outcome does not say it. Secrets are masked.
    static func result(_ result: CommandResult, isSecret: Bool) -> String {
        switch result {
        case .done: ""
        case .failed(let failure): failure.detail
        case .played(let failed): failed.isEmpty ? "" : "\(counted(failed.count, "sound")) failed"
        case .prompted(.digits(let digits, let terminator)):
            isSecret ? Secret.mask : quoted(digits) + (terminator.isEmpty ? "" : " and \(terminator)")
        case .prompted(.speech(let text, _)): isSecret ? Secret.mask : quoted(text)
        case .prompted(.noInput), .prompted(.noMatch): ""
        case .recorded(let summary): recording(summary)
        case .recordingStarted(let url): url
        case .key(let key): key
        case .bridged(let summary): "\(summary.peer), \(Clock.seconds(summary.duration.milliseconds))"
        case .dialled(let summary): "answered by \(summary.to), \(summary.call)"
        case .response(let response): "\(response.status)"
        }
    }
}
