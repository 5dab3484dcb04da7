import FlowRuntime
import Testing

@testable import RelayProtocol

/// The twenty time lines of relay-protocol.md §6.10, by number.
@Suite("Conference time lines")
struct TimeLineTests {
    private let joinLine = #"0 → calling.join_conference {"name":"night-desk"}"#
    private let leaveLine = #"0 → calling.leave_conference {"conference_id":"cf-1"}"#

    // §8: 155, 157
    @Test func `time line 1: normal`() {
        var line = ConferenceLine()
        line.join()
        line.accepts()
        #expect(line.lines() == [joinLine])
        line.event("participant-join", 0, size: 1)
        #expect(line.lines() == ["0: 1 done", "0: joined cf-1 size 1"])
        line.event("conference-start", size: 1)
        line.event("participant-join", who: "x-9", size: 2)
        #expect(line.lines() == ["0: changed cf-1 size 2"])
        line.leave()
        line.accepts()
        #expect(line.lines() == [leaveLine, "0: 9 done"])
        line.event("participant-leave", 0, size: 1)
        #expect(line.lines() == ["0: left[left] cf-1 size 1"])
    }

    // §8: 162
    @Test func `time line 2: the event comes first, and its id is used to leave`() {
        var line = ConferenceLine()
        line.join()
        line.event("participant-join", 0, size: 1)
        #expect(line.lines() == [joinLine, "0: 1 done", "0: joined cf-1 size 1"])
        line.accepts()
        line.leave()
        #expect(line.lines() == [leaveLine])
    }

    // §8: 162, 164
    @Test func `time line 3: the id is in the result, and no event comes at all`() {
        var line = ConferenceLine()
        line.join()
        line.accepts(0, #"{"code":"200","conference_id":"cf-1"}"#)
        line.wait(.milliseconds(4999))
        #expect(line.lines() == [joinLine])
        line.wait(.milliseconds(1))
        #expect(line.lines() == ["0: 1 done", "0: joined cf-1 size 1"])
        line.leave()
        line.accepts()
        #expect(line.lines() == [leaveLine, "0: 9 done"])
        line.wait(.seconds(5))
        #expect(line.lines() == ["0: left[left] cf-1 size 1"])
    }

    @Test func `time line 4: who waits is told of the start`() {
        var line = ConferenceLine()
        line.join { $0.startOnEnter = false }
        line.accepts()
        line.event("participant-join", 0, size: 1)
        #expect(line.lines().suffix(1) == ["0: waits in cf-1 size 1"])
        line.event("participant-join", who: "x-9", size: 2)
        #expect(line.lines() == ["0: changed cf-1 size 2"])
        line.event("conference-start", size: 2)
        line.event("conference-start", size: 2)
        #expect(line.lines() == ["0: started cf-1 size 2"])
    }

    // §8: 160
    @Test func `time line 5: ended by another`() {
        var line = ConferenceLine()
        line.enter(0)
        line.enter(1, size: 2)
        line.event("participant-join", who: "x-9", size: 3)
        _ = line.lines()
        line.event("participant-leave", who: "x-9", size: 2)
        line.event("conference-end")
        #expect(
            line.lines() == [
                "0: changed cf-1 size 2", "1: changed cf-1 size 2",
                "0: left[ended_by_participant by x-9] cf-1 size 0",
                "1: left[ended_by_participant by x-9] cf-1 size 0",
            ])
    }

    // §8: 161
    @Test func `time line 6: an end with the id of one call ends it for all`() {
        var line = ConferenceLine()
        line.enter(0)
        line.enter(1, size: 2)
        line.event("conference-end", 0, with: #""reason_ended":"conference-ended-via-api""#)
        #expect(
            line.lines() == ["0: left[ended_by_api] cf-1 size 0", "1: left[ended_by_api] cf-1 size 0"])
    }

    // §8: 163
    @Test func `time line 7: hang-up inside, and the leave comes late`() {
        var line = ConferenceLine()
        line.enter()
        line.end()
        line.event("participant-leave", nil, who: "c-0", size: 0)
        line.wait(.seconds(60))
        #expect(line.lines() == [])
        #expect(line.conferences.rooms.isEmpty)
    }

    @Test func `time line 8: refused, and a late join is ignored`() {
        for code in [409, 500, 402, -1] {
            var line = ConferenceLine()
            line.join()
            line.refuses(0, code)
            line.event("participant-join", 0, size: 1)
            line.wait(.seconds(60))
            #expect(line.lines() == [joinLine, "0: 1 failed failed"], "\(code)")
        }
    }

    @Test func `time line 9: the call is gone`() {
        for code in [404, 410] {
            var line = ConferenceLine()
            line.join()
            line.refuses(0, code)
            #expect(line.lines() == [joinLine, "0: 1 failed callGone"])
        }
    }

