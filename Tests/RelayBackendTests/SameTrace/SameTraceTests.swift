import FlowModel
import Foundation
import OrderedCollections
import RelayDouble
import SourceText
import Testing

/// What a flow does is the same wherever its call takes place.
@Suite("The shipped flows", .timeLimit(.minutes(10)))
struct SameTraceTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../flows").standardizedFileURL

    private func flow(of story: Story, at origin: String) throws -> Flow {
        let name = "\(story.flow).yaml"
        var text = try String(contentsOf: Self.folder.appending(path: name), encoding: .utf8)
        for change in story.changes {
            #expect(text.contains(change.from), "\(story.flow) has changed")
            text.replace(change.from, with: change.to)
        }
        text.replace("https://example.com", with: origin)
        let reading = Flow.read(SourceFile(name: name, text: text))
        #expect(!reading.findings.contains { $0.severity == .error }, "\(reading.findings)")
        return try #require(reading.flow)
    }

    @Test func `have a story each`() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
        let flows = files.filter { $0.hasSuffix(".yaml") && !$0.hasSuffix(".test.yaml") }
        #expect(Set(flows) == Set(Story.all.map { "\($0.flow).yaml" }))
    }

    @Test(arguments: Story.all.map(\.flow))
    func `do the same on the simulator, from a cassette and over RELAY`(_ name: String) async throws {
        let story = try #require(Story.all.first { $0.flow == name })
        let web = try await TestWeb(story.answers)
        let flow = try flow(of: story, at: web.origin)
        let stage = SimulatedStage(story, flow, at: web.origin)
        #expect(stage.missed == [])
        let simulated = stage.traces
        #expect(Set(stage.names.values).isSuperset(of: simulated.keys))
        try compare(stage.replayed(), simulated, "from a cassette")
        try await RelayDouble.running { double in
            try await compare(RelayStage(story, flow, on: double).traces(), simulated, "over RELAY")
            #expect(try await double.journal.violations.isEmpty)
        }
    }

    private func compare(_ other: [String: [String]], _ simulated: [String: [String]], _ place: String) {
        #expect(Set(other.keys) == Set(simulated.keys), "\(place)")
        for (name, lines) in simulated {
            let difference = lines.difference(from: other[name] ?? [])
            #expect(
                difference.isEmpty, "\(name) \(place): \(difference.map { "\($0)" }.joined(separator: "\n"))")
        }
    }
}
