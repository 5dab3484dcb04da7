import FlowModel

/// One conference from the join that creates it to its end. `ConferenceRoom` decides which of these steps
/// is due; its table says when.
struct ConferenceInstance: Sendable, Hashable, Codable {
    let id: InstanceID
    let settings: RoomSettings
    var roster = Roster()
    /// Coaches in join order: few, so that a leave need not look through the whole roster for them.
    var coaches: [Coaching] = []
    var started: RoomTime?
    /// When the recording began, while it runs.
    var recordingSince: RoomTime?
    /// When the recording heard somebody speak for the first time; nobody hears a coach there.
    var firstVoice: RoomTime?
    /// Milliseconds of a recording that is closed.
    var recorded: Int64?
    var isStreaming = false
    var peakSize: Int32 = 0

    struct Coaching: Sendable, Hashable, Codable {
        let coach: ParticipantID
        let coached: ParticipantID
    }

    init(id: InstanceID, settings: RoomSettings) {
        self.id = id
        self.settings = settings
    }

    /// At most `RoomSettings.participantsMax`, so it always fits.
    var size: Int32 { Int32(truncatingIfNeeded: roster.count) }

    func membership(of member: Member, size: Int32) -> Membership {
        let flags = started == nil ? member.flags.union(.waiting) : member.flags
        return Membership(member.id, size: size, flags: flags)
    }
}

// MARK: - Joining and the start

extension ConferenceInstance {
    /// Takes the participant in; the room has checked that nothing speaks against it.
    mutating func admit(_ join: RoomInput.Join, at now: RoomTime, into events: inout [RoomEvent]) {
        let member = Member(join, at: now)
        roster.append(member)
        peakSize = max(peakSize, size)
        // Never a coach: one comes in only after the start.
        let starts = started == nil && member.flags.contains(.startOnEnter)
        var membership = membership(of: member, size: size)
        if starts { membership.flags.remove(.waiting) }
        events.append(.participantJoined(membership))
        for setting in RoomSetting.allCases where settings.ignores(setting, of: join.room) {
            events.append(.settingIgnored(member.id, setting))
        }
        if starts {
            start(by: member.id, at: now, into: &events)
        } else if started == nil {
            events.append(.waitingAudioStarted(member.id, member.media))
        } else {
            connectCoaches(of: member, into: &events)
            if member.beep.soundsOnEnter { events.append(.beep(cause: member.id, .enter)) }
        }
    }

    private mutating func connectCoaches(of member: Member, into events: inout [RoomEvent]) {
        if let coached = member.coached {
            coaches.append(Coaching(coach: member.id, coached: coached))
            events.append(.coachingChanged(coach: member.id, heardBy: coached))
        }
        for coaching in coaches where coaching.coached == member.id {
            events.append(.coachingChanged(coach: coaching.coach, heardBy: member.id))
        }
    }

    private mutating func start(by starter: ParticipantID, at now: RoomTime, into events: inout [RoomEvent]) {
        events.append(.conferenceStarted(by: starter, size: size))
        roster.forEach { member in
            guard member.id != starter, hearsWaitingAudio(member) else { return }
            events.append(.waitingAudioStopped(member.id))
        }
        started = now
        if settings.recordsFromStart {
            recordingSince = now
            events.append(.recordStarted(size: size))
        }
        if settings.stream != nil {
            isStreaming = true
            events.append(.streamOpened)
        }
    }

    /// Before the start, unless a step or a hold has the leg.
    func hearsWaitingAudio(_ member: Member) -> Bool {
        started == nil && !member.flags.contains(.held) && !member.marks.contains(.occupied)
    }
}

// MARK: - Leaving and the end

