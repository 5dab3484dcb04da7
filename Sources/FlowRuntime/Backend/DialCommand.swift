public import OrderedCollections
public import FlowExpressions

/// `dial`: places legs that are calls of their own. `CallBackend` says how they come to run their flow.
public struct DialCommand: Sendable, Hashable, Codable {
    /// Who is called when.
    public enum Order: String, Sendable, Hashable, Codable {
        /// One after the other, in rounds, until one answers: `.dialled` then, or a failure when nobody did.
        /// When the dialling call ends, whoever rings rings on, and nobody else is called.
        case inTurn
        /// All at once, each again until it answers: `.done` when accepted. It goes on when the dialling
        /// call ends.
        case allAtOnce
    }

    /// Phone numbers, SIP URIs or resource addresses (swml-language.md §5.2), 100 at most; never empty.
    public var destinations: [String]
    public var order: Order
    /// The dialling call's own number when `nil`.
    public var from: String?
    /// How long one attempt rings.
    public var timeout: Duration
    /// How often each destination is called until it answers; one attempt follows the other without a pause.
    public var attempts: Int
    /// What whoever answers gets.
    public var run: DialledRun

    public init(
        to destinations: [String], _ order: Order, from: String? = nil, timeout: Duration = .seconds(60),
        attempts: Int = 1, run: DialledRun
    ) {
        self.destinations = destinations
        self.order = order
        self.from = from
        self.timeout = timeout
        self.attempts = attempts
        self.run = run
    }
}

/// What a dialled call runs: all that its machine needs, so that whoever starts it need not know the call
/// that dialled.
public struct DialledRun: Sendable, Hashable, Codable {
    /// Where it begins.
    public enum Target: Sendable, Hashable, Codable {
        /// A section of the flow.
        case section(String)
        /// A section of a document that the dialling call had: given inline, or fetched before.
        indirect case document(name: String, text: String, section: String)
        /// A document that the new call fetches before anything else.
        case url(String)
    }

    public var target: Target
    public var params: ValueMap
    /// 1 for those whom a call dials that came in, 2 for those whom these dial.
    public var generation: Int

    public init(_ target: Target, params: ValueMap = [:], generation: Int = 1) {
        self.target = target
        self.params = params
        self.generation = generation
    }
}

extension DialledRun {
    private enum Key: String, CodingKey { case target, params, generation }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        target = try container.decode(Target.self, forKey: .target)
        guard case .map(let params) = try container.decode(Value.self, forKey: .params) else {
            throw DecodingError.dataCorruptedError(
                forKey: .params, in: container, debugDescription: "params are a map")
        }
        self.params = params
        generation = try container.decode(Int.self, forKey: .generation)
    }

    /// As an object: a dictionary with an order would be a list of keys and values.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(target, forKey: .target)
        try container.encode(Value.map(params), forKey: .params)
        try container.encode(generation, forKey: .generation)
    }
}

/// Why a call is there that did not come in: `CallInfo.dialled`.
public struct DialOrigin: Sendable, Hashable, Codable {
    /// The call that dialled.
    public var call: CallID
    /// Its command.
    public var command: CommandID
    public var run: DialledRun

    public init(by call: CallID, _ command: CommandID, run: DialledRun) {
        self.call = call
        self.command = command
        self.run = run
    }
}

/// Somebody whom `dial` called in turn has answered.
public struct DialSummary: Sendable, Hashable, Codable {
    /// The new call.
    public var call: CallID
    /// Which of the destinations it was.
    public var to: String
    public init(call: CallID, to: String) {
        self.call = call
        self.to = to
    }
}
