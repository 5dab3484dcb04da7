import FlowExpressions
import OrderedCollections
import RelayDouble
import SimulatedBackend

/// What happens to a shipped flow in one test, told so that any phone system can play it: nothing waits for a
/// time, everything for what the flows have done.
struct Story: Sendable {
    /// The file in `flows/`, without its ending.
    var flow: String
    var envs: ValueMap = [:]
    /// What web services answer with, by path; others answer with an empty object.
    var answers: [String: String] = [:]
    /// What of the flow's text is another: times that no test can wait for.
    var changes: [Change] = []
    var parties: [Party] = []
    var moves: [Move]

    struct Change: Sendable {
        var from: String
        var to: String
    }

    /// The next thing that happens.
    enum Move: Sendable {
        case calls(Person)
        case until(String, Sight)
        /// While the flow listens.
        case presses(String, String)
        case hangsUp(String)
    }

    /// Something that somebody's flow has done or was told.
    enum Sight: Sendable, Hashable {
        /// A step of that name has begun so many times.
        case begins(String, Int)
        /// Was taken into a conference so many times.
        case joins(Int)
        case ends
    }
}

/// Somebody who calls in, and what they do by themselves.
struct Person: Sendable {
    var name: String
    var from: String
    var to = "+15555550100"
    var headers: [Header] = []
    /// What they press upon each question.
    var presses: [String] = []
    /// They are asked when they have been in a conference, where a flow that waits for a key is no question.
    var isAskedAfterwards = false
    /// What they say upon a recording.
    var says: String?

    /// The value may name the call of somebody who has called before: `queue-{customer}`.
    struct Header: Sendable {
        var name: String
        var value: String
        init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }
}

/// Somebody whom a flow dials; the call of somebody who takes it has their name.
struct Party: Sendable {
    var name: String
    var address: String
    var isBusy = false
    /// What they press upon each question.
    var presses: [String] = []
    /// Hang up some time after they were connected.
    var leavesBridge = false
}

// MARK: On the simulator

extension Person {
    func script(_ expand: (String) -> String) -> CallerScript {
        var lines = presses.map { ScriptLine(.seen(.isAsked(name)), [.press($0)]) }
        if let says { lines.append(ScriptLine(.seen(.hears(name, "beep")), [.speak(says, nil)])) }
        return CallerScript(
            name: name, from: ScriptText(from), to: ScriptText(to),
            headers: headers.map { CallerScript.Header($0.name, ScriptText(expand($0.value))) }, lines: lines)
    }
}

extension Party {
    var double: LegDouble { LegDouble(isBusy ? .busy : .answers, after: .seconds(2), name: name) }

    var script: CallerScript {
        var lines = presses.map { ScriptLine(.seen(.isAsked(name)), [.press($0)]) }
        if leavesBridge {
            lines.append(ScriptLine(.seen(.isConnected(name)), delay: .seconds(5), [.hangUp]))
        }
        return CallerScript(name: name, from: "", to: "", lines: lines)
    }
}

// MARK: Over RELAY

extension Person {
    func caller(_ expand: (String) -> String) -> RelayCaller {
        var caller = RelayCaller(
            from: from, to: to, headers: headers.map { RelayCaller.Header($0.name, expand($0.value)) })
        if isAskedAfterwards { caller = caller.pressing("", upon: .leavesConference) }
        for keys in presses { caller = caller.pressing(keys, upon: .isAsked) }
        return says.map { caller.saying($0, upon: .isRecorded) } ?? caller
    }
}

extension Party {
    var relayed: RelayParty {
        guard !isBusy else { return .busy }
        var party = RelayParty.answering(after: .seconds(2))
        for keys in presses { party = party.pressing(keys, upon: .isAsked) }
        return leavesBridge ? party.hangingUp(upon: .isConnected, after: .seconds(5)) : party
    }
}
