/// A value on the heap: keeps what is large and rare out of values that are copied all the time. It is coded
/// as what it holds.
indirect enum Boxed<Content: Sendable & Hashable & Codable>: Sendable, Hashable, Codable {
    case content(Content)

    var content: Content {
        switch self {
        case .content(let content): content
        }
    }

    init(_ content: Content) { self = .content(content) }

    init(from decoder: any Decoder) throws {
        self = .content(try decoder.singleValueContainer().decode(Content.self))
    }
    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(content)
    }
}
