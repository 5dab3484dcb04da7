import SourceText
import Testing

/// `joinConference` and its companions: what a document can say wrongly about a room.
struct `A mistake about a conference` {
    @Test func `in a parameter is found at its value`() {
        let cases = [
            BadCase("invalid-value", steps: "- joinConference: «''»"),
            BadCase("wrong-type", steps: "- joinConference: {name: «[a]»}"),
            BadCase("unquoted-number", steps: "- joinConference: {name: «007»}"),
            BadCase("unquoted-text", steps: "- joinConference: {name: «true»}"),
            BadCase("invalid-value", steps: "- joinConference: {name: a, beep: «enter»}"),
            BadCase("not-a-boolean", steps: "- joinConference: {name: a, beep: «yes»}"),
            BadCase("wrong-type", steps: "- joinConference: {name: a, beep: «1»}"),
            BadCase("not-a-boolean", steps: "- joinConference: {name: a, muted: «on»}"),
            BadCase("out-of-range", steps: "- joinConference: {name: a, maxParticipants: «1»}"),
            BadCase("out-of-range", steps: "- joinConference: {name: a, maxParticipants: «100001»}"),
            BadCase("invalid-value", steps: "- joinConference: {name: a, maxParticipants: «2.5»}"),
            BadCase("wrong-type", steps: "- joinConference: {name: a, maxParticipants: «many»}"),
            BadCase("wrong-type", steps: "- joinConference: {name: a, record: «true»}"),
            BadCase("invalid-value", steps: "- joinConference: {name: a, record: «record»}"),
            BadCase("invalid-value", steps: "- joinConference: {name: a, trim: «trim»}"),
            BadCase("unknown-region", steps: "- joinConference: {name: a, region: «us-east»}"),
            BadCase("wrong-url-scheme", steps: "- joinConference: {name: a, waitUrl: «music.mp3»}"),
            BadCase("wrong-url-scheme", steps: "- joinConference: {name: a, statusCallback: «wss://a.b/c»}"),
            BadCase(
                "wrong-url-scheme", steps: "- joinConference: {name: a, statusCallback: «example.com/c»}"),
            BadCase("invalid-value", steps: "- joinConference: {name: a, statusCallbackEvent: «start stop»}"),
            BadCase("invalid-value", steps: "- joinConference: {name: a, statusCallbackEvent: «''»}"),
            BadCase(
                "invalid-value", steps: "- joinConference: {name: a, statusCallbackEvent: [start, «stop»]}"),
            BadCase("invalid-value", steps: "- joinConference: {name: a, statusCallbackEvent: [«'${a}'»]}"),
            BadCase("invalid-value", steps: "- joinConference: {name: a, statusCallbackEventType: «json»}"),
            BadCase("invalid-value", steps: "- joinConference: {name: a, statusCallbackMethod: «get»}"),
            BadCase(
                "invalid-value", steps: "- joinConference: {name: a, recordingStatusCallbackEvent: «done»}"),
            BadCase("invalid-value", steps: "- joinConference: {name: a, until: «in»}"),
            BadCase("wrong-type", steps: "- joinConference:\n    name: a\n    coach:«»"),
            BadCase("wrong-type", steps: "- joinConference: {name: a, stream: «wss://a.b/c»}"),
            BadCase("invalid-value", steps: "- awaitConference: {until: «joined»}"),
            BadCase("wrong-type", steps: "- awaitConference: «5»"),
            BadCase("invalid-value", steps: "- awaitConference: {keys: «'1,2'»}"),
            BadCase("invalid-value", steps: "- leaveConference: «''»"),
        ]
        for item in cases { item.check() }
    }