    @Test func `time line 10: a refused leave leaves the call inside`() {
        var line = ConferenceLine()
        line.enter()
        line.leave()
        line.refuses(0, 409)
        line.wait(.seconds(60))
        #expect(line.lines() == [leaveLine, "0: 9 failed refused"])
        line.event("participant-join", who: "x-9", size: 2)
        #expect(line.lines() == ["0: changed cf-1 size 2"])
    }

    // §8: 163
    @Test func `time line 11: a leave of a gone call is a leave`() {
        for code in [404, 410] {
            var line = ConferenceLine()
            line.enter()
            line.leave()
            line.refuses(0, code)
            #expect(line.lines() == [leaveLine, "0: 9 done", "0: left[left] cf-1 size 1"])
        }
    }

    @Test func `time line 12: out after a reconnect`() {
        var line = ConferenceLine()
        line.enter()
        line.reconnect()
        line.wait(.seconds(60))
        #expect(line.lines() == [])
        line.event("participant-leave", 0, size: 0)
        line.wait(.seconds(1))
        #expect(line.lines() == ["0: left[removed] cf-1 size 0"])
    }

    @Test func `time line 13: a join that was lost is revived by its event`() {
        var line = ConferenceLine()
        line.join()
        line.loses()
        line.wait(.seconds(8))
        line.reconnect()
        line.wait(.seconds(4))
        #expect(line.lines() == [joinLine])
        line.event("participant-join", 0, size: 1)
        #expect(line.lines() == ["0: 1 done", "0: joined cf-1 size 1"])
    }

    @Test func `time line 14: a new instance of the same name`() {
        var line = ConferenceLine()
        line.enter()
        line.event("conference-end", with: #""reason_ended":"ended-by-api""#)
        line.join(as: 2)
        line.accepts()
        line.event("participant-join", 0, in: "cf-2", size: 1)
        line.event("participant-leave", 0, in: "cf-1", size: 0)
        line.wait(.seconds(60))
        #expect(
            line.lines() == [
                "0: left[ended_by_api] cf-1 size 0", joinLine, "0: 2 done", "0: joined cf-2 size 1",
            ])
    }

    @Test func `time line 15: a stranger changes the size and nobody's place`() {
        var line = ConferenceLine()
        line.enter()
        line.event("participant-join", who: "x-9", size: 2)
        line.event("participant-leave", who: "x-9", size: 1)
        line.event("participant-join", who: "x-8", in: "cf-7", name: "elsewhere", size: 5)
        line.wait(.seconds(60))
        #expect(line.lines() == ["0: changed cf-1 size 2", "0: changed cf-1 size 1"])
    }

    @Test func `time line 16: a flood of talk changes nothing and loses nothing`() {
        var line = ConferenceLine()
        line.enter()
        for turn in 0..<1000 {
            line.event("participant-speech-\(turn % 2 == 0 ? "start" : "stop")", 0, size: 1)
            line.event("participant-speech-start", who: "x-9", size: 1)
        }
        #expect(line.lines() == [])
        line.event("participant-leave", 0, size: 0)
        line.wait(.seconds(1))
        #expect(line.lines() == ["0: left[removed] cf-1 size 0"])
    }

    // §8: 164
    @Test func `time line 17: without an id nothing is left, and the wait is bounded`() {
        var line = ConferenceLine()
        line.join()
        line.accepts()
        line.leave("")
        #expect(line.lines() == [joinLine])
        line.wait(.seconds(5))
        #expect(line.lines() == ["0: 1 failed timedOut", "0: 9 failed notFound"])
    }

    @Test func `time line 18: taken out by others`() {
        var line = ConferenceLine()
        line.enter()
        line.event("participant-join", who: "x-9", size: 2)
        _ = line.lines()
        line.event("participant-leave", 0, size: 1)
        line.wait(.milliseconds(999))
        #expect(line.lines() == [])
        line.wait(.milliseconds(1))
        #expect(line.lines() == ["0: left[removed] cf-1 size 1"])
    }

    @Test func `time line 19: an unknown status is noted and changes nothing`() {
        var line = ConferenceLine()
        line.enter()
        let before = line.outputs.count
        line.event("participant-wave", 0, size: 1)
        #expect(line.lines() == [])
        guard case .notice(let notice)? = line.outputs.dropFirst(before).first else {
            Issue.record("nobody is told of the unknown status")
            return
        }
        #expect(notice.kind == .unknownEvent)
        line.leave()
        #expect(line.lines() == [leaveLine])
    }

    @Test func `time line 20: muted, held and coaching by others`() {
        var line = ConferenceLine()
        line.enter()
        let member = RelayCallNumber(0)
        line.event("participant-mute", 0, size: 1, with: #""muted":true"#)
        line.event("participant-hold", 0, size: 1)
        #expect(line.conferences.members[member]?.condition == [.muted, .held])
        line.event("participant-unhold", 0, size: 1)
        line.event("participant-modify", 0, size: 1, with: #""muted":false,"coaching":true"#)
        #expect(line.conferences.members[member]?.condition == .coaching)
        #expect(line.lines() == [])
    }
}
