import FlowRuntime
import SimulatedBackend
import Testing

struct `A recording` {
    static func record(
        initial: Duration = .seconds(4), silence: Duration = .seconds(5), max: Duration? = nil,
        terminators: String = "#", id: String = "r", url: String? = nil
    ) -> RecordCommand {
        RecordCommand(
            controlID: id, terminators: terminators, initialTimeout: initial, endSilenceTimeout: silence,
            maxLength: max, statusURL: url)
    }

    @Test func `of a step ends at the first of its reasons`() {
        typealias Case = (command: RecordCommand, does: [(Double, Deed)], gives: String)
        let cases: [Case] = [
            (Self.record(), [], "4.0 c-1 #2 recorded 4000 ms, 64000 bytes, silent"),
            (Self.record(), [(0.5, .press("1"))], "4.0 c-1 #2 recorded 4000 ms, 64000 bytes, silent"),
            (Self.record(), [(0.5, .press("#"))], "0.5 c-1 #2 recorded 500 ms, 8000 bytes, silent"),
            (Self.record(max: .seconds(3)), [], "3.0 c-1 #2 recorded 3000 ms, 48000 bytes, silent"),
            (Self.record(), [(1, .speak("hi", .seconds(2)))], "8.0 c-1 #2 recorded 8000 ms, 128000 bytes"),
            (
                Self.record(), [(1, .speak("hi", .seconds(2))), (7.5, .speak("er", .seconds(1)))],
                "13.5 c-1 #2 recorded 13500 ms, 216000 bytes"
            ),
            (
                Self.record(max: .seconds(6)), [(1, .speak("hi", .seconds(2)))],
                "6.0 c-1 #2 recorded 6000 ms, 96000 bytes"
            ),
            (
                Self.record(), [(1, .speak("hi", .seconds(2))), (4, .press("#"))],
                "4.0 c-1 #2 recorded 4000 ms, 64000 bytes"
            ),
            (
                Self.record(silence: .zero, max: .seconds(60)), [(1, .speak("hi", .seconds(2)))],
                "60.0 c-1 #2 recorded 60000 ms, 960000 bytes"
            ),
        ]
        for (number, expected) in cases.enumerated() {
            var (desk, leg) = Desk.answered()
            desk.perform(.record(expected.command), on: leg)
            for (at, deed) in expected.does {
                desk.run(until: at)
                desk.inject(deed, on: leg)
            }
            desk.run(until: 100)
            #expect(desk.lines == [expected.gives], "case \(number)")
        }
    }

    @Test func `closes its file with a callback when the caller hangs up`() {
        var (desk, leg) = Desk.answered()
        desk.perform(.record(Self.record(url: "https://example.com/r")), on: leg)
        desk.run(until: 2)
        desk.inject(.hangUp, on: leg)
        desk.runToTheEnd()
        #expect(desk.lines == ["2.0 c-1 ended by caller: hangup"])
        #expect(desk.phone.callbacks.map(\.status) == ["recording", "no_input"])
        #expect(
            desk.phone.callbacks.last?.body.contains(#""url":"https://recordings.example/c-1-r.wav""#) == true
        )
    }

    @Test func `in the background goes on beside other commands until it is stopped`() {
        var (desk, leg) = Desk.answered()
        let background = Self.record(initial: .zero, silence: .zero, terminators: "", id: "bg")
        desk.perform(.startRecording(background), on: leg)
        desk.perform(.startRecording(background), on: leg)
        desk.perform(.play(PlayCommand(items: [.silence(.seconds(1))])), on: leg)
        desk.run(until: 3)
        desk.perform(.stopRecording(controlID: "bg"), on: leg)
        desk.perform(.stopRecording(controlID: "bg"), on: leg)
        #expect(
            desk.lines == [
                "0.0 c-1 #2 recording https://recordings.example/c-1-bg.wav", "0.0 c-1 #3 failed: refused",
                "1.0 c-1 #4 played", "3.0 c-1 #5 done", "3.0 c-1 #6 failed: notFound",
            ])
    }

    @Test func `in the background ends by silence, terminator, length and hang-up`() {
        var (desk, leg) = Desk.answered()
        for command in [
            Self.record(initial: .seconds(2), id: "silence"), Self.record(initial: .zero, id: "terminator"),
            Self.record(initial: .zero, max: .seconds(5), terminators: "", id: "length"),
            Self.record(initial: .zero, terminators: "", id: "hang-up"),
        ] {
            desk.perform(.startRecording(command), on: leg)
        }
        desk.run(until: 3)
        desk.inject(.press("#"), on: leg)
        desk.run(until: 7)
        desk.inject(.hangUp, on: leg)
        let ended = desk.phone.events.compactMap { event in
            if case .recordingEnded(let id, let file) = event.what {
                "\(id) \(file.duration.milliseconds)"
            } else {
                nil
            }
        }
        #expect(ended == ["silence 2000", "terminator 3000", "length 5000", "hang-up 7000"])
    }

    @Test func `is one of sixteen at most`() {
        var (desk, leg) = Desk.answered()
        for number in 0..<20 {
            desk.perform(.startRecording(Self.record(id: "\(number)")), on: leg)
        }
        #expect(desk.lines.filter { $0.contains("refused") }.count == 4)
    }
}
