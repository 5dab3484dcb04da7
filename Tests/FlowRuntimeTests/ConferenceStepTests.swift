import FlowExpressions
import FlowModel
import FlowRuntime
import Testing

struct `joinConference` {
    @Test func `waits inside until the caller is out`() throws {
        var script = try Script("- joinConference: {name: room}\n- play: 'say:bye'")
        #expect(script.start() == [.joinConference(JoinConferenceCommand(name: "room"))])
        #expect(script.answer(.done) == [])
        #expect(script.join(waiting: true, after: .seconds(1)) == [])
        #expect(script.handle(script.change(.started), after: .seconds(9)) == [])
        #expect(script.leave(.endedByParticipant, by: "c-2", after: .seconds(30)) == [.say("bye")])
        #expect(script.variable("join_conference_result") == "completed")
        #expect(script.variable("return_value") == "completed")
        #expect(script.variable("conference.outcome") == "ended_by_participant")
        #expect(script.variable("conference.by") == "c-2")
        #expect(script.variable("conference.waited") == 9)
        #expect(script.variable("conference.talked") == 30)
        #expect(script.variable("conference.peak_size") == 2)
        #expect(script.variable("conference.state") == "out")
    }

    @Test func `accepts the join's proof before the answer`() throws {
        var script = try Script("- joinConference: {name: room, until: joined}\n- play: 'say:in'")
        _ = script.start()
        #expect(script.join() == [.say("in")])
        #expect(script.variable("join_conference_result") == "answered")
        #expect(script.variable("conference.state") == "in")
        #expect(script.variable("conference.outcome") == .undefined)
        #expect(script.answer(.done, to: \.isJoin) == [])
    }

    @Test func `stays until out when the flow ends inside`() throws {
        var script = try Script("- joinConference: {name: room, until: joined}")
        _ = script.start()
        #expect(script.join() == [])
        #expect(script.leave(.endedByLastLeave) == [.hangup(.hangup)])
    }

    @Test func `fails in each way the room can refuse`() throws {
        for (code, outcome) in [
            (CommandFailure.Code.full, "full"), (.coachNotFound, "coach_not_found"), (.failed, "failed"),
            (.callGone, "failed"), (.unsupported, "failed"),
        ] {
            var script = try Script(
                """
                - joinConference:
                    name: room
                    result:
                      variable: conference.outcome
                      case:
                        \(outcome): [{play: 'say:refused'}]
                - play: 'say:next'
                """)
            _ = script.start()
            #expect(script.answer(.failed(CommandFailure(code))) == [.say("refused")])
            #expect(script.variable("join_conference_result") == "failed")
            #expect(script.answer(.played(failedItems: [])) == [.say("next")])
        }
    }

    @Test func `does not open a room called nothing`() throws {
        for name in ["${missing}", "room-${missing}", "${call.nothing}"] {
            var script = try Script("- joinConference: {name: '\(name)'}\n- set: {next: true}")
            #expect(script.start() == [.hangup(.hangup)])
            #expect(script.variable("conference.outcome") == "failed")
            #expect(script.variable("next") == true)
        }
    }

    @Test func `takes a coach that is written but empty for nobody`() throws {
        var script = try Script("- joinConference: {name: room, coach: '${missing}'}")
        #expect(script.start() == [.joinConference(JoinConferenceCommand(name: "room", coach: ""))])
    }

    @Test func `joins no second time where it is, and waits`() throws {
        var script = try Script(
            """
            - joinConference: {name: room, until: joined}
            - joinConference: {name: room}
            - play: 'say:out'
            """)
        _ = script.start()
        #expect(script.join() == [])
        #expect(script.warnings == [.executeFailed])
        #expect(script.leave(.left) == [.say("out")])
    }

    @Test func `leaves the first room before it joins another`() throws {
        var script = try Script(
            """
            - joinConference: {name: one, until: joined}
            - joinConference: {name: two}
            """)
        _ = script.start()
        #expect(
            script.join("one") == [.leaveConference(conferenceID: "cf-one"), .startTimer(.seconds(5))])
        let next = script.leave(.left, name: "one")
        #expect(next == [.cancel(CommandID(3)), .joinConference(JoinConferenceCommand(name: "two"))])
        #expect(script.join("two") == [])
        #expect(script.leave(.left, name: "two") == [.hangup(.hangup)])
    }

    @Test func `ignores facts of another instance`() throws {
        var script = try Script("- joinConference: {name: room}")
        _ = script.start()
        script.join()
        #expect(script.leave(.left, name: "other") == [])
        #expect(script.end == nil)
    }

    @Test func `tells a hang-up inside in the journal and runs no result`() throws {
        var script = try Script(
            """
            - joinConference:
                name: room
                result: [{else: [{set: {ran: true}}]}]
            """)
        _ = script.start()
        script.join(waiting: true)
        script.handle(.ended(CallEnding(by: .caller)), after: .seconds(7))
        #expect(script.variable("conference.outcome") == "hung_up")
        #expect(script.variable("conference.waited") == 7)
        #expect(script.variable("conference.talked") == 0)
        #expect(script.variable("ran") == .undefined)
    }

    @Test func `is not left by the room's end while another step runs`() throws {
        var script = try Script(
            "- joinConference: {name: room, until: joined}\n- play: 'say:long'\n- play: 'say:next'")
        _ = script.start()
        script.join()
        #expect(script.leave(.endedByParticipant) == [])
        #expect(script.variable("conference.outcome") == "ended_by_participant")
        #expect(script.answer(.played(failedItems: [])) == [.say("next")])
    }
}

