import NIOCore
import NIOPosix

@testable import WebSocketTransport

/// A connection that a test drives from its own task.
final class TestClient: Sendable {
    let events: AsyncStream<WebSocketEvent>
    private let connection: NIOLoopBound<WebSocketConnection>

    init(
        to endpoint: WebSocketEndpoint, trust: WebSocketTrust, limits: WebSocketLimits = .patient,
        greeting: [[UInt8]] = []
    ) async throws {
        let (events, told) = AsyncStream.makeStream(of: WebSocketEvent.self)
        self.events = events
        let eventLoop = MultiThreadedEventLoopGroup.singleton.next()
        connection = try await eventLoop.submit {
            let connection = WebSocketConnection.connect(
                to: endpoint, trust: trust, limits: limits, on: eventLoop
            ) { event in
                told.yield(event)
                if case .closed = event { told.finish() }
            }
            return NIOLoopBound(connection, eventLoop: eventLoop)
        }.get()
    }

    /// A client of a server of ours, which trusts it.
    convenience init(of server: LoopbackServer, limits: WebSocketLimits = .patient) async throws {
        try await self.init(
            to: WebSocketEndpoint(host: "localhost", port: server.port), trust: try trusting(), limits: limits
        )
    }

    func write(_ texts: [String]) {
        connection.eventLoop.execute { [connection] in
            for text in texts { connection.value.write(Array(text.utf8)) }
        }
    }

    func close(_ reason: String = "done") {
        connection.eventLoop.execute { [connection] in connection.value.close(reason) }
    }
}

extension WebSocketLimits {
    /// For tests that are not about time: a busy machine may take long to open a connection.
    static var patient: WebSocketLimits {
        var limits = WebSocketLimits()
        limits.openTimeout = .seconds(600)
        return limits
    }
}

/// Trust in the system's store and in the authority of the tests.
func trusting(_ authority: String = TestCertificates.authority) throws -> WebSocketTrust {
    try withFile(authority) { try WebSocketTrust.system(adding: $0) }
}

extension WebSocketEvent {
    var text: String? {
        if case .message(let bytes) = self { String(decoding: bytes, as: UTF8.self) } else { nil }
    }
    var reason: String? { if case .closed(let reason, _) = self { reason } else { nil } }
    var cause: WebSocketCause? { if case .closed(_, let cause) = self { cause } else { nil } }
}

extension AsyncSequence where Self: Sendable {
    /// All that comes, until the end.
    func collected() async throws -> [Element] {
        var all: [Element] = []
        for try await element in self { all.append(element) }
        return all
    }
}
