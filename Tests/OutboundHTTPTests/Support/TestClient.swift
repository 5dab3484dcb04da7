import FlowRuntime
import NIOCore
import NIOPosix
import NIOSSL
import Testing

@testable import OutboundHTTP

/// A client whose names are a test's.
struct TestClient {
    /// By default 127.0.0.1 stands for the open Internet.
    var allowed = ["127.0.0.1"]
    var limits = OutboundLimits.patient
    var tls = TestOnlyCertificate.trustingNobody
    /// Names of the test's world. What is not here does not exist.
    var resolver = HostResolver { name, _, eventLoop in
        let isKnown = ["web.test", "other.test"].contains(name)
        return eventLoop.makeSucceededFuture(isKnown ? [IPAddress(v4: 0x7F00_0001)] : [])
    }

    func result(of request: HTTPRequest, as kind: AnswerKind = .response) async throws -> CommandResult {
        let policy = AddressPolicy(allowing: try allowed.map { try #require(AllowedHost($0)) })
        let web = try WebClient(
            policy, on: MultiThreadedEventLoopGroup.singleton, limits: limits, resolver: resolver, tls: tls)
        return await web.result(of: request, as: kind)
    }

    func result(of url: String, as kind: AnswerKind = .response) async throws -> CommandResult {
        try await result(of: HTTPRequest(method: "GET", url: url), as: kind)
    }
}

extension OutboundLimits {
    /// For tests that are not about time: a busy machine may take long.
    static var patient: OutboundLimits {
        var limits = OutboundLimits()
        (limits.time, limits.connectTime) = (limits.longestTime, limits.longestTime)
        return limits
    }
}

extension CommandResult {
    /// As in `200 body` or `refused: why`.
    var summary: String {
        switch self {
        case .response(let response): "\(response.status) \(response.body)"
        case .failed(let failure): "\(failure.code.rawValue): \(failure.detail)"
        default: "\(self)"
        }
    }
}
