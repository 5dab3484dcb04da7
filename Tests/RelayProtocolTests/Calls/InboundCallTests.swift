import FlowExpressions
import FlowRuntime
import Testing

@testable import RelayProtocol

@Suite("Inbound calls") struct InboundCallTests {
    // §8: 88, 89, 90
    @Test func `a call is offered with what is known of it, then begins`() {
        var line = Telephony.connected()
        let call = line.ring("c-1", #","project_id":"p-9","segment_id":"s-9","tag":"t-9""#)
        let info = line.offers[0]
        #expect(info.id == CallID("c-1"))
        #expect(info.nodeID == "n-1")
        #expect(info.from == "+15550100")
        #expect(info.to == "+15550199")
        #expect(info.kind == .phone)
        #expect(info.direction == .inbound)
        #expect(!info.isAnswered)
        #expect(
            info.extra.jsonText
                == #"{"project_id":"p-9","segment_id":"s-9","tag":"t-9","context":"office"}"#)
        #expect(line.told(call) == [.started])
        #expect(line.takeSent() == [])
    }

    // §8: 90
    @Test func `SIP and browser calls keep their addresses and headers`() {
        var line = Telephony.connected()
        line.event(
            "calling.call.receive",
            #""call_id":"c-1","node_id":"n","device":{"type":"sip","params":{"#
                + #""from":"sip:a@x","to":"sip:b@y","#
                + #""headers":[{"name":"X-Team","value":"blue"},{"value":"no name"},7]}}"#
        )
        line.event(
            "calling.call.receive",
            #""call_id":"c-2","node_id":"n","device":{"type":"webrtc","params":{"from":"alice","to":"bob"}}"#)
        #expect(line.offers.map(\.kind) == [.sip, .webrtc])
        #expect(line.offers.map(\.from) == ["sip:a@x", "alice"])
        #expect(line.offers.map(\.to) == ["sip:b@y", "bob"])
        #expect(line.offers[0].headers == [CallInfo.Header("X-Team", "blue")])
    }

    // §8: 100; §9 row 12
    @Test func `the context is the event's, then its protocol, then the outer one`() {
        let texts = [
            (#""context":"a","protocol":"b""#, "a"), (#""protocol":"b""#, "b"),
            (#""context":"","protocol":"b""#, "b"), ("", "outer"), (#""context":7"#, "outer"),
        ]
        for (place, (text, context)) in texts.enumerated() {
            var line = Telephony.connected()
            let inner = text.isEmpty ? #""call_id":"c-\#(place)""# : #""call_id":"c-\#(place)",\#(text)"#
            line.frame(
                #"{"jsonrpc":"2.0","id":"e","method":"signalwire.event","params":{"context":"outer","#
                    + #""event_type":"calling.call.receive","params":{\#(inner)}}}"#)
            #expect(line.offers[0].extra.jsonText == #"{"context":"\#(context)"}"#, "\(text)")
        }
    }

    // §8: 89
    @Test func `the first state is the event's`() {
        var line = Telephony.connected()
        line.ring("c-1", #","call_state":"answered""#)
        line.ring("c-2", #","call_state":"ringing""#)
        line.ring("c-3", #","call_state":"nonsense""#)
        #expect(line.offers.map(\.isAnswered) == [true, false, false])
    }

    @Test func `a call that is over when it comes is told so`() {
        var line = Telephony.connected()
        let call = line.ring("c-1", #","call_state":"ended","end_reason":"abandoned""#)
        #expect(line.told(call) == [.started, .ended(CallEnding(by: .caller, reason: "abandoned"))])
        line.perform(.answer(AnswerCommand()), 1, on: call)
        #expect(line.told(call).map(\.failure) == [.callGone])
        #expect(line.takeSent() == [])
    }

    // §8: 101; §3.4
    @Test func `a call that comes again is offered once, also after its end`() {
        var line = Telephony.connected()
        let call = line.ring()
        line.ring()
        line.state("ended")
        line.ring()
        #expect(line.offers.count == 1)
        line.handle(.closeSession(call))
        line.ring()
        #expect(line.offers.count == 1)
        #expect(line.notices.filter { $0.kind == .duplicate }.count == 3)
    }

    @Test func `a call without an id, or with one that is none, is dropped`() {
        var line = Telephony.connected()
        for id in [#""call_id":"""#, #""call_id":7"#, #""node_id":"n""#, #""call_id":null"#] {
            line.event("calling.call.receive", id)
        }
        line.event("calling.call.receive", #""call_id":"\#(String(repeating: "x", count: 10_000))""#)
        #expect(line.offers.isEmpty)
    }

    // §8: 98
    @Test func `calls beyond the limit are passed on, those that are up are left alone`() {
        var limits = RelayLimits()
        limits.calls = 2
        var line = Telephony.connected(limits: limits)
        let first = line.ring("c-1")
        line.ring("c-2")
        line.ring("c-3")
        #expect(line.offers.map(\.id.name) == ["c-1", "c-2"])
        let requests = line.takeRequests()
        #expect(requests.map(\.method) == ["calling.pass"])
        #expect(requests.map(\.call) == ["c-3"])
        #expect(line.notices.contains { $0.kind == .callPassedOn && $0.call == CallID("c-3") })
        // The same call may come back; and an end makes room.
        line.state("ended", of: "c-1")
        line.handle(.closeSession(first))
        line.ring("c-3")
        #expect(line.offers.map(\.id.name) == ["c-1", "c-2", "c-3"])
    }

    @Test func `after drain calls are passed on, and those that are up go on`() {
        var line = Telephony.connected()
        let call = line.ring()
        line.handle(.drain)
        _ = line.takeSent()
        line.ring("c-2")
        #expect(line.takeSent() == ["calling.pass"])
        line.perform(.answer(AnswerCommand()), 1, on: call)
        #expect(line.takeSent() == ["calling.answer"])
    }

    // §8: 91
    @Test func `a call that nobody serves is passed on, and may come back`() {
        var line = Telephony.connected()
        let call = line.ring()
        line.handle(.passOn(call))
        #expect(line.takeSent() == ["calling.pass"])
        #expect(line.ends[call] == [nil])
        line.ring()
        #expect(line.offers.count == 2)
    }

    @Test func `a call that was answered is hung up instead of passed on`() {
        var line = Telephony.connected()
        let call = line.answeredCall()
        line.handle(.passOn(call))
        #expect(line.takeSent() == [#"calling.end {"reason":"hangup"}"#])
    }

    // §8: 94
    @Test func `calls at the same time do not disturb each other`() {
        var line = Telephony.connected()
        let one = line.ring("c-1")
        let other = line.ring("c-2")
        line.perform(.answer(AnswerCommand()), 1, on: other)
        line.perform(.answer(AnswerCommand()), 1, on: one)
        line.reply(to: "calling.answer")
        line.reply(to: "calling.answer")
        line.state("answered", of: "c-1")
        #expect(line.told(one) == [.started, .done(1)])
        #expect(line.told(other) == [.started])
        line.state("ended", of: "c-2")
        #expect(line.told(other) == [.ended(CallEnding(by: .caller))])
        #expect(line.told(one) == [])
    }

    @Test func `events of calls that are not here change nothing`() {
        var line = Telephony.connected()
        line.state("answered", of: "c-9")
        line.operation("play", "x", #""state":"finished""#, of: "c-9")
        line.event("calling.call.state", #""call_state":"answered""#)
        #expect(line.offers.isEmpty)
        #expect(line.notices.filter { $0.kind == .foreignCall }.count == 1)
    }

    @Test func `what the phone system reports is cut and loses our credentials`() {
        var line = Telephony.connected()
        line.event("calling.error", #""message":"tok-4711 \#(String(repeating: "x", count: 9_000))""#)
        let texts = line.notices.map(\.message)
        #expect(!texts.contains { $0.contains("4711") || $0.count > 240 })
        #expect(texts.contains { $0.hasPrefix("the phone system reports:") })
    }

    // §8: 175
    @Test func `errors of the phone system and unknown events are told, and change nothing`() {
        var line = Telephony.connected()
        let call = line.answeredCall()
        line.event("calling.error", #""code":503,"message":"busy","call_id":"c-1""#)
        line.event("calling.error", #""code":"E1""#)
        line.event("calling.call.teleport", #""call_id":"c-1""#)
        line.event("calling.call.fax", #""call_id":"c-1""#)
        line.event("messaging.receive", #""message_id":"m""#)
        #expect(line.told(call) == [])
        #expect(
            line.notices.filter { $0.kind == .callError }.map(\.message) == [
                "the phone system reports: 503 busy", "the phone system reports: E1 ",
            ])
        #expect(line.notices.contains { $0.kind == .unknownEvent })
        #expect(line.notices.contains { $0.kind == .ignoredFrame })
    }
}
