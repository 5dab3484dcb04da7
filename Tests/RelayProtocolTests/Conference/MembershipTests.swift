import FlowRuntime
import Testing

@testable import RelayProtocol

/// Joining, being inside, and what must not be taken for it (relay-protocol.md §6.6, §6.7).
@Suite("Memberships")
struct MembershipTests {
    private let joinLine = #"0 → calling.join_conference {"name":"night-desk"}"#

    // MARK: Joining

    @Test func `any own event proves the join`() {
        for status in [
            "participant-speech-start", "participant-mute", "participant-modify", "participant-wave",
        ] {
            var line = ConferenceLine()
            line.join()
            line.event(status, 0, size: 1)
            #expect(line.lines() == [joinLine, "0: 1 done", "0: joined cf-1 size 1"], "\(status)")
        }
    }

    @Test func `a start proves a join that was accepted, in either order`() {
        var line = ConferenceLine()
        line.join()
        line.accepts()
        line.event("conference-start", size: 1)
        #expect(line.lines() == [joinLine, "0: 1 done", "0: joined cf-1 size 1"])
        line = ConferenceLine()
        line.join()
        line.event("conference-start", size: 1)
        #expect(line.lines() == [joinLine])
        line.accepts()
        #expect(line.lines() == ["0: 1 done", "0: joined cf-1 size 1"])
    }

    @Test func `the event is right when the result names another instance`() {
        var line = ConferenceLine()
        line.join()
        line.accepts(0, #"{"code":"200","conference_id":"cf-0"}"#)
        line.event("participant-join", 0, size: 1)
        #expect(line.lines() == [joinLine, "0: 1 done", "0: joined cf-1 size 1"])
        #expect(line.conferences.rooms.keys.sorted() == ["cf-1"])
    }

    @Test func `a leave that overtakes the join ends it`() {
        var line = ConferenceLine()
        line.join()
        line.accepts()
        line.event("participant-leave", 0, size: 0)
        line.event("participant-join", 0, size: 1)
        line.wait(.seconds(60))
        #expect(
            line.lines() == [
                joinLine, "0: 1 done", "0: joined cf-1 size 0", "0: left[removed] cf-1 size 1",
            ])
    }

