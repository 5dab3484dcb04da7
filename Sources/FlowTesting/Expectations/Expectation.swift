package import SimulatedBackend
package import SourceText
import YAMLTree

/// One thing that a scenario expects: an entry under `expect`.
package struct Expectation: Sendable {
    /// Of whom or what it is expected.
    package enum Subject: Sendable, Hashable {
        case call(String)
        case everyCaller
        /// Each of the callers that one entry of the file stands for: their own names.
        case each([String])
        case room(ScriptText)
        case everyRoom
        case scenario
    }

    /// How it is compared with what happened.
    enum Check: Sendable {
        case call(@Sendable (CallEvidence, inout Verdict) -> Void)
        case room(@Sendable (RoomEvidence, inout Verdict) -> Void)
        case scenario(@Sendable (Evidence, inout Verdict) -> Void)
    }

    /// The key of its kind, such as `never hears`.
    package let key: String
    package let subject: Subject
    /// The entry's value in the file.
    package let range: SourceRange
    /// Where its subject is named.
    package let subjectRange: SourceRange
    let check: Check
    /// What it says of the flow.
    let mentions: FlowMentions
}

/// What an expectation takes for granted of a flow: without it the expectation fails always, or never.
struct FlowMentions: Sendable {
    /// Steps that the flow has.
    var steps: [StepPattern] = []
    /// Variables that the flow knows, where they must have no value.
    var variables: [(name: String, range: SourceRange)] = []
    /// Nothing: no conference of that name may come to be.
    var isNoRoom = false
    /// Says which errors stop flows: else none may.
    var namesErrors = false
}

/// A kind of expectation: its key, its words, its reader and its judge, in one place.
///
/// The reader of test files, the page about their format and the pages of failures are made from the tables
/// of kinds (`ExpectationKinds`); a new kind is a type and a line there.
protocol ExpectationContent: Sendable {
    /// A call, a room, or all that happened.
    associatedtype Subject
    /// As it stands under `expect`.
    static var key: String { get }
    /// How it is written, in a few lines of at most 56 columns.
    static var usage: String { get }
    /// What it means that it is not met, for `callflow explain`.
    static var meaning: String { get }
    /// Reads the value of the key; `nil`, and a finding, when it is none.
    init?(_ node: YAMLNode, _ reader: inout ExpectationReader)
    /// Compares it with what happened.
    func judge(_ subject: Subject, _ verdict: inout Verdict)
    /// What it says of the flow.
    var mentions: FlowMentions { get }
}

extension ExpectationContent {
    var mentions: FlowMentions { FlowMentions() }
}

/// A kind of expectation without its type.
struct ExpectationKind<Subject>: Sendable {
    typealias Judge = @Sendable (Subject, inout Verdict) -> Void

    let key: String
    let usage: String
    let meaning: String
    let read: @Sendable (YAMLNode, inout ExpectationReader) -> Content?

    /// An expectation that has been read.
    struct Content: Sendable {
        var judge: Judge
        var mentions: FlowMentions
    }

    init<Typed: ExpectationContent>(_ type: Typed.Type) where Typed.Subject == Subject {
        key = Typed.key
        usage = Typed.usage
        meaning = Typed.meaning
        read = { node, reader in
            guard let typed = Typed(node, &reader) else { return nil }
            return Content(judge: { typed.judge($0, &$1) }, mentions: typed.mentions)
        }
    }
}

/// Every kind, in the order in which people read of them.
enum ExpectationKinds {
    /// Of a caller, and of whoever was dialled under a name.
    static let calls: [ExpectationKind<CallEvidence>] = [
        .init(Steps.self), .init(StepsInclude.self), .init(NeverRuns.self), .init(Hears.self),
        .init(NeverHears.self), .init(MembershipOutcome.self), .init(VariableValues.self),
        .init(Requests.self), .init(RequestsInclude.self), .init(CallAnswer.self), .init(CallEnd.self),
        .init(CallRecording.self),
    ]
    /// Of a conference name, through all its instances.
    static let rooms: [ExpectationKind<RoomEvidence>] = [
        .init(InstanceCount.self), .init(RoomEvents.self), .init(RoomEventsInclude.self),
        .init(RoomStart.self), .init(RoomEnd.self), .init(RoomEndCount.self), .init(RoomPeak.self),
        .init(MembersAfterEnd.self), .init(RoomRecording.self), .init(RoomStream.self),
    ]
    /// Of everything together.
    static let scenario: [ExpectationKind<Evidence>] = [
        .init(Callbacks.self), .init(CallbacksInclude.self), .init(Journal.self), .init(Length.self),
    ]
}
