import FlowRuntime

// What the rules ask a transcript.
extension CallTranscript {
    var events: [TimedEvent] {
        entries.compactMap { if case .event(let event) = $0 { event } else { nil } }
    }

    var commands: [(id: CommandID, command: CallCommand)] {
        entries.compactMap { if case .command(let id, let command) = $0 { (id, command) } else { nil } }
    }

    var changes: [ConferenceChange] {
        events.compactMap { if case .conference(let change) = $0.event { change } else { nil } }
    }

    /// How the call ended.
    var ending: CallEnding? {
        events.lazy.compactMap { if case .ended(let ending) = $0.event { ending } else { nil } }.first
    }

    func place(ofCommand id: CommandID) -> Int? {
        entries.firstIndex { if case .command(id, _) = $0 { true } else { false } }
    }

    var placeOfEnd: Int? {
        entries.firstIndex {
            if case .event(let event) = $0, case .ended = event.event { true } else { false }
        }
    }

    func answers(to id: CommandID) -> [(at: Timestamp, result: CommandResult)] {
        events.compactMap { event in
            if case .finished(id, let result) = event.event { (event.at, result) } else { nil }
        }
    }

    /// The time of the last event before the command was given, and of its answer.
    func span(of number: Int32) -> Duration? {
        guard let place = place(ofCommand: CommandID(number)),
            let answer = answers(to: CommandID(number)).first
        else { return nil }
        let last = entries[..<place].reversed().lazy.compactMap { entry -> Timestamp? in
            if case .event(let event) = entry { event.at } else { nil }
        }.first
        return last.map { .milliseconds(answer.at.milliseconds(since: $0)) }
    }

    /// The commands that `cancel` gave up, with the place where it did.
    var canceled: [CommandID: Int] {
        var canceled: [CommandID: Int] = [:]
        for (place, entry) in entries.enumerated() {
            if case .command(_, .cancel(let id)) = entry { canceled[id] = canceled[id] ?? place }
        }
        return canceled
    }

    /// As in `command 2 (play)`.
    func label(_ id: CommandID) -> String {
        let word = commands.first { $0.id == id }?.command.word
        return "command \(id.number)" + (word.map { " (\($0))" } ?? "")
    }

    /// Empty when the first answer to a command is as it must be; else what it is.
    func judge(
        _ number: Int32, _ expectation: String, _ isExpected: (CommandResult) -> Bool
    ) -> [String] {
        let id = CommandID(number)
        guard place(ofCommand: id) != nil else {
            return ["the call did not come as far as command \(number)"]
        }
        guard let answer = answers(to: id).first?.result else {
            return ["\(label(id)) was not answered; expected \(expectation)"]
        }
        return isExpected(answer) ? [] : ["\(label(id)) was answered by \(answer); expected \(expectation)"]
    }

    /// Empty when the call was ended by this party; else who ended it.
    func judgeEnd(by party: CallEnding.Party) -> [String] {
        guard let ending else { return ["the call did not end; expected: by \(party)"] }
        return ending.by == party
            ? [] : ["the call was ended by \(ending.by) (\(ending.reason)), not \(party)"]
    }
}

extension CallCommand {
    /// Its name, as in the protocol.
    var word: String { Mirror(reflecting: self).children.first?.label ?? "\(self)" }

    /// Whether it is of use only while there is a call.
    var needsCall: Bool {
        switch self {
        case .startTimer, .request, .fetchDocument, .sendSms, .userEvent, .cancel: false
        case .answer, .hangup, .play, .prompt, .record, .startRecording, .stopRecording, .sendDigits,
            .joinConference, .leaveConference, .awaitKey, .connect, .dial:
            true
        }
    }

    /// Whether a result is one that this command can have.
    func fits(_ result: CommandResult) -> Bool {
        guard let success else { return false }
        return result.failure != nil || result.kind == success
    }

    /// The kind of result that says that it was done; `nil` for what is never answered.
    private var success: ResultKind? {
        switch self {
        case .cancel: nil
        case .play: .played
        case .prompt: .prompted
        case .record: .recorded
        case .startRecording: .recordingStarted
        case .awaitKey: .key
        case .connect: .bridged
        case .dial(let dial):
            switch dial.order {
            case .inTurn: .dialled
            case .allAtOnce: .done
            }
        case .request, .fetchDocument: .response
        case .answer, .hangup, .stopRecording, .sendDigits, .joinConference, .leaveConference, .sendSms,
            .userEvent, .startTimer:
            .done
        }
    }
}

/// A result without what it holds.
private enum ResultKind {
    case done, failed, played, prompted, recorded, recordingStarted, key, bridged, dialled, response
}

extension CommandResult {
    fileprivate var kind: ResultKind {
        switch self {
        case .done: .done
        case .failed: .failed
        case .played: .played
        case .prompted: .prompted
        case .recorded: .recorded
        case .recordingStarted: .recordingStarted
        case .key: .key
        case .bridged: .bridged
        case .dialled: .dialled
        case .response: .response
        }
    }

    var failure: CommandFailure.Code? {
        if case .failed(let failure) = self { failure.code } else { nil }
    }
}
