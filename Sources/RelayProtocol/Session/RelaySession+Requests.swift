import FlowRuntime
import JSONRPC

// Asking (relay-protocol.md §1.9).
extension RelaySession {
    /// Sends a request, or keeps it until it can be sent. It is answered by exactly one
    /// `RelayNews.answered` with its purpose, in bounded time.
    mutating func request(
        _ method: StaticString, for purpose: RelayPurpose, _ repeatability: Repeatability, at now: Timestamp,
        into effects: inout [RelayEffect], params: (inout JSONText) -> Void
    ) {
        switch phase {
        case .idle: return answer(purpose, .refused(code: -1, message: "Not connected"))
        case .stopped: return answer(purpose, .refused(code: -1, message: "Connection closed"))
        case .ready, .opening, .authenticating, .draining, .closing, .waiting: break
        }
        let isReady = phase == .ready
        guard isReady || ledger.queuedCount < configuration.limits.queuedRequests else {
            effects.notice(.warning, .queueFull, "too many requests wait for the connection")
            return answer(purpose, .refused(code: -1, message: Self.queueFull))
        }
        let number = numbers.next()
        let frame = RPCFrame.request(id: numbers.id(number), method: method, params: params)
        ledger.add(number, method, for: purpose, repeatability, frame: frame, isInFlight: isReady, at: now)
        if isReady { effects.append(.send(frame)) }
    }

    /// The SDKs' text (§1.9).
    private static let queueFull = "Execute queue full — too many requests while disconnected"

    /// An answer has come for a request.
    mutating func settled(
        _ entry: RequestLedger.Entry, _ reply: RelayReply, at now: Timestamp,
        into effects: inout [RelayEffect]
    ) {
        switch entry.purpose {
        case .connect: connectAnswered(reply, at: now, into: &effects)
        case .ping: pingAnswered(reply, at: now, into: &effects)
        case .receive, .unreceive:
            guard let problem = reply.problem else { return }
            effects.notice(.warning, .requestRefused, "\(entry.method): \(masked(problem))")
        case .call, .aside: answer(entry.purpose, fitForTelling(reply))
        }
    }

    /// What the server says of a refusal ends in flows, journals and logs.
    private func fitForTelling(_ reply: RelayReply) -> RelayReply {
        guard case .refused(let code, let message) = reply else { return reply }
        return .refused(code: code, message: masked(message))
    }

    /// No answer will come any more, for this reason.
    mutating func release(_ entry: RequestLedger.Entry, _ reason: String) {
        answer(entry.purpose, entry.wasSent ? .lost(reason) : .refused(code: -1, message: reason))
    }

    private mutating func answer(_ purpose: RelayPurpose, _ reply: RelayReply) {
        switch purpose {
        case .call, .aside: news.append(.answered(purpose, reply))
        case .connect, .ping, .receive, .unreceive: break
        }
    }

    /// A request without an answer means that the other end may be gone: the socket is closed, so that a new
    /// one is opened (§1.8). One that was never on this socket proves nothing.
    mutating func expireRequests(at now: Timestamp, into effects: inout [RelayEffect]) {
        var unanswered: StaticString?
        while let entry = ledger.popExpired(at: now) {
            release(entry, "Request timeout for \(entry.method)")
            effects.notice(.warning, .requestTimedOut, "no answer to \(entry.method) in time")
            if entry.purpose == .ping { effects.notice(.warning, .pingMissed, "the server is silent") }
            if entry.isInFlight { unanswered = unanswered ?? entry.method }
        }
        guard let unanswered else { return }
        switch phase {
        case .authenticating, .ready, .draining: close("no answer to \(unanswered)", into: &effects)
        case .idle, .opening, .closing, .waiting, .stopped: break
        }
    }
}

// Which inbound calls we want (relay-protocol.md §1.5, §9 row 10).
extension RelaySession {
    /// Calls of these contexts as well, now and in every later connect.
    mutating func receive(_ names: [String], at now: Timestamp, into effects: inout [RelayEffect]) {
        var added: [String] = []
        for name in names where !contexts.contains(name) {
            contexts.append(name)
            added.append(name)
        }
        tell("signalwire.receive", for: .receive, added, at: now, into: &effects)
    }

    /// No more calls of these contexts, now and in every later connect.
    mutating func unreceive(_ names: [String], at now: Timestamp, into effects: inout [RelayEffect]) {
        let removed = contexts.filter(names.contains)
        contexts.removeAll(where: names.contains)
        tell("signalwire.unreceive", for: .unreceive, removed, at: now, into: &effects)
    }

    /// Calls come no more: the contexts are given up now and in every later connect.
    mutating func unsubscribe(at now: Timestamp, into effects: inout [RelayEffect]) {
        unreceive(contexts, at: now, into: &effects)
    }

    /// Tells a server that has the old list; later ones get the new list when we connect.
    private mutating func tell(
        _ method: StaticString, for purpose: RelayPurpose, _ names: [String], at now: Timestamp,
        into effects: inout [RelayEffect]
    ) {
        guard !names.isEmpty else { return }
        switch phase {
        case .authenticating, .ready:
            request(method, for: purpose, .never, at: now, into: &effects) { params in
                params.array("contexts") { list in names.forEach { list.element($0) } }
            }
        case .idle, .opening, .draining, .closing, .waiting, .stopped: break
        }
    }
}
