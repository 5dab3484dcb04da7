import Hummingbird
package import Logging
package import ProjectFile

/// Answers whoever watches the server: `/healthz`, `/readyz` and `/metrics`.
package struct StatusServer: Sendable {
    private let address: HTTPAddress
    private let state: ServerState
    private let registry: PrometheusRegistry
    private let metrics: ServerMetrics
    private let log: Logger

    package init(
        at address: HTTPAddress, state: ServerState, registry: PrometheusRegistry, metrics: ServerMetrics,
        log: Logger
    ) {
        self.address = address
        self.state = state
        self.registry = registry
        self.metrics = metrics
        self.log = log
    }

    /// Answers until the task is cancelled. Throws when the address cannot be had.
    ///
    /// `isListening`: Told the port once connections are taken.
    package func run(isListening: @escaping @Sendable (Int) async -> Void = { _ in }) async throws {
        // Whoever looks in is no event of the calls, and the end of this server is no error.
        var quiet = log
        quiet.logLevel = .critical
        let application = Application(
            router: router,
            configuration: ApplicationConfiguration(
                address: .hostname(address.host, port: address.port), serverName: "callflow"),
            onServerRunning: { channel in await isListening(channel.localAddress?.port ?? 0) },
            logger: quiet)
        try await application.run()
    }

    private var router: Router<BasicRequestContext> {
        let router = Router()
        router.get("healthz") { _, _ in Self.page(.ok, "ok\n") }
        router.get("readyz") { _, _ in readiness }
        router.get("metrics") { _, _ in
            state.observe(in: metrics)
            return Self.page(.ok, registry.text, type: "text/plain; version=0.0.4; charset=utf-8")
        }
        return router
    }

    private var readiness: Response {
        let readiness = state.readiness
        let lines = (readiness.obstacles.isEmpty ? ["ready"] : readiness.obstacles) + readiness.warnings
        return Self.page(
            readiness.obstacles.isEmpty ? .ok : .serviceUnavailable, lines.map { "\($0)\n" }.joined())
    }

    private static func page(
        _ status: HTTPResponse.Status, _ text: String, type: String = "text/plain; charset=utf-8"
    ) -> Response {
        Response(
            status: status, headers: [.contentType: type, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
