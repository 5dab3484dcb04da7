import CallFlow

/// One call: takes commands, keys and the hang-up, one at a time, and writes what happens.
actor TextCall {
    private let events: BackendStream<TimedEvent>.Writer
    private let screen: AsyncStream<TextPhone.Sign>.Continuation
    private let clock: CallClock
    private var isAnswered = false
    private var hasEnded = false
    /// Plays now; one thing at a time.
    private var sound: (id: CommandID, task: Task<Void, Never>)?
    private var prompt: Prompt?
    private var keyWait: (id: CommandID, keys: String)?
    private var timers: [CommandID: Task<Void, Never>] = [:]

    private struct Prompt {
        let id: CommandID
        let collection: DigitCollection
        var digits = ""
    }

    init(
        _ events: BackendStream<TimedEvent>.Writer, screen: AsyncStream<TextPhone.Sign>.Continuation,
        clock: CallClock
    ) {
        self.events = events
        self.screen = screen
        self.clock = clock
        events.write(TimedEvent(.started, at: clock.now))
    }

    // MARK: Commands

    func perform(_ command: CallCommand, _ id: CommandID) {
        switch command {
        case .startTimer(let duration): startTimer(id, duration)
        case .cancel(let other): cancel(other)
        case .request, .fetchDocument: fail(id, .unreachable, "there is no network here")
        case .sendSms, .userEvent: fail(id, .unsupported)
        case _ where hasEnded: fail(id, .callGone)
        case .answer:
            if !isAnswered { screen.yield(.answered) }
            isAnswered = true
            finish(id, .done)
        case .hangup:
            finish(id, .done)
            end(CallEnding(by: .flow))
        case .play, .prompt, .sendDigits:
            if sound == nil, prompt == nil {
                perform(sounding: command, id)
            } else {
                fail(id, .refused, "busy")
            }
        case .awaitKey(let keys): keyWait = (id, keys)
        case .stopRecording: fail(id, .notFound)
        // No default: a command that is new does not compile before it has an answer here.
        case .record, .startRecording, .joinConference, .leaveConference, .connect, .dial:
            fail(id, .unsupported)
        }
    }

    private func perform(sounding command: CallCommand, _ id: CommandID) {
        if case .play(let play) = command {
            sound(play.items, id) { $0.finish(id, .played(failedItems: [])) }
        } else if case .prompt(let prompt) = command, let digits = prompt.digits, prompt.speech == nil {
            self.prompt = Prompt(id: id, collection: digits)
            sound(prompt.play.items, id) { $0.listen(digits.initialTimeout) }
        } else if case .sendDigits(let digits) = command {
            screen.yield(.sound("tones \(digits)"))
            finish(id, .done)
        } else {
            fail(id, .unsupported)
        }
    }

    private func finish(_ id: CommandID, _ result: CommandResult) { write(.finished(id, result)) }
    private func fail(_ id: CommandID, _ code: CommandFailure.Code, _ detail: String = "") {
        finish(id, .failed(CommandFailure(code, detail)))
    }
    private func write(_ event: CallEvent) { events.write(TimedEvent(event, at: clock.now)) }

    // MARK: The end

    func end(_ ending: CallEnding) {
        guard !hasEnded else { return }
        hasEnded = true
        stopAll()
        write(.ended(ending))
        screen.yield(.ended)
        screen.finish()
    }

    func close() {
        end(CallEnding(by: .flow))
        stopAll()
        events.finish()
    }

    private func stopAll() {
        stopSound()
        prompt = nil
        keyWait = nil
        for timer in timers.values { timer.cancel() }
        timers = [:]
    }

    // MARK: Timers

    private func startTimer(_ id: CommandID, _ duration: Duration) {
        timers[id] = Task {
            try? await Task.sleep(for: duration)
            // Whoever gave it up has taken it out.
            if timers.removeValue(forKey: id) != nil { finish(id, .done) }
        }
    }

    private func cancel(_ id: CommandID) {
        timers.removeValue(forKey: id)?.cancel()
        if keyWait?.id == id { keyWait = nil }
    }

    // MARK: Sounds

    /// Shows the sounds, one after another, and goes on with `next` unless it was stopped.
    private func sound(
        _ items: [MediaItem], _ id: CommandID, then next: @escaping @Sendable (isolated TextCall) -> Void
    ) {
        let task = Task {
            for item in items where !Task.isCancelled {
                switch item {
                case .say(let words): screen.yield(.sound(words))
                case .url(let url): screen.yield(.sound(url))
                case .ring: screen.yield(.sound("ringing"))
                case .silence(let duration): try? await Task.sleep(for: duration)
                }
            }
            guard !Task.isCancelled, sound?.id == id else { return }
            sound = nil
            next(self)
        }
        sound = (id, task)
    }

    private func stopSound() {
        sound?.task.cancel()
        sound = nil
    }

    // MARK: Keys

    func press(_ key: String) {
        if prompt != nil { return pressInPrompt(key) }
        guard let wait = keyWait, wait.keys.contains(key) else { return }
        keyWait = nil
        finish(wait.id, .key(key))
    }

    private func pressInPrompt(_ key: String) {
        guard var current = prompt else { return }
        stopSound()
        if current.collection.terminators.contains(key) { return endPrompt(terminator: key) }
        current.digits += key
        prompt = current
        if current.digits.count >= max(1, current.collection.maxDigits) { return endPrompt() }
        listen(current.collection.digitTimeout)
    }

    /// Waits for the next key, at most so long.
    private func listen(_ patience: Duration) {
        guard let id = prompt?.id else { return }
        sound([.silence(patience)], id) { $0.endPrompt() }
    }

    private func endPrompt(terminator: String = "") {
        guard let current = prompt else { return }
        stopSound()
        prompt = nil
        let isEmpty = current.digits.isEmpty && terminator.isEmpty
        finish(
            current.id, .prompted(isEmpty ? .noInput : .digits(current.digits, terminator: terminator)))
    }
}
