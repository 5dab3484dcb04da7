import FlowExpressions
import FlowModel
import OrderedCollections

extension FlowMachine {
    /// What the run is doing. The table of transitions stands at `FlowMachine`.
    enum Phase: Sendable, Hashable, Codable {
        case ready
        case running
        case waiting(Wait)
        case finished

        /// The same wait, for another reason than its step's own command.
        func waiting(as kind: Wait.Kind) -> Phase {
            guard case .waiting(var wait) = self else { return self }
            wait.kind = kind
            return .waiting(wait)
        }
    }

    /// What ends with the run: the call, or nothing.
    enum Purpose: Sendable, Hashable, Codable {
        /// A whole call, from `main` to its end.
        case call
        /// The confirm script of `connect` on the leg that answered, or the `waitUrl` document of a member:
        /// ends without ending the call.
        case aside
    }

    /// The one thing a run waits for. `command` and `second` are the commands whose answers count.
    struct Wait: Sendable, Hashable, Codable {
        enum Kind: Sendable, Hashable, Codable {
            /// The step's own command.
            case step
            /// The answer of the call, for a step that needs media; the step begins again after it.
            case answering
            /// A join was sent; the own join has not been seen.
            case joining
            /// Inside, until out (`until: left`).
            case inside
            /// The document of a `transfer`, or of `connect.transferAfterBridge`.
            case transferring
            /// The document that a dialled call begins with.
            case opening
            /// Out of the room one is in, to join another; `second` is the bounding timer.
            case leavingToJoin
            /// `leaveConference`; `second` is the bounding timer.
            case leaving
            /// `hangup` inside a room; `second` is the bounding timer.
            case leavingToHangUp
            /// `awaitConference`; `command` is the timer, `second` the key.
            case awaiting(AwaitedEvent)
            /// `sleep: -1`.
            case forever
            /// The script is over and the caller still inside: until out, then the call is ended.
            case drained
            /// The hang-up was sent.
            case hangingUp
        }
        var kind: Kind
        var step: StepReference?
        var command: CommandID?
        var second: CommandID?
    }

    /// One `execute`, or the run's own beginning.
    struct Frame: Sendable, Hashable, Codable {
        var document: Int32
        /// Its first cursor.
        var base: Int
        /// The `execute` that made it; nothing for the run's first.
        var caller: StepReference?
        /// The caller's `params`, given back on return.
        var savedParams: ValueMap
        /// Jumps taken by each `goto` of this activation (swml-language.md §3.10).
        var jumps: [Jumps] = []
    }

    struct Jumps: Sendable, Hashable, Codable {
        var step: Int32
        var count: Int
    }

    /// A position in a list of steps. Lists inside steps stand above the list that holds them.
    struct Cursor: Sendable, Hashable, Codable {
        var block: Int32
        var next: Int32
        /// An `execute` whose `onReturn` this is: its `result` runs afterwards.
        var resultOf: StepReference?
    }

    /// The conference this call is in.
    struct Membership: Sendable, Hashable, Codable {
        var id: String
        var name: String
        var joinedAt: Timestamp
        /// When the room had started and the call was in it.
        var startedAt: Timestamp?
        var size: Int
        var peakSize: Int
        var isRecording: Bool
    }

    struct CallState: Sendable, Hashable, Codable {
        var info: CallInfo
        var isAnswered: Bool
        var ending: CallEnding?
    }

    /// What a fetched document is called and given: expanded once, when the step began.
    struct Fetch: Sendable, Hashable, Codable {
        var url = ""
        var params: ValueMap = [:]
    }
}
