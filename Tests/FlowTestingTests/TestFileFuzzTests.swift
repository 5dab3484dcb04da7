import FlowModel
import FlowTesting
import Foundation
import SimulatedBackend
import SourceText
import TestSupport
import Testing

struct `Mutated test files` {
    /// `CALLFLOW_FUZZ=N` makes N times as many rounds.
    private static let rounds =
        150 * (ProcessInfo.processInfo.environment["CALLFLOW_FUZZ"].flatMap { Int($0) } ?? 1)

    private static let flow = """
        sections:
          main:
            - answer
            - set: {room: "team-%{call.to}"}
            - request: {url: https://example.com/a, method: POST, body: {room: "%{room}"}}
            - joinConference:
                name: "%{room}"
                record: record-from-start
                statusCallback: https://example.com/c
            - record: {initial_timeout: 1s}
            - hangup
        """
    /// Every kind of expectation, and most of their words.
    static let text = """
        flow: flow.yaml
        http: {POST https://example.com/a: 200}
        callers:
          ann: {from: "+15555550111", to: "+15555550100"}
          bob: {from: "+15555550112", to: "+15555550100", dials: 5s}
        scenarios:
        - name: everything
          do: [{at: 7s, bob: {says: Hello}}, {at: 9s, bob: hangs up}, {at: 12s, ann: hangs up}]
          expect:
            ann:
              steps: [answer, set, request, joinConference]
              steps include: ["set:4"]
              never runs: ["hangup:11"]
              hears: [{at: 5s, beep: enter, by: bob}, {says: Hello, by: bob, for: 0.3s}, {silence: 1s}]
              never hears: [music, ring, {media: a.mp3, from: 1s, to: 2s}, {music after: start}]
              conference: {outcome: hung_up, by: ann, waited: 0s, talked: 12s, peak_size: 2}
              variables: {room: "team-+15555550100", a: ~, request_response.room: ~}
              requests: [{POST: https://example.com/a, body: {room: "team-+15555550100"}}]
              requests include: [POST https://example.com/a]
              answered: 0s
              ends: {by: caller, at: 12s, line: 6, reason: hangup}
              recorded: nothing
            every caller: {ends: once}
            room "team-+15555550100":
              instances: 1
              events: [ann joins, start, recording starts, bob joins, bob leaves, ann leaves, recording stops, end]
              events include: [start, end]
              start: {at: 0s, by: ann}
              end: {reason: last-participant-left, by: ann, at: 12s, lasted: 12s, size: 0}
              peak: 2
              recorded: {from: 7s, to: 12s, contains: [bob, {says: Hello}], without: [ann], trimmed: true}
              streamed: nothing
            every room: {ends: once, members after end: 0}
            callbacks include: [{to: https://example.com/c, status: participant-join, body: {size: 2}}]
            journal: {warnings: [], errors: []}
            lasts: 12s
        """

    private func readFlow() throws -> Flow {
        try #require(Flow.read(SourceFile(name: "flow.yaml", text: Self.flow)).flow)
    }

    @Test func `pass as they were written`() throws {
        let flow = try readFlow()
        let reading = TestFile.read(SourceFile(name: "a.test.yaml", text: Self.text))
        #expect(reading.findings.map(\.message) == [])
        #expect(reading.file.findings(against: [flow]).map(\.message) == [])
        let test = try #require(reading.file.tests.first)
        #expect(test.judge(ScenarioRun(test.scenario, flows: [flow])).map(\.message) == [])
    }

    /// Cuts, doubles, swaps and replaces bytes.
    private func mutated(_ bytes: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
        var bytes = bytes
        // What is expected, not who calls: that has its own test.
        let first = bytes.count / 4
        for _ in 0...Int(random.next() % 3) where bytes.count > first {
            let place = first + Int(random.next() % UInt64(bytes.count - first))
            let end = min(bytes.count, place + Int(random.next() % 16))
            switch random.next() % 6 {
            case 0: bytes.removeSubrange(place..<end)
            case 1: bytes.insert(contentsOf: bytes[place..<end], at: place)
            case 2: bytes[place] = Array("{}[]:,-#&*!|'\"\n \t0~é".utf8).randomElement(using: &random) ?? 0
            case 3: bytes[place] = UInt8(truncatingIfNeeded: random.next())
            case 4: bytes.insert(contentsOf: Array("9223372036854775807".utf8), at: place)
            case _: bytes.removeSubrange(end...)
            }
        }
        return bytes
    }

    @Test func `are told, and never bring anything down`() throws {
        let flow = try readFlow()
        let original = Array(Self.text.utf8)
        var random = SplitMix64(seed: 20_261_122)
        var told = 0
        var judged = 0
        for round in 0..<Self.rounds {
            let reading = TestFile.read(SourceFile(name: "a.test.yaml", bytes: mutated(original, &random)))
            let size = reading.file.scenarios.file.bytes.count
            #expect(reading.findings.allSatisfy { $0.range.upper <= size }, "round \(round)")
            _ = reading.file.findings(against: [flow])
            if reading.file.hasErrors { told += 1 }
            for test in reading.file.tests.prefix(2) {
                let failures = test.judge(ScenarioRun(test.scenario, flows: [flow]))
                #expect(failures.allSatisfy { $0.range.upper <= size }, "round \(round)")
                if !failures.isEmpty { judged += 1 }
            }
        }
        #expect(told > 25 && judged > 25, "\(told) told, \(judged) failed")
    }

    /// Whatever number, name or word of an expectation is changed, the test no longer passes.
    @Test func `do not pass in silence`() throws {
        let flow = try readFlow()
        let all = Self.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let start = try #require(all.firstIndex { $0.hasSuffix("expect:") })
        let head = all[...start].joined(separator: "\n") + "\n"
        let lines = Array(all[(start + 1)...])
        // Negative or of a kind that any number meets: another number is right, too.
        let isLoose = ["never runs", "never hears", "a: ~", "silence: 1s"]
        var changed = 0
        for place in lines.indices where !isLoose.contains(where: lines[place].contains) {
            for line in variants(of: lines[place]) {
                var altered = lines
                altered[place] = line
                let text = head + altered.joined(separator: "\n")
                let reading = TestFile.read(SourceFile(name: "a.test.yaml", text: text))
                let test = try #require(reading.file.tests.first)
                let failures = test.judge(ScenarioRun(test.scenario, flows: [flow]))
                #expect(reading.file.hasErrors || !failures.isEmpty, "\(line)")
                changed += 1
            }
        }
        #expect(changed > 40, "\(changed)")
    }

    /// The line with another name or word, or with one of its numbers one larger.
    private func variants(of line: String) -> [String] {
        let words = [
            ("bob", "ann"), ("start", "end"), ("Hello", "Hallo"), ("joins", "leaves"), ("nothing", "{}"),
        ]
        var variants = words.filter { line.contains($0.0) }.map { line.replacing($0.0, with: $0.1) }
        let bytes = Array(line.utf8)
        for place in bytes.indices where UInt8(ascii: "0")...UInt8(ascii: "8") ~= bytes[place] {
            var other = bytes
            other[place] += 1
            variants.append(String(decoding: other, as: UTF8.self))
        }
        return variants
    }
}
