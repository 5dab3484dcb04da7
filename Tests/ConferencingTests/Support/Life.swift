import Conferencing
import FlowModel

/// Callers of the tests: one letter each.
let (a, b, c, d) = (ParticipantID(0), ParticipantID(1), ParticipantID(2), ParticipantID(3))

func letter(_ id: ParticipantID) -> String {
    guard (0..<26).contains(id.rawValue) else { return "p\(id.rawValue)" }
    return String(UnicodeScalar(UInt8(97 + id.rawValue)))
}

/// A room that is lived through step by step, a second each, and told in short lines.
struct Life {
    var room = ConferenceRoom(name: "standup")
    var now = RoomTime(milliseconds: 0)
    private var instances: Int64 = 0

    /// What the joiner brings; the instance id is the test's own count.
    mutating func join(
        _ id: ParticipantID, muted: Bool = false, beep: Beep = .none, starts: Bool = true, ends: Bool = false,
        coach: Coach? = nil, media: WaitingMedia = .standard, room settings: RoomSettings = RoomSettings()
    ) -> [String] {
        instances += 1
        let participant = ParticipantSettings(
            muted: muted, beep: beep, startOnEnter: starts, endOnExit: ends, coach: coach, waitingMedia: media
        )
        return step(
            .join(.init(id, participant, room: settings, newInstance: InstanceID(instances))))
    }

    mutating func leave(_ id: ParticipantID, _ cause: LeaveCause = .flow) -> [String] {
        step(.leave(id, cause))
    }

    mutating func step(_ input: RoomInput) -> [String] {
        var events: [RoomEvent] = []
        now.milliseconds += 1000
        room.handle(input, at: now, into: &events)
        return events.map(told)
    }
}

/// One event as a short line: `b joins 2 waiting`.
func told(_ event: RoomEvent) -> String {
    switch event {
    case .instanceCreated(let id, let by): "instance \(id.rawValue) by \(letter(by))"
    case .participantJoined(let member): "\(told(member, "joins"))"
    case .participantLeft(let member): "\(told(member, "leaves"))"
    case .participantChanged(let change, let member): "\(told(member, change.rawValue))"
    case .conferenceStarted(let by, let size): "START by \(letter(by)) \(size)"
    case .conferenceEnded(let end): told(end)
    case .recordStarted(let size): "record \(size)"
    case .recordStopped(let milliseconds, let failed, let size):
        "record off \(milliseconds / 1000)s \(size)\(failed ? " failed" : "")"
    case .streamOpened: "stream"
    case .streamClosed(let failed): "stream off\(failed ? " failed" : "")"
    case .waitingAudioStarted(let id, let media): "\(letter(id)) hears \(media)"
    case .waitingAudioStopped(let id): "\(letter(id)) hears no more"
    case .beep(let cause, let occasion): "beep \(occasion) \(letter(cause))"
    case .coachingChanged(let coach, let heardBy):
        "\(letter(coach)) coaches \(heardBy.map(letter) ?? "nobody")"
    case .released(let release): told(release)
    case .joinRefused(let id, let refusal): "\(letter(id)) refused \(refusal)"
    case .alreadyInside(let id): "\(letter(id)) already inside"
    case .notInside(let id): "\(letter(id)) not inside"
    case .notRunning(let id): "instance \(id.rawValue) not running"
    case .settingIgnored(let id, let setting): "\(letter(id)) ignored \(setting)"
    case .waitingMediaFailed(let id): "\(letter(id)) media failed"
    }
}

private func told(_ member: Membership, _ fact: String) -> String {
    let names: [(ParticipantFlags, String)] = [
        (.muted, "muted"), (.held, "held"), (.coaching, "coaching"), (.endOnExit, "ends"),
        (.waiting, "waiting"),
    ]
    let flags = names.filter { member.flags.contains($0.0) }.map(\.1)
    return (["\(letter(member.participant)) \(fact) \(member.size)"] + flags).joined(separator: " ")
}

private func told(_ end: ConferenceEnd) -> String {
    var line = "END \(end.instance.rawValue) \(end.reason.rawValue)"
    if let by = end.by { line += " by \(letter(by))" }
    if let lasted = end.lasted { line += " lasted \(lasted / 1000)s" }
    if let recorded = end.recorded { line += " recorded \(recorded / 1000)s" }
    return line + " peak \(end.peakSize)"
}

private func told(_ release: Release) -> String {
    let by = release.by.map { " by \(letter($0))" } ?? ""
    let outcome = "\(letter(release.participant)) out: \(release.outcome.rawValue)\(by)"
    let (waited, talked) = (release.waited / 1000, release.talked / 1000)
    return "\(outcome) waited \(waited)s talked \(talked)s peak \(release.peakSize)"
}
