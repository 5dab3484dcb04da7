public import FlowModel

/// Everything that reaches a running flow. The driver stamps each with its time.
public enum CallEvent: Sendable, Hashable, Codable {
    /// The first event of every run.
    case started
    /// The one answer to a command.
    case finished(CommandID, CommandResult)
    /// A fact about the conference this call is in.
    case conference(ConferenceChange)
    /// The call is over, whoever ended it. Nothing but `finished` follows: of commands that need no call, and
    /// failures of others.
    case ended(CallEnding)
}

/// How a command ended.
public enum CommandResult: Sendable, Hashable, Codable {
    case done
    case failed(CommandFailure)
    /// Indices of the sounds that could not be played; the others were.
    case played(failedItems: [Int])
    case prompted(PromptInput)
    case recorded(RecordingSummary)
    case recordingStarted(url: String)
    case key(String)
    case bridged(BridgeSummary)
    case dialled(DialSummary)
    case response(HTTPResponse)
}

/// Why a command failed.
public struct CommandFailure: Error, Sendable, Hashable, Codable {
    /// The kinds of failure that flows and backends tell apart.
    public enum Code: String, Sendable, Hashable, Codable, CaseIterable {
        /// The call no longer exists.
        case callGone
        /// The phone system refused it.
        case refused
        case notFound
        case timedOut
        /// This backend cannot do it; the capability table says so, too.
        case unsupported
        case busy, noAnswer, declined, canceled, unreachable
        case full, coachNotFound
        case failed
    }
    public var code: Code
    /// For the journal; free text without secrets.
    public var detail: String
    public init(_ code: Code, _ detail: String = "") {
        self.code = code
        self.detail = detail
    }
}

/// What a prompt was answered with.
public enum PromptInput: Sendable, Hashable, Codable {
    /// `terminator` is empty when the input ended otherwise.
    case digits(String, terminator: String)
    /// `confidence` in 0…100.
    case speech(String, confidence: Double)
    case noInput
    case noMatch
}

/// A recording that is closed, and where it can be had.
public struct RecordingSummary: Sendable, Hashable, Codable {
    public var url: String
    public var duration: Duration
    /// In bytes.
    public var size: Int
    /// Nobody spoke before `initialTimeout`.
    public var isSilent: Bool
    public init(url: String, duration: Duration, size: Int, isSilent: Bool = false) {
        self.url = url
        self.duration = duration
        self.size = size
        self.isSilent = isSilent
    }
}

/// A bridge that has ended: with which leg, and how long it lasted.
public struct BridgeSummary: Sendable, Hashable, Codable {
    public var peer: CallID
    public var duration: Duration
    public init(peer: CallID, duration: Duration) {
        self.peer = peer
        self.duration = duration
    }
}

/// Who ended a call, and how.
public struct CallEnding: Sendable, Hashable, Codable {
    /// Who can end a call.
    public enum Party: String, Sendable, Hashable, Codable {
        case caller
        case flow
        /// The phone system: the longest duration, a lost node, an operator.
        case system
    }
    public var by: Party
    /// `hangup`, `busy`, `decline`, `cancel`, `max_duration`, `error`, … (swml-language.md C-29).
    public var reason: String
    public init(by: Party, reason: String = "hangup") {
        self.by = by
        self.reason = reason
    }
}

/// One change of the conference that the call is in (design §2.1, *Values*).
public struct ConferenceChange: Sendable, Hashable, Codable {
    /// What changed.
    public enum Kind: Sendable, Hashable, Codable {
        /// The call's own join. `waiting`: the room has not started.
        case joined(waiting: Bool)
        case started
        /// Somebody else came or went, or the recording began or stopped.
        case changed
        /// The call's own leave, however it came about. `by` is the call that caused it, if one did.
        case left(ConferenceOutcome, reason: String, by: CallID?)
    }
    /// The running instance; the same name has a new id after its end.
    public var id: String
    public var name: String
    public var kind: Kind
    /// Participants after the change, coaches and waiters included.
    public var size: Int
    public var isRecording: Bool
    public init(id: String, name: String, kind: Kind, size: Int, isRecording: Bool) {
        self.id = id
        self.name = name
        self.kind = kind
        self.size = size
        self.isRecording = isRecording
    }
}
