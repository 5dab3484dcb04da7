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
            record: .recordFromStart, stream: StreamSettings(url: "wss://example.com/audio"))
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
}
