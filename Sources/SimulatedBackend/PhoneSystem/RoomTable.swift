package import Conferencing
import FlowRuntime

/// The conferences that somebody is in, by their exact names.
struct RoomTable: Sendable {
    struct Slot: Sendable {
        var room: ConferenceRoom
        /// Counts what members may not have been told of.
        var version: UInt32 = 0
        /// Of the running instance; kept through its last events.
        var instance = InstanceID(0)
        /// The instance's id in words: every member is told it with every change.
        var conferenceID = ""
        var settings = RoomSettings()
        var hasCallbacks = false
        var creator = LegID(rawValue: -1)
        var file: RecordingFile?
        /// The largest size of the instance, also while it ends.
        var peak = 0
        // What is looked at all the time is kept here, where a look does not copy the room.
        let name: String
        private(set) var size = 0
        private(set) var isRunning = false
        private(set) var isRecording = false

        init(room: ConferenceRoom) {
            self.room = room
            name = room.name
        }

        /// Lets the room take an input. `true` when what members see of it has changed.
        mutating func take(_ input: RoomInput, at now: RoomTime, into events: inout [RoomEvent]) -> Bool {
            room.handle(input, at: now, into: &events)
            let hasChanged = events.contains(where: \.changesTheRoom)
            if hasChanged { version &+= 1 }
            peak = max(peak, room.peakSize)
            size = room.size
            isRunning = room.instanceID != nil
            isRecording = room.isRecording
            return hasChanged
        }
    }

    private(set) var slots: ContiguousArray<Slot> = []
    private var places: [ExactText: RoomID] = [:]
    private var free: [RoomID] = []
    private var instances: Int64 = 0

    subscript(room: RoomID) -> Slot {
        get { slots[room.index] }
        _modify { yield &slots[room.index] }
    }

    /// The room of that name, made if nobody is in it.
    mutating func room(named name: String) -> RoomID {
        let key = ExactText(name)
        if let room = places[key] { return room }
        let slot = Slot(room: ConferenceRoom(name: name))
        let room = free.popLast() ?? RoomID(slots.count)
        if room.index == slots.count { slots.append(slot) } else { slots[room.index] = slot }
        places[key] = room
        return room
    }

    func room(ifNamed name: String) -> RoomID? { places[ExactText(name)] }

    mutating func newInstance() -> InstanceID {
        instances += 1
        return InstanceID(instances)
    }

    /// Forgets a room that nobody is in; it equals a new one.
    mutating func releaseIfEmpty(_ room: RoomID) {
        guard !slots[room.index].isRunning,
            places.removeValue(forKey: ExactText(slots[room.index].room.name)) != nil
        else { return }
        free.append(room)
    }
}

extension LegID {
    package var participant: ParticipantID { ParticipantID(rawValue) }
    package init(_ participant: ParticipantID) { self.init(rawValue: participant.rawValue) }
}
