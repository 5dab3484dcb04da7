import FlowRuntime

/// Plays one call of a scene: asks the session for things, waits for what comes, closes it.
struct CallPlayer<Session: CallSession>: Sendable {
    let session: Session
    let log: TranscriptLog
    let place: Int
    let interrupt: @Sendable () async -> Void

    /// More events than any call of a scene has by far: a backend that floods breaks a rule, and not the
    /// machine.
    private static var eventLimit: Int { 1_000 }

    func play(_ steps: [Scene.Step]) async {
        var progress = CallProgress()
        var events = session.events.makeAsyncIterator()
        do throws(BackendError) {
            // As a driver does: nothing is asked before `started`.
            _ = try await read(&events, &progress)
            for step in steps {
                if let command = progress.command(for: step) { try await give(command, &progress) }
                if case .interrupt = step {
                    log.add(.interrupted, to: place)
                    await interrupt()
                }
                while progress.mustWait(for: step), try await read(&events, &progress) {}
            }
        } catch {
            add(error)
        }
        await session.close()
        log.add(.closed, to: place)
        do throws(BackendError) {
            while try await read(&events, &progress) {}
        } catch {
            add(error)
        }
    }

    private func give(_ command: CallCommand, _ progress: inout CallProgress) async throws(BackendError) {
        let id = progress.given(command)
        log.add(.command(id, command), to: place)
        try await session.perform(command, as: id)
    }

    /// Reads one event; `false` when there is none any more, or there were too many.
    private func read(
        _ events: inout Session.Events.AsyncIterator, _ progress: inout CallProgress
    ) async throws(BackendError) -> Bool {
        guard !progress.isStreamOver else { return false }
        guard progress.events < Self.eventLimit else {
            progress.isStreamOver = true
            log.add(.flooded, to: place)
            return false
        }
        guard let event = try await events.next(isolation: #isolation) else {
            progress.isStreamOver = true
            log.add(.streamEnded, to: place)
            return false
        }
        log.add(.event(event), to: place)
        progress.came(event.event)
        return true
    }

    private func add(_ error: BackendError) {
        log.add(.threw("\(error.code.rawValue): \(error.detail)"), to: place)
    }
}

/// How far a call of a scene has come.
struct CallProgress {
    private(set) var events = 0
    var isStreamOver = false
    private var lastCommand: Int32 = 0
    /// Commands whose answers are still to come.
    private var open: Set<CommandID> = []
    private var hasEnded = false
    private var conference: String?
    private var hasJoined = false
    private var hasStarted = false
    private var hasLeft = false
    private var hasFailed = false

    /// What a step asks of the phone system.
    func command(for step: Scene.Step) -> CallCommand? {
        switch step {
        case .give(let command): command
        case .cancel(let id): .cancel(CommandID(id))
        // Not inside: the answer says so, and the rules see it.
        case .leaveConference: .leaveConference(conferenceID: conference ?? "none")
        case .awaitAnswers, .awaitConference, .awaitEnd, .interrupt: nil
        }
    }

    mutating func given(_ command: CallCommand) -> CommandID {
        lastCommand += 1
        let id = CommandID(lastCommand)
        if case .cancel(let other) = command { open.remove(other) } else { open.insert(id) }
        return id
    }

    func mustWait(for step: Scene.Step) -> Bool {
        switch step {
        case .give, .cancel, .leaveConference, .interrupt: false
        case .awaitAnswers: !open.isEmpty
        case .awaitEnd: !hasEnded
        case .awaitConference(let milestone):
            switch milestone {
            case .joined: !(hasJoined || hasFailed || hasEnded)
            case .started: !(hasStarted || hasFailed || hasEnded)
            case .left: !(hasLeft || hasFailed || hasEnded)
            }
        }
    }

    mutating func came(_ event: CallEvent) {
        events += 1
        switch event {
        case .started: break
        case .finished(let id, let result):
            open.remove(id)
            if case .failed = result { hasFailed = true }
        case .conference(let change): came(change)
        case .ended:
            hasEnded = true
            // What the end overtook may never be answered; what is asked from now on must be.
            open.removeAll()
        }
    }

    private mutating func came(_ change: ConferenceChange) {
        conference = change.id
        switch change.kind {
        case .joined(let isWaiting):
            hasJoined = true
            hasStarted = hasStarted || !isWaiting
        case .started: hasStarted = true
        case .changed: break
        case .left: hasLeft = true
        }
    }
}
