/// The codec of a media stream: `PCMU`, `L16@24000h@40i` (swml-language.md §5.4).
public struct StreamCodec: Sendable, Hashable {
    /// The codecs that a stream can carry.
    public enum Name: String, Sendable, Hashable, Codable, CaseIterable {
        case pcmu = "PCMU"
        case pcma = "PCMA"
        case g722 = "G722"
        case l16 = "L16"
    }
    public var name: Name
    /// Hertz; `nil` when not written.
    public var rate: Int?
    /// Milliseconds of audio in a packet; `nil` when not written.
    public var packetTime: Int?

    public init(_ name: Name, rate: Int? = nil, packetTime: Int? = nil) {
        self.name = name
        self.rate = rate
        self.packetTime = packetTime
    }
}

extension StreamCodec: CustomStringConvertible {
    /// As a flow and the wire write it: `L16@24000h@40i`.
    public var description: String {
        name.rawValue + (rate.map { "@\($0)h" } ?? "") + (packetTime.map { "@\($0)i" } ?? "")
    }
}
