public import FlowExpressions

/// A call's id: one leg, in the words of the backend that carries it.
public struct CallID: Sendable, Hashable, Codable, CustomStringConvertible {
    public let name: String
    public init(_ name: String) { self.name = name }
    public var description: String { name }

    public init(from decoder: any Decoder) throws {
        name = try decoder.singleValueContainer().decode(String.self)
    }
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(name)
    }
}

/// What is known of a call when its flow begins: the fields of the scope `call` (swml-language.md §2.4).
public struct CallInfo: Sendable, Hashable, Codable {
    /// Who called whom: `inbound` calls us.
    public enum Direction: String, Sendable, Hashable, Codable { case inbound, outbound }
    /// The far end's network: `call.type`.
    public enum Kind: String, Sendable, Hashable, Codable { case sip, phone, webrtc }
    /// A SIP header of the call.
    public struct Header: Sendable, Hashable, Codable {
        public var name: String
        public var value: String
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    public var id: CallID
    public var nodeID: String
    public var direction: Direction
    public var kind: Kind
    /// A phone number or a SIP URI.
    public var from: String
    public var to: String
    public var headers: [Header]
    /// An outbound leg that was answered before its flow began starts answered.
    public var isAnswered: Bool
    /// A map of fields of `call` that only some backends know (`project_id`, `sip_data`, `parent`, …), or
    /// nothing.
    public var extra: Value
    private var boxedOrigin: Boxed<DialOrigin>?

    /// What dialled this call and what it is to run; `nil` for a call that came in.
    public var dialled: DialOrigin? {
        get { boxedOrigin?.content }
        set { boxedOrigin = newValue.map { Boxed($0) } }
    }

    /// `kind` is told from the addresses when it is not given: `sip:` and `sips:` are SIP, all else a phone.
    public init(
        id: CallID, from: String, to: String, direction: Direction = .inbound, kind: Kind? = nil,
        headers: [Header] = [], isAnswered: Bool = false, nodeID: String = "local", extra: Value = .null,
        dialled: DialOrigin? = nil
    ) {
        self.id = id
        self.from = from
        self.to = to
        self.direction = direction
        let far = direction == .inbound ? from : to
        self.kind = kind ?? (far.hasPrefix("sip:") || far.hasPrefix("sips:") ? .sip : .phone)
        self.headers = headers
        self.isAnswered = isAnswered
        self.nodeID = nodeID
        self.extra = extra
        self.dialled = dialled
    }

    private enum CodingKeys: String, CodingKey {
        case id, nodeID, direction, kind, from, to, headers, isAnswered, extra
        case boxedOrigin = "dialled"
    }
}
