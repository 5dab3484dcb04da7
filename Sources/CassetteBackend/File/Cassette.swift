public import FlowExpressions
public import FlowRuntime
public import OrderedCollections

/// A recording of calls, to be kept as a file and played instead of a phone system.
///
/// Nothing secret is in it: phone numbers, SIP users, values of `envs` and digits of prompts marked
/// `sensitive` are stand-ins, the same for the same throughout the file (`CassetteRecorder`).
public struct Cassette: Sendable, Hashable {
    /// A flow that was run when the cassette was recorded.
    public struct RecordedFlow: Sendable, Hashable {
        /// Its file's name, as seen from the first flow's folder.
        public var file: String
        /// A checksum of its text; not equal means that the flow was edited since, no more.
        public var hash: String
    }

    /// The backend on which it was recorded.
    public let backend: String
    /// When the first call began.
    public let date: Timestamp
    /// In the order in which the calls refer to them.
    public let flows: [RecordedFlow]
    /// The scope `envs` of the recording, as stand-ins: to be given to whoever plays it.
    public let environment: ValueMap
    /// The variables that were there from the start.
    public let variables: ValueMap
    package let entries: [CassetteEntry]

    package init(
        backend: String, date: Timestamp, flows: [RecordedFlow], environment: ValueMap, variables: ValueMap,
        entries: [CassetteEntry]
    ) {
        self.backend = backend
        self.date = date
        self.flows = flows
        self.environment = environment
        self.variables = variables
        self.entries = entries
    }

    /// The calls that came in, in their order.
    public var calls: [CallInfo] {
        entries.compactMap { entry in
            if case .started(let info, .call) = entry.content { info } else { nil }
        }
    }
}

/// Why something is no cassette that can be played: where, and what is wrong there.
public struct CassetteFileError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kinds of damage that a reader tells apart.
    public enum Kind: String, Sendable, Hashable {
        /// It is no cassette, or of a newer version.
        case notACassette
        /// It ends too early.
        case truncated
        /// Lines are missing, doubled, out of order or changed.
        case edited
        /// A line that says nothing that may stand there.
        case malformed
        /// Larger than is read.
        case tooLarge
        /// The file could not be read or written.
        case unreadable
        /// There is such a file already.
        case exists
    }
    public let kind: Kind
    /// The number of the entry, from 1; 0 is the header, `nil` the file as a whole.
    public let entry: Int?
    /// In the user's words, lower case, no full stop.
    public let message: String

    init(_ kind: Kind, entry: Int? = nil, _ message: String) {
        self.kind = kind
        self.entry = entry
        self.message = message
    }

    public var description: String {
        switch entry {
        case nil: message
        case 0?: "the header: \(message)"
        case let entry?: "entry \(entry): \(message)"
        }
    }
}
