package import FlowRuntime
package import NIOCore
package import NIOSSL

/// Sends the requests of flows: to places that the policy allows, within limits, one connection each.
///
/// It connects by itself and not through AsyncHTTPClient, whose requests look up names again after they have
/// been checked: a name server that answers twice, differently, would lead past the check (DNS rebinding).
/// Here the address that was checked is the one that is connected to, for every redirect again.
package struct WebClient: Sendable {
    let policy: AddressPolicy
    let limits: OutboundLimits
    let resolver: HostResolver
    let group: any EventLoopGroup
    let trust: NIOSSLContext
    let slots: ConnectionSlots

    /// - Parameters:
    ///   - policy: Where requests may go.
    ///   - group: Where connections live.
    ///   - limits: What one request may cost.
    ///   - resolver: Looks up names, once for each connection.
    ///   - tls: Whom to trust; the system's authorities when not given.
    /// - Throws: What NIOSSL throws when it cannot use `tls`, such as an unreadable file of authorities.
    package init(
        _ policy: AddressPolicy, on group: any EventLoopGroup, limits: OutboundLimits = OutboundLimits(),
        resolver: HostResolver = .system, tls: TLSConfiguration = .makeClientConfiguration()
    ) throws {
        self.policy = policy
        self.limits = limits
        self.resolver = resolver
        self.group = group
        trust = try NIOSSLContext(configuration: tls)
        slots = ConnectionSlots(limits.connections, on: group.next())
    }

    /// The one answer to a `request` or a `fetchDocument`, in bounded time. Failures: `timedOut`,
    /// `unreachable` (no such host, or nobody there), `refused` (not sent: the policy or the URL), `failed`
    /// (no usable answer). Their details have neither credentials nor paths nor queries.
    package func result(of request: HTTPRequest, as kind: AnswerKind) async -> CommandResult {
        do throws(CommandFailure) {
            return .response(try await response(to: request, as: kind))
        } catch {
            return .failed(error)
        }
    }

    private func response(
        to request: HTTPRequest, as kind: AnswerKind
    ) async throws(CommandFailure) -> HTTPResponse {
        let plan = Plan(request, as: kind, limits: limits, on: group.next())
        var errand = try Errand(request)
        try await slots.acquire(until: plan.deadline)
        defer { slots.release() }
        for _ in 0...limits.redirects {
            let answer = try await answer(to: errand, plan)
            let location = answer.header("location")
            guard let next = try errand.following(status: answer.status, location: location) else {
                return response(of: answer, limit: plan.bodyLimit)
            }
            errand = next
        }
        throw CommandFailure(.failed, "more than \(limits.redirects) redirects")
    }

    private func response(of answer: RawAnswer, limit: Int) -> HTTPResponse {
        let body = bodyText(
            answer.body.readableBytesView, type: answer.header("content-type"), limit: limit,
            isCut: answer.isCut)
        let headers = Array(answer.headers.prefix(HTTPResponse.headerLimit))
        return HTTPResponse(status: answer.status, headers: headers, body: body)
    }
}

/// What holds for all steps of one request.
struct Plan: Sendable {
    let kind: AnswerKind
    let bodyLimit: Int
    let deadline: NIODeadline
    let connectTime: TimeAmount
    let eventLoop: any EventLoop

    init(_ request: HTTPRequest, as kind: AnswerKind, limits: OutboundLimits, on eventLoop: any EventLoop) {
        self.kind = kind
        self.eventLoop = eventLoop
        bodyLimit =
            switch kind {
            case .response: limits.bodyBytes
            case .document: limits.documentBytes
            }
        let time = min(max(request.timeout ?? limits.time, .zero), limits.longestTime)
        deadline = .now() + .milliseconds(time.milliseconds)
        let connectTime = min(max(request.connectTimeout ?? limits.connectTime, .zero), limits.longestTime)
        self.connectTime = .milliseconds(connectTime.milliseconds)
    }
}
