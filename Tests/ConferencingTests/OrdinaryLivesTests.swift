import Conferencing
import FlowModel
import Testing

/// Whole lives of a room, input by input, each with exactly the events it makes.
struct `An ordinary life` {
    var life = Life()

    @Test mutating func `of a team call starts with the first and ends with the last`() {
        #expect(life.join(a) == ["instance 1 by a", "a joins 1", "START by a 1"])
        #expect(life.join(b) == ["b joins 2"])
        #expect(life.leave(a) == ["a leaves 1", "a out: left waited 0s talked 2s peak 2"])
        #expect(
            life.leave(b, .hungUp) == [
                "b leaves 0", "END 1 last-participant-left by b lasted 3s peak 2",
                "b out: hung_up waited 0s talked 2s peak 2",
            ])
        #expect(life.room == ConferenceRoom(name: "standup"))
        #expect(life.join(b) == ["instance 3 by b", "b joins 1", "START by b 1"])
    }

    @Test mutating func `of a webinar keeps its guests waiting for the host and ends with the host`() {
        let recorded = RoomSettings(
            record: .recordFromStart, trim: .doNotTrim,
            stream: StreamSettings(url: "wss://example.com/audio"))
        #expect(
            life.join(a, starts: false, media: .own, room: recorded)
                == ["instance 1 by a", "a joins 1 waiting", "a hears own"])
        #expect(life.join(b, starts: false) == ["b joins 2 waiting", "b hears standard"])
        #expect(
            life.join(c, ends: true) == [
                "c joins 3 ends", "START by c 3", "a hears no more", "b hears no more", "record 3", "stream",
            ])
        #expect(
            life.leave(c) == [
                "c leaves 2 ends", "a leaves 1", "b leaves 0", "record off 1s 0", "stream off",
                "END 1 participant-with-end-on-exit-left by c lasted 1s recorded 1s peak 3",
                "a out: ended_by_participant by c waited 2s talked 1s peak 3",
                "b out: ended_by_participant by c waited 1s talked 1s peak 3",
                "c out: left waited 0s talked 1s peak 3",
            ])
    }

    @Test mutating func `of a support call survives its coach and ends with the customer`() {
        _ = life.join(a, starts: false, ends: true)
        _ = life.join(b)
        #expect(life.join(c, coach: .call(b)) == ["c joins 3 coaching", "c coaches b"])
        #expect(life.leave(c) == ["c leaves 2 coaching", "c out: left waited 0s talked 1s peak 3"])
        #expect(
            life.join(c, beep: .both, coach: .call(b)) == [
                "c joins 3 coaching", "c coaches b", "beep enter c",
            ])
        #expect(
            life.leave(a, .hungUp) == [
                "a leaves 2 ends", "b leaves 1", "c leaves 0 coaching",
                "END 1 participant-with-end-on-exit-left by a lasted 4s peak 3",
                "a out: hung_up waited 1s talked 4s peak 3",
                "b out: ended_by_participant by a waited 0s talked 4s peak 3",
                "c out: ended_by_participant by a waited 0s talked 1s peak 3",
            ])
    }

    @Test mutating func `of a coached call that comes back finds its coaches waiting`() {
        _ = life.join(a)
        _ = life.join(b)
        _ = life.join(c, coach: .call(b))
        _ = life.join(d, coach: .call(b))
        #expect(
            life.leave(b) == [
                "b leaves 3", "c coaches nobody", "d coaches nobody",
                "b out: left waited 0s talked 3s peak 4",
            ])
        #expect(life.room.coachedCall(of: c) == nil)
        #expect(life.join(b) == ["b joins 4", "c coaches b", "d coaches b"])
        #expect(life.leave(d) == ["d leaves 3 coaching", "d out: left waited 0s talked 3s peak 4"])
        #expect(
            life.leave(b) == ["b leaves 2", "c coaches nobody", "b out: left waited 0s talked 2s peak 4"])
    }

    @Test mutating func `of a coach does not outlast the calls it came for`() {
        _ = life.join(a)
        _ = life.join(b, coach: .call(a))
        #expect(
            life.leave(a) == [
                "a leaves 1", "b leaves 0 coaching", "END 1 last-participant-left by a lasted 2s peak 2",
                "a out: left waited 0s talked 2s peak 2",
                "b out: ended_by_last_leave by a waited 0s talked 1s peak 2",
            ])
    }

    @Test mutating func `of tones lets everybody but their cause hear them, by the cause's own setting`() {
        _ = life.join(a, beep: .both)
        let tones: [(Beep, enter: Bool, exit: Bool)] = [
            (.both, true, true), (.none, false, false), (.onEnter, true, false), (.onExit, false, true),
        ]
        for (beep, enter, exit) in tones {
            #expect(life.join(b, beep: beep).contains("beep enter b") == enter)
            #expect(life.leave(b).contains("beep exit b") == exit)
        }
    }

    @Test mutating func `of waiting callers replays no tone at the start and makes none before it`() {
        #expect(!life.join(a, beep: .both, starts: false).contains { $0.hasPrefix("beep") })
        #expect(!life.join(b, beep: .both, starts: false).contains { $0.hasPrefix("beep") })
        #expect(!life.leave(b).contains { $0.hasPrefix("beep") })
        #expect(!life.join(c, beep: .both).contains { $0.hasPrefix("beep") })
        #expect(life.join(b, beep: .both).contains("beep enter b"))
    }

    @Test mutating func `of a waiting caller stops its music while a step or a hold has the leg`() {
        _ = life.join(a, starts: false, media: .own)
        #expect(life.step(.occupy(a, true)) == ["a hears no more"])
        #expect(life.step(.occupy(a, true)) == [])
        #expect(life.step(.hold(a, true)) == ["a held 1 held waiting"])
        #expect(life.step(.occupy(a, false)) == [])
        #expect(life.step(.waitingMediaFailed(a)) == ["a media failed"])
        #expect(life.step(.hold(a, false)) == ["a unheld 1 waiting", "a hears standard"])
        #expect(life.step(.waitingMediaFailed(a)) == [])
    }

    @Test mutating func `of a recording that fails goes on without it`() {
        _ = life.join(
            a, room: RoomSettings(record: .recordFromStart, stream: StreamSettings(url: "wss://e.com")))
        #expect(life.step(.recordingFailed(InstanceID(1))) == ["record off 1s 1 failed"])
        #expect(life.step(.streamClosed(InstanceID(1))) == ["stream off failed"])
        #expect(life.step(.streamClosed(InstanceID(1))) == [])
        #expect(
            life.leave(a) == [
                "a leaves 0", "END 1 last-participant-left by a lasted 4s peak 1",
                "a out: left waited 0s talked 4s peak 1",
            ])
    }

    @Test mutating func `of a late failure says nothing about the next instance`() {
        let settings = RoomSettings(record: .recordFromStart, stream: StreamSettings(url: "wss://e.com"))
        _ = life.join(a, room: settings)
        _ = life.leave(a)
        _ = life.join(a, room: settings)
        #expect(life.step(.recordingFailed(InstanceID(1))) == [])
        #expect(life.step(.streamClosed(InstanceID(1))) == [])
        #expect(life.step(.end(InstanceID(1), .api)) == ["instance 1 not running"])
        #expect(life.room.isRecording && life.room.isStreaming)
    }
}

