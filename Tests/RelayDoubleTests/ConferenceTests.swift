import RelayDouble
import Testing

@Suite("Conferences") struct ConferenceTests {
    private func join(_ call: Int, _ more: String = "") -> String {
        Stage.on(call, #""name":"room""# + (more.isEmpty ? "" : "," + more))
    }

    private func connected(
        _ count: Int, _ configure: (inout RelayDoubleConfiguration) -> Void = { _ in }
    ) -> Stage {
        var stage = Stage(configure)
        _ = stage.connect()
        for _ in 0..<count { _ = stage.talk() }
        _ = stage.events()
        return stage
    }

    // §6.10: 1
    @Test func `a join is accepted with the id, then told; a leave ends the room of one`() {
        var stage = connected(1)
        let answer = stage.request("calling.join_conference", join(1))
        #expect(answer?["conference_id"] == "conference-1")
        #expect(answer?["message"] == "Joining conference")
        #expect(stage.events() == ["conference participant-join", "conference conference-start"])
        let leave = Stage.on(1, #""conference_id":"conference-1""#)
        #expect(stage.request("calling.leave_conference", leave)?.code == "200")
        #expect(stage.events() == ["conference participant-leave", "conference conference-end"])
        #expect(stage.request("calling.leave_conference", leave)?.code == "404")
        #expect(stage.request("calling.join_conference", join(1))?["conference_id"] == "conference-2")
    }

    // §6.10: 3
    @Test func `the id is left out of the result, and the events are, where the configuration says so`() {
        var stage = connected(1) {
            $0.joinResultHasID = false
            $0.sendsConferenceEvents = false
        }
        let answer = stage.request("calling.join_conference", join(1))
        #expect(answer?.code == "200")
        #expect(answer?["conference_id"] == nil)
        #expect(stage.events() == [])
        #expect(stage.exchange.sees(.conferenceStarts, 1))
    }

    // §6.10: 4
    @Test func `who may not start waits for somebody who does`() {
        var stage = connected(2)
        stage.request("calling.join_conference", join(1, #""start_on_enter":false"#))
        #expect(stage.events() == ["conference participant-join"])
        #expect(stage.exchange.sees(.joinsConference, 1) && !stage.exchange.sees(.conferenceStarts, 1))
        stage.request("calling.join_conference", join(2))
        #expect(stage.events() == ["conference participant-join", "conference conference-start"])
        #expect(stage.exchange.sees(.conferenceStarts, 1))
    }

    @Test func `an event tells the participant, the room and both under the names of the wire`() {
        var stage = connected(1)
        stage.request("calling.join_conference", join(1, #""muted":true,"end_on_exit":true,"region":"eu""#))
        let frame = stage.received().dropFirst().first ?? ""
        let parts = [
            #""conference_id":"conference-1","name":"room","status":"participant-join","call_id":"call-1""#,
            #""muted":true,"hold":false,"start_on_join":true,"end_on_leave":true,"coaching":false"#,
            #""region":"eu","size":1"#,
        ]
        for part in parts { #expect(frame.contains(part), "\(frame)") }
    }

    // §6.10: 5
    @Test func `one with endOnExit ends it for all, who stay on the line`() {
        var stage = connected(3)
        for call in 1...3 {
            stage.request("calling.join_conference", join(call, #""end_on_exit":\#(call == 2)"#))
        }
        _ = stage.events()
        stage.exchange.perform(.hangUp, on: 2)
        stage.collect()
        let frames = stage.received()
        #expect(frames.filter { $0.contains("participant-leave") }.count == 3)
        #expect(frames.last?.contains("participant-with-end-on-exit-left") == true)
        #expect(frames.last?.contains(#""call_id_ending_conf":"call-2""#) == true)
        #expect(stage.exchange.isUp(1) && stage.exchange.isUp(3))
        #expect(!stage.exchange.sees(.joinsConference, 1))
    }

    // §6.10: 7
    @Test func `who hangs up inside has left when the call is over`() {
        var stage = connected(2)
        stage.request("calling.join_conference", join(1))
        stage.request("calling.join_conference", join(2))
        _ = stage.events()
        stage.exchange.perform(.hangUp, on: 1)
        stage.collect()
        #expect(stage.events() == ["state ending", "state ended", "conference participant-leave"])
    }

    // §6.10: 8
    @Test func `a full room refuses, as a result or as an event`() {
        for (refusal, code, events) in [
            (RelayDoubleConfiguration.JoinRefusal.result, "409", []), (.errorEvent, "200", ["error"]),
        ] {
            var stage = connected(2) { $0.joinRefusal = refusal }
            stage.request("calling.join_conference", join(1, #""max_participants":1"#))
            _ = stage.events()
            #expect(stage.request("calling.join_conference", join(2))?.code == code)
            #expect(stage.events() == events)
            #expect(!stage.exchange.sees(.joinsConference, 2))
        }
    }

    @Test func `a coach is heard by one who is there, and refused where there is none`() {
        var stage = connected(2)
        for coach in ["call-1", "", "nobody"] {
            let answer = stage.request("calling.join_conference", join(2, #""coach":"\#(coach)""#))
            #expect(answer?.code == "400", "\(coach)")
        }
        stage.request("calling.join_conference", join(1))
        _ = stage.events()
        #expect(stage.request("calling.join_conference", join(2, #""coach":"call-1""#))?.code == "200")
        #expect(stage.received().contains { $0.contains(#""coaching":true"#) })
    }

    @Test func `a second join is refused, of the same room and of another`() {
        var stage = connected(1)
        stage.request("calling.join_conference", join(1))
        #expect(stage.request("calling.join_conference", join(1))?.code == "409")
        #expect(stage.request("calling.join_conference", Stage.on(1, #""name":"other""#))?.code == "409")
    }

    // §6.10: 10
    @Test func `the leave of another room is refused, that of one that is gone not found`() {
        var stage = connected(2)
        stage.request("calling.join_conference", join(1))
        stage.request("calling.join_conference", Stage.on(2, #""name":"other""#))
        let codes = [
            ("conference-2", "409"), ("conference-9", "404"), ("room", "404"), ("conference-01", "404"),
        ]
        for (id, code) in codes {
            let answer = stage.request("calling.leave_conference", Stage.on(1, #""conference_id":"\#(id)""#))
            #expect(answer?.code == code, "\(id)")
        }
    }

    // §6.10: 15, 18, 20
    @Test func `strangers come and go, and the control API mutes, holds, takes out and ends`() {
        var stage = connected(1)
        stage.request("calling.join_conference", join(1))
        _ = stage.events()
        let stranger = stage.exchange.enterFromOutside(
            "room", startOnEnter: true, endOnExit: false, isMuted: false)
        stage.exchange.mute(1, true)
        stage.exchange.mute(1, false)
        stage.exchange.hold(1, true)
        stage.exchange.hold(1, false)
        stage.exchange.perform(.hangUp, on: stranger)
        stage.exchange.remove(1)
        stage.collect()
        #expect(
            stage.events()
                == [
                    "participant-join", "participant-mute", "participant-unmute", "participant-hold",
                    "participant-unhold", "participant-leave", "participant-leave", "conference-end",
                ].map { "conference " + $0 })
        stage.request("calling.join_conference", join(1))
        _ = stage.events()
        stage.exchange.endConference("room")
        stage.exchange.endConference("room")
        stage.collect()
        #expect(stage.events() == ["conference participant-leave", "conference conference-end"])
        #expect(stage.exchange.isUp(1))
    }

    // §6.10: 16
    @Test func `a speaker is told, and a flood of them too`() {
        var stage = connected(1)
        stage.request("calling.join_conference", join(1))
        _ = stage.events()
        for _ in 0..<1000 {
            stage.exchange.perform(.say("a", for: .milliseconds(1)), on: 1)
            stage.pass(1)
        }
        let events = stage.events()
        #expect(events.count == 2000)
        #expect(Set(events) == ["conference participant-speech-start", "conference participant-speech-stop"])
    }

    @Test func `a recorded room says where the recording is`() {
        var stage = connected(1)
        let record = #""record":"record-from-start","trim":"do-not-trim""#
        stage.request("calling.join_conference", join(1, record))
        stage.pass(8000)
        stage.exchange.perform(.hangUp, on: 1)
        stage.collect()
        let frames = stage.received()
        #expect(frames.contains { $0.contains("record-start") })
        let end = frames.last ?? ""
        #expect(end.contains(#""recording_file_size":32000,"recording_duration":8,"#), "\(end)")
    }

    @Test func `every worker with somebody inside is told, once`() {
        var stage = Stage()
        let first = stage.connect(["a"])
        let second = stage.connect(["b"])
        let calls = ["a", "a", "b"].map { context in
            stage.talk(to: RelayCaller(context: context), on: context == "a" ? first : second)
        }
        for call in calls {
            stage.request("calling.join_conference", join(call), on: call == 3 ? second : first)
        }
        #expect(stage.events(on: first).filter { $0 == "conference participant-join" }.count == 3)
        #expect(stage.events(on: second).filter { $0 == "conference participant-join" }.count == 1)
        stage.exchange.perform(.hangUp, on: 3)
        stage.collect()
        #expect(stage.events(on: first) == ["conference participant-leave"])
        _ = stage.events(on: second)
        stage.exchange.perform(.hangUp, on: 1)
        stage.collect()
        #expect(stage.events(on: second) == [])
    }

    @Test func `a worker that gives its call away is told no more of the room`() {
        var stage = Stage()
        let first = stage.connect(["a"])
        let second = stage.connect(["b"])
        let call = stage.talk(to: RelayCaller(context: "a"), on: first)
        stage.request("calling.join_conference", join(call), on: first)
        stage.request("calling.transfer", Stage.on(call, #""dest":"context:b""#), on: first)
        _ = stage.events(on: first)
        stage.exchange.mute(call, true)
        stage.collect()
        #expect(stage.events(on: first) == [])
        #expect(stage.events(on: second) == ["receive answered", "conference participant-mute"])
    }

    @Test func `people wait for what happens in a room`() {
        var stage = Stage()
        _ = stage.connect()
        let call = stage.talk(
            to: RelayCaller().saying("Hello", upon: .conferenceStarts).hangingUp(upon: .leavesConference))
        stage.request("calling.join_conference", join(call, #""start_on_enter":false"#))
        stage.run()
        #expect(!stage.events().contains("conference participant-speech-start"))
        stage.request("calling.join_conference", join(stage.talk()))
        stage.run()
        #expect(stage.events().contains("conference participant-speech-start"))
        stage.exchange.remove(call)
        stage.collect()
        stage.run()
        #expect(!stage.exchange.isUp(call))
    }
}