extension ConferenceInstance {
    /// Whether the room ends when that member leaves, and why.
    func reasonToEnd(withoutMemberAt place: Int) -> ConferenceEndReason? {
        let member = roster[place]
        if member.flags.contains(.endOnExit) { return .participantWithEndOnExitLeft }
        let othersWhoKeepIt = roster.count - coaches.count - (member.isCoach ? 0 : 1)
        return othersWhoKeepIt <= 0 ? .lastParticipantLeft : nil
    }

    /// A leave that the room survives.
    mutating func remove(
        memberAt place: Int, _ cause: LeaveCause, at now: RoomTime, into events: inout [RoomEvent]
    ) {
        let member = roster[place]
        roster.remove(at: place)
        events.append(.participantLeft(membership(of: member, size: size)))
        if member.isCoach { coaches.removeAll { $0.coach == member.id } }
        for coaching in coaches where coaching.coached == member.id {
            events.append(.coachingChanged(coach: coaching.coach, heardBy: nil))
        }
        if started != nil, member.beep.soundsOnExit { events.append(.beep(cause: member.id, .exit)) }
        events.append(.released(release(member, ownOutcome(of: cause), by: nil, at: now)))
    }

    /// The atomic end. The room drops the instance right afterwards.
    mutating func end(
        _ reason: ConferenceEndReason, by cause: (id: ParticipantID, leave: LeaveCause)?, at now: RoomTime,
        into events: inout [RoomEvent]
    ) {
        var left = size
        func leave(_ member: Member) {
            left -= 1
            events.append(.participantLeft(membership(of: member, size: left)))
        }
        if let cause, let member = roster.member(cause.id) { leave(member) }
        roster.forEach { if $0.id != cause?.id { leave($0) } }
        stopRecording(failed: false, at: now, size: 0, into: &events)
        closeStream(failed: false, into: &events)
        events.append(
            .conferenceEnded(
                ConferenceEnd(
                    id, reason, by: cause?.id, lasted: started.map { now.milliseconds(since: $0) },
                    recorded: recorded, peakSize: peakSize)))
        roster.forEach { member in
            let isCause = member.id == cause?.id
            let outcome = isCause ? cause.map { ownOutcome(of: $0.leave) } : nil
            events.append(
                .released(
                    release(member, outcome ?? reason.outcomeOfOthers, by: isCause ? nil : cause?.id, at: now)
                ))
        }
    }

    private func ownOutcome(of cause: LeaveCause) -> ConferenceOutcome {
        switch cause {
        case .flow: started == nil ? .waitCanceled : .left
        case .hungUp: .hungUp
        case .removed: .removed
        case .failed: .failed
        }
    }

    private func release(
        _ member: Member, _ outcome: ConferenceOutcome, by: ParticipantID?, at now: RoomTime
    ) -> Release {
        Release(
            member.id, outcome, by: by,
            waited: (started ?? now).milliseconds(since: member.joined),
            talked: started.map { now.milliseconds(since: max($0, member.joined)) } ?? 0,
            peakSize: peakSize)
    }

    mutating func stopRecording(
        failed: Bool, at now: RoomTime, size: Int32? = nil, into events: inout [RoomEvent]
    ) {
        guard let since = recordingSince else { return }
        recordingSince = nil
        // What failed leaves no file that could be cut.
        let begin = failed ? since : beginOfFile(recordedSince: since, until: now)
        let milliseconds = now.milliseconds(since: begin)
        if !failed { recorded = milliseconds }
        events.append(.recordStopped(milliseconds: milliseconds, failed: failed, size: size ?? self.size))
    }

    /// Silence before the first word is cut when the file is closed, unless the settings keep it; nothing is
    /// left of a recording in which nobody spoke (swml-language.md §4.2).
    private func beginOfFile(recordedSince since: RoomTime, until now: RoomTime) -> RoomTime {
        switch settings.effectiveTrim {
        case .trimSilence: firstVoice ?? now
        case .doNotTrim: since
        }
    }

    mutating func closeStream(failed: Bool, into events: inout [RoomEvent]) {
        guard isStreaming else { return }
        isStreaming = false
        events.append(.streamClosed(failed: failed))
    }
}

