import FlowRuntime
import Foundation
import JSONRPC
import RelayDouble
import RelayProtocol
import TestSupport
import Testing

/// Frames that a server never sends, where it sends real ones.
@Suite("Mutated frames", .timeLimit(.minutes(10)))
struct MutatedFrameTests {
    /// `CALLFLOW_FUZZ=N` makes N rounds, each of ten thousand inputs.
    private static let rounds =
        ProcessInfo.processInfo.environment["CALLFLOW_FUZZ"].flatMap { UInt64($0) } ?? 1
    /// One input in so many is followed to the end of the call.
    private static let followed = 50

    private static let pieces: [[UInt8]] = [
        "null", "true", "-1", "1e999", "-9223372036854775809", "0.5", "\"\"", "\"\\ud800\"", "[]", "{}",
        "[[[[[[[[", "{\"a\":", "\"call_id\":", "\"call_state\":\"ended\"", "\"code\":\"404\"", "\"code\":200",
        "\"result\":", "\"error\":{\"code\":-32002,\"message\":null}", "\"id\":null", "\"participant-leave\"",
        "\"conference-end\"", "\"finished\"", ",", "\\", "\u{0}", "é", "\"restart\":true",
        "signalwire.disconnect", "calling.call.state", "calling.conference", "\"protocol\":\"other\"",
    ].map { Array($0.utf8) }

    /// A worker in the middle of a call, and the frame that it gets next.
    private struct Moment {
        var line: VirtualLine
        var frame: [UInt8]
    }

    private static func moments() throws -> [Moment] {
        var moments: [Moment] = []
        for call in StandardCall.all {
            var line = VirtualLine(try call.flow())
            line.tap = []
            line.atDouble { _ = $0.place(call.caller) }
            var before = line
            while line.exchange.liveCalls > 0 {
                let seen = line.tap?.count ?? 0
                before = line
                line.run(for: FaultRun.longest) { ($0.tap?.count ?? 0) > seen }
                guard let tap = line.tap, tap.count > seen else { break }
                moments += tap[seen...].map { Moment(line: before, frame: $0) }
            }
        }
        return moments
    }

    private func mutated(_ frame: [UInt8], _ other: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
        var bytes = frame
        for _ in 0...random.below(4) {
            let place = random.below(bytes.count + 1)
            let length = random.below(min(40, bytes.count - place + 1))
            switch random.below(7) {
            case 0: bytes.replaceSubrange(place..<place + length, with: random.pick(Self.pieces))
            case 1: bytes.insert(contentsOf: random.pick(Self.pieces), at: place)
            case 2: bytes.removeSubrange(place..<place + length)
            case 3: bytes.insert(contentsOf: bytes[place..<place + length], at: place)
            case 4: if place < bytes.count { bytes[place] ^= UInt8(1 << random.below(8)) }
            case 5: bytes.replaceSubrange(place..., with: other.suffix(random.below(other.count + 1)))
            case _: bytes.removeSubrange(place...)
            }
        }
        return bytes
    }

    /// Gives what is wrong.
    private func problem(_ moment: Moment, _ bytes: [UInt8], isFollowed: Bool) -> String? {
        guard var worker = moment.line.worker else { return "no worker" }
        worker.take(.frame(bytes), at: moment.line.now)
        if worker.isStopped { return "the worker gives up" }
        for case .frame(let sent) in worker.outgoing where (try? RPCMessage(sent)) == nil {
            return "sends what is no JSON: \(String(decoding: sent, as: UTF8.self))"
        }
        if worker.outgoing.count > 20 { return "sends \(worker.outgoing.count) frames" }
        guard isFollowed else { return nil }
        var line = moment.line
        line.atWorker { $0.take(.frame(bytes), at: moment.line.now) }
        let moves = line.run(for: StandardCall.patience + FaultRun.longest) { line in
            line.exchange.liveCalls == 0 && line.worker?.calls.values.allSatisfy { $0.end != nil } ?? true
        }
        if !moves { return "time stands still" }
        let calls = line.worker?.calls.values.filter { $0.end == nil && $0.ended == nil } ?? []
        return calls.isEmpty ? nil : "\(calls.count) flows have not ended"
    }

    // §8: 42, 43, 44
    @Test func `are survived, and every call ends`() throws {
        let moments = try Self.moments()
        #expect(moments.count > 50)
        var messages: UInt64 = 0
        for seed in 1...Self.rounds * 10_000 {
            var random = SplitMix64(seed: seed)
            let moment = random.pick(moments)
            let bytes = mutated(moment.frame, random.pick(moments).frame, &random)
            if (try? RPCMessage(bytes)) != nil { messages += 1 }
            let isFollowed = seed % UInt64(Self.followed) == 0
            if let problem = problem(moment, bytes, isFollowed: isFollowed) {
                Issue.record("seed \(seed): \(problem), from \(String(decoding: bytes, as: UTF8.self))")
                return
            }
        }
        // Enough of them get past the reader.
        #expect(messages > Self.rounds * 1000)
    }
}
