import FlowRuntime
import TestSupport
import Testing

@testable import RelayProtocol

struct `A masked frame` {
    private let mask = RelayMask([Secret("proj-4711"), Secret(#"t/o"k\en"#), Secret("")])

    private func masked(_ frame: String) -> String {
        String(decoding: mask.masked(frame: Array(frame.utf8)), as: UTF8.self)
    }

    @Test func `has no value of a secret member`() {  // §8: 16
        for key in [
            "token", "project", "jwt_token", "authorization_state", "authorization_bearer_token", "password",
        ] {
            for value in [
                #""abc""#, #""""#, "17", "null", "true", #"{"a":{"b":["c"]}}"#, #"["a",{"b":"}"}]"#,
                #""a\"b\\""#, #""a:b,c}""#, "-1.5e3",
            ] {
                let frame = #"{"id":"1","params":{"\#(key)":\#(value),"x":"y"},"z":[]}"#
                let expected = #"{"id":"1","params":{"\#(key)":"***","x":"y"},"z":[]}"#
                #expect(masked(frame) == expected, "\(key) \(value)")
                #expect(masked(#"{"\#(key)":\#(value)}"#) == #"{"\#(key)":"***"}"#)
            }
        }
        #expect(masked(#"{ "token" : "a" , "b":1}"#) == #"{ "token" : "***" , "b":1}"#)
        #expect(masked("{\"token\"\r\n:\t\"a\"}") == "{\"token\"\r\n:\t\"***\"}")
        #expect(masked(#"{"tok\u0065n":"a"}"#) == #"{"tok\u0065n":"***"}"#)
    }

    @Test func `has no credential anywhere else`() {  // §8: 17
        for (frame, expected) in [
            (#"{"message":"proj-4711 is unknown"}"#, #"{"message":"*** is unknown"}"#),
            (#"{"a":"xproj-4711proj-4711x"}"#, #"{"a":"x******x"}"#),
            (#"{"proj-4711":1}"#, #"{"***":1}"#),
            (#"{"a":"t/o\"k\\en"}"#, #"{"a":"***"}"#),
            (#"{"a":"t\/o\"k\\en"}"#, #"{"a":"***"}"#),
            (#"{"a":"\u0074\u002fo\u0022k\u005Cen!"}"#, #"{"a":"***!"}"#),
            (#"{"a":"\u0070roj-4711 \"x\" ä"}"#, #"{"a":"*** \"x\" ä"}"#),
            (#"proj-4711 is "no" JSON: proj-4711"#, #"*** is "no" JSON: ***"#),
        ] {
            #expect(masked(frame) == expected)
        }
    }

    @Test func `has nothing of callers unless they are shown`() {
        let frames = [
            #"{"device":{"type":"phone","params":{"from_number":"+1555","to_number":"+1555"}}}"#,
            #"{"device":{"type":"sip","params":{"from":"sip:+1555@x","to":"sip:+1555@x","from_name":"+1555"}}}"#,
            #"{"result":{"type":"digit","params":{"digits":"+1555","terminator":"*"}}}"#,
            #"{"result":{"type":"speech","params":{"text":"+1555","confidence":83.5}}}"#,
            #"{"play":[{"type":"tts","params":{"text":"Your number is +1555"}}]}"#,
            #"{"from_number":"+1555","to_number":"+1555","body":"call +1555","context":"c"}"#,
            #"{"message_text":"+1555","sip_refer_to":"sip:+1555@x","fr\u006fm":"+1555"}"#,
        ]
        let masking = RelayMask([Secret("a-secret")], showsCallers: false)
        for frame in frames {
            let text = String(decoding: masking.masked(frame: Array(frame.utf8)), as: UTF8.self)
            #expect(!text.contains("+1555") && text.contains("***"), "\(text)")
            #expect(masked(frame) == frame)
        }
        let plain = #"{"call_id":"c-1","state":"answered","type":"from","number":"to"}"#
        #expect(masking.masked(frame: Array(plain.utf8)) == Array(plain.utf8))
        #expect(
            masking.masked(frame: Array(#"{"token":"a","x":"a-secret"}"#.utf8))
                == Array(#"{"token":"***","x":"***"}"#.utf8))
    }

    @Test func `has no credential in a URL`() {  // §8: 16
        for (url, shown, bare) in [
            ("https://u:p@host/a.mp3", "https://***@host/a.mp3", nil),
            ("https://u:p@ss@host", "https://***@host", nil),
            ("https://host/a@b", "https://host/a@b", nil),
            (
                "wss://tok@host?x=1&token=a%26b#c", "wss://***@host?x=1&token=***#c",
                "wss://***@host?x=***&token=***#***"
            ),
            ("https://h/?api_key=a;SIG=b&to%6Ben=c", "https://h/?api_key=***;SIG=***&to%6Ben=***", nil),
            ("https://h/?token=", "https://h/?token=***", nil),
            (
                "https://h/?k=v=w&password=a=b", "https://h/?k=v=w&password=***",
                "https://h/?k=***&password=***"
            ),
            ("https://h/#access_token=a", "https://h/#access_token=***", nil),
            ("https://h/?abc", "https://h/?abc", "https://h/?***"),
            ("https://h/?to=+1555", "https://h/?to=+1555", "https://h/?to=***"),
            (
                "see https://u@h/ and http://v@h/?pin=1 now",
                "see https://***@h/ and http://***@h/?pin=*** now", nil
            ),
            ("https://h/?next=https://u:p@i/", "https://h/?next=https://***@i/", "https://h/?next=***"),
            ("https://h", "https://h", nil), ("a:b?token=c", "a:b?token=c", nil), ("://", "://", nil),
            ("://@", "://***@", nil),
            ("https://h/?%=1&%zz=2&=3", "https://h/?%=1&%zz=2&=3", "https://h/?%=***&%zz=***&=***"),
        ] as [(String, String, String?)] {
            let (open, closed) = (RelayMask([]), RelayMask([], showsCallers: false))
            for (mask, expected) in [(open, shown), (closed, bare ?? shown)] {
                let frame = mask.masked(frame: Array(#"{"url":"\#(url)","x":["\#(url)"]}"#.utf8))
                #expect(
                    String(decoding: frame, as: UTF8.self) == #"{"url":"\#(expected)","x":["\#(expected)"]}"#)
            }
        }
        let escaped = #"{"url":"https:\/\/u:p@host\/?token=abc"}"#
        #expect(masked(escaped) == #"{"url":"https://***@host/?token=***"}"#)
        #expect(masked(#"{"url":"https://u:p@host"#).contains("p@") == false, "cut")
    }

    @Test func `has no credential among headers and parameters`() {  // §8: 16
        func masked(_ frame: String, showsCallers: Bool = true) -> String {
            let mask = RelayMask([], showsCallers: showsCallers)
            return String(decoding: mask.masked(frame: Array(frame.utf8)), as: UTF8.self)
        }
        for (frame, expected) in [
            (
                #"{"headers":[{"name":"X-Api-Key","value":"a"},{"name":"X-Room","value":"b"}],"value":"c"}"#,
                #"{"headers":[{"name":"X-Api-Key","value":"***"},{"name":"X-Room","value":"b"}],"value":"c"}"#
            ),
            // What is not named yet may be anything.
            (
                #"{"headers":[{"value":"a","name":"X-Room"},{"value":"b","name":"Cookie"}]}"#,
                #"{"headers":[{"value":"***","name":"X-Room"},{"value":"***","name":"Cookie"}]}"#
            ),
            (#"{"headers":[{"name":7,"value":"a"}]}"#, #"{"headers":[{"name":7,"value":"***"}]}"#),
            (
                #"{"headers":{"Authorization":"Bearer a","X-Room":"b"}}"#,
                #"{"headers":{"Authorization":"***","X-Room":"b"}}"#
            ),
            (
                #"{"custom_parameters":{"client_secret":{"a":["b"]},"room":"c"},"room_secret":"d"}"#,
                #"{"custom_parameters":{"client_secret":"***","room":"c"},"room_secret":"d"}"#
            ),
        ] {
            #expect(masked(frame) == expected)
        }
        #expect(
            masked(
                #"{"headers":[{"name":"X-Caller","value":"+1555"}],"custom_parameters":{"who":"+1555"}}"#,
                showsCallers: false)
                == #"{"headers":[{"name":"X-Caller","value":"***"}],"custom_parameters":"***"}"#)
    }

    @Test func `takes a time in proportion to its length`() {
        for part in [#"{"headers":{"name":"#, "https://", "?a&", "://@", #"{"name":{"headers":"#, "%4"] {
            let frame = #"{"headers":["# + String(repeating: part, count: 10_000)
            #expect(!mask.masked(frame: Array(frame.utf8)).isEmpty)
            let text = #"{"a":""# + String(repeating: part, count: 10_000)
            #expect(!mask.masked(frame: Array(text.utf8)).isEmpty)
        }
    }

    @Test func `without secrets is as it was`() {  // §8: 18
        for frame in [
            "", "{}", "no JSON", #"{"tokens":"a","Project":"b","project_id":"c"}"#, #"["token","project"]"#,
            #"{"a":"token","b":"project"}"#, #"{"a":"\u00e4\/\ud83d\ude00\n"}"#, #"{"a":"proj-471"}"#,
            "\"", #"{"a":"\ud83d"}"#, "{\"a\":\"\u{1}\"}", #""token""#, #""token" x"#,
        ] {
            #expect(masked(frame) == frame)
        }
        let bytes: [UInt8] = [0xFF, 0x22, 0xC3, 0x22, 0x00, 0x5C]
        #expect(mask.masked(frame: bytes) == bytes)
    }

    @Test func `may be cut anywhere`() {
        let escaped = "proj-4711".unicodeScalars.map { scalar in
            #"\u00"# + String(scalar.value, radix: 16)
        }
        let texts = ["proj-4711", escaped.joined(), #"\u0070roj-4711"#, #"proj-471\u0031"#, #"\n proj-4711"#]
        for text in texts {
            let frame = #"{"params":{"token":"abc-def","x":{"password":["uvw"]},"y":"\#(text)"}}"#
            for end in 0...frame.utf8.count {
                let cut = masked(String(decoding: Array(frame.utf8).prefix(end), as: UTF8.self))
                for secret in ["abc", "uvw", "roj", escaped[1], "-47", "471"] {
                    #expect(!cut.contains(secret), "\(cut)")
                }
            }
        }
    }

    @Test func `does not show what cannot be read`() {
        for (frame, expected) in [
            (#"{"a":"proj-4711"#, #"{"a":"***"#), (#"{"a":"b","c":"d"#, #"{"a":"b","c":"***"#),
            ("\"\\", #""***"#), (#"{"a":"\q\u0070roj-4711","b":"c"}"#, #"{"a":"***","b":"c"}"#),
            (#"{"\x":{"a":"b"},"c":"d"}"#, #"{"***":"***","c":"d"}"#),
            (#"{"token"#, #"{"***"#),
        ] {
            #expect(masked(frame) == expected)
        }
    }

    @Test func `hides the longest of two secrets that overlap`() {
        let mask = RelayMask([Secret("abcdefgh"), Secret("abcdefghijk"), Secret("klmnopqr")])
        #expect(
            mask.masked("abcdefghijk abcdefgh abcdefghijklmnopqr klmnopqr") == "*** *** ***lmnopqr ***")
        #expect(RelayMask([]).masked("abcdefgh") == "abcdefgh")
    }

    @Test func `keeps the words that a short credential is a part of`() {
        let mask = RelayMask([Secret("connect"), Secret("p")])
        #expect(mask.masked("nobody listens there (connection refused)").contains("(connection refused)"))
        #expect(
            String(decoding: mask.masked(frame: Array(#"{"token":"connect","a":"p"}"#.utf8)), as: UTF8.self)
                == #"{"token":"***","a":"p"}"#)
    }

    @Test func `is masked by what the connection knows now`() {
        var machine = RelayMachine(RelayConfiguration(credentials: .jwt(Secret("ey.J.jwt"))), seed: 1)
        #expect(machine.mask.masked("ey.J.jwt state+17") == "*** state+17")
        let state =
            #"{"event_type":"signalwire.authorization.state","params":{"authorization_state":"state+17"}}"#
        for input in [RelayInput.start, .opened] { machine.handle(input, at: Timestamp(milliseconds: 0)) }
        machine.handle(
            .frame(Array(#"{"method":"signalwire.event","params":\#(state)}"#.utf8)),
            at: Timestamp(milliseconds: 0))
        #expect(machine.mask.masked("ey.J.jwt state+17") == "*** ***")
    }

    @Test func `never shows a secret, whatever is done to the frame`() {
        let frame = Array(#"{"id":"1","params":{"token":"abc","list":["proj-4711",{"a":"b\n"}]}}"#.utf8)
        var random = SplitMix64(seed: 4711)
        for round in 0..<10_000 {
            var bytes = frame
            for _ in 0...random.below(6) {
                let place = random.below(bytes.count)
                switch random.below(3) {
                case 0: bytes[place] = random.pick(Array(#""\{}[]:,u0"#.utf8))
                case 1: bytes.insert(UInt8(truncatingIfNeeded: random.next()), at: place)
                case _: bytes.remove(at: place)
                }
            }
            let masked = mask.masked(frame: bytes)
            let isShown = !SecretPattern(Array("proj-4711".utf8)).occurrences(in: masked).isEmpty
            guard isShown else { continue }
            Issue.record("round \(round): \(String(decoding: masked, as: UTF8.self))")
            return
        }
    }

    @Test func `costs time in proportion to its length`() {
        let secret = String(repeating: "a", count: 5000) + "b"
        let mask = RelayMask([Secret(secret)])
        let texts = [1 << 17, 1 << 20].map { String(repeating: "a", count: $0) }
        let times = texts.map { text in processorTime { #expect(mask.masked(text) == text) } }
        #expect(times[1] < times[0] * 24 + .milliseconds(50), "\(times)")
    }
}

struct `A secret` {
    @Test func `is found as a plain search finds it`() {
        var random = SplitMix64(seed: 9)
        for round in 0..<2_000 {
            let secret = (0...random.below(5)).map { _ in UInt8(random.below(2)) }
            let text = (0..<random.below(60)).map { _ in UInt8(random.below(2)) }
            var expected: [Range<Int>] = []
            var place = 0
            while place + secret.count <= text.count {
                if Array(text[place..<place + secret.count]) == secret {
                    expected.append(place..<place + secret.count)
                    place += secret.count
                } else {
                    place += 1
                }
            }
            #expect(SecretPattern(secret).occurrences(in: text) == expected, "round \(round)")
        }
        #expect(SecretPattern([]).occurrences(in: [1, 2]).isEmpty)
    }
}
