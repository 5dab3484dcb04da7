import OrderedCollections
package import FlowExpressions
package import FlowRuntime
package import SourceText
package import YAMLTree

/// A `NAME.test.yaml`: callers, doubles, and scenarios that play them against flows (`format`).
package struct ScenarioFile: Sendable {
    /// A flow, by the path as written: relative to the scenario file.
    package struct FlowReference: Sendable, Hashable {
        package var name: String
        package var path: String
        package var range: SourceRange
    }

    /// A name of `envs`, where it stands.
    package struct EnvironmentName: Sendable, Hashable {
        package var name: Text
        package var range: SourceRange
        /// The scenario that gives it; `nil`: the file gives it to all of them.
        package var scenario: Int?
    }

    /// Nobody writes more by hand, and every caller may watch every other: the work grows with the square.
    package static let callersMax = 200

    package let file: SourceFile
    /// The tree that was read of it.
    package internal(set) var root: YAMLNode?
    package internal(set) var flows: [FlowReference] = []
    package internal(set) var scenarios: [Scenario] = []
    /// What all scenarios have that say nothing else.
    package internal(set) var shared = Scenario.Setting()
    /// The names of `envs`, of the file and of its scenarios.
    package internal(set) var environmentNames: [EnvironmentName] = []
    /// A YAML error cut the file short; what came before it is here.
    package internal(set) var isPartial = false
    /// Something is an error: what it holds is not what was meant.
    package internal(set) var hasErrors = false
}

/// One scenario, with what it shares with the others already in it.
package struct Scenario: Sendable {
    package var name: String
    package var range: SourceRange
    package var setting = Setting()
    package var lines: [Line] = []
    /// As it stands in the file; checked by whoever compares it with what happened.
    package var expect: YAMLNode?
    /// What is to be repeated otherwise, and how often.
    package var vary: Vary?
    /// What goes otherwise in this very scenario (`faults`, `order`); also where somebody listens to the run
    /// (`PhoneSystem.disturbanceLog`).
    package var disturbance: Disturbance?

    /// A line of `do`, for one caller or dialled party.
    package struct Line: Sendable {
        package var caller: String
        package var line: ScriptLine
        /// What stands under `at` or `after`.
        package var trigger: String
        package var range: SourceRange

        package init(caller: String, line: ScriptLine, trigger: String, range: SourceRange) {
            self.caller = caller
            self.line = line
            self.trigger = trigger
            self.range = range
        }
    }

    /// Who calls, and what stands in for the world.
    package struct Setting: Sendable {
        package var envs: ValueMap = [:]
        /// By `METHOD URL`, as written.
        package var http: [(key: ScriptText, double: HTTPDouble)] = []
        package var media: [(key: ScriptText, double: MediaDouble)] = []
        package var legs: [String: LegDouble] = [:]
        /// In the order of the file.
        package var callers: [ScenarioCaller] = []

        /// The numbers of those who are dialled and have a name, by that.
        var parties: [String: String] = [:]

        /// The names of those who are dialled, in the order of their numbers.
        package var partyNames: [String] { parties.sorted { $0.value < $1.value }.map(\.key) }
        /// Everybody who acts and is seen.
        package var names: [String] { callers.map(\.name) + partyNames }
    }
}

/// A caller of a scenario file.
package struct ScenarioCaller: Sendable, Hashable {
    package var name: String
    package var range: SourceRange
    package var from: ScriptText = "+15555550100"
    package var to: ScriptText = "+15555550199"
    /// `outbound`: the platform placed the call for somebody else, and the far end has just answered it.
    package var direction = CallInfo.Direction.inbound
    package var dials: Duration = .zero
    package var headers: [CallerScript.Header] = []
    package var patience: Duration?
    /// An index of `ScenarioFile.flows`.
    package var flow = 0
    /// How many of them there are, one after another in steps of `every`; `nil` for a single caller.
    package var times: Int?
    package var every = Duration.milliseconds(100)
    /// The name in the file of one of many.
    package var crowd: String?
}