extension ConferenceEndReason {
    /// What became of those inside who did not cause the end.
    fileprivate var outcomeOfOthers: ConferenceOutcome {
        switch self {
        case .lastParticipantLeft: .endedByLastLeave
        case .participantWithEndOnExitLeft: .endedByParticipant
        case .endedByAPI: .endedByAPI
        case .error: .failed
        }
    }
}

// MARK: - Changes of a member that stays

extension ConferenceInstance {
    /// Sets `.muted` or `.held`; setting what is set already changes nothing.
    mutating func set(_ flag: ParticipantFlags, _ on: Bool, at place: Int, into events: inout [RoomEvent]) {
        let before = roster[place]
        guard before.flags.contains(flag) != on else { return }
        roster[place].flags.formSymmetricDifference(flag)
        note(flag == .muted ? (on ? .muted : .unmuted) : (on ? .held : .unheld), at: place, into: &events)
        if on { stopSpeech(at: place, into: &events) }
        noteWaitingAudio(at: place, before: before, into: &events)
    }

    /// Speech counts only while the room hears the member: a muted, held or waiting one says nothing to it.
    mutating func startSpeech(at place: Int, _ now: RoomTime, into events: inout [RoomEvent]) {
        let member = roster[place]
        guard !member.marks.contains(.speaking), started != nil, member.isOpen else { return }
        roster[place].marks.insert(.speaking)
        if recordingSince != nil, firstVoice == nil, !member.isCoach { firstVoice = now }
        note(.speechStarted, at: place, into: &events)
    }

    mutating func stopSpeech(at place: Int, into events: inout [RoomEvent]) {
        guard roster[place].marks.contains(.speaking) else { return }
        roster[place].marks.remove(.speaking)
        note(.speechStopped, at: place, into: &events)
    }

    mutating func setOccupied(_ on: Bool, at place: Int, into events: inout [RoomEvent]) {
        let before = roster[place]
        guard before.marks.contains(.occupied) != on else { return }
        roster[place].marks.formSymmetricDifference(.occupied)
        noteWaitingAudio(at: place, before: before, into: &events)
    }

    /// The first failure is a warning and brings the standard music; there is nothing further to fail.
    mutating func replaceMedia(at place: Int, into events: inout [RoomEvent]) {
        let before = roster[place]
        guard before.marks.contains(.ownMedia) else { return }
        roster[place].marks.remove(.ownMedia)
        let plays = hearsWaitingAudio(before)
        if plays { events.append(.waitingAudioStopped(before.id)) }
        events.append(.waitingMediaFailed(before.id))
        if plays { events.append(.waitingAudioStarted(before.id, .standard)) }
    }

    private func note(_ change: ParticipantChange, at place: Int, into events: inout [RoomEvent]) {
        events.append(.participantChanged(change, membership(of: roster[place], size: size)))
    }

    private func noteWaitingAudio(at place: Int, before: Member, into events: inout [RoomEvent]) {
        let member = roster[place]
        switch (hearsWaitingAudio(before), hearsWaitingAudio(member)) {
        case (true, false): events.append(.waitingAudioStopped(member.id))
        case (false, true): events.append(.waitingAudioStarted(member.id, member.media))
        case (true, true), (false, false): break
        }
    }
}

extension Member {
    init(_ join: RoomInput.Join, at now: RoomTime) {
        let settings = join.settings
        joined = now
        id = join.participant
        beep = settings.beep
        coached = if case .call(let id) = settings.coach { id } else { nil }
        flags = []
        if settings.muted { flags.insert(.muted) }
        if settings.startOnEnter { flags.insert(.startOnEnter) }
        if settings.endOnExit { flags.insert(.endOnExit) }
        if coached != nil { flags.insert(.coaching) }
        marks = settings.waitingMedia == .own ? .ownMedia : []
    }
}
