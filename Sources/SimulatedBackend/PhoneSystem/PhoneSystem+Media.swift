import FlowRuntime

/// Sounds that are played one after another.
struct Playback: Sendable {
    let id: CommandID
    let command: PlayCommand
    /// The item that plays, or comes next.
    var next = 0
    /// The item is being fetched, or has been and plays.
    var phase = Phase.due
    var failed: [Int] = []

    enum Phase: UInt8 { case due, fetching, sounding }
}

// What a leg is busy with, and playing sounds to it.
extension PhoneSystem {
    /// Begins something that has the leg for itself: waiting audio pauses.
    mutating func begin(_ activity: Activity, on leg: LegID) {
        legs[leg.index].activity = activity
        occupy(leg, true)
    }

    /// The leg is free again, and its flow gets the answer.
    mutating func complete(
        _ id: CommandID, _ result: CommandResult, shown: CommandResult? = nil, on leg: LegID
    ) {
        legs[leg.index].activity = .none
        legs[leg.index].activitySerial &+= 1
        occupy(leg, false)
        finish(id, result, shown: shown, on: leg)
    }

    /// The activity goes on after that time; an earlier appointment no longer counts.
    mutating func continueActivity(of leg: LegID, after duration: Duration) {
        legs[leg.index].activitySerial &+= 1
        queue.push(.activity(leg, serial: legs[leg.index].activitySerial), at: later(duration))
    }

    mutating func continueActivity(_ leg: LegID) {
        if isHeldBack(leg) { return }
        switch legs[leg.index].activity {
        case .none: break
        case .play(var playback):
            let isDone = continuePlayback(&playback, on: leg)
            if isDone { return completePlay(playback, on: leg) }
            legs[leg.index].activity = .play(playback)
        case .prompt(let prompting): continuePrompt(prompting, on: leg)
        case .record(let recording): continueRecord(recording, on: leg)
        case .sendDigits(let id): complete(id, .done, on: leg)
        }
    }

    mutating func play(_ command: PlayCommand, _ id: CommandID, on leg: LegID) {
        var playback = Playback(id: id, command: command)
        begin(.play(playback), on: leg)
        post(.playing, command.statusURL, id, on: leg)
        if isHeldBack(leg) { return }
        if continuePlayback(&playback, on: leg) { return completePlay(playback, on: leg) }
        legs[leg.index].activity = .play(playback)
    }

    private mutating func completePlay(_ playback: Playback, on leg: LegID) {
        let hasFailed = !playback.failed.isEmpty && playback.failed.count == playback.command.items.count
        post(hasFailed ? .error : .finished, playback.command.statusURL, playback.id, on: leg)
        complete(playback.id, .played(failedItems: playback.failed), on: leg)
    }

    /// Goes on to the next moment of the sounds, and makes an appointment for it; `true` after the last
    /// sound.
    mutating func continuePlayback(_ playback: inout Playback, on leg: LegID) -> Bool {
        if playback.phase == .sounding { endSound(&playback, on: leg) }
        while playback.next < playback.command.items.count {
            let item = playback.command.items[playback.next]
            switch sound(of: item) {
            case .failure:
                playback.failed.append(playback.next)
                endFetch(&playback)
            case .sound(let duration, let fetch):
                if fetch > .zero, playback.phase == .due {
                    playback.phase = .fetching
                    continueActivity(of: leg, after: fetch)
                    return false
                }
                playback.phase = .sounding
                observe(.sound(.media(item)), on: hearer(of: leg))
                guard duration > .zero else {
                    endSound(&playback, on: leg)
                    continue
                }
                continueActivity(of: leg, after: duration)
                return false
            }
        }
        return true
    }

    private mutating func endSound(_ playback: inout Playback, on leg: LegID) {
        observe(.silence, on: hearer(of: leg))
        endFetch(&playback)
    }

    private func endFetch(_ playback: inout Playback) {
        playback.next += 1
        playback.phase = .due
    }

    /// The sound is cut off: by input, or by the call's end.
    mutating func stopSound(_ playback: Playback, on leg: LegID) {
        if playback.phase == .sounding { observe(.silence, on: hearer(of: leg)) }
        post(.finished, playback.command.statusURL, playback.id, on: leg)
    }

    /// Who hears what plays on a leg: of a waiting script, the member it plays for.
    private func hearer(of leg: LegID) -> LegID {
        if case .waiting(let member) = legs[leg.index].role { member } else { leg }
    }

    // MARK: What a sound is

    enum SoundDouble {
        case failure
        /// `fetch` passes before the first sample.
        case sound(Duration, fetch: Duration)
    }

    private func sound(of item: MediaItem) -> SoundDouble {
        switch item {
        case .say(let text): .sound(Timing.speaking(text), fetch: .zero)
        case .silence(let duration): .sound(duration, fetch: .zero)
        case .ring(let duration, _): .sound(duration ?? Timing.ringCadence, fetch: .zero)
        case .url(let url): sound(at: url)
        }
    }

    private func sound(at url: String) -> SoundDouble {
        guard !doubles.media.isEmpty, let double = doubles.media[url] else {
            return .sound(Timing.media, fetch: .zero)
        }
        switch double.content {
        case .sound(let duration): return .sound(duration, fetch: double.after)
        case .failure, .document: return .failure
        }
    }

    // MARK: Digits to the far end

    mutating func sendDigits(_ digits: String, _ id: CommandID, on leg: LegID) {
        begin(.sendDigits(id), on: leg)
        var duration = Duration.zero
        for character in digits.utf8 {
            switch character {
            case UInt8(ascii: "W"): duration += Timing.longPause
            case UInt8(ascii: "w"): duration += Timing.shortPause
            case _: duration += Timing.digit
            }
        }
        continueActivity(of: leg, after: duration)
    }
}
