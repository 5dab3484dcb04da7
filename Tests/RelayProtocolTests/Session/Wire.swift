import FlowRuntime
import JSONRPC

@testable import RelayProtocol

/// A session without a network: the test is the server, and the clock.
struct Wire {
    var session: RelaySession
    private(set) var now = Timestamp(milliseconds: 1_000_000)
    private var effects: [RelayEffect] = []
    private var looked = 0
    /// Requests that the server has not answered.
    private var unanswered: [(method: String, id: RPCID)] = []
    private(set) var notices: [RelayNotice] = []

    static let credentials = RelayConfiguration.Credentials.token(
        project: Secret("proj-4711"), token: Secret("tok/s3cret"))

    init(
        seed: UInt64 = 1, protocolName: String = "",
        credentials: RelayConfiguration.Credentials = credentials,
        contexts: [String] = ["office"], hostSource: RelayHostSource = .standard,
        _ change: (inout RelayLimits) -> Void = { _ in }
    ) {
        var configuration = RelayConfiguration(credentials: credentials, contexts: contexts)
        configuration.hostSource = hostSource
        change(&configuration.limits)
        session = RelaySession(configuration, seed: seed, protocolName: protocolName)
    }

    /// One that is connected, and of whose beginning nothing is left to be seen.
    static func connected(
        protocolName: String = "p-1", _ change: (inout RelayLimits) -> Void = { _ in }
    ) -> Wire {
        var wire = Wire(change)
        wire.connect(#"{"protocol":"\#(protocolName)"}"#)
        wire.clear()
        return wire
    }
}

// What the shell and the server do.
extension Wire {
    mutating func start() { session.start(at: now, into: &effects) }
    mutating func opened() { session.opened(at: now, into: &effects) }
    mutating func closed(_ reason: String = "reset by peer", because cause: OutageCause = .other) {
        keepSent()
        unanswered = []
        session.closed(reason, because: cause, at: now, into: &effects)
    }
    mutating func shutDown() { session.shutDown(at: now, into: &effects) }
    mutating func receive(_ frame: String) { receive(bytes: Array(frame.utf8)) }
    mutating func receive(bytes: [UInt8]) { session.received(bytes, at: now, into: &effects) }

    /// Everything up to being let in.
    mutating func connect(_ result: String = #"{"protocol":"p-1"}"#) {
        start()
        opened()
        answer("signalwire.connect", result)
    }

    /// Loses the connection, waits and is let in again.
    mutating func reconnect(_ result: String = #"{"protocol":"p-1"}"#) {
        closed()
        pass(.seconds(1))
        opened()
        answer("signalwire.connect", result)
    }

    mutating func event(_ type: String, _ params: String = "{}", id: String = "ev-1") {
        receive(
            #"{"jsonrpc":"2.0","id":"\#(id)","method":"signalwire.event","params":"#
                + #"{"event_type":"\#(type)","params":\#(params)}}"#)
    }

    /// Answers the oldest request of this method.
    mutating func answer(_ method: String, _ result: String = #"{"code":"200"}"#) {
        reply(to: method, #""result":\#(result)"#)
    }

    mutating func refuse(_ method: String, code: Int, _ message: String = "no") {
        reply(to: method, #""error":{"code":\#(code),"message":"\#(message)"}"#)
    }

    mutating func reply(to method: String, _ body: String) {
        keepSent()
        guard let place = unanswered.firstIndex(where: { $0.method == method }) else {
            return receive("no request \(method)")
        }
        let id = String(decoding: unanswered.remove(at: place).id.json, as: UTF8.self)
        receive(#"{"jsonrpc":"2.0","id":\#(id),\#(body)}"#)
    }

    /// Lets time pass, and the clock ring whenever the session wants it to.
    mutating func pass(_ duration: Duration) {
        let end = now.advanced(by: duration)
        while let next = session.nextDeadline, next <= end {
            now = max(now, next)
            session.clock(at: now, into: &effects)
        }
        now = end
    }

    /// Lets time pass until the next attempt to connect, if the session waits for one.
    mutating func passToOpening() {
        if case .waiting(let until) = session.phase {
            pass(.milliseconds(until.milliseconds(since: now)))
        }
    }

    /// A clock that rings although nothing is due.
    mutating func ringInVain() { session.clock(at: now, into: &effects) }
}

// What a call asks.
extension Wire {
    mutating func request(
        _ method: StaticString, token: Int32 = 0, _ repeatability: Repeatability = .never
    ) {
        let purpose = RelayPurpose.call(RelayCallNumber(1), token: token)
        session.request(method, for: purpose, repeatability, at: now, into: &effects) { params in
            params.member("n", Int(token))
        }
    }

    mutating func receiveContexts(_ names: String...) { session.receive(names, at: now, into: &effects) }
    mutating func unreceiveContexts(_ names: String...) { session.unreceive(names, at: now, into: &effects) }
    mutating func unsubscribe() { session.unsubscribe(at: now, into: &effects) }
}

// What came of it, as lines: taking them empties the list.
extension Wire {
    /// Notes the requests among the effects that were not looked at yet.
    private mutating func keepSent() {
        for case .send(let frame) in effects[looked...] {
            if case .request(let id?, let method, _) = try? RPCMessage(frame) {
                unanswered.append((method, id))
            }
        }
        looked = effects.count
    }

    mutating func clear() {
        _ = lines()
        _ = takeNews()
        notices = []
    }

    /// Effects without notices: `open`, `send METHOD PARAMS`, `send ID RESULT`, `close`, `remember NAME`.
    mutating func lines() -> [String] {
        keepSent()
        let lines = effects.compactMap { effect -> String? in
            switch effect {
            case .open: "open"
            case .send(let frame): "send \(Self.line(frame))"
            case .close: "close"
            case .remember(let name): "remember \(name)"
            case .notice: nil
            case .offer, .deliver, .endEvents, .stopped: "of the calls"
            }
        }
        for case .notice(let notice) in effects { notices.append(notice) }
        effects = []
        looked = 0
        return lines
    }

    private static func line(_ frame: [UInt8]) -> String {
        func text(_ bytes: some Collection<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
        switch try? RPCMessage(frame) {
        case .request(_, let method, let params): return "\(method) \(text(params.source))"
        case .result(let id, let result): return "\(text(id.json)) \(text(result.source))"
        case .error, .ignored, nil: return "not ours: \(text(frame))"
        }
    }

    /// The kinds of the notices since they were last taken.
    mutating func takeNotices() -> [RelayNotice.Kind] {
        _ = lines()
        defer { notices = [] }
        return notices.map(\.kind)
    }

    mutating func takeNews() -> [String] {
        var lines: [String] = []
        while let news = session.takeNews() { lines.append(Self.line(news)) }
        return lines
    }

    private static func line(_ news: RelayNews) -> String {
        switch news {
        case .event(let event): "event \(event.type) \(String(decoding: event.params.source, as: UTF8.self))"
        case .answered(.call(_, let token), let reply): "\(token) \(line(reply))"
        case .answered(let purpose, let reply): "\(purpose) \(line(reply))"
        case .ready(let isResumed): isResumed ? "ready, resumed" : "ready"
        case .disconnected: "disconnected"
        case .stopped(let error): error.map { "stopped: \($0.code) \($0.detail)" } ?? "stopped"
        }
    }

    private static func line(_ reply: RelayReply) -> String {
        switch reply {
        case .accepted(let result): "accepted \(String(decoding: result.source, as: UTF8.self))"
        case .refused(let code, let message): "refused \(code) \(message)"
        case .lost(let reason): "lost \(reason)"
        }
    }
}
