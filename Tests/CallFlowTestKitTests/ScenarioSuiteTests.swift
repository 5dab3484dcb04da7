import CallFlowTestKit
import Foundation
import TestSupport
import Testing

struct `A scenario suite` {
    private func failure(of path: String) -> FlowLoadingError? {
        do throws(FlowLoadingError) {
            _ = try ScenarioSuite.load(path)
            return nil
        } catch {
            return error
        }
    }

    @Test func `plays every scenario of the flows that we ship to its end`() throws {
        let paths = try FileManager.default.contentsOfDirectory(atPath: Repository.flows.path)
            .filter { $0.hasSuffix(".test.yaml") }
        #expect(paths.count >= 5)
        for path in paths {
            let suite = try ScenarioSuite.load(Repository.flows.appending(path: path).path)
            #expect(!suite.names.isEmpty, "\(path)")
            for name in suite.names {
                let story = try suite.play(name)
                #expect(story.isOver, "\(path): \(name)")
                #expect(story.unplayed.isEmpty, "\(path): \(name)")
                #expect(!story.calls.isEmpty, "\(path): \(name)")
                for call in story.calls {
                    #expect(call.end != nil, "\(path): \(name): \(call.caller)")
                }
            }
        }
    }

    @Test func `judges what the support line is expected to do`() throws {
        let suite = try ScenarioSuite.load(Repository.flows.appending(path: "support.test.yaml").path)
        for name in suite.names {
            let failures = try suite.test(name)
            #expect(failures.isEmpty, "\(name): \(failures)")
        }
    }

    @Test func `says what is not as expected, and where`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "suite-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data("sections:\n  main:\n    - answer\n    - hangup\n".utf8)
            .write(to: folder.appending(path: "a.yaml"))
        let text = """
            flow: a.yaml
            callers: {ann: {}}
            scenarios:
            - name: one
              expect: {ann: {ends: {by: caller}}}
            - name: two
            """
        let path = folder.appending(path: "a.test.yaml")
        try Data(text.utf8).write(to: path)
        let suite = try ScenarioSuite.load(path.path)
        let failure = try #require(try suite.test("one").first)
        #expect(
            failure.description == """
                \(path.path):5:29: error[unmet-ends]: expected the call to be ended by the caller; \
                the flow ended it (hangup)
                \(folder.path)/a.yaml:4:7: note: in hangup of ann
                """)
        #expect(failure.place.line == 5 && failure.stepPlace?.line == 4 && failure.time == .zero)
        #expect(try suite.test("two").map(\.message) == ["the scenario expects nothing"])
        #expect(throws: UnknownScenario.self) { try suite.test("three") }
        try Data(text.replacing("{by: caller}", with: "{line: 9}").utf8).write(to: path)
        let error = try #require(self.failure(of: path.path))
        #expect("\(error)".contains("a.yaml has no step at line 9; did you mean hangup:4?"))
    }

    @Test func `tells which lines a caller's call went through`() throws {
        let suite = try ScenarioSuite.load(Repository.flows.appending(path: "support.test.yaml").path)
        let flow = try Flow.load(Repository.flows.appending(path: "support.yaml").path)
        let story = try suite.play("the coach is heard by the agent alone")
        #expect(story.calls.map(\.caller) == ["customer", "agent", "coach"])
        let lines = try #require(story["coach"]).lines(of: flow)
        #expect(lines.count > 3)
        let text = flow.file.text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.contains { text[$0 - 1].contains("joinConference") })
        #expect(story.duration == .seconds(40))
        let customer = try #require(story["customer"])
        #expect(customer.requests.first == "POST https://example.com/dispatch")
        #expect(customer.heard.first == "https://example.com/hold.mp3")
        #expect(story["nobody"] == nil)
    }

    @Test func `tells of those whom a flow dials, once they answer`() throws {
        let suite = try ScenarioSuite.load(
            Repository.path("Tests/EndToEndTests/Goldens/run/transfer.test.yaml"))
        let story = try suite.play("an agent brings in the second line")
        #expect(story.calls.map(\.caller) == ["customer", "agent", "second"])
        #expect(story.calls.allSatisfy { $0.end?.error == nil && $0.end != nil })
        let agent = try #require(story["agent"])
        #expect(agent.info.dialled?.call == story["customer"]?.info.id)
        #expect(agent.info.direction == .outbound)
        let nobody = try suite.play("nobody is free")
        #expect(nobody.calls.map(\.caller) == ["customer"])
        #expect(nobody.unplayed.count == 2)
    }

    @Test func `tells the same story for the same seed`() throws {
        let suite = try ScenarioSuite.load(Repository.flows.appending(path: "webinar.test.yaml").path)
        for name in suite.names {
            let first = try suite.play(name, seed: 3).calls.map(\.journal)
            #expect(try first == suite.play(name, seed: 3).calls.map(\.journal))
        }
    }

    @Test func `does not know a scenario that is not there`() throws {
        let suite = try ScenarioSuite.load(Repository.flows.appending(path: "support.test.yaml").path)
        for name in ["", "no such scenario"] {
            let error = #expect(throws: UnknownScenario.self) { try suite.play(name) }
            let text = error.map { "\($0)" } ?? ""
            #expect(text.contains("\"\(name)\"") && text.contains("\"no agent comes\""))
        }
    }

    @Test func `says what is wrong with a file`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "suite-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let documents = [
            "": "a.test.yaml", "flow: nowhere.yaml\nscenarios: []\n": "nowhere.yaml",
            "flow: [": "a.test.yaml", "flow: bad.yaml\nscenarios:\n  - name: a\n": "bad.yaml",
        ]
        try Data("sections: {}\n".utf8).write(to: folder.appending(path: "bad.yaml"))
        for (text, place) in documents {
            let path = folder.appending(path: "a.test.yaml")
            try Data(text.utf8).write(to: path)
            let error = try #require(failure(of: path.path), "\(text)")
            #expect("\(error)".contains(place), "\(text): \(error)")
        }
        #expect(failure(of: folder.appending(path: "none.test.yaml").path) != nil)
    }
}