    @Test func `in its stream is found at its value`() {
        func stream(_ id: String, _ parameters: String, at location: SourceLocation = #_sourceLocation)
            -> BadCase
        {
            BadCase(id, steps: "- joinConference: {name: a, stream: {\(parameters)}}", at: location)
        }
        let cases = [
            stream("plain-websocket", "url: «ws://a.b/c»"),
            stream("plain-websocket", "url: «'ws://${host}/c'»"),
            stream("wrong-url-scheme", "url: «https://a.b/c»"),
            stream("wrong-url-scheme", "url: «a.b/c»"),
            stream("invalid-value", "url: wss://a.b/c, codec: «OPUS»"),
            stream("out-of-range", "url: wss://a.b/c, codec: «PCMU@16000h»"),
            stream("out-of-range", "url: wss://a.b/c, codec: «L16@24000h@15i»"),
            stream("invalid-value", "url: wss://a.b/c, codec: «L16@24000h@8000h»"),
            stream("invalid-value", "url: wss://a.b/c, codec: «L16@h»"),
            stream("out-of-range", "url: wss://a.b/c, codec: «L16@999999999999999999h»"),
            stream("invalid-value", "url: wss://a.b/c, statusUrlMethod: «PUT»"),
            stream("wrong-type", "url: wss://a.b/c, customParameters: «[a]»"),
            stream("wrong-type", "url: wss://a.b/c, customParameters: {a: «{b: 1}»}"),
            stream(
                "conflicting-spellings",
                "url: wss://a.b/c, status_url: 'http://a.b', «statusUrl»: 'http://a.b'"),
        ]
        for item in cases { item.check() }
    }

    @Test func `in what follows it is found`() {
        let cases = [
            BadCase("wrong-type", steps: "- joinConference: {name: a, result: «goodbye»}"),
            BadCase("missing-parameter", steps: "- joinConference: {name: a, result: «{variable: b}»}"),
            BadCase("wrong-type", steps: "- joinConference: {name: a, result: {case: «[]»}}"),
            BadCase("wrong-type", steps: "- joinConference: {name: a, result: {case: {full: «hangup»}}}"),
            BadCase("unknown-step", steps: "- joinConference: {name: a, result: {case: {full: [«hangp»]}}}"),
            BadCase(
                "unknown-parameter", steps: "- joinConference: {name: a, result: {case: {}, «defalt»: []}}"),
            BadCase(
                "path-in-placeholder",
                steps: "- joinConference: {name: a, result: {variable: «'${b}'», case: {}}}"),
            BadCase("missing-parameter", steps: "- joinConference: {name: a, result: [{«when»: a}]}"),
        ]
        for item in cases { item.check() }
    }

    @Test func `in dial is found`() {
        let cases = [
            BadCase("missing-parameter", steps: "- «dial»: {dest: main}"),
            BadCase("missing-parameter", steps: "- «dial»: {to: 'sip:a@b.c'}"),
            BadCase(
                "conflicting-parameters",
                steps: "- dial: {to: 'sip:a@b.c', «each»: ['sip:a@b.c'], dest: main}"),
            BadCase("out-of-range", steps: "- dial: {to: 'sip:a@b.c', attempts: «0», dest: main}"),
            BadCase("invalid-value", steps: "- dial: {each: «[]», dest: main}"),
            BadCase("invalid-value", steps: "- dial: {each: ['sip:a@b.c', «bob»], dest: main}"),
            BadCase("wrong-type", steps: "- dial: {to: 'sip:a@b.c', dest: main, params: «[a]»}"),
            BadCase("invalid-value", steps: "- dial: {to: «[]», dest: main}"),
            BadCase("invalid-value", steps: "- dial: {to: ['sip:a@b.c', «''»], dest: main}"),
            BadCase("invalid-value", steps: "- dial: {to: «'queue:support'», dest: main}"),
            BadCase("invalid-value", steps: "- dial: {each: [«'stream:wss://a.example'»], dest: main}"),
            BadCase("wrong-type", steps: "- dial: {to: «{a: 'sip:a@b.c'}», dest: main}"),
            BadCase("wrong-type", steps: "- dial: {each: «'sip:a@b.c'», dest: main}"),
            BadCase(
                "out-of-range",
                steps: "- dial: {«to»: [\(String(repeating: "'sip:a@b.c', ", count: 101))], dest: main}"),
        ]
        for item in cases { item.check() }
        let hundred = String(repeating: "'sip:a@b.c', ", count: 100)
        for good in ["'sip:a@b.c'", "[/public/a, '+15551234567', '${a}']", "[\(hundred)]"] {
            BadCase(steps: "- dial: {to: \(good), dest: main}").check()
        }
    }
}