/// Inputs that no well-behaved consumer sends: answered or ignored, never a trap.
struct `A strange input` {
    @Test func `of any time gives durations of zero or more`() {
        let times: [Int64] = [.min, -1, 0, 1, .max]
        for joined in times {
            for started in times {
                for left in times {
                    let end = release(joined: joined, started: started, left: left)
                    #expect(end.waited >= 0 && end.talked >= 0, "\(joined) \(started) \(left)")
                }
            }
        }
        #expect(release(joined: .min, started: .max, left: .max).waited == .max)
    }

    private func release(joined: Int64, started: Int64, left: Int64) -> Release {
        var room = ConferenceRoom(name: "standup")
        var events: [RoomEvent] = []
        let waiter = ParticipantSettings(startOnEnter: false, endOnExit: true)
        let recorded = RoomSettings(record: .recordFromStart)
        room.handle(
            .join(.init(a, waiter, room: recorded, newInstance: InstanceID(1))),
            at: RoomTime(milliseconds: joined), into: &events)
        room.handle(
            .join(.init(b, newInstance: InstanceID(2))), at: RoomTime(milliseconds: started), into: &events)
        room.handle(.leave(a, .flow), at: RoomTime(milliseconds: left), into: &events)
        for case .released(let release) in events where release.participant == a { return release }
        Issue.record("no release")
        return Release(a, .failed, peakSize: 0)
    }

    @Test func `of an extreme handle or limit is taken as it is`() {
        for limit in [Int.min, -1, 0] {
            var life = Life()
            #expect(
                life.join(a, room: RoomSettings(maxParticipants: limit)) == ["a refused full"], "\(limit)")
            #expect(life.room == ConferenceRoom(name: "standup"))
        }
        #expect(RoomSettings(maxParticipants: .max).capacity == 100_000)
        var life = Life()
        _ = life.join(ParticipantID(.min))
        #expect(
            life.join(ParticipantID(.max), coach: .call(ParticipantID(.min))).first
                == "p2147483647 joins 2 coaching")
        #expect(life.leave(ParticipantID(-1)) == ["p-1 not inside"])
    }

    @Test func `appends to the events and removes none`() {
        var room = ConferenceRoom(name: "standup")
        var events: [RoomEvent] = [.notInside(d)]
        room.handle(.leave(a, .hungUp), at: RoomTime(milliseconds: 0), into: &events)
        #expect(events == [.notInside(d), .notInside(a)])
    }

    @Test func `of a second leave, a second join and a stranger changes nothing`() {
        var life = Life()
        _ = life.join(a)
        _ = life.join(b)
        _ = life.leave(b)
        let before = life.room
        let inputs: [RoomInput] = [
            .leave(b, .hungUp), .leave(b, .flow), .mute(b, true), .hold(c, true), .speech(b, true),
            .occupy(d, true),
            .waitingMediaFailed(b), .end(InstanceID(77), .error), .recordingFailed(InstanceID(1)),
            .streamClosed(InstanceID(1)), .join(.init(a, newInstance: InstanceID(8))),
            .join(.init(c, ParticipantSettings(coach: .call(b)), newInstance: InstanceID(9))),
        ]
        for input in inputs {
            _ = life.step(input)
            #expect(life.room == before, "\(input)")
        }
    }

    @Test func `of a name that only looks the same is another room`() {
        let composed = ConferenceRoom(name: "caf\u{e9}")
        let decomposed = ConferenceRoom(name: "cafe\u{301}")
        #expect(composed != decomposed)
        #expect(Set([composed, decomposed]).count == 2)
        #expect(decomposed.name.unicodeScalars.count == 5)
    }
}
