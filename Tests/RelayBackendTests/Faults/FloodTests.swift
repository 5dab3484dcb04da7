import CallFlow
import FlowRuntime
import JSONRPC
import RelayDouble
import RelayProtocol
import Testing

/// Conferences that talk without a pause, in virtual time.
@Suite("A flood of speech events", .timeLimit(.minutes(10)))
struct FloodTests {
    private static let talkers = 100
    private static let perSecond = 1000
    /// `CALLFLOW_FUZZ` makes a whole second of it; otherwise a tenth.
    private static let milliseconds = FaultSweepTests.isThorough ? 1000 : 100

    private static let steps = """
            - answer
            - prompt: {play: "say:Press a key", maxDigits: 1, initialTimeout: 60}
            - joinConference: {name: talk, startOnEnter: true}
        """

    /// Those who talk are in a conference; the last caller is still asked for a key.
    private func line() throws -> VirtualLine {
        let text = "version: 1.0.0\nsections:\n  main:\n" + Self.steps
        var line = VirtualLine(try Flow.load(SourceFile(name: "test.yaml", text: text)))
        line.run(for: .seconds(1))
        line.atDouble { exchange in
            for _ in 0..<Self.talkers { _ = exchange.place(RelayCaller().pressing("1", upon: .isAsked)) }
            _ = exchange.place(RelayCaller())
        }
        line.run(for: .seconds(5))
        return line
    }

    private static func speech(_ number: Int, of call: Int) -> [UInt8] {
        let status = number % 2 == 0 ? "participant-speech-start" : "participant-speech-stop"
        return Array(
            (#"{"jsonrpc":"2.0","id":"sp-\#(call)-\#(number)","method":"signalwire.event","params":"#
                + #"{"event_type":"calling.conference","params":{"conference_id":"conference-1","#
                + #""name":"talk","status":"\#(status)","call_id":"call-\#(call)","size":100}}}"#).utf8)
    }

    /// What the caller who is asked lives through, with or without the flood; and what became of the flood.
    private func run(
        flooded: Bool
    ) throws -> (quiet: [TimedEvent], talkers: Int, acknowledged: Int, size: (before: Int, after: Int)) {
        var line = try line()
        var acknowledged = 0
        let before = String(reflecting: line.worker?.machine).utf8.count
        let events = line.worker?.calls.values.map(\.events.count).reduce(0, +) ?? 0
        for millisecond in 0..<Self.milliseconds {
            if millisecond == Self.milliseconds / 2 {
                line.atDouble { _ = $0.perform(.press("7"), on: Self.talkers + 1) }
            }
            if flooded {
                for call in 1...Self.talkers {
                    let frame = Self.speech(millisecond * Self.perSecond / 1000, of: call)
                    acknowledged += line.inject(frame)
                }
            }
            line.run(for: .milliseconds(1))
        }
        line.run(for: .seconds(1))
        let after = String(reflecting: line.worker?.machine).utf8.count
        let quiet = line.worker?.calls[RelayCallNumber(Self.talkers)]?.events ?? []
        let all = line.worker?.calls.values.map(\.events.count).reduce(0, +) ?? 0
        return (quiet, all - events, acknowledged, (before, after))
    }

    // §8: 94
    @Test func `is acknowledged whole, delays nobody and leaves nothing behind`() throws {
        let calm = try run(flooded: false)
        let flood = try run(flooded: true)
        #expect(flood.acknowledged == Self.talkers * Self.milliseconds * Self.perSecond / 1000)
        // To the millisecond, and no event more.
        #expect(flood.quiet == calm.quiet)
        #expect(flood.talkers == calm.talkers)
        #expect(
            calm.quiet.contains {
                $0.event == .finished(CommandID(2), .prompted(.digits("7", terminator: "")))
            })
        #expect(flood.size.after - flood.size.before == calm.size.after - calm.size.before)
    }
}
