import FlowRuntime
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

extension WebClient {
    /// Sends one request to the first address of its host that takes a connection. Once it may have been
    /// sent, it is not sent again.
    func answer(to errand: Errand, _ plan: Plan) async throws(CommandFailure) -> RawAnswer {
        let addresses = try await addresses(of: errand.url, plan)
        let started = NIODeadline.now()
        for (index, address) in addresses.enumerated() {
            // What is left is shared by those that are left: a dead address must not use up all of it.
            let left = min(plan.deadline, started + plan.connectTime) - .now()
            guard left > .zero else { throw .late(errand.url) }
            let share = TimeAmount.nanoseconds(left.nanoseconds / Int64(addresses.count - index))
            do {
                return try await exchange(errand, with: address, connecting: share, plan).get()
            } catch let failure as NotConnected {
                guard index == addresses.count - 1 else { continue }
                throw failure.isLate ? .late(errand.url) : .nobody(errand.url)
            } catch {
                var failure = HTTPExchange.failure(of: error)
                failure.detail += " (\(errand.url.hostText))"
                throw failure
            }
        }
        throw .nobody(errand.url)
    }

    /// The addresses of a host that the policy allows; refused when there are others only.
    private func addresses(of url: WebURL, _ plan: Plan) async throws(CommandFailure) -> [SocketAddress] {
        let found = try await found(url, plan)
        var refusal: (IPAddress, String)?
        var allowed: [SocketAddress] = []
        for address in found {
            if let kind = policy.refusal(of: address, for: url.host, port: url.port) {
                refusal = (address, kind)
            } else if let address = try? SocketAddress(ipAddress: address.description, port: url.port) {
                allowed.append(address)
            }
        }
        if allowed.isEmpty, let (address, kind) = refusal {
            throw CommandFailure(
                .refused, "\(url.hostText) is \(address), which is \(kind); the project must allow it")
        }
        guard !allowed.isEmpty else {
            throw CommandFailure(.unreachable, "\(url.hostText) is not known")
        }
        return Array(allowed.prefix(limits.addresses))
    }

    private func found(_ url: WebURL, _ plan: Plan) async throws(CommandFailure) -> [IPAddress] {
        switch url.host {
        case .address(let address): return [address]
        case .name(let name):
            let first = plan.eventLoop.makePromise(of: [IPAddress]?.self)
            let clock = plan.eventLoop.scheduleTask(deadline: plan.deadline) { first.succeed(nil) }
            resolver.lookUp(name, plan.deadline, plan.eventLoop).whenComplete { result in
                clock.cancel()
                first.succeed((try? result.get()) ?? [])
            }
            guard let found = try? await first.futureResult.get() else { throw .late(url) }
            return found
        }
    }

    private func exchange(
        _ errand: Errand, with address: SocketAddress, connecting time: TimeAmount, _ plan: Plan
    ) -> EventLoopFuture<RawAnswer> {
        let answer = plan.eventLoop.makePromise(of: RawAnswer.self)
        ClientBootstrap(group: plan.eventLoop)
            .connectTimeout(time)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let exchange = HTTPExchange(
                        errand, as: plan.kind, limit: plan.bodyLimit, until: plan.deadline, answer: answer)
                    try self.add(exchange, for: errand.url, limit: plan.bodyLimit, to: channel)
                }
            }
            .connect(to: address)
            .whenFailure { error in
                if case ChannelError.connectTimeout = error {
                    answer.fail(NotConnected(isLate: true))
                } else {
                    answer.fail(NotConnected(isLate: false))
                }
            }
        return answer.futureResult
    }

    private func add(
        _ exchange: HTTPExchange, for url: WebURL, limit: Int, to channel: any Channel
    ) throws {
        let pipeline = channel.pipeline.syncOperations
        switch (url.scheme, url.host) {
        case (.http, _): break
        // Without a name the certificate is compared with the address. With one, too: NIOSSL takes a
        // certificate for the name or for the address that was connected to.
        case (.https, .address):
            try pipeline.addHandler(NIOSSLClientHandler(context: trust, serverHostname: nil))
        case (.https, .name(let name)):
            try pipeline.addHandler(NIOSSLClientHandler(context: trust, serverHostname: name))
        }
        // Small chunks come with as much round them.
        try pipeline.addHandler(ByteMeter(limit: limits.headerBytes + 4 * limit))
        var decoding = NIOHTTPDecoderLimitConfiguration()
        decoding.maxHeaderListSize = limits.headerBytes
        decoding.maxHeaderFieldSize = limits.headerBytes
        try pipeline.addHTTPClientHandlers(decoderLimitConfiguration: decoding)
        try pipeline.addHandler(exchange)
    }
}

/// No connection came to be, so nothing was sent.
private struct NotConnected: Error {
    let isLate: Bool
}

extension CommandFailure {
    fileprivate static func late(_ url: WebURL) -> CommandFailure {
        CommandFailure(.timedOut, "no connection to \(url.hostText) in time")
    }
    fileprivate static func nobody(_ url: WebURL) -> CommandFailure {
        CommandFailure(.unreachable, "\(url.hostText) takes no connection")
    }
}
