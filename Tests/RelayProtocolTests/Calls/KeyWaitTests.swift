import FlowModel
import FlowRuntime
import Testing

@testable import RelayProtocol

/// The table of waits in `Operation`, by row: in any round, of any worker, a key is heard, once.
struct `A wait for keys` {
    private let call = RelayCallNumber(0)
    private let wait = CallCommand.awaitKey("12")
    private let key = CallEvent.result(3, .key("2"))

    private func digit(_ key: String) -> String {
        #""result":{"type":"digit","params":{"digits":"\#(key)"}}"#
    }

    /// A call that waits; the server listens.
    private func waiting() -> Telephony {
        var line = Telephony.connected()
        let call = line.answeredCall()
        line.perform(wait, 3, on: call)
        line.reply(to: "calling.collect")
        _ = line.takeSent()
        return line
    }

    /// A worker after one or more that were killed while the call waited.
    private func resumed(after time: Duration = .seconds(10)) -> Telephony {
        let info = CallInfo(id: CallID("c-1"), from: "+1", to: "+2", nodeID: "n-1")
        let began = Telephony().now
        let resumption = CallResumption(
            info, isAnswered: true,
            pending: [.init(CommandID(3), wait, at: began, isSent: true)])
        var line = Telephony(resuming: RelayResumption(protocolName: "p-1", calls: [resumption]))
        line.firstNumber = 1
        line.advance(by: time)
        line.handle(.start)
        line.letIn()
        return line
    }

    /// Its control id, and those of further rounds, each begun by a wrong key.
    private func rounds(_ line: inout Telephony) -> [String] {
        var rounds = [line.lastControl]
        for _ in 0..<3 {
            line.operation("collect", line.lastControl, digit("9"))
            rounds.append(line.lastControl)
        }
        return rounds
    }

    /// What the rounds of before have heard is told now, and again.
    private func checkHears(_ line: Telephony, _ rounds: [String]) {
        let calls = line.controlID(of: "calling.collect")
        #expect(!rounds.contains(calls))
        for round in rounds {
            var line = line
            _ = (line.takeSent(), line.told(call))
            // A wrong key, which began a round after that one, an end, and the key of another command.
            line.operation("collect", round, digit("9"))
            line.operation("collect", round, #""state":"finished""#)
            line.operation("collect", ControlID(of: CallID("c-1"), CommandID(4)).text, digit("2"))
            #expect(line.told(call) == [])
            for _ in 0..<2 { line.operation("collect", round, digit("2")) }
            #expect(line.told(call) == [key])
            #expect(line.takeSent() == [#"calling.collect.stop {"control_id":"\#(calls)"}"#])
        }
    }

    @Test func `goes on after a wrong key, and after a round without any`() {
        var line = waiting()
        #expect(Set(rounds(&line)).count == 4)
        line.operation("collect", line.lastControl, #""state":"no_input""#)
        let before = line.lastControl
        line.advance(by: .seconds(1))
        #expect(line.lastControl != before)
        line.operation("collect", line.lastControl, digit("2"))
        #expect(line.told(call) == [key])
    }

    @Test func `begins again after a lost connection`() {
        var line = waiting()
        let before = line.lastControl
        for _ in 0..<3 {
            line.hangUpSocket()
            line.reconnect()
            #expect(
                line.takeRequests().map(\.method) == [
                    "calling.answer", "calling.collect.stop", "calling.collect",
                ])
            for method in ["calling.answer", "calling.collect.stop", "calling.collect"] {
                line.reply(to: method)
            }
        }
        checkHears(line, [before])
        line.operation("collect", line.lastControl, digit("2"))
        #expect(line.told(call) == [key])
    }

    @Test func `hears a key that was pressed while there was no connection`() {
        var line = waiting()
        let before = rounds(&line)
        line.hangUpSocket()
        line.reconnect()
        checkHears(line, before)
        line.reply(to: "calling.collect")
        checkHears(line, before)
        line.operation("collect", line.lastControl, #""state":"no_input""#)
        line.operation("collect", before[0], digit("2"))
        #expect(line.told(call) == [key], "while it rests")
    }

    /// Once on its way, once before it left, which may take longer than a request has time.
    @Test func `lasts when the connection is lost before it has begun`() {
        for outage in [Duration.zero, .seconds(1), .seconds(30)] {
            var line = Telephony.connected()
            let call = line.answeredCall()
            if outage > .zero { line.hangUpSocket() }
            line.perform(wait, 3, on: call)
            if outage == .zero { line.hangUpSocket() }
            for _ in 0..<Int(outage / .seconds(1)) {
                line.advance(by: .seconds(1))
                line.hangUpSocket()
            }
            #expect(line.told(call) == [], "\(outage)")
            _ = line.takeSent()
            line.reconnect()
            let sent = line.takeRequests().map(\.method)
            #expect(sent.count { $0 == "calling.collect" } == 1, "\(outage)")
            line.operation("collect", line.lastControl, digit("2"))
            #expect(line.told(call) == [key], "\(outage)")
        }
    }

    /// A server that answers no round must not cost all calls their connection for ever.
    @Test func `fails when no round of many is answered`() {
        for isAnswered in [false, true] {
            var line = Telephony.connected()
            let call = line.answeredCall()
            line.perform(wait, 3, on: call)
            var told: [CallEvent] = []
            for round in 1...8 where told.isEmpty {
                if isAnswered, round == 3 { line.reply(to: "calling.collect") }
                line.hangUpSocket()
                told = line.told(call)
                let last = isAnswered ? 7 : 4
                #expect(told.map(\.failure) == (round == last ? [.failed] : []), "round \(round)")
                line.reconnect()
            }
        }
    }

    @Test func `begins again after a kill`() {
        var line = resumed()
        #expect(
            line.takeRequests().map(\.method) == [
                "calling.answer", "calling.collect.stop", "calling.collect",
            ])
        line.operation("collect", line.lastControl, digit("2"))
        #expect(line.told(call) == [key])
    }

    @Test func `hears a key that was pressed in a round of any worker before`() {
        var first = waiting()
        let ofFirst = rounds(&first)
        var second = resumed(after: .seconds(10))
        let ofSecond = rounds(&second)
        second.hangUpSocket()
        second.reconnect()
        let all = ofFirst + ofSecond + [second.lastControl]
        #expect(Set(all).count == all.count)
        checkHears(second, ofFirst + ofSecond)
        checkHears(resumed(after: .seconds(20)), all)
    }

    @Test func `fails when it is refused`() {
        for code in [400, 409, 500] {
            var line = Telephony.connected()
            let call = line.answeredCall()
            line.perform(wait, 3, on: call)
            line.refuse("calling.collect", code)
            #expect(line.told(call).map(\.failure) == [.refused])
        }
    }
}
