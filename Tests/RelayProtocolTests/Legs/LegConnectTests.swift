import FlowModel
import FlowRuntime
import Testing

@testable import RelayProtocol

/// `connect` over `calling.connect` (relay-protocol.md §4.1, §5).
@Suite("Connect over RELAY")
struct LegConnectTests {
    private let request =
        #"0 → calling.connect {"devices":[[{"type":"phone","params":{"to_number":"+15550101","#
        + #""from_number":"+15550100","timeout":60}}]],"tag":"c-0/1"}"#
    private let peer = #""peer":{"call_id":"p-1","node_id":"n-2"}"#

    @Test func `bridges that are over leave no deadlines behind`() {
        var line = LegsLine()
        for _ in 0..<5000 {
            line.connect()
            line.accepts()
            line.connect(event: "connected", 0, #""peer":{"call_id":"p-1"}"#)
            line.connect(event: "disconnected")
            line.wait(.milliseconds(1))
        }
        #expect(line.isEmpty)
        #expect(line.legs.deadlines.count < 1100)
        // What is under way keeps its own.
        line.connect { $0.maxDuration = .seconds(60) }
        line.accepts()
        line.connect(event: "connected")
        for _ in 0..<1100 {
            line.connect([["+15550101"]], 1)
            line.accepts()
            line.connect(event: "failed", 1)
            line.wait(.milliseconds(1))
        }
        _ = line.lines()
        line.wait(.seconds(60))
        #expect(line.lines() == ["0 → calling.disconnect {}"])
    }

    @Test func `a bridge is answered when it has ended, with its peer and its time`() {
        var line = LegsLine()
        line.connect()
        line.accepts()
        line.connect(event: "connecting", 0, peer)
        line.wait(.seconds(3))
        line.connect(event: "connected", 0, peer)
        line.wait(.seconds(42))
        #expect(line.lines() == [request])
        line.connect(event: "disconnected", 0, peer)
        line.connect(event: "disconnected", 0, peer)
        #expect(line.lines() == ["0: 1 bridged p-1 42000"])
        #expect(line.isEmpty)
    }

    @Test func `events may beat the answer, come twice, or be missing`() {
        var line = LegsLine()
        line.connect()
        line.connect(event: "connected", 0, peer)
        line.connect(event: "connected", 0, peer)
        line.accepts()
        line.wait(.seconds(7))
        line.connect(event: "disconnected")
        #expect(line.lines() == [request, "0: 1 bridged p-1 7000"])
        line.connect()
        line.connect(event: "disconnected", 0, peer)
        #expect(line.lines() == [request, "0: 1 bridged p-1 0"])
    }

    @Test func `why nobody took the call, in every spelling`() {
        let table = [
            ("busy", "busy"), ("noAnswer", "noAnswer"), ("no_answer", "noAnswer"), ("timeout", "noAnswer"),
            ("", "noAnswer"), ("decline", "declined"), ("declined", "declined"), ("cancel", "canceled"),
            ("notFound", "notFound"), ("not_found", "notFound"), ("unreachable", "unreachable"),
            ("error", "failed"), ("a word nobody knows", "failed"),
        ]
        for (reason, expected) in table {
            var line = LegsLine()
            line.connect()
            line.accepts()
            line.connect(event: "failed", 0, #""failed_reason":"\#(reason)""#)
            line.connect(event: "failed", 0, #""failed_reason":"busy""#)
            #expect(line.lines() == [request, "0: 1 failed \(expected)"], "\(reason)")
            #expect(line.isEmpty)
        }
    }

    @Test func `refusals`() {
        for (code, expected) in [(402, "refused"), (500, "refused"), (404, "callGone"), (410, "callGone")] {
            var line = LegsLine()
            line.connect()
            line.refuses(code)
            line.connect(event: "connected", 0, peer)
            #expect(line.lines() == [request, "0: 1 failed \(expected)"])
        }
    }

    @Test func `what RELAY cannot do is said, and nothing is sent`() {
        let table: [(inout ConnectDestination) -> Void] = [
            { $0.confirm = .steps(FlowBlock(document: 0, block: 1)) },
            { $0.username = "u" }, { $0.password = Secret("p") }, { $0.sip.encryption = .mandatory },
            { $0.sip.encryption = .forbidden },
        ]
        for change in table {
            var line = LegsLine()
            line.connect([["sip:a@example.com"]]) { change(&$0.groups[0][0]) }
            #expect(line.lines() == ["0: 1 failed unsupported"])
        }
        var line = LegsLine()
        line.connect([Array(repeating: "+15550101", count: 101)])
        line.connect([], as: 2)
        line.connect([[], []], as: 3)
        #expect(line.lines() == ["0: 1 failed refused", "0: 2 failed noAnswer", "0: 3 failed noAnswer"])
    }

    @Test func `a second connect is refused while the first runs`() {
        var line = LegsLine()
        line.connect()
        line.connect(as: 2)
        #expect(line.lines() == [request, "0: 2 failed refused"])
    }

    @Test func `silence ends the wait, and who answers then is let go`() {
        var line = LegsLine()
        line.connect([["+15550101", "+15550102"], ["+15550103"]]) {
            $0.groups[0][1].confirm = .url("https://e.com/c")
            $0.groups[0][1].confirmTimeout = .seconds(10)
        }
        line.accepts()
        _ = line.lines()
        line.wait(.seconds(139))
        #expect(line.lines() == [])
        line.wait(.seconds(1))
        #expect(line.lines() == ["0: 1 failed noAnswer"])
        line.connect(event: "connected", 0, peer)
        #expect(line.lines() == ["0 → calling.disconnect {}"])
        #expect(line.isEmpty)
    }

    @Test func `a bridge of a worker that was killed has its longest duration`() {
        var line = LegsLine()
        line.resumeConnect { $0.maxDuration = .seconds(600) }
        line.reconnect()
        line.connect(as: 2)
        #expect(line.lines() == ["0: 2 failed refused"])
        // It may ring for a minute, and be asked for ten seconds before.
        line.wait(.seconds(669))
        #expect(line.lines() == [])
        line.wait(.seconds(1))
        #expect(line.lines() == ["0 → calling.disconnect {}"])
        line.wait(.seconds(5))
        #expect(line.lines() == ["0: 1 bridged  0"])
        #expect(line.isEmpty)
    }

    @Test func `the longest duration separates the two`() {
        var line = LegsLine()
        line.connect { $0.maxDuration = .seconds(90) }
        #expect(line.lines().first?.contains(#""max_duration":90}"#) == true)
        line.connect(event: "connected", 0, peer)
        line.wait(.seconds(90))
        #expect(line.lines() == ["0 → calling.disconnect {}"])
        line.wait(.seconds(1))
        line.connect(event: "disconnected", 0, peer)
        #expect(line.lines() == ["0: 1 bridged p-1 91000"])
        line.connect { $0.maxDuration = .seconds(90) }
        line.connect(event: "connected", 0, peer)
        line.wait(.seconds(90))
        line.wait(.seconds(5))
        #expect(line.lines().last == "0: 1 bridged p-1 95000")
    }

    @Test func `the peer's end is enough when the event of the bridge is lost`() {
        var line = LegsLine()
        line.connect()
        line.connect(event: "connected", 0, peer)
        _ = line.lines()
        line.wait(.seconds(10))
        line.state("ended", of: "p-2")
        line.state("ended", of: "p-1")
        line.wait(.seconds(5))
        #expect(line.lines() == ["0: 1 bridged p-1 15000"])
    }

    @Test func `a lost answer is settled by events or by time, never by asking again`() {
        var line = LegsLine()
        line.connect()
        line.loses()
        line.reconnect()
        line.wait(.seconds(5))
        #expect(line.lines() == [request, "0: 1 failed failed"])
        line = LegsLine()
        line.connect()
        line.loses()
        line.reconnect()
        line.connect(event: "connecting")
        line.wait(.seconds(30))
        line.connect(event: "connected", 0, peer)
        line.connect(event: "disconnected", 0, peer)
        #expect(line.lines() == [request, "0: 1 bridged p-1 0"])
    }

    @Test func `a hang-up ends it without a word`() {
        var line = LegsLine()
        line.connect()
        line.connect(event: "connected", 0, peer)
        line.end()
        line.connect(event: "disconnected", 0, peer)
        line.wait(.seconds(100_000))
        #expect(line.lines() == [request])
        #expect(line.isEmpty)
    }

    @Test func `events of another connect, of another call, and without sense change nothing`() {
        var line = LegsLine()
        line.connect()
        line.connect(event: "failed", 0, #""tag":"c-0/0""#)
        line.connect(event: "failed", 7)
        line.connect(event: "wondering")
        line.connect(event: "disconnected", 0, #""tag":"other""#)
        #expect(line.lines() == [request])
    }

    // §8: 117, 118
    @Test func `devices of every kind`() {
        let table: [(String, String, (inout ConnectDestination) -> Void)] = [
            (
                "sip:a@example.com",
                #"{"type":"sip","params":{"to":"sip:a@example.com","from":"sip:me@e.com","timeout":31,"#
                    + #""from_name":"Desk","headers":[{"name":"X-A","value":"1"}],"codecs":["PCMU","OPUS"],"#
                    + #""webrtc_media":true,"session_timeout":600,"call_state_url":"https://e.com/s","#
                    + #""call_state_events":["answered","ended"],"confirm":"https://e.com/c"}}"#,
                {
                    $0.from = "sip:me@e.com"
                    $0.timeout = .milliseconds(30_001)
                    $0.headers = [.init("X-A", "1")]
                    $0.sip.fromName = "Desk"
                    $0.sip.codecs = ["PCMU", "OPUS"]
                    $0.sip.webrtcMedia = true
                    $0.sip.sessionTimeout = .seconds(600)
                    $0.sip.encryption = .optional
                    $0.callStateURL = "https://e.com/s"
                    $0.callStateEvents = ["answered", "ended"]
                    $0.confirm = .url("https://e.com/c")
                }
            ),
            (
                "+15550101", #"{"type":"phone","params":{"to_number":"+15550101","timeout":60}}"#,
                { $0.from = "sip:me@e.com" }
            ),
            (
                "/public/desk",
                #"{"type":"webrtc","params":{"to":"/public/desk","from":"+15550100","timeout":60}}"#, { _ in }
            ),
            (
                "queue:support", #"{"type":"queue","params":{"queue_name":"support","node_id":"n-1"}}"#,
                { _ in }
            ),
            (
                "stream:wss://e.com/a",
                #"{"type":"stream","params":{"url":"wss://e.com/a","realtime":true}}"#,
                { $0.stream = ConferenceAudioStream(url: "wss://e.com/a", realtime: true) }
            ),
        ]
        for (to, expected, change) in table {
            var line = LegsLine()
            line.connect([[to]]) { change(&$0.groups[0][0]) }
            #expect(
                line.lines() == [#"0 → calling.connect {"devices":[[\#(expected)]],"tag":"c-0/1"}"#])
        }
    }

    @Test func `ringback and callback`() {
        var line = LegsLine()
        line.connect {
            $0.ringback = [.url("https://e.com/r.mp3")]
            $0.ringbackLoops = 2
            $0.statusURL = "https://e.com/s"
        }
        let sound = #"{"type":"audio","params":{"url":"https://e.com/r.mp3"}}"#
        #expect(
            line.lines().first?.hasSuffix(
                #""ringback":[\#(sound),\#(sound)],"tag":"c-0/1","status_url":"https://e.com/s"}"#) == true)
        line.end()
        line.connect {
            $0.ringback = [.silence(.seconds(1))]
            $0.ringbackLoops = .max
        }
        #expect(line.lines().first.map { $0.utf8.count < 8000 } == true)
    }
}
