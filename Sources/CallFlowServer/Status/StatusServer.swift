import Hummingbird
import HummingbirdCore
package import Logging
package import ProjectFile

/// Answers whoever watches the server: `/healthz`, `/readyz` and `/metrics`.
///
/// | path | method | answer |
/// |---|---|---|
/// | one of these | GET | the page |
/// | one of these | HEAD | the same without its text (RFC 9110 §9.3.2) |
/// | one of these | any other | 405, with what is allowed (RFC 9110 §15.5.6) |
/// | any other | any | 404 |
package struct StatusServer: Sendable {
    private let address: HTTPAddress
    private let state: ServerState
    private let registry: PrometheusRegistry
    private let metrics: ServerMetrics
    private let log: Logger
    private let limits: StatusLimits

    package init(
        at address: HTTPAddress, state: ServerState, registry: PrometheusRegistry, metrics: ServerMetrics,
        log: Logger, limits: StatusLimits = StatusLimits()
    ) {
        self.limits = limits
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
            responder: CallbackResponder { (request: Request, visit: StatusVisit) in
                limits.bound(visit, by: request)
                return answer(request)
            },
            server: .http1(configuration: limits.channel),
            configuration: ApplicationConfiguration(
                address: .hostname(address.host, port: address.port), serverName: "callflow",
                availableConnectionsDelegate: .maximum(limits.connections, logger: quiet)),
            onServerRunning: { channel in await isListening(channel.localAddress?.port ?? 0) },
            logger: quiet)
        try await application.run()
    }

    private func answer(_ request: Request) -> Response {
        let page: () -> Response
        switch request.uri.path.split(separator: "/") {
        case ["healthz"]: page = { Self.page(.ok, "ok\n") }
        case ["readyz"]: page = { readiness }
        case ["metrics"]: page = { figures }
        case _: return Self.page(.notFound, "there are /healthz, /readyz and /metrics\n").to(request.method)
        }
        guard [.get, .head].contains(request.method) else {
            var refusal = Self.page(.methodNotAllowed, "only GET and HEAD\n")
            refusal.headers[.allow] = "GET, HEAD"
            return refusal
        }
        return page().to(request.method)
    }

    private var figures: Response {
        state.observe(in: metrics)
        return Self.page(.ok, registry.text, type: "text/plain; version=0.0.4; charset=utf-8")
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

extension Response {
    /// Whoever asks with HEAD gets everything but the text.
    fileprivate func to(_ method: HTTPRequest.Method) -> Response {
        method == .head ? createHeadResponse() : self
    }
}
