public import FlowRuntime
import JSONRPC

/// A frame that crossed the wire, or was about to.
public struct RelayFrame: Sendable, Hashable {
    /// Seen from the double.
    public enum Direction: String, Sendable, Hashable { case sent, received }

    /// What a frame is (relay-protocol.md §2).
    public enum Kind: String, Sendable, Hashable {
        case request, event, result, error
        /// Not JSON, or JSON that is neither a request nor an answer.
        case malformed
    }

    /// From 1, over both directions and the whole life of the double.
    public let number: Int
    public let direction: Direction
    /// The connection, from 1 in the order in which they were opened.
    public let socket: Int
    /// By the double's time.
    public let time: Timestamp
    public let kind: Kind
    /// The method; of an event its type; of an answer what it answers, or empty when that is unknown.
    public let name: String
    /// What a fault did to it.
    public internal(set) var fault: RelayFault.Effect?

    let bytes: [UInt8]

    /// The frame as it was written. It may hold credentials.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The text of a value inside: `frame["params", "play", "0", "type"]`. A number or truth value is given
    /// as it is written, an object or list as JSON; `nil` is what is not there.
    public subscript(_ path: String...) -> String? {
        guard var item = (try? JSONDocument(bytes))?.root else { return nil }
        for step in path {
            guard let next = item.step(step) else { return nil }
            item = next
        }
        return item.string ?? String(decoding: item.source, as: UTF8.self)
    }
}

/// Never the text: it may hold a secret.
extension RelayFrame: CustomStringConvertible {
    public var description: String {
        let arrow = direction == .sent ? "→" : "←"
        let fate = fault.map { " (\($0))" } ?? ""
        return "\(number) \(arrow) socket \(socket): \(kind.rawValue) \(name)\(fate)"
    }
}

extension JSONItem {
    fileprivate func step(_ name: String) -> JSONItem? {
        switch kind {
        case .array:
            guard let place = Int(name), place >= 0 else { return nil }
            return elements.dropFirst(place).first
        case .object: return members.first { $0.name == name }?.value
        case .string, .number, .bool, .null: return nil
        }
    }
}
