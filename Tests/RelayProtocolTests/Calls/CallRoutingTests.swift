import FlowModel
import FlowRuntime
import Testing

@testable import RelayProtocol

/// Calls, their conferences and the legs they dial, together.
@Suite("Calls in conferences, and with other legs") struct CallRoutingTests {
    private let join = CallCommand.joinConference(JoinConferenceCommand(name: "room"))

    private func conference(_ status: String, _ more: String = "") -> String {
        #""conference_id":"cf-1","name":"room","status":"\#(status)","size":1\#(more)"#
    }

    private func inside() -> (line: Telephony, call: RelayCallNumber) {
        var line = Telephony.connected()
        let call = line.answeredCall()
        line.perform(join, 2, on: call)
        line.reply(to: "calling.join_conference", #"{"code":"200","conference_id":"cf-1"}"#)
        line.event("calling.conference", conference("participant-join", #","call_id":"c-1""#))
        line.event("calling.conference", conference("conference-start"))
        _ = line.takeSent()
        return (line, call)
    }

    @Test func `a join goes out for its call, and its events come back to it`() {
        var line = Telephony.connected()
        let call = line.answeredCall()
        let other = line.answeredCall("c-2")
        line.perform(join, 2, on: call)
        let requests = line.takeRequests()
        #expect(requests.map(\.line) == [#"calling.join_conference {"name":"room"}"#])
        #expect(requests.map(\.call) == ["c-1"])
        line.reply(to: "calling.join_conference", #"{"code":"200","conference_id":"cf-1"}"#)
        line.event("calling.conference", conference("participant-join", #","call_id":"c-1""#))
        let told = line.told(call)
        #expect(told.first == .done(2))
        guard case .conference(let change)? = told.dropFirst().first else {
            Issue.record("\(told)")
            return
        }
        #expect(change.id == "cf-1")
        #expect(line.told(other) == [])
    }

    // §8: 163
    @Test func `a call that ends inside is told its end, and no leave`() {
        var (line, call) = inside()
        _ = line.told(call)
        line.state("ended")
        line.event("calling.conference", conference("participant-leave", #","call_id":"c-1""#))
        line.event("calling.conference", conference("conference-end"))
        line.advance(by: .seconds(10))
        #expect(line.told(call) == [.ended(CallEnding(by: .caller))])
    }

    // §6.5: no status says that a join failed.
    @Test func `an error of a call that joins makes the silence after it a failure`() {
        for id in ["c-1", "c-2", ""] {
            var line = Telephony.connected()
            let call = line.answeredCall()
            line.perform(join, 2, on: call)
            line.reply(to: "calling.join_conference", #"{"code":"200","conference_id":"cf-1"}"#)
            line.event("calling.error", #""code":"409","message":"Conference is full","call_id":"\#(id)""#)
            line.advance(by: .seconds(30))
            guard case .finished(_, let result)? = line.told(call).first else {
                Issue.record("the join has no answer: \(id)")
                continue
            }
            // What names another call, or none, says nothing of this one.
            #expect((result == .done) == (id != "c-1"), "\(id): \(result)")
        }
    }

    @Test func `a bridge that ends with its call is not told as one that came to its end`() {
        var line = Telephony.connected()
        let call = line.answeredCall()
        line.perform(
            .connect(ConnectCommand(groups: [[ConnectDestination(to: "+15555550199")]])), 2, on: call)
        line.reply(to: "calling.connect")
        line.event("calling.call.connect", #""call_id":"c-1","connect_state":"connected""#)
        line.state("ending")
        line.event("calling.call.connect", #""call_id":"c-1","connect_state":"disconnected""#)
        line.state("ended")
        #expect(line.told(call) == [.ended(CallEnding(by: .caller))])
    }

    @Test func `a join to which the server knows no call ends the call`() {
        var line = Telephony.connected()
        let call = line.answeredCall()
        line.perform(join, 2, on: call)
        line.refuse("calling.join_conference", 404)
        #expect(line.told(call) == [])
        line.advance(by: .seconds(5))
        #expect(line.told(call) == [.ended(CallEnding(by: .system, reason: "error"))])
    }

    // §6.4
    @Test func `a leave to which the server knows nothing asks about the call`() {
        var (line, call) = inside()
        _ = line.told(call)
        line.perform(.leaveConference(conferenceID: "cf-1"), 3, on: call)
        _ = line.takeSent()
        line.refuse("calling.leave_conference", 404)
        #expect(line.takeSent() == ["calling.answer"])
        line.reply(to: "calling.answer")
        line.advance(by: .seconds(10))
        #expect(line.told(call).first == .done(3))
        line.perform(.sendDigits("1"), 4, on: call)
        #expect(line.takeRequests().map(\.method) == ["calling.send_digits"])
    }

    @Test func `a flood of talk delays nobody and is told to nobody`() {
        var (line, call) = inside()
        _ = line.told(call)
        for _ in 0..<1000 {
            line.event("calling.conference", conference("participant-speech-start", #","call_id":"c-1""#))
        }
        #expect(line.told(call) == [])
    }

    // §8: 141, 147, 151
    @Test func `who is dialled and answers is a call of its own, usable at once`() {
        var line = Telephony.connected()
        let call = line.answeredCall()
        let dial = DialCommand(to: ["+15550123"], .inTurn, run: DialledRun(.section("agent")))
        line.perform(.dial(dial), 2, on: call)
        let requests = line.takeRequests()
        #expect(requests.map(\.method) == ["calling.dial"])
        line.reply(to: "calling.dial", #"{"code":"200","message":"Dialing"}"#)
        let tag = line.lastTag
        line.event(
            "calling.call.dial",
            #""tag":"\#(tag)","node_id":"n-5","dial_state":"answered","#
                + #""call":{"call_id":"leg-1","node_id":"n-5","tag":"\#(tag)","dial_winner":"true"}"#)
        #expect(
            line.told(call) == [.result(2, .dialled(DialSummary(call: CallID("leg-1"), to: "+15550123")))])
        let leg = RelayCallNumber(line.offers.count - 1)
        #expect(line.offers.last?.dialled?.call == CallID("c-1"))
        #expect(line.offers.last?.isAnswered == true)
        #expect(line.told(leg) == [.started])
        line.perform(.play(PlayCommand(items: [.say("hello")])), 1, on: leg)
        #expect(line.takeRequests().map(\.call) == ["leg-1"])
        #expect(line.nodes.last == "n-5")
        line.state("ended", of: "leg-1")
        #expect(line.told(leg) == [.ended(CallEnding(by: .caller))])
        #expect(line.told(call) == [])
    }

    @Test func `a bridge is asked for by its caller, and told to it`() {
        var line = Telephony.connected()
        let call = line.answeredCall()
        let connect = ConnectCommand(groups: [[ConnectDestination(to: "+15550123")]])
        line.perform(.connect(connect), 2, on: call)
        let requests = line.takeRequests()
        #expect(requests.map(\.method) == ["calling.connect"])
        #expect(requests.map(\.call) == ["c-1"])
        line.reply(to: "calling.connect")
        line.event(
            "calling.call.connect", #""call_id":"c-1","connect_state":"failed","failed_reason":"busy""#)
        #expect(line.told(call).map(\.failure) == [.busy])
    }
}

@Suite("Deadlines of calls") struct CallAlarmTests {
    @Test func `calls in a row leave nothing behind`() {
        var limits = RelayLimits()
        limits.calls = 100
        var line = Telephony.connected(limits: limits)
        for number in 0..<3000 {
            let call = line.answeredCall("c-\(number)")
            line.perform(.play(PlayCommand(items: [.url("u")])), 2, on: call)
            line.reply(to: "calling.play")
            line.perform(.hangup(.hangup), 3, on: call)
            line.reply(to: "calling.end")
            line.state("ended", of: "c-\(number)")
            line.handle(.closeSession(call))
            line.advance(by: .milliseconds(1))
        }
        #expect(line.machine.calls.calls.isEmpty)
        #expect(line.machine.calls.numbers.isEmpty)
        #expect(line.machine.calls.requests.isEmpty)
        line.advance(by: .seconds(1000))
        #expect(line.machine.calls.nextDeadline == nil)
    }

    @Test func `recent calls are remembered up to a limit`() {
        var recent = RecentCalls()
        for number in 0..<(RecentCalls.limit + 10) {
            recent.insert("c-\(number)")
            recent.insert("c-\(number)")
        }
        #expect(!recent.contains("c-9"))
        #expect(recent.contains("c-10"))
        #expect(recent.contains("c-\(RecentCalls.limit + 9)"))
    }

    @Test func `alarms come in their order, and can be tidied up`() {
        var alarms = CallAlarms()
        for number in [5, 3, 9] {
            alarms.set(RelayCallNumber(number), at: Timestamp(milliseconds: Int64(number)))
        }
        #expect(alarms.next == Timestamp(milliseconds: 3))
        #expect(alarms.popDue(at: Timestamp(milliseconds: 2)) == nil)
        #expect(alarms.popDue(at: Timestamp(milliseconds: 4)) == RelayCallNumber(3))
        alarms.replaceAll([(RelayCallNumber(1), Timestamp(milliseconds: 1))])
        #expect(alarms.popDue(at: Timestamp(milliseconds: 9)) == RelayCallNumber(1))
        #expect(alarms.popDue(at: Timestamp(milliseconds: 9)) == nil)
        for number in 0...1024 { alarms.set(RelayCallNumber(number), at: Timestamp(milliseconds: 1)) }
        #expect(alarms.isOverfull(for: 0))
        #expect(!alarms.isOverfull(for: 1))
    }
}
