@testable import Conferencing
import FlowModel
import Foundation
import TestSupport
import Testing

/// Beyond a few dozen members the roster keeps a table and leaves holes; nobody may notice.
struct `A large room` {
    @Test func `keeps its members in join order through random joins and leaves`() {
        for seed in UInt64(1)...20 {
            var random = SplitMix64(seed: seed)
            var room = ConferenceRoom(name: "town hall")
            var expected: [ParticipantID] = []
            var events: [RoomEvent] = []
            for step in 0..<600 {
                let grows = Int.random(in: 0..<100, using: &random) < (step / 150 % 2 == 0 ? 80 : 20)
                let id = ParticipantID(Int32.random(in: 0..<120, using: &random))
                let isInside = expected.contains(id)
                if grows {
                    room.handle(
                        .join(.init(id, newInstance: InstanceID(Int64(step)))),
                        at: RoomTime(milliseconds: 0), into: &events)
                    if !isInside { expected.append(id) }
                } else {
                    room.handle(.leave(id, .flow), at: RoomTime(milliseconds: 0), into: &events)
                    expected.removeAll { $0 == id }
                }
                #expect(room.size == expected.count, "seed \(seed), step \(step)")
                let places = room.instance?.roster.places.count ?? 0
                #expect(places <= max(2 * expected.count, Roster.scannedMax), "seed \(seed), step \(step)")
                #expect(room.state(of: id) == (grows ? .in : .out), "seed \(seed), step \(step)")
            }
            #expect(room.members.map(\.participant) == expected, "seed \(seed)")
        }
    }

    @Test func `equals another with the same members, whatever their past`() {
        var (short, long) = (ConferenceRoom(name: "town hall"), ConferenceRoom(name: "town hall"))
        var events: [RoomEvent] = []
        let now = RoomTime(milliseconds: 5)
        func join(_ numbers: Range<Int32>, _ room: inout ConferenceRoom) {
            for number in numbers {
                let input = RoomInput.join(.init(ParticipantID(number), newInstance: InstanceID(1)))
                room.handle(input, at: now, into: &events)
            }
        }
        join(0..<40, &short)
        join(60..<100, &short)
        join(40..<60, &short)
        join(0..<100, &long)
        #expect(short != long)
        for number in Int32(40)..<60 {
            long.handle(.leave(ParticipantID(number), .flow), at: now, into: &events)
        }
        join(40..<60, &long)
        #expect(long.instance?.roster.places.count == 120)  // 20 holes
        #expect(short == long && short.hashValue == long.hashValue)
    }

    @Test func `ends for everybody at once, in join order`() {
        var room = ConferenceRoom(name: "town hall")
        var events: [RoomEvent] = []
        for id in Int32(0)..<2000 {
            let settings = ParticipantSettings(endOnExit: id == 700)
            room.handle(
                .join(.init(ParticipantID(id), settings, newInstance: InstanceID(1))),
                at: RoomTime(milliseconds: 0), into: &events)
        }
        events = []
        room.handle(.leave(ParticipantID(700), .hungUp), at: RoomTime(milliseconds: 0), into: &events)
        #expect(events.count == 2000 + 1 + 2000)
        let released = events.compactMap { if case .released(let release) = $0 { release } else { nil } }
        #expect(released.map(\.participant.rawValue) == Array(0..<2000))
        #expect(released.filter { $0.outcome == .hungUp }.map(\.participant) == [ParticipantID(700)])
        #expect(room == ConferenceRoom(name: "town hall"))
    }
}

/// Rooms are saved and read again as part of a run; what is read may have been changed by hand.
struct `A saved room` {
    @Test func `goes on exactly as the one that was saved`() throws {
        for seed in UInt64(1)...30 {
            let inputs = randomInputs(seed: seed, count: 40)
            var (room, time) = (ConferenceRoom(name: "standup"), RoomTime(milliseconds: 0))
            for input in inputs {
                var (events, eventsRead) = ([RoomEvent](), [RoomEvent]())
                var read = try copy(of: room)
                #expect(read == room, "seed \(seed)")
                time.milliseconds += 10
                room.handle(input, at: time, into: &events)
                read.handle(try copy(of: input), at: time, into: &eventsRead)
                #expect(read == room && eventsRead == events, "seed \(seed)")
                #expect(try copy(of: events) == events, "seed \(seed)")
            }
        }
    }

    @Test func `keeps every setting`() throws {
        #expect(try copy(of: `A later join`.other) == `A later join`.other)
        let words = WordSet<ConferenceEventWord>([.speaker, .start])
        #expect(String(decoding: try JSONEncoder().encode(words), as: UTF8.self) == #"["start","speaker"]"#)
    }

    @Test func `is refused when a member is listed twice`() throws {
        var life = Life()
        _ = life.join(a)
        _ = life.join(b)
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let text = String(decoding: try encoder.encode(life.room), as: UTF8.self)
        #expect(text.components(separatedBy: "\"id\":1").count == 3)  // b, and the instance
        for (change, to) in [("\"id\":1,", "\"id\":0,"), ("\"beep\":\"false\"", "\"beep\":\"loud\"")] {
            let changed = text.replacingOccurrences(of: change, with: to)
            #expect(changed != text)
            #expect(throws: DecodingError.self) {
                try JSONDecoder().decode(ConferenceRoom.self, from: Data(changed.utf8))
            }
        }
    }

    private func copy<Value: Codable>(of value: Value) throws -> Value {
        try JSONDecoder().decode(Value.self, from: JSONEncoder().encode(value))
    }
}