    @Test func `events of another name, another instance, or without an id prove nothing`() {
        var line = ConferenceLine()
        line.join()
        line.event("participant-join", 0, name: "elsewhere", size: 1)
        line.raw(#"{"status":"participant-join","call_id":"c-0"}"#, 0)
        line.raw(#"{"status":7,"conference_id":[],"call_id":"c-0","size":"many"}"#, 0)
        line.raw("{}", 0)
        line.raw("{}")
        line.event("conference-end", in: "cf-0")
        #expect(line.lines() == [joinLine])
        line.event("participant-join", 0, size: 1)
        line.event("participant-leave", 0, in: "cf-0", size: 0)
        line.event("conference-end", in: "cf-0")
        line.wait(.seconds(60))
        #expect(line.lines() == ["0: 1 done", "0: joined cf-1 size 1"])
    }

    @Test func `names are compared by their bytes`() {
        var line = ConferenceLine()
        line.join("caf\u{E9}")
        _ = line.lines()
        line.event("participant-join", 0, name: "cafe\u{301}", size: 1)
        #expect(line.lines() == [])
        line.event("participant-join", 0, name: "caf\u{E9}", size: 1)
        #expect(line.lines() == ["0: 1 done", "0: joined cf-1 size 1"])
    }

    @Test func `a coach that is written but empty is nobody, and nothing is sent`() {
        var line = ConferenceLine()
        line.join { $0.coach = "" }
        #expect(line.lines() == ["0: 1 failed coachNotFound"])
        #expect(line.conferences.members.isEmpty)
    }

    @Test func `refusals are told apart as far as their message goes`() {
        let table: [(Int, String, String)] = [
            (409, "Conference is full", "full"), (409, "max_participants reached", "full"),
            (400, "Coach call not found", "coachNotFound"), (500, "Internal error", "failed"),
            (404, "Conference is full", "callGone"),
        ]
        for (code, message, expected) in table {
            var line = ConferenceLine()
            line.join()
            line.refuses(0, code, message)
            #expect(line.lines().last == "0: 1 failed \(expected)", "\(code) \(message)")
        }
    }

    @Test func `an error of the call makes silence no proof`() {
        var line = ConferenceLine()
        line.join()
        line.accepts(0, #"{"code":"200","conference_id":"cf-1"}"#)
        line.change { $0.errorReported("no room", on: RelayCallNumber(0)) }
        line.wait(.seconds(5))
        #expect(line.lines() == [joinLine, "0: 1 failed failed"])
        line.event("participant-join", 0, size: 1)
        #expect(line.lines() == [#"0 → calling.leave_conference {"conference_id":"cf-1"}"#])
    }

    @Test func `a second join is refused while the first is under way`() {
        var line = ConferenceLine()
        line.join()
        line.join(as: 2)
        #expect(line.lines() == [joinLine, "0: 2 failed failed"])
    }

    @Test func `joining another conference leaves the first`() {
        var line = ConferenceLine()
        line.enter()
        line.join("other", as: 2)
        #expect(
            line.lines() == [
                #"0 → calling.leave_conference {"conference_id":"cf-1"}"#,
                #"0 → calling.join_conference {"name":"other"}"#,
            ])
        line.event("participant-leave", 0, size: 0)
        line.event("participant-join", 0, in: "cf-2", name: "other", size: 1)
        line.wait(.seconds(60))
        #expect(line.lines() == ["0: 2 done", "0: joined cf-2 size 1"])
    }

    @Test func `back in the room that goes on, the late leave is not believed`() {
        var line = ConferenceLine()
        line.enter()
        line.leave()
        line.accepts()
        line.wait(.seconds(5))
        #expect(line.lines().last == "0: left[left] cf-1 size 1")
        line.join(as: 2)
        line.event("participant-leave", 0, size: 1)
        line.event("participant-join", 0, size: 2)
        line.wait(.seconds(60))
        #expect(line.lines() == [joinLine, "0: 2 done", "0: joined cf-1 size 2"])
    }

    // MARK: Waiting

    @Test func `two who wait do not start a room, whatever its size`() {
        var line = ConferenceLine()
        line.enter(0) { $0.startOnEnter = false }
        line.join("night-desk", 1) { $0.startOnEnter = false }
        line.event("participant-join", 1, size: 2)
        #expect(line.lines().contains("1: waits in cf-1 size 2"))
        line.join("night-desk", 2)
        line.event("participant-join", 2, size: 3)
        #expect(
            line.lines().suffix(4) == [
                "0: started cf-1 size 3", "1: started cf-1 size 3", "2: 1 done", "2: joined cf-1 size 3",
            ])
        line.event("conference-start", size: 3)
        #expect(line.lines() == [])
    }

    @Test func `who comes late into a room of strangers does not wait`() {
        var line = ConferenceLine()
        line.join { $0.startOnEnter = false }
        line.event("participant-join", 0, size: 2)
        #expect(line.lines().last == "0: joined cf-1 size 2")
    }

    @Test func `a stranger who starts the room starts it, and a coach does not`() {
        var line = ConferenceLine()
        line.enter { $0.startOnEnter = false }
        line.event("participant-join", who: "x-8", size: 2, with: #""start_on_join":true,"coaching":true"#)
        line.event("participant-join", who: "x-9", size: 3, with: #""start_on_join":true"#)
        #expect(line.lines() == ["0: changed cf-1 size 2", "0: started cf-1 size 3"])
    }

    @Test func `a recording is told, and shows that the room has started`() {
        var line = ConferenceLine()
        line.enter { $0.startOnEnter = false }
        line.event("record-start", size: 1)
        #expect(line.lines() == ["0: started cf-1 size 1 recording"])
        line.event("record-pause")
        line.event("record-stop", with: #""recording_url":"https://example.com/a.wav""#)
        #expect(line.lines() == ["0: changed cf-1 size 1"])
    }

    // MARK: Large rooms

    @Test func `in a large room a member is told before it hears something else`() {
        var line = ConferenceLine()
        let many = RelayConferences.toldAtOnceMax + 1
        for call in 0..<many { line.enter(call, size: call + 1) }
        line.event("participant-leave", who: "x-9", size: many - 3)
        #expect(line.lines() == [])
        line.change { $0.catchUp(RelayCallNumber(0)) }
        #expect(line.lines() == ["0: changed cf-1 size \(many)", "0: changed cf-1 size \(many - 3)"])
        line.change { $0.catchUp(RelayCallNumber(0)) }
        line.change { $0.catchUp(RelayCallNumber(99)) }
        #expect(line.lines() == [])
        line.event("conference-end", with: #""reason_ended":"ended-by-api""#)
        #expect(line.lines() == (0..<many).map { "\($0): left[ended_by_api] cf-1 size 0" })
    }

    @Test func `nothing is kept of calls that are over`() {
        var line = ConferenceLine()
        for call in 0..<100 { line.enter(call, size: call + 1) }
        for call in 0..<100 { line.end(call) }
        line.wait(.seconds(60))
        #expect(line.conferences.members.isEmpty && line.conferences.rooms.isEmpty)
        #expect(line.conferences.unplaced.isEmpty && line.conferences.nextDeadline == nil)
    }
}
