import JSONRPC

/// What crossed the wire: the latest frames, and what was wrong with the client's.
public struct RelayJournal: Sendable {
    /// A request that breaks the protocol.
    public struct Violation: Sendable, Hashable, CustomStringConvertible {
        /// The frame's number.
        public let frame: Int
        /// The method, or empty when the frame has none.
        public let method: String
        public let message: String
        public var description: String { "frame \(frame), \(method): \(message)" }
    }

    /// A request of the client and the answer to it, if one has reached the wire.
    public struct Exchange: Sendable, Hashable {
        public let request: RelayFrame
        public let answer: RelayFrame?
    }

    /// How many violations are kept; the first ones tell the most.
    static let violationLimit = 1000

    private var ring: [RelayFrame] = []
    private var oldest = 0
    private let capacity: Int
    /// How many frames there have been.
    public private(set) var count = 0
    /// The first thousand.
    public private(set) var violations: [Violation] = []

    init(capacity: Int) { self.capacity = max(1, capacity) }

    /// The frames that are kept, in order.
    public var frames: [RelayFrame] { Array(ring[oldest...] + ring[..<oldest]) }

    /// Requests of the client, by default all of them, in order.
    public func requests(_ method: String? = nil) -> [RelayFrame] {
        frames.filter { $0.direction == .received && $0.kind == .request && $0.isNamed(method) }
    }

    /// Events that were sent, by default all of them, in order.
    public func events(_ type: String? = nil) -> [RelayFrame] {
        frames.filter { $0.direction == .sent && $0.kind == .event && $0.isNamed(type) }
    }

    /// Requests of the client with their answers, in the order of the requests.
    public func exchanges(_ method: String? = nil) -> [Exchange] {
        var answers: [Key: RelayFrame] = [:]
        for frame in frames where frame.direction == .sent && frame.isAnswer && !frame.isLost {
            guard let id = frame.id else { continue }
            answers[Key(socket: frame.socket, id: id)] = frame
        }
        return requests(method).map { request in
            let answer = request.id.flatMap { answers[Key(socket: request.socket, id: $0)] }
            return Exchange(request: request, answer: answer)
        }
    }

    private struct Key: Hashable {
        var socket: Int
        var id: [UInt8]
    }

    mutating func append(_ frame: RelayFrame) {
        count += 1
        guard ring.count == capacity else {
            ring.append(frame)
            return
        }
        ring[oldest] = frame
        oldest = (oldest + 1) % capacity
    }

    mutating func note(_ message: String, of method: String) {
        guard violations.count < Self.violationLimit else { return }
        violations.append(Violation(frame: count, method: method, message: message))
    }
}

extension RelayFrame {
    fileprivate var isAnswer: Bool { kind == .result || kind == .error }
    fileprivate var isLost: Bool { fault == .lose || fault == .dropBefore || fault == .goSilent }
    fileprivate func isNamed(_ wanted: String?) -> Bool { wanted == nil || wanted == name }
    fileprivate var id: [UInt8]? { (try? JSONDocument(bytes))?.root["id"].map { Array($0.source) } }
}
