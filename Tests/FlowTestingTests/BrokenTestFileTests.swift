import FlowModel
import FlowTesting
import SimulatedBackend
import SourceText
import TestSupport
import Testing

struct `A broken test file` {
    /// Reads a file in which every `«…»` marks what a finding must cover, in order, and which must have no
    /// others.
    private func check(
        _ marked: String, _ messages: [String], _ location: SourceLocation = #_sourceLocation
    ) {
        let source = MarkedFile(marked)
        let reading = TestFile.read(source.file)
        let found = reading.findings
        #expect(found.map(\.message) == messages, "\(marked)", sourceLocation: location)
        #expect(
            found.map(\.range).sorted() == source.ranges.sorted(),
            "\(found.map { source.file.text(in: $0.range) })",
            sourceLocation: location)
        #expect(reading.file.hasErrors == !messages.isEmpty, sourceLocation: location)
        for finding in found {
            #expect(TestExplanation.page(finding.id.name) != nil, "\(finding.id)", sourceLocation: location)
        }
    }

    /// What is expected of ann and bob.
    private func check(
        expecting expect: String, _ messages: String..., at location: SourceLocation = #_sourceLocation
    ) {
        check(
            "flow: a.yaml\ncallers: {ann: {}, bob: {}}\nscenarios:\n- name: a\n  expect:\n"
                + expect.indented(4) + "\n", messages, location)
    }

    @Test func `expects something in every scenario`() {
        let head = "flow: a.yaml\ncallers: {ann: {}}\nscenarios:\n- name: "
        check(
            head + "«a»\n",
            ["the scenario expects nothing, so that it would pass whatever happened; add 'expect'"])
        check(
            head + "a\n  expect: «{}»\n",
            ["'expect' is empty, so that the scenario would pass whatever happened"])
        check(head + "a\n  expect: «[]»\n", ["'expect' is a map of keys and values"])
        check(head + "a\n  expect: {«ann»: {}}\n", ["nothing is expected of ann"])
        check(head + "a\n  expect: {«every room»: {}}\n", ["nothing is expected of every room"])
        let reading = TestFile.read(SourceFile(name: "a.test.yaml", text: head + "a\n"), for: .checking)
        #expect(reading.findings.isEmpty && reading.file.tests.count == 1)
    }

    @Test func `names who takes part`() {
        check(expecting: "«anne»: {ends: once}", "'expect' knows no caller 'anne'; did you mean 'ann'?")
        check(
            expecting: "«carol and all»: {ends: once}",
            "'expect' knows no caller 'carol and all'; known are ann, bob, every caller, every room, "
                + "room \"NAME\", callbacks, callbacks include, journal, lasts")
        check(
            expecting: "«every calller»: {ends: once}",
            "'expect' knows no caller 'every calller'; did you mean 'every caller'?")
        check(
            expecting: "«room team»: {peak: 1}", "a room is meant by its name in quotes, as in room \"NAME\"")
        check(
            expecting: "«'room \"\"'»: {peak: 1}",
            "a room is meant by its name in quotes, as in room \"NAME\"")
        check(
            expecting: "«'room \"a-${carol.call_id}\"'»: {peak: 1}",
            "there is no caller 'carol'; known are ann, bob")
        check(expecting: "ann: {«step»: [answer]}", "unknown key 'step'; did you mean 'steps'?")
        check(expecting: "room \"a\": {«event»: []}", "unknown key 'event'; did you mean 'events'?")
        check(
            expecting: "room \"a\": {end: {by: «carl»}}", "there is no caller 'carl'; known are ann, bob")
        check(
            "flow: a.yaml\ncallers: {beep: {}}\nscenarios:\n- name: a\n  expect: «{beep: {ends: once}}»\n",
            ["who is called 'beep' cannot be named here, where it is a word"])
        let none = "flow: a.yaml\nscenarios:\n- name: a\n  expect: {«every caller»: {ends: once}}\n"
        check(none, ["the scenario has no callers"])
    }

    @Test func `names steps that there are`() {
        check(expecting: "ann: {steps: «answer»}", "'steps' is a list")
        check(
            expecting: "ann: {steps: [answer, «hangupp»]}",
            "there is no step 'hangupp'; did you mean 'hangup'?")
        check(expecting: "ann: {steps: [«[answer]»]}", "a step is a text")
        check(
            expecting: "ann: {steps: ['«:0»']}".replacing("'«:0»'", with: "«':0'»"),
            "after ':' stands a line of the flow, from 1 on")
        check(expecting: "ann: {steps: [«'answer:x'»]}", "after ':' stands a line of the flow, from 1 on")
        check(expecting: "ann: {steps include: «[]»}", "an empty list is always included: name a step")
        check(expecting: "ann: {never runs: «[]»}", "an empty list forbids nothing: name a step")
    }

    @Test func `names sounds that there are`() {
        check(
            expecting: "ann: {hears: «[]»}", "an empty list expects nothing; silence throughout is {only: []}"
        )
        check(expecting: "ann: {hears: «{}»}", "'hears' is a list of sounds, or {only: [SOUND, …]}")
        check(expecting: "ann: {hears: «beep»}", "'hears' is a list")
        check(expecting: "ann: {hears: {only: «beep»}}", "'only' is a list")
        check(expecting: "ann: {never hears: «[]»}", "an empty list forbids nothing: name a sound")
        check(
            expecting: "ann: {never hears: [«bep»]}", "'bep' is nothing that is heard; did you mean 'beep'?")
        check(
            expecting: "ann: {hears: [«Good morning»]}",
            "'Good morning' is nothing that is heard; words are {says: …}, a sound is {media: …}, "
                + "and known are beep, music, ring, silence, ann, bob")
        check(expecting: "ann: {hears: [«{}»]}", "this says nothing of what is heard")
        check(
            expecting: "ann: {hears: [{«sayz»: a}]}", "unknown key 'sayz'; did you mean 'says'?")
        check(expecting: "ann: {hears: [{says: «''»}]}", "nobody says nothing: 'says' is empty")
        check(
            expecting: "ann: {hears: [{says: a, «media»: b}]}",
            "one thing at a time: media, says, beep, music, silence, ring, music after")
        check(expecting: "ann: {hears: [{beep: «entr»}]}", "'beep' cannot be 'entr'; did you mean 'enter'?")
        check(
            expecting: "ann: {hears: [{music: «loud»}]}",
            "'music' cannot be 'loud'; known are any, standard, own")
        check(
            expecting: "ann: {never hears: [{music after: «end»}]}",
            "'music after' cannot be 'end'; known are start")
        check(
            expecting: "ann: {hears: [{media: a.mp3, by: «ann»}]}",
            "'by' belongs to 'says' or 'beep', or stands alone")
        check(
            expecting: "ann: {hears: [{says: a, by: «ane»}]}", "there is no caller 'ane'; did you mean 'ann'?"
        )
    }

    @Test func `has times that can be`() {
        check(expecting: "ann: {hears: [{silence: «0s»}]}", "0s of silence is everywhere")
        check(
            expecting: "ann: {hears: [{media: a, at: «soon»}]}",
            "'at' is a time such as 500ms, 1.5s, 5m or 1h")
        check(
            expecting: "ann: {hears: [{media: a, at: «-1s»}]}", "'at' is a time such as 500ms, 1.5s, 5m or 1h"
        )
        check(
            expecting: "ann: {hears: [«{media: a, from: 3s, to: 2s}»]}", "it ends before it begins: 3s to 2s")
        check(expecting: "ann: {hears: [«{media: a, from: 1s, to: 2s, for: 2s}»]}", "from 1s to 2s is not 2s")
        check(
            expecting: "ann: {hears: [«{media: a, from: 1s, at: 2s}»]}",
            "'at' and 'from' are the same: one is enough")
        check(
            expecting: "ann: {hears: [{media: a, at: 3s}, beep, «{media: b, at: 2s}»]}",
            "the list is in order, but this begins at 2s, before 3s")
        check(
            expecting: "ann: {answered: «later»}",
            "'answered', if not 'never', is a time such as 500ms, 1.5s, 5m or 1h")
        check(expecting: "lasts: «long»", "'lasts' is a time such as 500ms, 1.5s, 5m or 1h")
        check(expecting: "room \"a\": {recorded: «{from: 3s, to: 2s}»}", "it ends before it begins: 3s to 2s")
        check(expecting: "room \"a\": {recorded: «{from: 1s, to: 2s, lasts: 2s}»}", "from 1s to 2s is not 2s")
    }

    @Test func `uses words that there are`() {
        check(
            expecting: "ann: {conference: {outcome: «ended»}}",
            "'outcome' cannot be 'ended'; known are left, removed, ended_by_participant, "
                + "ended_by_last_leave, ended_by_api, wait_canceled, full, coach_not_found, failed, hung_up")
        check(
            expecting: "ann: {conference: {outcome: «hungup»}}",
            "'outcome' cannot be 'hungup'; did you mean 'hung_up'?")
        check(expecting: "ann: {conference: {peak_size: «-1»}}", "'peak_size' is a whole number, from 0 on")
        check(
            expecting: "ann: {conference: «some»}",
            "'conference', if no map, cannot be 'some'; known are none")
        check(
            expecting: "ann: {conference: «{}»}",
            "'conference' says nothing: name name, outcome, reason, by, waited, talked, peak_size")
        check(expecting: "ann: {conference: «[]»}", "no stay at all is written as 'none'")
        check(expecting: "ann: {ends: «twice»}", "'ends' cannot be 'twice'; known are once, never")
        check(
            expecting: "ann: {ends: {by: «customer»}}",
            "'by' cannot be 'customer'; known are caller, flow, system")
        check(expecting: "ann: {ends: {line: «last»}}", "'line' is a whole number, from 0 on")
        check(expecting: "ann: {ends: «{}»}", "'ends' says nothing: name 'by', 'at', 'line' or 'reason'")
        check(expecting: "room \"a\": {instances: «one»}", "'instances' is a whole number, from 0 on")
        check(expecting: "room \"a\": {instances: «1.5»}", "'instances' is a whole number, from 0 on")
        check(
            expecting: "room \"a\": {ends: «twice»}",
            "'ends' of a conference cannot be 'twice'; known are once")
        check(expecting: "room \"a\": {start: «{}»}", "'start' says nothing: name 'at' or 'by'")
        check(expecting: "room \"a\": {end: «{}»}", "'end' says nothing: name reason, by, at, lasted, size")
        check(expecting: "room \"a\": {end: «[]»}", "every conference that began ends: name how")
        check(
            expecting: "room \"a\": {end: {reason: «last-left»}}",
            "'reason' cannot be 'last-left'; known are last-participant-left, "
                + "participant-with-end-on-exit-left, ended-by-api, error")
    }

    @Test func `has events that there are`() {
        check(
            expecting: "room \"a\": {events: [«ann joined»]}",
            "no conference has the event 'ann joined'; did you mean 'ann joins'?")
        check(
            expecting: "room \"a\": {events: [«stat»]}",
            "no conference has the event 'stat'; did you mean 'start'?")
        check(
            expecting: "room \"a\": {events: [«carl joins»]}", "there is no caller 'carl'; known are ann, bob"
        )
        check(
            expecting: "room \"a\": {events include: «[]»}", "an empty list is always included: name an event"
        )
        check(
            expecting: "room \"a\": {recorded: «all»}",
            "'recorded', if no map, cannot be 'all'; known are nothing")
        check(
            expecting: "room \"a\": {recorded: «{}»}",
            "'recorded' says nothing: name from, to, lasts, contains, without")
        check(
            expecting: "room \"a\": {recorded: {contains: «[]»}}",
            "an empty list expects nothing: name a voice")
        check(
            expecting: "room \"a\": {recorded: {contains: [«{}»]}}",
            "a voice is meant by {says: TEXT} or by a name")
        check(expecting: "room \"a\": {recorded: {trimmed: «yes please»}}", "'trimmed' is true or false")
        check(
            expecting: "room \"a\": {recorded: {contains: [«ann»], without: [ann]}}",
            "voice of ann stands under 'contains' and under 'without'")
        check(
            expecting: "room \"a\": {streamed: {«trimmed»: true}}",
            "unknown key 'trimmed'; known are from, to, lasts, contains, without")
    }

    @Test func `has requests, callbacks and values that can be`() {
        check(
            expecting: "ann: {requests: [«https://example.com»]}",
            "a request is a method (GET, POST, PUT, DELETE) and a URL, as in POST https://example.com/a")
        check(expecting: "ann: {requests: [«{}»]}", "a request says where it goes, as in {POST: URL}")
        check(
            expecting: "ann: {requests: [{POST: https://example.com, «boddy»: {}}]}",
            "unknown key 'boddy'; did you mean 'body'?")
        check(expecting: "ann: {requests include: «[]»}", "an empty list is always included: name a request")
        check(expecting: "ann: {variables: «{}»}", "'variables' names none")
        check(
            expecting: "ann: {variables: {«a b»: 1}}",
            "'a b' is no variable; a path is as in conference.outcome or list[0]")
        check(
            expecting: "ann: {variables: {a: «\"${carl.call_id}\"»}}",
            "there is no caller 'carl'; known are ann, bob")
        check(expecting: "callbacks: «none»", "'callbacks' is a list")
        check(
            expecting: "callbacks: [«{}»]",
            "this says nothing of a callback: name to, url, method, status, at, body")
        check(
            expecting: "callbacks: [{status: «conference-star»}]",
            "'status' cannot be 'conference-star'; did you mean 'conference-start'?")
        check(expecting: "callbacks: [{method: «PUT»}]", "'method' cannot be 'PUT'; known are GET, POST")
        check(
            expecting: "callbacks: [{to: «https://example.com»,  url: https://example.com}]",
            "'to' and 'url' are the same: one is enough")
        check(expecting: "callbacks include: «[]»", "an empty list is always included: name a callback")
        check(expecting: "journal: «{}»", "'journal' says nothing: name 'warnings' or 'errors'")
        check(expecting: "journal: {«warning»: []}", "unknown key 'warning'; did you mean 'warnings'?")
        check(expecting: "journal: {warnings: [«''»]}", "an empty text says nothing")
    }

    @Test func `has lists that somebody can read`() {
        let steps = Array(repeating: "answer", count: 1_001).joined(separator: ", ")
        check(expecting: "ann: {steps: «[\(steps)]»}", "'steps' is longer than 1000 entries")
    }

    // MARK: Against the flow

    @Test func `names steps that its flow has`() throws {
        let flow = try #require(
            Flow.read(
                SourceFile(
                    name: "a.yaml", text: "sections:\n  main:\n    - answer\n    - sleep: 1s\n    - hangup\n")
            )
            .flow)
        func check(_ expect: String, _ messages: [String], _ flow: Flow) {
            let source = MarkedFile(
                "flow: a.yaml\ncallers: {ann: {}}\nscenarios:\n- name: a\n  expect: \(expect)\n")
            let reading = TestFile.read(source.file)
            #expect(reading.findings.isEmpty)
            let found = reading.file.findings(against: [flow])
            #expect(found.map(\.message) == messages, "\(expect)")
            #expect(found.map(\.range) == source.ranges, "\(expect)")
        }
        check("{ann: {steps: [answer, ':4', 'hangup:5']}}", [], flow)
        check("{ann: {steps: [answer, «play»]}}", ["a.yaml has no play"], flow)
        check("{ann: {variables: {answer_result: ~, conference.by: ~}}}", [], flow)
        check(
            "{ann: {variables: {«tires»: ~, vars.hangup: ~, tries: 3}}}",
            ["no flow knows the variable 'tires', so it never has a value"], flow)
        check(
            "{every caller: {never runs: [«'hangup:6'»]}}",
            ["a.yaml has no hangup at line 6; did you mean hangup:5?"], flow)
        check(
            "{ann: {steps include: [«':9'»]}}", ["a.yaml has no step at line 9; did you mean hangup:5?"],
            flow)
        check("{ann: {ends: {line: «1»}}}", ["a.yaml has no step at line 1; did you mean answer:3?"], flow)
        let open = try #require(
            Flow.read(
                SourceFile(
                    name: "a.yaml", text: "sections:\n  main:\n    - transfer: https://example.com/b\n")
            ).flow)
        check("{ann: {never runs: [play]}}", [], open)
    }
}

/// A file with the places of expected findings marked by `«…»`, which may not nest.
struct MarkedFile {
    let file: SourceFile
    /// In the order of the file.
    let ranges: [SourceRange]

    init(_ marked: String) {
        var bytes: [UInt8] = []
        var ranges: [SourceRange] = []
        var start = 0
        for scalar in marked.unicodeScalars {
            switch scalar {
            case "«": start = bytes.count
            case "»": ranges.append(SourceRange(start, bytes.count))
            default: bytes += Array(String(scalar).utf8)
            }
        }
        file = SourceFile(name: "a.test.yaml", bytes: bytes)
        self.ranges = ranges
    }
}