struct `leaveConference` {
    static let flow = "- joinConference: {name: room, until: joined}\n- leaveConference\n- play: 'say:out'"

    @Test func `waits until out`() throws {
        var script = try Script(Self.flow)
        _ = script.start()
        #expect(script.join() == [.leaveConference(conferenceID: "cf-room"), .startTimer(.seconds(5))])
        #expect(script.answer(.done, to: \.isLeave) == [])
        #expect(script.leave(.left) == [.cancel(CommandID(3)), .say("out")])
        #expect(script.variable("leave_conference_result") == "success")
    }

    @Test func `is bounded when nobody confirms`() throws {
        var script = try Script(Self.flow)
        _ = script.start()
        script.join()
        #expect(script.answer(.done, to: \.isTimer, after: .seconds(5)).last == .say("out"))
        #expect(script.variable("conference.outcome") == "left")
        #expect(script.leave(.left) == [], "the late leave is not a second one")
    }

    @Test func `fails outside a room and goes on`() throws {
        var script = try Script("- leaveConference\n- play: 'say:next'")
        #expect(script.start() == [.say("next")])
        #expect(script.variable("leave_conference_result") == "failed")
    }

    @Test func `fails for another room's id`() throws {
        var script = try Script(
            "- joinConference: {name: room, until: joined}\n- leaveConference: {conferenceId: cf-other}")
        _ = script.start()
        #expect(script.join() == [])
        #expect(script.variable("leave_conference_result") == "failed")
    }

    @Test func `keeps the caller inside when it is refused`() throws {
        var script = try Script(Self.flow)
        _ = script.start()
        script.join()
        #expect(script.answer(.failed(CommandFailure(.refused)), to: \.isLeave).last == .say("out"))
        #expect(script.variable("leave_conference_result") == "failed")
        #expect(script.variable("conference.state") == "in")
    }

    @Test func `comes before a hangup inside a room`() throws {
        var script = try Script("- joinConference: {name: room, until: joined}\n- hangup: busy")
        _ = script.start()
        #expect(script.join().first == .leaveConference(conferenceID: "cf-room"))
        #expect(script.leave(.left).last == .hangup(.busy))
    }
}

struct `awaitConference` {
    static func flow(_ parameters: String) -> String {
        "- joinConference: {name: room, until: joined}\n- awaitConference: \(parameters)\n- play: 'say:next'"
    }

    @Test func `ends at the start`() throws {
        var script = try Script(Self.flow("{until: started, timeout: 60s, keys: '*'}"))
        _ = script.start()
        #expect(script.join(waiting: true) == [.startTimer(.seconds(60)), .awaitKey("*")])
        let next = script.handle(script.change(.started))
        #expect(next == [.cancel(CommandID(2)), .cancel(CommandID(3)), .say("next")])
        #expect(script.variable("await_conference_result") == "started")
    }

    @Test func `ends at once in a room that has started`() throws {
        var script = try Script(Self.flow("{until: started}"))
        _ = script.start()
        #expect(script.join() == [.say("next")])
        #expect(script.variable("await_conference_result") == "started")
    }

    @Test func `ends when the time is over, the caller staying inside`() throws {
        var script = try Script(Self.flow("{until: started, timeout: 20m}"))
        _ = script.start()
        script.join(waiting: true)
        #expect(script.answer(.done, to: \.isTimer) == [.say("next")])
        #expect(script.variable("await_conference_result") == "timeout")
        #expect(script.variable("conference.state") == "waiting")
    }

    @Test func `ends at a key`() throws {
        var script = try Script(Self.flow("{keys: '*#'}"))
        _ = script.start()
        #expect(script.join() == [.awaitKey("*#")])
        #expect(script.answer(.key("#"), to: \.isKey) == [.say("next")])
        #expect(script.variable("await_conference_result") == "key")
        #expect(script.variable("await_conference_key") == "#")
    }

    @Test func `ends when the caller is out before the start`() throws {
        var script = try Script(Self.flow("{until: started}"))
        _ = script.start()
        script.join(waiting: true)
        #expect(script.leave(.removed) == [.say("next")])
        #expect(script.variable("await_conference_result") == "left")
    }

    @Test func `ends at once outside a room`() throws {
        var script = try Script("- awaitConference: {}\n- play: 'say:next'")
        #expect(script.start() == [.say("next")])
        #expect(script.variable("await_conference_result") == "left")
    }

    @Test func `outlives a backend that cannot hear keys`() throws {
        var script = try Script(Self.flow("{keys: '*'}"))
        _ = script.start()
        script.join()
        #expect(script.answer(.failed(CommandFailure(.unsupported)), to: \.isKey) == [])
        #expect(script.leave(.left) == [.cancel(CommandID(2)), .say("next")])
    }
}

struct `A caller in a conference` {
    @Test func `is not connected elsewhere`() throws {
        var script = try Script(
            """
            - joinConference: {name: room, until: joined}
            - connect:
                to: "+15555550199"
                result:
                  case:
                    failed: [{play: 'say:no'}]
            """)
        _ = script.start()
        #expect(script.join() == [.say("no")])
        #expect(script.variable("connect_failed_reason") == "in_conference")
    }

    @Test func `keeps its membership through execute, return, goto and transfer`() throws {
        var script = try Script(
            """
            sections:
              main:
                - joinConference: {name: room, until: joined}
                - execute: {dest: sub}
                - transfer: {dest: end}
              sub: [{return: 1}]
              end: [{play: 'say:still in'}]
            """)
        _ = script.start()
        #expect(script.join() == [.say("still in")])
        #expect(script.variable("conference.state") == "in")
    }
}
