import FlowRuntime
import Foundation
import NIOCore
import NIOPosix

/// A RELAY server for tests, in the same process: real WebSockets over TLS on 127.0.0.1, people who call in
/// and are called, conferences, a journal of all frames, and faults on cue.
///
/// ```swift
/// try await RelayDouble.running { double in
///     let worker = try startMyWorker(environment: double.environment)
///     let call = try await double.call(RelayCaller(context: "support").pressing("1", upon: .isAsked))
///     try await call.wait(until: .joinsConference)
///     try await call.hangUp()
///     #expect(try await double.journal.violations.isEmpty)
/// }
/// ```
///
/// Every request is checked against the parameters of its method (relay-protocol.md §4, §6.2): a violation
/// is answered with `INVALID_PARAMS` and stands in the journal. What a call does can be followed by its
/// frames; what the far end does is told by a `RelayCaller`, a `RelayParty`, or from the test as it goes.
public final class RelayDouble: Sendable {
    /// The port on 127.0.0.1.
    public let port: Int
    /// A PEM file with the authority to trust; it lies among the machine's temporary files until `shutDown`.
    public let caFile: String

    private let configuration: RelayDoubleConfiguration
    private let group: MultiThreadedEventLoopGroup
    private let loop: any EventLoop
    private let listener: any Channel
    private let board: NIOLoopBound<Switchboard>
    private let pings: RepeatedTask?

    private init(
        _ configuration: RelayDoubleConfiguration, caFile: String, group: MultiThreadedEventLoopGroup,
        listener: any Channel, board: NIOLoopBound<Switchboard>
    ) {
        self.configuration = configuration
        self.caFile = caFile
        self.group = group
        self.listener = listener
        self.board = board
        let loop = listener.eventLoop
        self.loop = loop
        port = listener.localAddress?.port ?? 0
        pings = configuration.pingInterval.map { interval in
            let time = TimeAmount.milliseconds(max(1, interval.milliseconds))
            return loop.scheduleRepeatedTask(initialDelay: time, delay: time) { _ in
                board.value.with { $0.ping() }
            }
        }
    }

    /// Opens a port; any free one unless one is named. End it with `shutDown`.
    ///
    /// Throws when the port is taken, or the temporary file cannot be written.
    public static func start(
        _ configuration: RelayDoubleConfiguration = RelayDoubleConfiguration(), port: Int = 0
    ) async throws -> RelayDouble {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        do {
            let loop = group.next()
            let board = try await loop.submit {
                NIOLoopBound(Switchboard(configuration, on: loop), eventLoop: loop)
            }.get()
            let listener = try await RelayListener.open(port: port, on: loop, board)
            let file = FileManager.default.temporaryDirectory
                .appendingPathComponent("relay-double-\(UUID().uuidString).pem")
            try Data(TestCertificate.authority.utf8).write(to: file)
            return RelayDouble(
                configuration, caFile: file.path, group: group, listener: listener, board: board)
        } catch {
            try? await group.shutdownGracefully()
            throw error
        }
    }

    /// Starts a double, and shuts it down when `body` is done or has thrown.
    public static func running<Result: Sendable>(
        _ configuration: RelayDoubleConfiguration = RelayDoubleConfiguration(),
        _ body: (RelayDouble) async throws -> Result
    ) async throws -> Result {
        let double = try await start(configuration)
        do {
            let result = try await body(double)
            await double.shutDown()
            return result
        } catch {
            await double.shutDown()
            throw error
        }
    }

    /// Closes the port and every socket, and removes the file. Whoever waits is told so by an error.
    public func shutDown() async {
        pings?.cancel()
        try? await listener.close().get()
        let board = board
        _ = try? await loop.submit {
            board.value.abandonWaiters()
            board.value.closeAll()
        }.get()
        try? await group.shutdownGracefully()
        try? FileManager.default.removeItem(atPath: caFile)
    }

    /// What a worker reads from its environment to connect here: `SIGNALWIRE_SPACE` with the port,
    /// `SIGNALWIRE_RELAY_CA_FILE`, and the first credentials.
    public var environment: [String: String] {
        var variables = [
            "SIGNALWIRE_SPACE": "localhost:\(port)", "SIGNALWIRE_RELAY_CA_FILE": caFile,
        ]
        switch configuration.credentials.first {
        case .token(let project, let token):
            variables["SIGNALWIRE_PROJECT_ID"] = project
            variables["SIGNALWIRE_API_TOKEN"] = token
        case .jwt(let jwt): variables["SIGNALWIRE_JWT_TOKEN"] = jwt
        case nil: break
        }
        return variables
    }

    /// Does something with the exchange, on its loop.
    func with<Result: Sendable>(
        _ body: @escaping @Sendable (inout RelayExchange) -> Result
    ) async throws -> Result {
        let board = board
        return try await loop.submit { board.value.with(body) }.get()
    }

    /// Returns when something has become true, looked at after everything that happens.
    func wait(
        _ timeout: Duration, for what: String, until isTrue: @escaping @Sendable (RelayExchange) -> Bool
    ) async throws {
        let board = board
        let time = TimeAmount.milliseconds(timeout.milliseconds)
        try await loop.flatSubmit { board.value.wait(time, what, until: isTrue) }.get()
    }
}

/// Why a test has to stop.
public enum RelayDoubleError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What was waited for has not happened in time.
    case timedOut(String)
    /// The double has been shut down meanwhile.
    case shutDown
    /// The parameters of an event are not a JSON object.
    case notAnObject

    public var description: String {
        switch self {
        case .timedOut(let what): "waited too long for \(what)"
        case .shutDown: "the double has been shut down"
        case .notAnObject: "the parameters of an event are not a JSON object"
        }
    }
}
