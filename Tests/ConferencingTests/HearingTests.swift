import Conferencing
import FlowModel
import Testing

/// Who hears whom, as a matrix: a row per listener, `x` for every speaker it hears.
struct `Who hears whom` {
    var life = Life()

    private func matrix(_ ids: ParticipantID...) -> [String] {
        ids.map { listener in ids.map { life.room.hears(listener, $0) ? "x" : "." }.joined() }
    }

    @Test mutating func `is nobody before the start and everybody but oneself after it`() {
        _ = life.join(a, starts: false)
        _ = life.join(b, starts: false)
        #expect(matrix(a, b, c) == ["...", "...", "..."])
        #expect(life.room.state(of: a) == .waiting && life.room.state(of: c) == .out)
        _ = life.join(c)
        #expect(matrix(a, b, c) == [".xx", "x.x", "xx."])
        #expect(life.room.state(of: a) == .in && life.room.waitingAudio(of: a) == nil)
        _ = life.leave(b)
        #expect(matrix(a, b, c) == ["..x", "...", "x.."])
    }

    @Test mutating func `lets a coach hear the room and be heard by one call`() {
        _ = life.join(a)
        _ = life.join(b)
        _ = life.join(c, coach: .call(b))
        _ = life.join(d, coach: .call(b))
        #expect(matrix(a, b, c, d) == [".x..", "x.xx", "xx..", "xx.."])
        #expect(life.room.isMixed(a) && !life.room.isMixed(c))
        _ = life.leave(b)
        #expect(matrix(a, b, c, d) == ["....", "....", "x...", "x..."])
    }

    @Test mutating func `lets a coach be coached`() {
        _ = life.join(a)
        _ = life.join(b, coach: .call(a))
        _ = life.join(c, coach: .call(b))
        #expect(matrix(a, b, c) == [".x.", "x.x", "x.."])
    }

    @Test mutating func `leaves out the muted and cuts off the held`() {
        _ = life.join(a, muted: true)
        _ = life.join(b)
        _ = life.join(c)
        #expect(matrix(a, b, c) == [".xx", "..x", ".x."])
        _ = life.step(.hold(b, true))
        #expect(matrix(a, b, c) == ["..x", "...", "..."])
        #expect(!life.room.hearsRoom(b) && life.room.hearsRoom(a))
        _ = life.step(.mute(a, false))
        _ = life.step(.hold(b, false))
        #expect(matrix(a, b, c) == [".xx", "x.x", "xx."])
    }

    @Test mutating func `puts neither coach nor muted nor held into recording and stream`() {
        let settings = RoomSettings(record: .recordFromStart, stream: StreamSettings(url: "wss://e.com"))
        _ = life.join(a, room: settings)
        _ = life.join(b, muted: true)
        _ = life.join(c, coach: .call(a))
        #expect([a, b, c, d].map(life.room.isRecorded) == [true, false, false, false])
        #expect([a, b, c, d].map(life.room.isStreamed) == [true, false, false, false])
        _ = life.step(.recordingFailed(InstanceID(1)))
        #expect(!life.room.isRecorded(a) && life.room.isStreamed(a))
    }
}
