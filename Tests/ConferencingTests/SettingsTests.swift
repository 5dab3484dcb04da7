import Conferencing
import FlowModel
import Testing

/// The creator's settings hold; who writes another value later is told so.
struct `A later join` {
    static let other = RoomSettings(
        record: .recordFromStart, trim: .doNotTrim, region: "eu", maxParticipants: 9,
        stream: StreamSettings(url: "wss://example.com/other"),
        statusCallback: CallbackSettings(
            url: "https://example.com/other", events: [.speaker], format: .cxml, method: .get),
        recordingStatusCallback: CallbackSettings(
            url: "https://example.com/other", events: [.absent], format: .laml, method: .get))

    private func warnings(creator: RoomSettings, later: RoomSettings) -> [String] {
        var life = Life()
        _ = life.join(a, room: creator)
        let told = life.join(b, room: later).filter { $0.hasPrefix("b ignored ") }.map {
            String($0.dropFirst(10))
        }
        #expect(life.room.settings == creator)
        return told
    }

    @Test func `is warned of every setting it writes otherwise`() {
        #expect(warnings(creator: RoomSettings(), later: Self.other) == RoomSetting.allCases.map(\.rawValue))
    }

    @Test func `is not warned of what it does not write`() {
        #expect(warnings(creator: Self.other, later: RoomSettings()) == [])
    }

    @Test func `is not warned of the same values`() {
        #expect(warnings(creator: Self.other, later: Self.other) == [])
    }

    @Test func `is not warned of a default that holds`() {
        let defaults = RoomSettings(
            record: .doNotRecord, trim: .trimSilence, maxParticipants: 100_000,
            statusCallback: CallbackSettings(
                events: [.leave, .join, .end, .start], format: .relay, method: .post),
            recordingStatusCallback: CallbackSettings(events: [.completed], format: .relay, method: .post))
        #expect(warnings(creator: RoomSettings(), later: defaults) == [])
        #expect(warnings(creator: defaults, later: defaults) == [])
    }

    @Test func `is warned of a text that only looks the same`() {
        let composed = RoomSettings(region: "\u{e9}")
        #expect(warnings(creator: composed, later: RoomSettings(region: "e\u{301}")) == ["region"])
    }

    @Test func `is warned of a single difference inside the stream`() {
        let stream = StreamSettings(url: "wss://example.com/a", customParameters: ["k": "v"])
        var changes: [StreamSettings] = Array(repeating: stream, count: 8)
        changes[0].url = "wss://example.com/b"
        changes[1].name = "n"
        changes[2].codec = "PCMU"
        changes[3].statusURL = "https://example.com"
        changes[4].statusMethod = .get
        changes[5].realtime = true
        changes[6].authorizationBearerToken = "t"
        changes[7].customParameters["k"] = "w"
        for change in changes {
            #expect(
                warnings(creator: RoomSettings(stream: stream), later: RoomSettings(stream: change)) == [
                    "stream"
                ])
        }
    }

    @Test func `that is refused is not warned`() {
        var life = Life()
        _ = life.join(a, room: RoomSettings(maxParticipants: 1))
        #expect(life.join(b, room: Self.other) == ["b refused full"])
        #expect(life.join(b, coach: .unknownCall, room: Self.other) == ["b refused coachNotFound"])
    }
}
