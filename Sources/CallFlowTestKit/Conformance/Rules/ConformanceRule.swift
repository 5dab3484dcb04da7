/// A sentence of the contract, and how to see in a transcript that it is broken.
package struct ConformanceRule: Sendable {
    package let name: String
    package let sentence: String
    /// The scenes it is about; `nil` for every scene.
    private let scenes: Set<String>?
    /// What breaks the rule, a sentence each; with the scene's name.
    private let judge: @Sendable (SceneTranscript, String) -> [String]

    init(
        _ name: String, _ sentence: String, in scenes: Set<String>? = nil,
        judge: @escaping @Sendable (SceneTranscript, String) -> [String]
    ) {
        self.name = name
        self.sentence = sentence
        self.scenes = scenes
        self.judge = judge
    }

    /// A rule for each call of every scene.
    init(
        _ name: String, _ sentence: String, everyCall: @escaping @Sendable (CallTranscript) -> [String]
    ) {
        self.init(name, sentence) { scene, _ in
            scene.calls.flatMap { call in everyCall(call).map { "\(call.call.id): \($0)" } }
        }
    }

    /// A rule for the one call of some scenes.
    init(
        _ name: String, _ sentence: String, in scenes: String...,
        call: @escaping @Sendable (CallTranscript, SceneTranscript) -> [String]
    ) {
        self.init(name, sentence, in: Set(scenes)) { scene, _ in
            scene.calls.first.map { call($0, scene) } ?? [scene.problem ?? "no call came in"]
        }
    }

    /// Whether the rule is about the scene of that name.
    package func judges(_ scene: String) -> Bool { scenes?.contains(scene) ?? true }

    /// What breaks the rule, a sentence each.
    package func violations(in transcript: SceneTranscript, of scene: String) -> [String] {
        judge(transcript, scene).map { "scene \(scene): \($0)" }
    }

    /// Every rule of the contract: first those that hold in every call, then what single scenes show.
    package static let all =
        everyCallRules + sessionRules + mediaRules + conferenceRules + capabilityRules + flowRules
}
