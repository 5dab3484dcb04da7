import Conferencing
import FlowModel
import FlowRuntime
import SimulatedBackend
import Testing

struct `A conference call` {
    static func join(
        _ name: String = "room", start: Bool = true, endOnExit: Bool = false, beep: Beep = .none,
        wait: String? = nil, coach: String? = nil, room: JoinConferenceCommand.RoomSettings = .init()
    ) -> CallCommand {
        .joinConference(
            JoinConferenceCommand(
                name: name, beep: beep, startOnEnter: start, endOnExit: endOnExit, waitURL: wait,
                coach: coach,
                room: room))
    }

    static func settings(_ change: (inout JoinConferenceCommand.RoomSettings) -> Void)
        -> JoinConferenceCommand.RoomSettings
    {
        var settings = JoinConferenceCommand.RoomSettings()
        change(&settings)
        return settings
    }

    @Test func `says once what a later join wanted otherwise`() {
        var desk = Desk()
        let legs = desk.answeredCalls(2)
        desk.perform(Self.join(room: Self.settings { $0.maxParticipants = 3 }), on: legs[0])
        desk.run(until: 1)
        desk.perform(
            Self.join(
                room: Self.settings {
                    $0.maxParticipants = 5
                    $0.record = .recordFromStart
                }), on: legs[1])
        desk.run(until: 2)
        let warnings = desk.phone.events.compactMap {
            if case .warning(let text) = $0.what { text } else { nil }
        }
        #expect(
            warnings == ["ignored: record, maxParticipants differ from what the conference was created with"])
    }

    @Test func `tells its members of every change, the cause of an end last where it joined last`() {
        var desk = Desk()
        let legs = desk.answeredCalls(3)
        desk.perform(Self.join(start: false), on: legs[0])
        desk.run(until: 1)
        desk.perform(Self.join(start: false), on: legs[1])
        desk.run(until: 2)
        desk.perform(
            Self.join(endOnExit: true, room: Self.settings { $0.record = .recordFromStart }), on: legs[2])
        desk.run(until: 3)
        desk.perform(.leaveConference(conferenceID: "cf-1"), on: legs[2])
        #expect(
            desk.lines == [
                "0.0 c-1 #4 done", "0.0 c-1 conference cf-1 joined, waiting, 1 inside",
                "1.0 c-2 #5 done", "1.0 c-2 conference cf-1 joined, waiting, 2 inside",
                "1.0 c-1 conference cf-1 changed, 2 inside",
                "2.0 c-3 #6 done", "2.0 c-3 conference cf-1 joined, 3 inside",
                "2.0 c-1 conference cf-1 started, 3 inside", "2.0 c-2 conference cf-1 started, 3 inside",
                "3.0 c-3 #7 done", "3.0 c-1 conference cf-1 left: ended_by_participant by c-3, 0 inside",
                "3.0 c-2 conference cf-1 left: ended_by_participant by c-3, 0 inside",
                "3.0 c-3 conference cf-1 left: left, 0 inside",
            ])
    }

    @Test func `refuses who cannot come in, and knows who is not inside`() {
        var desk = Desk()
        let legs = desk.answeredCalls(4)
        let two = Self.settings { $0.maxParticipants = 2 }
        desk.perform(.leaveConference(conferenceID: "cf-1"), on: legs[0])
        desk.perform(Self.join(coach: "c-2"), on: legs[0])
        desk.perform(Self.join(room: two), on: legs[0])
        desk.perform(Self.join(room: two), on: legs[1])
        desk.forget()
        desk.perform(Self.join(room: two), on: legs[2])
        desk.perform(Self.join(coach: ""), on: legs[2])
        desk.perform(Self.join(coach: "c-99"), on: legs[2])
        desk.perform(Self.join(coach: "c-3"), on: legs[2])
        desk.perform(Self.join("e\u{301}"), on: legs[2])
        desk.perform(Self.join("\u{e9}", coach: "c-3"), on: legs[3])
        desk.perform(.leaveConference(conferenceID: "cf-1"), on: legs[3])
        desk.perform(.connect(ConnectCommand(groups: [])), on: legs[2])
        #expect(
            desk.lines == [
                "0.0 c-3 #9 failed: full", "0.0 c-3 #10 failed: coachNotFound",
                "0.0 c-3 #11 failed: coachNotFound",
                "0.0 c-3 #12 failed: coachNotFound", "0.0 c-3 #13 done",
                "0.0 c-3 conference cf-8 joined, 1 inside", "0.0 c-4 #14 failed: coachNotFound",
                "0.0 c-4 #15 failed: notFound", "0.0 c-3 #16 failed: refused",
            ])
    }

    @Test func `is left for another one, and joined once only`() {
        var desk = Desk()
        let legs = desk.answeredCalls(2)
        desk.perform(Self.join("a"), on: legs[0])
        desk.perform(Self.join("a"), on: legs[1])
        desk.forget()
        desk.perform(Self.join("a"), on: legs[0])
        desk.perform(Self.join("b"), on: legs[0])
        desk.inject(.hangUp, on: legs[1])
        #expect(
            desk.lines == [
                "0.0 c-1 #5 done", "0.0 c-1 conference cf-1 left: left, 1 inside",
                "0.0 c-2 conference cf-1 changed, 1 inside", "0.0 c-1 #6 done",
                "0.0 c-1 conference cf-3 joined, 1 inside", "0.0 c-2 ended by caller: hangup",
            ])
        #expect(desk.phone.openRooms.map(\.name) == ["b"])
    }

    @Test func `ends for the others when a call hangs up, and tells the dead nothing`() {
        var desk = Desk()
        let legs = desk.answeredCalls(3)
        for leg in legs { desk.perform(Self.join(endOnExit: leg == legs[1]), on: leg) }
        desk.run(until: 5)
        desk.forget()
        desk.inject(.hangUp, on: legs[1])
        #expect(
            desk.lines == [
                "5.0 c-2 ended by caller: hangup",
                "5.0 c-1 conference cf-1 left: ended_by_participant by c-2, 0 inside",
                "5.0 c-3 conference cf-1 left: ended_by_participant by c-2, 0 inside",
            ])
        #expect(desk.phone.openRooms.isEmpty)
    }

    @Test func `counts the peak also in a room too large to tell everybody at once`() {
        var desk = Desk()
        let legs = desk.answeredCalls(100)
        for leg in legs { desk.perform(Self.join(), on: leg) }
        for leg in legs[2...] { desk.inject(.hangUp, on: leg) }
        desk.perform(.leaveConference(conferenceID: "cf-1"), on: legs[0])
        let told = desk.lines.filter { $0.hasPrefix("0.0 c-1 conference cf-1 changed") }
        #expect(told.first == "0.0 c-1 conference cf-1 changed, 2 inside")
        #expect(told.contains("0.0 c-1 conference cf-1 changed, 100 inside") && told.count < 70)
        let last = desk.phone.room(named: "room")
        #expect(last?.peakSize == 100 && last?.size == 1)
    }

    @Test func `lets its waiting members hear what is there for them`() {
        let media = [
            "https://a/404": MediaDouble(.failure(status: 404)),
            "https://a/late": MediaDouble(.sound(.seconds(9)), after: .seconds(2)),
        ]
        let cases: [(String?, [String])] = [
            (nil, ["0 music", "6 -", "7 music", "8 -"]),
            ("https://a/any", ["0 https://a/any", "6 -", "7 https://a/any", "8 -"]),
            ("https://a/404", ["0 music", "6 -", "7 music", "8 -"]),
            ("https://a/late", ["2 https://a/late", "6 -", "7 https://a/late", "8 -"]),
        ]
        for (url, heard) in cases {
            var desk = Desk(Doubles(media: media), observation: .story)
            let legs = desk.answeredCalls(2)
            desk.perform(Self.join(start: false, wait: url), on: legs[0])
            desk.run(until: 6)
            desk.perform(.sendDigits("W"), on: legs[0])
            desk.run(until: 8)
            desk.perform(Self.join(), on: legs[1])
            desk.run(until: 9000)
            #expect(desk.sounds(of: legs[0]) == heard)
        }
    }

    @Test func `ends by itself only with its last call, an hour of music for nothing`() {
        var desk = Desk(observation: .story)
        let leg = desk.answeredCalls(1)[0]
        desk.perform(Self.join(start: false, wait: "https://a/b"), on: leg)
        let before = desk.phone.events.count
        desk.run(until: 3600)
        #expect(desk.phone.events.count == before)
        desk.runToTheEnd()
        #expect(desk.lines.last == "14400.0 c-1 ended by system: max_duration")
        #expect(desk.phone.openRooms.isEmpty)
    }

    @Test func `can be controlled from outside`() {
        var desk = Desk()
        let legs = desk.answeredCalls(3)
        for leg in legs { desk.perform(Self.join(), on: leg) }
        desk.forget()
        desk.phone.control(.leave(legs[1].participant, .removed), room: "room")
        desk.phone.endConference(named: "room")
        desk.phone.endConference(named: "room")
        desk.phone.control(.mute(legs[0].participant, true), room: "nowhere")
        desk.run(until: 1)
        #expect(
            desk.lines == [
                "0.0 c-2 conference cf-1 left: removed, 2 inside",
                "0.0 c-1 conference cf-1 changed, 2 inside",
                "0.0 c-3 conference cf-1 changed, 2 inside",
                "0.0 c-1 conference cf-1 left: ended_by_api, 0 inside",
                "0.0 c-3 conference cf-1 left: ended_by_api, 0 inside",
            ])
    }
}

extension Desk {
    /// When a leg's own media begins and stops, in whole seconds.
    func sounds(of leg: LegID) -> [String] {
        let start = PhoneSystem().now
        return phone.events.filter { $0.leg == leg }.compactMap { event in
            let time = event.at.milliseconds(since: start) / 1000
            switch event.what {
            case .sound(let sound): return "\(time) \(sound.text)"
            case .silence: return "\(time) -"
            case _: return nil
            }
        }
    }
}
