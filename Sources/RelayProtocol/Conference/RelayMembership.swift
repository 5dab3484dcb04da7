import Conferencing
import FlowRuntime

/// A call's place in a conference, as far as we know. It is there from the join until the call ends, so that
/// stale events find out that they are stale.
struct RelayMembership: Sendable {
    /// Where it stands; the table is at `RelayConferences`.
    enum Phase: Sendable {
        indirect case joining(RelayJoin)
        case joined
        /// The command, until it is answered.
        case leaving(CommandID?)
        /// The carrier says that the call is out, and nobody here has asked for it: what that means the next
        /// moment tells.
        case unexplained
        /// The flow has been told that the join failed. If it comes about after all, the call is taken out.
        case abandoned
        case out
    }

    let call: CallID
    var name: ExactText
    var phase: Phase
    /// The running instance; empty until a result or an event tells it.
    var conferenceID = ""
    /// Inside a room that has not started.
    var isWaiting = false
    var condition: Condition = []
    /// Joins are numbered: the end of a room is told in the order of joining.
    var order: UInt64
    /// When something is due, if something is.
    var deadline: Timestamp?
    /// Of the request whose answer matters; 0 is none.
    var token: Int32 = 0
    /// The change of the room that the flow has been told last.
    var toldVersion: UInt32 = 0
    /// The instance of the membership before this one: its late leave is not ours.
    var former = ""
    /// It has ended, so that nothing of it is true any more.
    var formerIsOver = false

    /// Whether the flow has been told that it is in, and not yet that it is out.
    var isInside: Bool {
        switch phase {
        case .joined, .leaving: true
        case .joining, .unexplained, .abandoned, .out: false
        }
    }

    var isJoined: Bool {
        switch phase {
        case .joined: true
        case .joining, .leaving, .unexplained, .abandoned, .out: false
        }
    }

    /// A participant's condition, which others may change (relay-protocol.md §6.7).
    struct Condition: OptionSet, Sendable, Hashable {
        let rawValue: UInt8
        static let muted = Condition(rawValue: 1)
        static let held = Condition(rawValue: 2)
        static let coaching = Condition(rawValue: 4)

        mutating func set(_ mark: Condition, _ isOn: Bool) {
            if isOn { insert(mark) } else { remove(mark) }
        }
    }
}

/// A join that the flow waits for.
struct RelayJoin: Sendable {
    /// What is known of the request.
    enum Stage: Sendable {
        /// It waits for its answer.
        case sent
        /// The platform means to do it.
        case accepted
        /// Whether it was done is not known, and why.
        case uncertain(String)
        /// A worker before this one was told to send it.
        case inherited
    }

    let id: CommandID
    let command: JoinConferenceCommand
    var stage: Stage
    /// The conference started while we waited: with an acceptance that is proof (relay-protocol.md §6.8).
    var hasStarted = false
    /// What went wrong with this call meanwhile: then silence is no proof.
    var trouble: String?
    /// The flow wants to be let out again as soon as it is in.
    var leave: CommandID?

    init(_ id: CommandID, _ command: JoinConferenceCommand, _ stage: Stage) {
        self.id = id
        self.command = command
        self.stage = stage
    }

    var isCoach: Bool { command.coach != nil }
    /// The conference starts with this participant (design §2.1, *The room*).
    var startsConference: Bool { command.startOnEnter && !isCoach }
    var isAccepted: Bool {
        switch stage {
        case .accepted: true
        case .sent, .uncertain, .inherited: false
        }
    }
}
