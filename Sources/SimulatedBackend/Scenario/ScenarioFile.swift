import OrderedCollections
package import FlowExpressions
package import SourceText
package import YAMLTree

/// A `NAME.test.yaml`: callers, doubles, and scenarios that play them against flows.
///
/// | key | is |
/// |---|---|
/// | `flow`, `flows` | the file of the one flow, or files by name; the first is every caller's default |
/// | `envs` | what `${envs.x}` gives |
/// | `http` | `METHOD URL` → `200`, `timeout`, `refused`, `{status, after, json or body, headers}`, a list |
/// | `media` | URL → `60s`, `404`, `{status, yaml}`, `{lasts, after}` |
/// | `legs` | who is dialled → `busy`, `no answer`, `declines`, `unreachable`, `{answers: 3s, does: DEEDS}` |
/// | `callers` | name → `{from, to, dials, headers, patience, flow}`, or `none`: does not call |
/// | `scenarios` | a list of `{name, do, expect, vary}` and of what differs from the keys above |
///
/// A list of answers has one per request, the last for all further ones. Texts may hold `${NAME.call_id}`.
/// A line of `do` says when, and who does what: `{at: 12s, agent: DEEDS}` or `{after: SIGHT, in: 2s, agent:
/// DEEDS}`.
///
/// | DEEDS | |
/// |---|---|
/// | `hangs up` | |
/// | `gives up` | hangs up unless a conference has started or somebody is connected |
/// | `is silent` | does nothing |
/// | `{presses: "1234#"}` | 100 ms a key |
/// | `{says: TEXT, for: 3s}` | without `for`, 60 ms a character |
/// | `{waits: 2s}` | |
/// | a list of these | one after another |
///
/// | SIGHT | |
/// |---|---|
/// | `ann joins`, `ann leaves` | a conference |
/// | `ann hears "TEXT"` | a sound or somebody whose words, or whose URL, contain it; also `beep` |
/// | `ann says "TEXT"`, `ann says` | |
/// | `ann presses` | a key |
/// | `ann is asked` | a prompt begins |
/// | `ann is answered`, `ann is connected` | |
/// | `ann hangs up`, `ann ends` | the call is over, whoever ended it |
/// | `room starts`, `room "NAME" starts` | |
///
/// Call ids are given in the order of `dials`, then of the file. `expect` and `vary` are kept as they stand.
package struct ScenarioFile: Sendable {
    /// A flow, by the path as written: relative to the scenario file.
    package struct FlowReference: Sendable, Hashable {
        package var name: String
        package var path: String
        package var range: SourceRange
    }

    /// Nobody writes more by hand, and every caller may watch every other: the work grows with the square.
    package static let callersMax = 200

    package let file: SourceFile
    package internal(set) var flows: [FlowReference] = []
    package internal(set) var scenarios: [Scenario] = []
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
    package var vary: YAMLNode?

    /// A line of `do`, for one caller.
    package struct Line: Sendable {
        package var caller: String
        package var line: ScriptLine
        package var range: SourceRange
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
    }
}

/// A caller of a scenario file.
package struct ScenarioCaller: Sendable, Hashable {
    package var name: String
    package var range: SourceRange
    package var from: ScriptText = "+15555550100"
    package var to: ScriptText = "+15555550199"
    package var dials: Duration = .zero
    package var headers: [CallerScript.Header] = []
    package var patience: Duration?
    /// An index of `ScenarioFile.flows`.
    package var flow = 0
}
