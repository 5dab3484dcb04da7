/// One finding, as data: what is wrong, where, and what would mend it.
///
/// Terminal, JSON and annotation output are renderings of it, each in its own file (`Rendering/`). A mistake
/// in a document is always a finding and never thrown.
public struct Finding: Sendable, Hashable {
    /// How bad it is, worst first (design §2.3).
    public enum Severity: String, Sendable, Hashable, CaseIterable, Codable {
        /// The document cannot run as written.
        case error
        /// It runs and is probably wrong.
        case warning
        /// Style, or possibly a value of the environment.
        case hint
    }

    /// A stable kebab-case name, such as `unreachable-step`: what people search for and silence.
    public struct ID: Sendable, Hashable, ExpressibleByStringLiteral, CustomStringConvertible {
        public let name: String
        public var description: String { name }
        public init(_ name: String) { self.name = name }
        public init(stringLiteral value: StaticString) { name = value.description }
    }

    /// Another place that explains this one ("first defined here"); never folded into the message.
    public struct Related: Sendable, Hashable {
        public var message: String
        public var range: SourceRange
        public init(_ message: String, _ range: SourceRange) {
            self.message = message
            self.range = range
        }
    }

    /// Edits of the same text that mend the finding; they never overlap.
    public struct Fix: Sendable, Hashable {
        /// A stretch of the text and what stands there instead.
        public struct Edit: Sendable, Hashable {
            public var range: SourceRange
            public var text: String
            public init(_ range: SourceRange, _ text: String) {
                self.range = range
                self.text = text
            }
        }
        public var title: String
        public var edits: [Edit]
        /// Whether it is certain enough to be made without asking. A guess is shown as help only.
        public var isSafe: Bool
        public init(_ title: String, _ edits: [Edit], isSafe: Bool = true) {
            self.title = title
            self.edits = edits
            self.isSafe = isSafe
        }
    }

    public var id: ID
    public var severity: Severity
    /// In the user's words, lower case, no full stop: what is wrong and what was expected.
    public var message: String
    public var range: SourceRange
    public var related: [Related]
    public var fix: Fix?

    public init(
        _ id: ID, _ severity: Severity, _ message: String, at range: SourceRange, related: [Related] = [],
        fix: Fix? = nil
    ) {
        self.id = id
        self.severity = severity
        self.message = message
        self.range = range
        self.related = related
        self.fix = fix
    }
}

extension Finding.Severity: Comparable {
    /// A hint is less than a warning, a warning less than an error.
    public static func < (left: Self, right: Self) -> Bool { left.weight < right.weight }

    private var weight: Int {
        switch self {
        case .hint: 0
        case .warning: 1
        case .error: 2
        }
    }
}
