package import FlowRuntime
package import NIOCore
import NIOPosix
package import OutboundHTTP
package import RelayProtocol
package import WebSocketTransport

/// SignalWire RELAY as a phone system: `RelayMachine` with a socket, a clock and the streams of its calls.
///
/// It connects when it is made, and stays connected until `shutDown`, which must be called: nothing else ends
/// it. When the server refuses our credentials for good, `inboundCalls` fails with the server's message.
///
/// Everything happens on one event loop, without a lock. Whoever runs flows does well to run them there, too,
/// with `executor` as the preference of their tasks: then a call's events, its flow and its commands never
/// change threads.
///
/// A call that a lost connection interrupts goes on after it. Its flow hears nothing of it, but for the
/// answer to a command that was in flight.
package final class RelayBackend: CallBackend {
    package typealias Session = RelayCallSession

    package static let name = "relay"

    package let inboundCalls: BackendStream<RelayCallSession>

    /// Runs tasks on this backend's event loop. A flow that computes for long delays all others there; the
    /// interpreter's budgets bound that.
    package let executor: EventLoopExecutor

    let loop: RelayLoop
    private let board: StatusBoard
    private let resumed: [CallID: RelayLine]

    /// - Parameters:
    ///   - configuration: Where to connect, as whom, for which calls.
    ///   - trust: Made of `configuration.certificateFile`, once: that reads files.
    ///   - services: Timers and requests of all calls, best on the same event loop.
    ///   - eventLoop: Where everything happens.
    ///   - resumption: What a worker before this one has left; its calls are had by `session(resuming:)`.
    ///   - showsFrames: Frames are observed, too, masked. Costs more than all the rest.
    ///   - showsCallers: Frames are observed with numbers, keys, words and messages.
    ///   - observe: Told what happens, in order, on the event loop; it must not block.
    package init(
        _ configuration: RelayConfiguration, trust: WebSocketTrust, services: LiveServices,
        on eventLoop: any EventLoop = MultiThreadedEventLoopGroup.singleton.next(),
        resuming resumption: RelayResumption = RelayResumption(), showsFrames: Bool = false,
        showsCallers: Bool = false,
        observe: @escaping @Sendable (RelayObservation) -> Void = { _ in }
    ) {
        let (calls, offers) = BackendStream<RelayCallSession>.make()
        let clock = SteadyClock()
        let board = StatusBoard(since: clock.now)
        let loop = RelayLoop(eventLoop)
        let lines = resumption.calls.enumerated().map { place, resumed in
            RelayLine(RelayCallNumber(place), resumed.call, desk: services.desk(), loop: loop)
        }
        for (line, left) in zip(lines, resumption.calls) where !left.hasStarted {
            line.deliver(TimedEvent(.started, at: clock.now))
        }
        let mask =
            showsFrames
            ? RelayMask(configuration.credentials.secrets, showsCallers: showsCallers) : nil
        (inboundCalls, executor, self.loop, self.board) = (calls, EventLoopExecutor(eventLoop), loop, board)
        // Of two with one id, which no phone system has, the later is there.
        resumed = Dictionary(lines.map { ($0.call.id, $0) }) { $1 }
        loop.begin {
            let shell = RelayShell(
                RelayMachine(configuration, seed: .random(in: .min ... .max), resuming: resumption),
                socket: RelaySocketOptions(configuration, trust: trust), services: services, clock: clock,
                board: board, loop: loop, offers: offers, resumed: lines, mask: mask, observe: observe)
            shell.takeOver(resumption.calls)
            return shell
        }
    }

    /// A call of the worker before this one, to go on with; nothing when there was none of this id. Its
    /// events begin where the other's ended: with `started` if that one had heard nothing yet, else with what
    /// has happened since.
    package func session(resuming call: CallID) -> RelayCallSession? {
        resumed[call].map { RelayCallSession(line: $0) }
    }

    /// No new calls: those that are up go on. There is no way back.
    package func drain() { loop.run { $0.take(.drain) } }

    /// Hangs up what is up, ends all streams, and closes the connection. Returns when the socket is closed,
    /// which is soon, also when the server does not answer. May be called again.
    package func shutDown() async {
        await withCheckedContinuation { continuation in
            loop.shutDown { continuation.resume() }
        }
    }

    /// How it stands; cheap, from any thread.
    package var status: RelayStatus { board.status }
}

/// What a worker may want to log, count or keep.
package enum RelayObservation: Sendable, Hashable {
    case notice(RelayNotice)
    /// The session's name changed: whoever starts this worker again resumes with it
    /// (`RelayResumption.protocolName`). Not for logs.
    case remember(protocolName: String)
    /// A frame, masked as logs need it. Only when asked for.
    case frame(RelayFrameDirection, [UInt8])
}

/// Whose frame it is.
package enum RelayFrameDirection: String, Sendable, Hashable { case sent, received }

extension RelayConfiguration.Credentials {
    /// What must not be seen.
    fileprivate var secrets: [Secret] {
        switch self {
        case .token(let project, let token): [project, token]
        case .jwt(let token): [token]
        }
    }
}
