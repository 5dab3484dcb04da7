import CassetteBackend
import FlowModel
import FlowRuntime
import Foundation
import SimulatedBackend
import SourceText
import Testing

@testable import CallJournal

@Suite("A journaled call as a cassette") struct JournalStoryTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    /// Every call of every flow that we ship, by way of a file.
    @Test func `does what the call did`() throws {
        let scratch = scratch
        var (stories, longest) = (0, 0)
        for (place, told) in try ToldCalls.shipped(seed: 1).enumerated() where told.call.dialled == nil {
            let path = scratch.path("\(place)")
            let flow = JournaledFlow(told.flow, environment: told.environment, variables: told.variables)
            try write(told, flow, to: path)
            let archive = try JournalArchive(at: path)
            let story = try archive.story(of: try #require(try archive.call(told.call.id.name)))
            // Commands are compared by `check`, which knows that secrets are masked.
            #expect(events(story.calls[0].records) == events(told.records))
            #expect(story.calls[0].records.count == told.records.count && story.backend == "simulator")
            try story.check()
            let cassette = try story.cassette()
            let replay = try Cassette(bytes: try cassette.bytes()).replay([try story.readFlow()])
            #expect(replay.mismatch == nil, "\(told.flow.file.name), \(told.call.id)")
            stories += 1
            longest = max(longest, told.records.count)
        }
        #expect(stories > 20 && longest > 20, "\(stories) stories, \(longest) records: too easy")
    }

    private func events(_ records: [JournalRecord]) -> [JournalRecord] {
        records.filter { if case .event = $0 { true } else { false } }
    }

    /// As a worker would, but without waiting for a batch.
    private func write(_ told: ToldCall, _ flow: JournaledFlow, to path: String) throws {
        let file = try JournalFile(writing: path, .prompt)
        var scribe = JournalScribe(file, .prompt)
        let begin = Timestamp(milliseconds: 1_700_000_000_000)
        var chunk = ByteWriter()
        chunk.unsigned(0)
        for record in told.records {
            switch record {
            case .event(let timed): chunk.add(timed, since: begin)
            case .command(let id, let command): chunk.add(command, as: id)
            case .sent(let id): chunk.add(sent: id)
            case .resumed(let time): chunk.add(resumedAt: time, since: begin)
            }
        }
        var share = JournalShare(number: 1, begin: .init(call: told.call, flow: flow, at: begin))
        share.bytes = chunk.takeBytes()
        try scribe.write(JournalBatch(shares: [share]), latest: begin)
        file.close()
    }

    @Test func `has the calls that it dialled, and no others`() async throws {
        let store = try JournalStore(at: scratch.path(), .prompt)
        let begin = TwoSounds.events[0].at
        func call(_ id: String, by parent: String?) -> CallInfo {
            var call = CallInfo(id: CallID(id), from: "a", to: "b")
            call.dialled = parent.map {
                DialOrigin(by: CallID($0), CommandID(1), run: DialledRun(.section("main")))
            }
            return call
        }
        let family = [("x", "a"), ("a", nil), ("b", "a"), ("c", "b"), ("d", nil), ("e", "d"), ("f", "a")]
        for (id, parent) in family {
            store.begin(call(id, by: parent), flow: TwoSounds.flow, at: begin).close()
        }
        await store.close()
        let archive = try JournalArchive(at: scratch.path())
        let story = try archive.story(of: try #require(try archive.call("a")))
        // `x` was dialled by an older call of the same id.
        #expect(Set(story.calls.map(\.call.info.id.name)) == ["a", "b", "c", "f"])
        #expect(story.calls[0].call.info.id.name == "a")
    }
}
