public import FlowExpressions

/// Whom a call is connected with, told by the form of the text (swml-language.md §5.2).
public enum Address: Sendable, Hashable {
    /// An E.164 number, or digits that may be meant as one.
    case phone(Text)
    /// A SIP URI, `sip:` or `sips:` included.
    case sip(Text)
    /// A resource of the space: `/public/name`, `/private/name`, `/name`.
    case resource(Text)
    /// The name after `queue:`.
    case queue(Text)
    /// The `wss` URL after `stream:`.
    case stream(Text)
}

extension Address: CustomStringConvertible {
    /// As a flow writes it.
    public var description: String {
        switch self {
        case .phone(let text), .sip(let text), .resource(let text): text.string
        case .queue(let name): "queue:\(name)"
        case .stream(let url): "stream:\(url)"
        }
    }
}
