import CallFlowTestKit
import Foundation
import Testing

/// What a user of the library writes to record a driver, and to play what was recorded.
struct `Five lines` {
    private static let text = """
        sections:
          main:
            - prompt: {play: "say:Your PIN", maxDigits: 4, sensitive: true}
            - cond: [{when: prompt_value == envs.pin, then: [{play: "say:Welcome"}]}]
            - hangup
        """

    @Test func `record a driver, and five lines play the cassette`() async throws {
        let flow = try Flow.load(SourceFile(name: "pin.yaml", text: Self.text))
        let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).cassette")
            .path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try await record(flow, path)
        #expect(try !String(contentsOfFile: path, encoding: .utf8).contains("4711"))
        try await play(flow, path)
        let other = try Flow.load(
            SourceFile(name: "pin.yaml", text: Self.text.replacing("Welcome", with: "Hello")))
        let error = await #expect(throws: (any Error).self) { try await play(other, path) }
        #expect(error.map { "\($0)" }?.contains("\"Welcome\" recorded, \"Hello\" now") == true)
        #expect(try Cassette.load(path).replay([other]).mismatch?.place == "pin.yaml:4")
    }

    private func record(_ flow: Flow, _ path: String) async throws {
        let backend = SimulatedBackend(callers: [SimulatedCaller().pressing("4711", at: .seconds(3))])
        let recorder = CassetteRecorder(of: SimulatedBackend.name)
        let driver = recorder.recording(FlowDriver(flow, environment: ["pin": "4711"]))
        try await driver.answerCalls(of: backend)
        try recorder.cassette().write(to: path)
    }

    private func play(_ flow: Flow, _ path: String) async throws {
        let cassette = try Cassette.load(path)
        let backend = CassetteBackend(cassette)
        let driver = FlowDriver(flow, environment: cassette.environment, variables: cassette.variables)
        try await driver.answerCalls(of: backend)
        try backend.finish()
    }
}
