import FlowRuntime
import Testing

@testable import RelayProtocol

/// How memberships end, in every order of the last events (relay-protocol.md §6.8).
@Suite("How memberships end")
struct MembershipEndTests {
    /// Two of ours, and `x-9` who ends the room by leaving.
    private func threeInside() -> ConferenceLine {
        var line = ConferenceLine()
        line.enter(0)
        line.enter(1, size: 2)
        line.event("participant-join", who: "x-9", size: 3)
        _ = line.lines()
        return line
    }

    private static let endings: [@Sendable (ConferenceLine) -> ConferenceLine] = [
        {
            var line = $0;
            line.event("participant-leave", who: "x-9", size: 2, with: #""end_on_leave":true"#); return line
        },
        {
            var line = $0; line.event("participant-leave", 0, size: 1, with: #""end_on_leave":false"#);
            return line
        },
        {
            var line = $0; line.event("participant-leave", 1, size: 0, with: #""end_on_leave":false"#);
            return line
        },
        {
            var line = $0
            line.event(
                "conference-end",
                with: #""call_id_ending_conf":"x-9","reason_ended":"participant-with-end-on-exit-left""#
            )
            return line
        },
    ]

    // §8: 161
    @Test func `whatever comes first, the room was ended by the one who left`() {
        for order in permutations(of: Array(Self.endings.indices)) {
            var line = threeInside()
            for place in order { line = Self.endings[place](line) }
            line.wait(.seconds(60))
            let ends = line.lines().filter { $0.contains("left[") }
            #expect(
                ends.map { String($0.prefix(39)) }.sorted() == [
                    "0: left[ended_by_participant by x-9] cf", "1: left[ended_by_participant by x-9] cf",
                ], "\(order)")
        }
    }

    @Test func `without the end event the flag of the one who left tells`() {
        var line = threeInside()
        for place in [0, 1, 2] { line = Self.endings[place](line) }
        line.wait(.seconds(1))
        #expect(
            line.lines().filter { $0.contains("left[") } == [
                "0: left[ended_by_participant by x-9] cf-1 size 0",
                "1: left[ended_by_participant by x-9] cf-1 size 0",
            ])
    }

    @Test func `every order with a hang-up in it says nothing to the call that hung up`() {
        let hangUp: (ConferenceLine) -> ConferenceLine = {
            var line = $0; line.end(0); return line
        }
        let own: (ConferenceLine) -> ConferenceLine = {
            var line = $0
            line.event(
                "participant-leave", line.conferences.members.keys.contains(.init(0)) ? 0 : nil, who: "c-0",
                size: 1)
            return line
        }
        let end: (ConferenceLine) -> ConferenceLine = {
            var line = $0
            line.event(
                "conference-end", with: #""call_id_ending_conf":"c-0","reason_ended":"x-on-exit-left""#)
            return line
        }
        for order in permutations(of: [0, 1, 2]) {
            var line = ConferenceLine()
            line.enter(0) { $0.endOnExit = true }
            line.enter(1, size: 2)
            for place in order { line = [hangUp, own, end][place](line) }
            line.wait(.seconds(60))
            let lines = line.lines()
            #expect(!lines.contains { $0.hasPrefix("0:") }, "\(order): \(lines)")
            #expect(
                lines.last == "1: left[ended_by_participant by c-0] cf-1 size 0", "\(order): \(lines)")
        }
    }

    @Test func `reasons are read in every spelling`() {
        let table: [(reason: String, by: String?, outcome: String)] = [
            ("last-participant-left", "x-9", "ended_by_last_leave by x-9"),
            ("last-participant-kicked", "x-9", "ended_by_last_leave by x-9"),
            ("participant-with-end-conference-on-exit-left", "x-9", "ended_by_participant by x-9"),
            ("participant-with-end-on-exit-left", "x-9", "ended_by_participant by x-9"),
            ("conference-ended-via-api", nil, "ended_by_api"),
            ("ended-by-api", nil, "ended_by_api"),
            ("error", nil, "failed"),
            ("", "x-9", "ended_by_participant by x-9"),
            ("", nil, "ended_by_api"),
            ("what-nobody-knows", nil, "ended_by_api"),
        ]
        for row in table {
            var line = ConferenceLine()
            line.enter()
            let by = row.by.map { #","call_id_ending_conf":"\#($0)""# } ?? ""
            line.event("conference-end", with: #""reason_ended":"\#(row.reason)"\#(by)"#)
            #expect(line.lines() == ["0: left[\(row.outcome)] cf-1 size 0"], "\(row)")
        }
    }

    @Test func `a leave before the start cancels the wait`() {
        var line = ConferenceLine()
        line.enter { $0.startOnEnter = false }
        line.leave()
        line.event("participant-leave", 0, size: 0)
        line.accepts()
        line.wait(.seconds(60))
        #expect(
            line.lines().suffix(2) == ["0: 9 done", "0: left[wait_canceled] cf-1 size 0"])
    }

    @Test func `who leaves while another ends the room is told the truth`() {
        var line = ConferenceLine()
        line.enter()
        line.leave()
        line.event("conference-end", with: #""call_id_ending_conf":"x-9","reason_ended":"on-exit-left""#)
        line.refuses(0, 409)
        #expect(
            line.lines().suffix(2) == ["0: 9 done", "0: left[ended_by_participant by x-9] cf-1 size 0"])
    }

    @Test func `who ended the room by being thrown out was removed`() {
        var line = ConferenceLine()
        line.enter { $0.endOnExit = true }
        line.event("conference-end", with: #""call_id_ending_conf":"c-0","reason_ended":"on-exit-left""#)
        #expect(line.lines() == [])
        line.wait(.seconds(1))
        #expect(line.lines() == ["0: left[removed] cf-1 size 0"])
    }

    @Test func `an old leave is not the reason of an end from outside`() {
        var line = threeInside()
        line.event("participant-leave", who: "x-9", size: 2)
        line.wait(.seconds(60))
        line.event("conference-end")
        #expect(line.lines().suffix(1) == ["1: left[ended_by_api] cf-1 size 0"])
    }

    @Test func `duplicates and what comes after the end change nothing`() {
        var line = ConferenceLine()
        line.enter()
        for _ in 0..<2 { line.event("participant-join", 0, size: 1) }
        #expect(line.lines() == [])
        line.leave()
        for _ in 0..<3 { line.event("participant-leave", 0, size: 0) }
        for _ in 0..<2 { line.event("conference-end", with: #""call_id_ending_conf":"c-0""#) }
        line.event("participant-join", 0, size: 1)
        line.accepts()
        line.leave()
        line.wait(.seconds(60))
        #expect(
            line.lines() == [
                #"0 → calling.leave_conference {"conference_id":"cf-1"}"#, "0: 9 done",
                "0: left[left] cf-1 size 0", "0: 9 failed notFound",
            ])
        #expect(line.conferences.rooms.isEmpty)
    }
}

/// All orders of a few things.
func permutations(of items: [Int]) -> [[Int]] {
    guard items.count > 1 else { return [items] }
    return items.flatMap { first in
        permutations(of: items.filter { $0 != first }).map { [first] + $0 }
    }
}
