import FlowRuntime
import Testing

@testable import RelayProtocol

/// Lost answers, lost connections, and workers that are started again.
@Suite("Memberships after a loss")
struct MembershipRecoveryTests {
    private let joinLine = #"0 → calling.join_conference {"name":"night-desk"}"#
    private let leaveLine = #"0 → calling.leave_conference {"conference_id":"cf-1"}"#

    @Test func `a join that was lost is never sent again, and its wait ends`() {
        var line = ConferenceLine()
        line.join()
        line.loses()
        line.reconnect()
        line.wait(.seconds(5))
        line.reconnect()
        line.wait(.seconds(60))
        #expect(line.lines() == [joinLine, "0: 1 failed timedOut"])
    }

    @Test func `a join that was given up and comes about is taken back, once`() {
        var line = ConferenceLine()
        line.join()
        line.loses()
        line.wait(.seconds(60))
        #expect(line.lines() == [joinLine, "0: 1 failed timedOut"])
        for _ in 0..<3 { line.event("participant-join", 0, size: 1) }
        line.event("participant-leave", 0, size: 0)
        line.wait(.seconds(60))
        #expect(line.lines() == [leaveLine])
    }

    @Test func `a leave whose answer is lost keeps the call inside`() {
        var line = ConferenceLine()
        line.enter()
        line.leave()
        line.loses()
        #expect(line.lines() == [leaveLine, "0: 9 failed timedOut"])
        line.event("participant-leave", 0, size: 0)
        line.wait(.seconds(1))
        #expect(line.lines() == ["0: left[removed] cf-1 size 0"])
    }

    @Test func `joining the room one is in tells that one is in`() {
        var line = ConferenceLine()
        line.enter()
        line.join(as: 5)
        #expect(line.lines() == ["0: 5 done", "0: joined cf-1 size 1"])
    }

    @Test func `who was inside before a restart is inside`() {
        var line = ConferenceLine()
        let change = ConferenceChange(
            id: "cf-1", name: "night-desk", kind: .joined(waiting: true), size: 3, isRecording: false)
        line.change { $0.resume(change, RelayCallNumber(0), CallID("c-0")) }
        line.reconnect()
        #expect(line.lines() == [])
        line.event("conference-start", size: 3)
        line.event("participant-leave", who: "x-9", size: 2)
        #expect(line.lines() == ["0: started cf-1 size 3", "0: changed cf-1 size 2"])
        line.leave(as: 4)
        line.accepts()
        line.event("participant-leave", 0, size: 1)
        #expect(line.lines() == [leaveLine, "0: 4 done", "0: left[left] cf-1 size 1"])
    }

    private func resumed() -> ConferenceLine {
        var line = ConferenceLine()
        line.change {
            $0.resumeJoin(
                JoinConferenceCommand(name: "night-desk"), as: CommandID(1), by: RelayCallNumber(0),
                CallID("c-0"), at: Timestamp(milliseconds: 0))
        }
        line.reconnect()
        return line
    }

    @Test func `of a join that a restart interrupted events tell, or nobody does`() {
        var line = resumed()
        line.event("participant-join", 0, size: 1)
        #expect(line.lines() == ["0: 1 done", "0: joined cf-1 size 1"])
        // Nothing tells that it has come about, and nearly all do.
        line = resumed()
        line.wait(.milliseconds(4999))
        #expect(line.lines() == [])
        line.wait(.milliseconds(1))
        #expect(line.lines() == ["0: 1 done", "0: joined  size 0"])
        line.event("participant-mute", 0, size: 2)
        #expect(line.lines() == ["0: changed cf-1 size 2"])
        // Unless something tells that it has not.
        line = resumed()
        line.change { $0.errorReported("full", on: RelayCallNumber(0)) }
        line.wait(.seconds(60))
        #expect(line.lines() == ["0: 1 failed failed"])
    }

    @Test func `a conference whose id nobody has told ends by its name`() {
        for status in ["conference-end", "participant-leave"] {
            var line = resumed()
            line.wait(.seconds(5))
            #expect(line.lines() == ["0: 1 done", "0: joined  size 0"])
            line.event("conference-end", name: "another", size: 0)
            #expect(line.lines() == [])
            line.event(status, status == "conference-end" ? nil : 0, size: 0)
            line.wait(.seconds(1))
            #expect(line.lines().last?.hasPrefix("0: left") == true, "\(status)")
        }
        // Who still joins, joins the next one.
        var line = resumed()
        line.event("conference-end", size: 0)
        line.wait(.seconds(5))
        #expect(line.lines() == ["0: 1 done", "0: joined  size 0"])
    }

    // A second join may move the call, and with that end the conference for everybody (§6.6 rule 9).
    @Test func `a join that a restart interrupted is never sent again, and believed with a warning`() {
        var line = resumed()
        line.wait(.seconds(60))
        #expect(line.lines() == ["0: 1 done", "0: joined  size 0"])
        #expect(line.believed == [CallID("c-0")])
        // The next event names the conference, and until then it cannot be left.
        line.leave("", as: 4)
        #expect(line.lines() == ["0: 4 failed failed"])
        line.event("participant-mute", 0, size: 2)
        #expect(line.lines() == ["0: changed cf-1 size 2"])
        line.leave(as: 5)
        line.accepts()
        line.event("participant-leave", 0, size: 1)
        #expect(line.lines() == [leaveLine, "0: 5 done", "0: left[left] cf-1 size 1"])
    }

    @Test func `what an event has shown needs no belief`() {
        var line = resumed()
        line.event("participant-mute", 0, size: 2)
        line.wait(.seconds(60))
        #expect(line.lines() == ["0: 1 done", "0: joined cf-1 size 2"])
        #expect(line.believed == [])
    }

    @Test func `a first join that is refused as a second one has failed`() {
        var line = ConferenceLine()
        line.join()
        line.refuses(0, 409)
        line.wait(.seconds(60))
        #expect(line.lines() == [joinLine, "0: 1 failed failed"])
    }
}
