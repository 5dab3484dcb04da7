import FlowExpressions
import FlowModel
import FlowRuntime
import Foundation
import Testing

/// A run can be copied, saved and resumed between any two events (design §3 item 3).
struct `A machine` {
    static let flow = """
        sections:
          main:
            - set: {n: 0, big: {a: [1, null, "x"]}}
            - label: top
            - prompt: {play: 'say:press', maxDigits: 1}
            - execute: {dest: count, params: {by: '${prompt_value}'}}
            - goto: {label: top, when: n < 6, max: 5}
            - dial: {to: ["sip:a@b.example", "+15555550123"], dest: count, params: {by: 1}}
            - joinConference:
                {name: room, result: [{when: "conference.outcome == 'left'", then: [{set: {l: 1}}]}]}
            - play: 'say:bye ${n}'
          count: [{set: {n: '${n + Number(params.by)}'}}, {return: '${n}'}]
        onHangup: [{request: {url: 'https://example.com', method: GET}}]
        """

    static func events(_ script: Script) -> [CallEvent] {
        [
            .started, .finished(CommandID(1), .prompted(.digits("3", terminator: ""))),
            .finished(CommandID(2), .prompted(.digits("4", terminator: ""))),
            .finished(CommandID(3), .dialled(DialSummary(call: CallID("c-2"), to: "+15555550123"))),
            .finished(CommandID(4), .done),
            script.change(.joined(waiting: true)), script.change(.started),
            script.change(.changed, "room", 5),
            script.change(.left(.left, reason: "left", by: nil)),
            .finished(CommandID(5), .played(failedItems: [])), .finished(CommandID(6), .done),
            .ended(CallEnding(by: .flow)), .finished(CommandID(8), .response(HTTPResponse(status: 200))),
        ]
    }

    @Test func `goes on the same after it was saved and read again, at every event`() throws {
        var straight = try Script(Self.flow)
        var saved = straight
        for event in Self.events(straight) {
            let expected = straight.handle(event, after: .seconds(1))
            let data = try JSONEncoder().encode(saved.machine)
            saved.machine = try JSONDecoder().decode(FlowMachine.self, from: data)
            #expect(saved.handle(event, after: .seconds(1)) == expected)
            let isSame = saved.machine == straight.machine
            #expect(isSame, "after \(event)")
        }
        #expect(straight.end != nil && saved.end == straight.end)
        #expect(straight.variable("n") == 7 && straight.variable("l") == 1)
        #expect(straight.variable("dial_call_id") == "c-2")
    }

    @Test func `is not changed by what its copy does`() throws {
        let events = Self.events(try Script(Self.flow))
        for cut in events.indices {
            var script = try Script(Self.flow)
            for event in events[..<cut] { script.handle(event) }
            let before = script.machine
            var copy = script
            copy.handle(.ended(CallEnding(by: .caller)))
            #expect(script.machine == before)
            // Once the call has ended, a second end says nothing new.
            #expect(copy.machine != before || cut > 11)
        }
    }

    @Test func `comes to one end, wherever the caller hangs up`() throws {
        let events = Self.events(try Script(Self.flow))
        for cut in events.indices {
            var script = try Script(Self.flow)
            for event in events[..<cut] { script.handle(event) }
            script.handle(.ended(CallEnding(by: .caller)))
            script.answer(.response(HTTPResponse(status: 200)), to: \.isRequest)
            for event in events { script.handle(event) }
            let ends = script.notes.filter { if case .finished = $0 { true } else { false } }
            #expect(ends.count == 1, "cut before event \(cut)")
            #expect(script.sent.filter { $0.command.isRequest }.count == 1, "cut before event \(cut)")
        }
    }
}
