import FlowRuntime
import NIOCore
import NIOPosix
import OutboundHTTP
import RelayDouble
import RelayProtocol
import WebSocketTransport

@testable import RelayBackend

/// A backend and what it tells.
struct Watched: Sendable {
    let backend: RelayBackend
    let observations: AsyncStream<RelayObservation>

    static let token = "PT-secret-token"

    /// A backend of a server on this machine that waits for nothing longer than a few milliseconds.
    init(
        port: Int, trust: WebSocketTrust = .plain, resuming resumption: RelayResumption = RelayResumption(),
        showsFrames: Bool = false
    ) throws {
        let configuration = RelayConfiguration(
            host: "localhost", port: port,
            credentials: .token(project: Secret("P-1"), token: Secret(Self.token)), contexts: ["tests"])
        try self.init(configuration, trust: trust, resuming: resumption, showsFrames: showsFrames)
    }

    /// A backend of a double, over TLS, made of what the double puts into the environment, and changed.
    init(
        of double: RelayDouble, allowing hosts: [String] = [],
        resuming resumption: RelayResumption = RelayResumption(),
        change: (inout RelayConfiguration) -> Void = { _ in }
    ) throws {
        var configuration = try RelayConfiguration.resolve(
            RelayOptions(contexts: ["default"]), environment: double.environment)
        change(&configuration)
        let trust = try WebSocketTrust.system(adding: configuration.certificateFile)
        let policy = AddressPolicy(allowing: hosts.compactMap { AllowedHost($0) })
        try self.init(configuration, trust: trust, resuming: resumption, showsFrames: false, policy)
    }

    private init(
        _ configuration: RelayConfiguration, trust: WebSocketTrust, resuming resumption: RelayResumption,
        showsFrames: Bool, _ policy: AddressPolicy = AddressPolicy()
    ) throws {
        var configuration = configuration
        configuration.limits.firstReconnectDelay = .milliseconds(2)
        configuration.limits.longestReconnectDelay = .milliseconds(4)
        let (observations, told) = AsyncStream.makeStream(of: RelayObservation.self)
        self.observations = observations
        let group = MultiThreadedEventLoopGroup.singleton
        let eventLoop = group.next()
        backend = RelayBackend(
            configuration, trust: trust,
            services: LiveServices(on: eventLoop, web: try WebClient(policy, on: group)),
            on: eventLoop, resuming: resumption, showsFrames: showsFrames, observe: { told.yield($0) })
    }

    /// Waits until a notice of this kind has come so many times.
    func notice(_ kind: RelayNotice.Kind, times: Int = 1) async -> RelayNotice? {
        var left = times
        for await observation in observations {
            guard case .notice(let notice) = observation, notice.kind == kind else { continue }
            left -= 1
            if left == 0 { return notice }
        }
        return nil
    }
}
