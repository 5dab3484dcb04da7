import FlowExpressions
import FlowModel
import FlowRuntime
import OrderedCollections
import TestSupport
import Testing

@testable import CallJournal

@Suite("The form of records in a file") struct RecordFormTests {
    private func bytes(_ value: some JournalCoded) -> [UInt8] {
        var writer = ByteWriter()
        writer.add(value)
        return writer.bytes
    }

    /// Reads back what a value was written as, to the last byte.
    private func reread<T: JournalCoded>(_ value: T) throws(JournalDamage) -> T {
        var reader = ByteReader(bytes(value))
        let read = try reader.next(T.self)
        guard reader.isAtEnd else { throw reader.damage("something is left") }
        return read
    }

    @Test func `holds every event, command and call`() throws {
        for event in Samples.events { #expect(try reread(event) == event) }
        for command in Samples.commands { #expect(try reread(command) == command) }
        for call in Samples.calls { #expect(try reread(call) == call) }
        #expect(try reread(Samples.value) == Samples.value)
        #expect(try reread(Samples.map) == Samples.map)
    }

    /// A case that is added fails to compile here until a sample has it.
    @Test func `is tried with every case`() {
        let kinds = Set(Samples.commands.map { $0.name })
        for command in Samples.commands {
            switch command {
            case .answer, .hangup, .play, .prompt, .record, .startRecording, .stopRecording, .sendDigits,
                .joinConference, .leaveConference, .awaitKey, .connect, .dial, .sendSms, .userEvent,
                .startTimer, .request, .fetchDocument, .cancel:
                continue
            }
        }
        #expect(kinds.count == 19)
        var results: Set<Int> = []
        for result in Samples.results {
            switch result {
            case .done: results.insert(1)
            case .failed: results.insert(2)
            case .played: results.insert(3)
            case .prompted: results.insert(4)
            case .recorded: results.insert(5)
            case .recordingStarted: results.insert(6)
            case .key: results.insert(7)
            case .bridged: results.insert(8)
            case .dialled: results.insert(9)
            case .response: results.insert(10)
            }
        }
        #expect(results.count == 10)
    }

    @Test func `has no secret`() throws {
        let command = CallCommand.answer(AnswerCommand(username: "u", password: Secret("hunter2")))
        #expect(!String(decoding: bytes(command), as: UTF8.self).contains("hunter2"))
        guard case .answer(let answer) = try reread(command) else { throw JournalDamage("no answer", at: 0) }
        #expect(answer.password?.revealed == Secret.mask)
    }

    @Test func `holds numbers to the last bit`() throws {
        for number in [0, 1, -1, 63, 64, -64, -65, 1 << 40, .max, .min] {
            #expect(try reread(number) == number)
        }
        for number in [0, -0.0, 1.5, .infinity, .leastNonzeroMagnitude, -1e300, .pi] {
            #expect(try reread(number).bitPattern == number.bitPattern)
        }
        let durations = [Duration.zero, .nanoseconds(-1), .seconds(Int64.max), .seconds(-5)]
        for duration in durations { #expect(try reread(duration) == duration) }
    }

    @Test func `is refused wherever it is cut`() {
        for command in Samples.commands {
            let bytes = bytes(command)
            for count in 0..<bytes.count {
                var reader = ByteReader(Array(bytes[..<count]))
                #expect(throws: JournalDamage.self) { try reader.next(CallCommand.self) }
            }
        }
    }

    @Test func `never traps, whatever the bytes are`() {
        let whole =
            (Samples.commands.map { bytes($0) } + Samples.events.map { bytes($0) })
            + Samples.calls.map { bytes($0) }
        var random = SplitMix64(seed: 4)
        var refused = 0
        for _ in 0..<20_000 {
            var damaged = random.pick(whole)
            for _ in 0...random.below(3) where !damaged.isEmpty {
                damaged[random.below(damaged.count)] = UInt8(random.below(256))
            }
            var (one, other, third) = (ByteReader(damaged), ByteReader(damaged), ByteReader(damaged))
            if (try? one.next(CallCommand.self)) == nil { refused += 1 }
            _ = try? other.next(CallEvent.self)
            _ = try? third.next(CallInfo.self)
        }
        #expect(refused > 5_000)
    }

    @Test func `refuses what asks for too much`() {
        let deep = Array([[UInt8]](repeating: [5, 1], count: 10_000).joined()) + [0]
        let cases: [[UInt8]] = [
            deep, [5, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F], [4, 0, 0x80, 0x80, 0x80, 0x01, 0x61], [9],
            [4, 0, 1, 0xFF], [3] + [UInt8](repeating: 0xFF, count: 12), [4, 1, 1, 0xFF, 0xFF, 0xFF, 0x01],
        ]
        for bytes in cases {
            var reader = ByteReader(bytes)
            #expect(throws: JournalDamage.self) { try reader.next(Value.self) }
        }
    }
}
