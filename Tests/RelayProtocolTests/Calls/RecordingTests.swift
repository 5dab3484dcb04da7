import FlowRuntime
import Testing

@testable import RelayProtocol

@Suite("Recordings over RELAY") struct RecordingTests {
    private func recording(
        _ command: RecordCommand = RecordCommand(controlID: "record-2")
    ) -> (line: Telephony, call: RelayCallNumber, control: String) {
        var line = Telephony.connected()
        let call = line.answeredCall()
        line.perform(.record(command), 2, on: call)
        let control = line.lastControl
        line.reply(to: "calling.record")
        _ = line.takeSent()
        return (line, call, control)
    }

    // §8: 136, 172; §9 row 22
    @Test func `the late end of a recording is not that of the next one with its name`() {
        var line = Telephony.connected()
        let call = line.answeredCall()
        let main = CallCommand.startRecording(RecordCommand(controlID: "main"))
        line.perform(main, 2, on: call)
        let first = line.lastControl
        line.reply(to: "calling.record", #"{"code":"200","url":"u-1"}"#)
        line.perform(.stopRecording(controlID: "main"), 3, on: call)
        line.reply(to: "calling.record.stop")
        line.advance(by: .seconds(60))
        line.perform(main, 4, on: call)
        let second = line.controlID(of: "calling.record")
        #expect(first != second)
        _ = line.told(call)
        line.operation("record", first, #""state":"finished","url":"u-1""#)
        #expect(line.told(call) == [])
        line.reply(to: "calling.record", #"{"code":"200","url":"u-2"}"#)
        #expect(line.told(call) == [.result(4, .recordingStarted(url: "u-2"))])
        _ = line.takeSent()
        line.perform(.stopRecording(controlID: "main"), 5, on: call)
        #expect(line.takeSent() == [#"calling.record.stop {"control_id":"\#(second)"}"#])
    }

    @Test func `a recording is told with its file, from either level`() {
        let events: [(String, RecordingSummary)] = [
            (
                #""state":"finished","url":"u","duration":3.25,"size":100"#,
                RecordingSummary(url: "u", duration: .milliseconds(3250), size: 100)
            ),
            (
                #""state":"finished","url":"u","duration":1,"size":1,"#
                    + #""record":{"url":"v","duration":"2","size":"7"}"#,
                RecordingSummary(url: "v", duration: .seconds(2), size: 7)
            ),
            (
                #""state":"finished","url":"u","duration":1,"size":5,"record":{"audio":{}}"#,
                RecordingSummary(url: "u", duration: .seconds(1), size: 5)
            ),
            (
                #""state":"no_input","url":"u","duration":0,"size":0"#,
                RecordingSummary(url: "u", duration: .zero, size: 0, isSilent: true)
            ),
            (
                #""state":"finished","url":7,"duration":-4,"size":-9"#,
                RecordingSummary(url: "", duration: .zero, size: 0)
            ),
            (
                #""state":"finished","duration":1e300,"size":1e300"#,
                RecordingSummary(url: "", duration: .seconds(31_536_000), size: 0)
            ),
        ]
        for (text, summary) in events {
            var (line, call, control) = recording()
            line.operation("record", control, #""state":"recording""#)
            #expect(line.told(call) == [])
            line.operation("record", control, text)
            line.operation("record", control, text)
            #expect(line.told(call) == [.result(2, .recorded(summary))], "\(text)")
        }
    }

    @Test func `a recording that failed says so`() {
        var (line, call, control) = recording()
        line.operation("record", control, #""state":"error""#)
        #expect(line.told(call).map(\.failure) == [.failed])
    }

    @Test func `the place that the answer told holds when the event tells none`() {
        var line = Telephony.connected()
        let call = line.answeredCall()
        line.perform(.record(RecordCommand(controlID: "record-2")), 2, on: call)
        let control = line.lastControl
        line.reply(to: "calling.record", #"{"code":"200","url":"early"}"#)
        line.operation("record", control, #""state":"finished","duration":1,"size":2"#)
        #expect(
            line.told(call) == [
                .result(2, .recorded(RecordingSummary(url: "early", duration: .seconds(1), size: 2)))
            ])
    }

    @Test func `the longest time is ours to keep`() {
        var (line, call, control) = recording(
            RecordCommand(controlID: "record-2", maxLength: .seconds(20)))
        line.advance(by: .seconds(19))
        #expect(line.takeSent() == [])
        line.advance(by: .seconds(1))
        #expect(line.takeSent() == [#"calling.record.stop {"control_id":"\#(control)"}"#])
        line.reply(to: "calling.record.stop")
        line.advance(by: .seconds(3))
        line.operation("record", control, #""state":"finished","url":"u","duration":20,"size":9"#)
        #expect(
            line.told(call) == [
                .result(2, .recorded(RecordingSummary(url: "u", duration: .seconds(20), size: 9)))
            ])
    }

    @Test func `a recording whose end is never told ends all the same`() {
        for (url, isKnown) in [(#","url":"u""#, true), ("", false)] {
            var line = Telephony.connected()
            let call = line.answeredCall()
            line.perform(
                .record(RecordCommand(controlID: "record-2", maxLength: .seconds(20))), 2, on: call)
            line.reply(to: "calling.record", #"{"code":"200"\#(url)}"#)
            line.advance(by: .seconds(21))
            line.reply(to: "calling.record.stop")
            line.advance(by: .seconds(30))
            guard let told = line.told(call).first else {
                Issue.record("it is never answered")
                continue
            }
            if isKnown {
                guard case .finished(_, .recorded(let summary)) = told else {
                    Issue.record("\(told)")
                    continue
                }
                #expect(summary.url == "u")
            } else {
                #expect(told.failure == .timedOut)
            }
        }
    }

    // MARK: In the background

    private func background(
        answer: String = #"{"code":"200","url":"u"}"#, maxLength: Duration? = nil
    ) -> (line: Telephony, call: RelayCallNumber, control: String) {
        var line = Telephony.connected()
        let call = line.answeredCall()
        line.perform(
            .startRecording(RecordCommand(controlID: "main", maxLength: maxLength)), 2, on: call)
        let control = line.lastControl
        line.reply(to: "calling.record", answer)
        _ = line.takeSent()
        return (line, call, control)
    }

    @Test func `it has begun when its place is known, or an event shows it, or soon after`() {
        var (line, call, control) = background()
        #expect(line.told(call) == [.result(2, .recordingStarted(url: "u"))])

        (line, call, control) = background(answer: #"{"code":"200"}"#)
        #expect(line.told(call) == [])
        line.operation("record", control, #""state":"recording","url":"v""#)
        #expect(line.told(call) == [.result(2, .recordingStarted(url: "v"))])

        (line, call, control) = background(answer: #"{"code":"200"}"#)
        line.advance(by: .seconds(5))
        #expect(line.told(call) == [.result(2, .recordingStarted(url: ""))])

        line = Telephony.connected()
        call = line.answeredCall()
        line.perform(.startRecording(RecordCommand(controlID: "main")), 2, on: call)
        line.operation("record", line.lastControl, #""state":"recording""#)
        #expect(line.told(call) == [])
        line.reply(to: "calling.record", #"{"code":"200","url":"w"}"#)
        #expect(line.told(call) == [.result(2, .recordingStarted(url: "w"))])
    }

    @Test func `it is stopped by its name, and that is done when it is closed`() {
        var (line, call, control) = background()
        _ = line.told(call)
        line.perform(.stopRecording(controlID: "main"), 3, on: call)
        #expect(line.takeSent() == [#"calling.record.stop {"control_id":"\#(control)"}"#])
        line.reply(to: "calling.record.stop")
        #expect(line.told(call) == [])
        line.operation("record", control, #""state":"finished","url":"u""#)
        #expect(line.told(call) == [.done(3)])
        line.perform(.stopRecording(controlID: "main"), 4, on: call)
        #expect(line.told(call).map(\.failure) == [.notFound])
        // The name is free again.
        line.perform(.startRecording(RecordCommand(controlID: "main")), 5, on: call)
        #expect(line.takeRequests().map(\.method) == ["calling.record"])
    }

    @Test func `a stop is done in time, whether its end is told or not`() {
        var (line, call, _) = background()
        _ = line.told(call)
        line.perform(.stopRecording(controlID: "main"), 3, on: call)
        line.reply(to: "calling.record.stop")
        line.advance(by: .seconds(5))
        #expect(line.told(call) == [.done(3)])
        line.perform(.stopRecording(controlID: "main"), 4, on: call)
        #expect(line.told(call).map(\.failure) == [.notFound])
    }

    @Test func `a stop of what is not there is not found, and the call goes on`() {
        var (line, call, _) = background()
        _ = line.told(call)
        line.perform(.stopRecording(controlID: "other"), 3, on: call)
        #expect(line.told(call).map(\.failure) == [.notFound])
        line.perform(.stopRecording(controlID: "main"), 4, on: call)
        _ = line.takeSent()
        line.refuse("calling.record.stop", 404)
        #expect(line.told(call).map(\.failure) == [.notFound])
        // Was it the call that is not there? It is asked.
        #expect(line.takeSent() == ["calling.answer"])
        line.reply(to: "calling.answer")
        line.advance(by: .seconds(100))
        #expect(line.told(call) == [])
    }

    @Test func `one that ended by itself is not there any more`() {
        for state in ["finished", "no_input", "error"] {
            var (line, call, control) = background()
            _ = line.told(call)
            line.operation("record", control, #""state":"\#(state)""#)
            line.perform(.stopRecording(controlID: "main"), 3, on: call)
            #expect(line.told(call).map(\.failure) == [.notFound])
        }
    }

    @Test func `its longest time is ours to keep`() {
        var (line, call, control) = background(maxLength: .seconds(60))
        _ = line.told(call)
        line.advance(by: .seconds(60))
        #expect(line.takeSent() == [#"calling.record.stop {"control_id":"\#(control)"}"#])
        line.operation("record", control, #""state":"finished""#)
        line.advance(by: .seconds(1000))
        #expect(line.told(call) == [])
        #expect(line.takeSent() == [])
    }

    @Test func `a name is in use once, and there is an end to how many there are`() {
        var (line, call, _) = background()
        _ = line.told(call)
        line.perform(.startRecording(RecordCommand(controlID: "main")), 3, on: call)
        #expect(line.told(call).map(\.failure) == [.refused])
        for place in 0..<15 {
            line.perform(.startRecording(RecordCommand(controlID: "r-\(place)")), 4, on: call)
            line.reply(to: "calling.record", #"{"code":"200","url":"u"}"#)
        }
        _ = line.told(call)
        line.perform(.startRecording(RecordCommand(controlID: "one-more")), 5, on: call)
        #expect(line.told(call).map(\.failure) == [.refused])
    }
}
