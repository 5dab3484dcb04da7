import Conferencing
import FlowModel
import SimulatedBackend
import TestSupport
import Testing

@testable import CallFlowCommand

/// What a trace says of who hears whom, against the room itself.
struct `The book of rooms` {
    private static let seed: UInt64 = 20_260_102
    private static let people = 5

    @Test func `agrees with the room on who hears whom, in random lives`() {
        var random = SplitMix64(seed: Self.seed)
        for _ in 0..<300 {
            var room = ConferenceRoom(name: "standup")
            var book = RoomBook()
            var instances: Int64 = 0
            for step in 0..<30 {
                var events: [RoomEvent] = []
                instances += 1
                let input = Self.input(&random, InstanceID(instances))
                room.handle(input, at: RoomTime(milliseconds: Int64(step)), into: &events)
                for event in events { book.follow(event, in: RoomID(rawValue: 0), name: "standup") }
                guard agree(book, room) else {
                    Issue.record("after \(input), seed \(Self.seed)")
                    return
                }
            }
        }
    }

    private func agree(_ book: RoomBook, _ room: ConferenceRoom) -> Bool {
        (0..<Self.people).allSatisfy { speaker in
            let speaker = ParticipantID(Int32(speaker))
            let audience = book.audience(of: LegID(speaker))
            guard (audience != nil) == (room.membership(of: speaker) != nil) else { return false }
            let listeners = (0..<Self.people).map { ParticipantID(Int32($0)) }.filter {
                room.hears($0, speaker)
            }
            let isRight = Set(audience?.listeners ?? []) == Set(listeners.map { LegID($0) })
            return isRight && (audience?.isRecorded ?? false) == room.isRecorded(speaker)
                && (audience?.isStreamed ?? false) == room.isStreamed(speaker)
        }
    }

    private static func input(_ random: inout SplitMix64, _ instance: InstanceID) -> RoomInput {
        let who = ParticipantID(Int32(random.next() % UInt64(people)))
        let other = ParticipantID(Int32(random.next() % UInt64(people)))
        switch random.next() % 10 {
        case 0...3:
            var settings = ParticipantSettings()
            settings.startOnEnter = random.next() % 2 == 0
            settings.endOnExit = random.next() % 8 == 0
            settings.muted = random.next() % 4 == 0
            if random.next() % 3 == 0 { settings.coach = .call(other) }
            var room = RoomSettings()
            room.record = random.next() % 2 == 0 ? .recordFromStart : .doNotRecord
            return .join(.init(who, settings, room: room, newInstance: instance))
        case 4, 5: return .leave(who, random.next() % 2 == 0 ? .flow : .hungUp)
        case 6, 7: return .mute(who, random.next() % 2 == 0)
        case 8: return .hold(who, random.next() % 2 == 0)
        case _: return .speech(who, random.next() % 2 == 0)
        }
    }

    @Test func `counts instances by name`() {
        var book = RoomBook()
        let (first, second) = (RoomID(rawValue: 0), RoomID(rawValue: 1))
        book.follow(.instanceCreated(InstanceID(1), by: ParticipantID(0)), in: first, name: "a")
        book.follow(.instanceCreated(InstanceID(2), by: ParticipantID(1)), in: second, name: "b")
        book.follow(.instanceCreated(InstanceID(3), by: ParticipantID(2)), in: first, name: "a")
        #expect(book.rooms[first]?.title == "a #2")
        #expect(book.rooms[second]?.title == "b #1")
        #expect(book.instanceCount == 3)
    }
}
