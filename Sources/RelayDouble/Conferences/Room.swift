import Conferencing
import FlowModel
import FlowRuntime
import JSONRPC

/// A conference, and which clients have somebody inside.
struct Room: Sendable {
    var room: ConferenceRoom
    /// The running instance.
    var instance: Int64 = 0
    /// How many members each session has: it is told what happens here.
    var audience: [Int: Int] = [:]

    init(name: ExactText) { room = ConferenceRoom(name: name.string) }

    static func id(_ instance: Int64) -> String { "conference-\(instance)" }

    /// The instance in an id.
    static func instance(_ id: String) -> Int64? {
        guard id.hasPrefix("conference-"), let number = Int64(id.dropFirst("conference-".count)),
            Room.id(number) == id
        else { return nil }
        return number
    }

    mutating func addListener(_ session: Int?) {
        if let session { audience[session, default: 0] += 1 }
    }

    mutating func removeListener(_ session: Int?) {
        guard let session, let count = audience[session] else { return }
        audience[session] = count > 1 ? count - 1 : nil
    }
}

extension ParticipantID {
    /// A leg's number as a room knows it. There are never so many calls that two have the same.
    init(leg: Int) { self.init(Int32(truncatingIfNeeded: leg)) }
    var leg: Int { Int(rawValue) }
}

extension ParticipantSettings {
    /// What `calling.join_conference` says of the participant (relay-protocol.md §6.2). A coach's text that
    /// names no call is an unknown call, never a plain join.
    init(_ params: JSONItem) {
        let coach = params["coach"]?.string.map { id in
            Leg.number(id).map { Coach.call(ParticipantID(leg: $0)) } ?? .unknownCall
        }
        self.init(
            muted: params["muted"]?.bool ?? false,
            beep: params["beep"]?.string.flatMap(Beep.init) ?? .both,
            startOnEnter: params["start_on_enter"]?.bool ?? true,
            endOnExit: params["end_on_exit"]?.bool ?? false, coach: coach,
            waitingMedia: params["wait_url"] == nil ? .standard : .own)
    }
}

extension RoomSettings {
    /// What it says of the room: what has to do with the room's own events.
    init(_ params: JSONItem) {
        self.init(
            record: params["record"]?.string.flatMap(ConferenceRecording.init),
            trim: params["trim"]?.string.flatMap(RecordingTrim.init),
            region: params["region"]?.string.map { ExactText($0) },
            maxParticipants: params["max_participants"]?.int)
    }
}
