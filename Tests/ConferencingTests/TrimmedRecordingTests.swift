import Conferencing
import FlowModel
import Testing

struct `The recording of a conference` {
    private let a = ParticipantID(1)
    private let b = ParticipantID(2)

    /// Milliseconds of the file when `speech` happens in a room that starts at 1 s and ends at 10 s.
    private func length(_ trim: RecordingTrim?, _ speech: [(Int64, RoomInput)]) -> Int64? {
        var room = ConferenceRoom(name: "r")
        var events: [RoomEvent] = []
        let settings = RoomSettings(record: .recordFromStart, trim: trim)
        for (id, at) in [(a, 1), (b, 2)] as [(ParticipantID, Int64)] {
            room.handle(
                .join(.init(id, room: settings, newInstance: InstanceID(1))),
                at: RoomTime(milliseconds: at * 1000), into: &events)
        }
        for (at, input) in speech { room.handle(input, at: RoomTime(milliseconds: at), into: &events) }
        for id in [a, b] {
            room.handle(.leave(id, .hungUp), at: RoomTime(milliseconds: 10_000), into: &events)
        }
        for case .recordStopped(let milliseconds, false, _) in events { return milliseconds }
        return nil
    }

    @Test func `begins with the first word, unless silence is kept`() {
        let words: [(Int64, RoomInput)] = [
            (4000, .speech(a, true)), (5000, .speech(a, false)), (6000, .speech(b, true)),
        ]
        #expect(length(nil, words) == 6000)
        #expect(length(.trimSilence, words) == 6000)
        #expect(length(.doNotTrim, words) == 9000)
    }

    @Test func `is empty when nobody who can be heard speaks`() {
        #expect(length(.trimSilence, []) == 0)
        #expect(length(.trimSilence, [(3000, .mute(a, true)), (4000, .speech(a, true))]) == 0)
        #expect(length(.doNotTrim, []) == 9000)
    }
}
