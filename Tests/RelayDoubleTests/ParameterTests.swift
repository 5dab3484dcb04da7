import RelayDouble
import Testing

@Suite("The parameters of requests") struct ParameterTests {
    /// A request that breaks no rule of its method; what is cut out of it, or put in, does.
    private static let good: [(method: String, params: String)] = [
        ("signalwire.receive", #""contexts":["a"]"#),
        ("signalwire.unreceive", #""contexts":["a"]"#),
        ("signalwire.ping", #""timestamp":1"#),
        (
            "signalwire.reauthenticate", #""authentication":{"project":"project","token":"token"}"#
        ),
        (
            "messaging.send",
            #""context":"a","to_number":"+1","from_number":"+2","body":"b","media":["https://e.com/a"]"#
        ),
        ("calling.dial", #""devices":[[{"type":"phone","params":{"to_number":"+5"}}]],"tag":"t""#),
        ("calling.answer", on(#""max_duration":10,"codecs":["PCMU"]"#)),
        ("calling.end", on(#""reason":"hangup""#)),
        ("calling.pass", on("")),
        ("calling.connect", on(#""devices":[[{"type":"sip","params":{"to":"sip:a@e.com"}}]]"#)),
        ("calling.transfer", on(#""dest":"https://e.com/a""#)),
        ("calling.refer", on(#""device":{"type":"sip","params":{"to":"sip:a@e.com"}}"#)),
        ("calling.play", on(#""control_id":"c","play":[{"type":"tts","params":{"text":"t"}}],"volume":-40"#)),
        ("calling.play.volume", on(#""control_id":"c","volume":1"#)),
        (
            "calling.play_and_collect",
            on(
                #""control_id":"c","play":[{"type":"tts","params":{"text":"t"}}],"collect":{"speech":{}}"#
            )
        ),
        ("calling.collect", on(#""control_id":"c","speech":{"hints":["a"]},"start_input_timers":true"#)),
        ("calling.record", on(#""control_id":"c","record":{"audio":{"format":"wav","stereo":true}}"#)),
        ("calling.record.pause", on(#""control_id":"c","behavior":"skip""#)),
        ("calling.send_digits", on(#""control_id":"c","digits":"1wW#""# + "")),
        ("calling.detect", on(#""control_id":"c","detect":{"type":"fax","params":{"tone":"CED"}}"#)),
        ("calling.stream", on(#""control_id":"c","url":"wss://e.com","track":"both_tracks""#)),
        ("calling.bind_digit", on(#""digits":"1","bind_method":"calling.end""#)),
        ("calling.user_event", on(#""event":{"a":[1]}"#)),
        ("calling.join_conference", on(#""name":"r","beep":"onEnter","max_participants":5"#)),
        ("calling.leave_conference", on(#""conference_id":"conference-1""#)),
    ]

    private static func on(_ more: String) -> String {
        #""node_id":"node-1@relay-double","call_id":"call-9""# + (more.isEmpty ? "" : "," + more)
    }

    @Test func `a good request breaks no rule`() {
        for (method, params) in Self.good {
            var stage = Stage()
            _ = stage.connect()
            let answer = stage.request(method, params)
            #expect(answer?.code != nil, "\(method)")
            #expect(stage.violations.isEmpty, "\(method): \(stage.violations)")
        }
    }

    @Test func `of each method an unknown parameter is a violation, and one that is null`() {
        for (method, params) in Self.good {
            for more in [#""no_such":1"#, #""node_id":null"#] {
                var stage = Stage()
                _ = stage.connect()
                let answer = stage.request(method, params + (params.isEmpty ? "" : ",") + more)
                #expect(answer?.error == -32602, "\(method)")
                #expect(stage.violations.count == 1, "\(method)")
            }
        }
    }

    @Test func `of each method every parameter that is required is missed`() {
        let required: [String: [String]] = [
            "signalwire.receive": ["contexts"], "messaging.send": ["context", "to_number", "from_number"],
            "calling.dial": ["devices", "tag"], "calling.answer": ["node_id", "call_id"],
            "calling.connect": ["devices"], "calling.transfer": ["dest"], "calling.refer": ["device"],
            "calling.play": ["control_id", "play"], "calling.play_and_collect": ["collect", "play"],
            "calling.record": ["record"], "calling.send_digits": ["digits"], "calling.detect": ["detect"],
            "calling.join_conference": ["name"], "calling.leave_conference": ["conference_id"],
            "calling.user_event": ["event"], "calling.stream": ["url"], "calling.play.volume": ["volume"],
        ]
        for (method, params) in Self.good {
            for name in required[method] ?? [] {
                var stage = Stage()
                _ = stage.connect()
                let without = params.replacing("\"\(name)\":", with: "\"unknown\":")
                #expect(without != params, "\(method) has no \(name)")
                #expect(stage.request(method, without)?.error == -32602, "\(method) \(name)")
            }
        }
    }

    private static let broken: [(method: String, params: String, complaint: String)] = [
        ("signalwire.receive", #""contexts":[]"#, "`contexts` is empty"),
        ("signalwire.receive", #""contexts":"a""#, "`contexts` must be a list"),
        ("signalwire.receive", #""contexts":["a",1]"#, "`contexts.1` must be a text"),
        ("calling.answer", on(#""max_duration":"10""#), "`max_duration` must be a whole number"),
        ("calling.answer", on(#""max_duration":-1"#), "`max_duration` must be from 0 to 86400"),
        ("calling.answer", on(#""max_duration":1.5"#), "`max_duration` must be a whole number"),
        ("calling.end", on(#""reason":"boredom""#), "`reason` must be of the words: hangup"),
        ("calling.end", on(#""call_id":"call-9""#), "`call_id` is there twice"),
        (
            "calling.send_digits", on(#""control_id":"c","digits":"12x""#),
            "`digits` must be of the char"
        ),
        ("calling.send_digits", on(#""control_id":"c","digits":"""#), "`digits` is empty"),
        ("calling.send_digits", on(#""control_id":"","digits":"1""#), "`control_id` is empty"),
        ("calling.play", on(#""control_id":"c","play":[]"#), "`play` is empty"),
        (
            "calling.play", on(#""control_id":"c","play":[{"type":"song","params":{}}]"#),
            "`play.0.type` must be of the words"
        ),
        (
            "calling.play", on(#""control_id":"c","play":[{"type":"tts","text":"t"}]"#),
            "`play.0.text` is not a parameter"
        ),
        (
            "calling.play",
            on(#""control_id":"c","play":[{"type":"audio","params":{"url":"ftp://e.com"}}]"#),
            "`play.0.params.url` must begin with http:// or https://"
        ),
        ("calling.play.volume", on(#""control_id":"c","volume":41"#), "`volume` must be from -40"),
        ("calling.play.volume", on(#""control_id":"c","volume":"1""#), "`volume` must be a number"),
        (
            "calling.collect", on(#""control_id":"c","digits":{"max":0}"#),
            "`digits.max` must be from 1 to 1000"
        ),
        ("calling.collect", on(#""control_id":"c","digits":7"#), "`digits` must be an object"),
        ("calling.join_conference", on(#""name":"""#), "`name` is empty"),
        ("calling.join_conference", on(#""name":"r","beep":true"#), "`beep` must be a text"),
        (
            "calling.join_conference", on(#""name":"r","beep":"onenter""#),
            "`beep` must be of the words"
        ),
        (
            "calling.join_conference", on(#""name":"r","muted":"true""#),
            "`muted` must be true or false"
        ),
        (
            "calling.join_conference", on(#""name":"r","status_callback_event":"start  end""#),
            "`status_callback_event` must be of the words"
        ),
        (
            "calling.join_conference", on(#""name":"r","stream":{"url":"ws://e.com"}"#),
            "`stream.url` must begin with wss://"
        ),
        ("calling.join_conference", on(#""name":"r","acl":"x""#), "`acl` is not a parameter"),
        ("calling.join_conference", on(#""name":"r","swml":true"#), "`swml` is not a parameter"),
        ("calling.leave_conference", on(#""conference_id":"""#), "`conference_id` is empty"),
        ("calling.user_event", on(#""event":null"#), "`event` is null"),
        ("calling.ai", on(#""control_id":"c","prompt":"p""#), "`prompt` must be an object"),
    ]

    @Test func `each rule of a value is broken by one that breaks it`() {
        for (method, params, complaint) in Self.broken {
            var stage = Stage()
            _ = stage.connect()
            #expect(stage.request(method, params)?.error == -32602, "\(method) \(params)")
            let violation = stage.violations.first ?? ""
            #expect(violation.hasPrefix(complaint), "\(violation)")
        }
    }

    @Test func `what only the whole request shows is a violation, too`() {
        var stage = Stage()
        _ = stage.connect()
        let call = stage.talk()
        #expect(stage.request("calling.collect", Stage.on(call, #""control_id":"c""#))?.error == -32602)
        let message = #""context":"a","to_number":"+1","from_number":"+2""#
        #expect(stage.request("messaging.send", message)?.error == -32602)
        #expect(stage.request("calling.hangup", Stage.on(call))?.error == -32601)
        stage.send(#"{"jsonrpc":"2.0","method":"calling.end","params":{\#(Stage.on(call))}}"#)
        #expect(stage.exchange.isUp(call))
        #expect(stage.violations.count == 4)
    }
}
