import FlowRuntime
import JSONRPC

@testable import RelayProtocol

/// Legs without a connection: commands, answers, events and time go in; what came out is read as lines.
///
/// Call 0 is `c-0`, and so on. A line is `0 → method parameters` for a request, `0: …` for what a flow is
/// told, `offer …` for a leg that became a call.
struct LegsLine {
    var legs = RelayLegs(limits: RelayLimits())
    var now = Timestamp(milliseconds: 0)
    private(set) var outputs: [RelayLegs.Output] = []
    private var tokens: [Int32] = []
    private var read = 0
    /// Call 0 is over.
    private(set) var hasEnded = false

    static func caller(_ call: Int = 0) -> CallInfo {
        CallInfo(id: CallID("c-\(call)"), from: "+15550100", to: "+15550199", nodeID: "n-1")
    }

    /// What came out since it was asked last, without notices.
    mutating func lines() -> [String] {
        defer { read = outputs.count }
        return outputs[read...].compactMap(\.line)
    }

    mutating func connect(
        _ groups: [[String]] = [["+15550101"]], _ call: Int = 0, as id: Int32 = 1,
        with change: (inout ConnectCommand) -> Void = { _ in }
    ) {
        var command = ConnectCommand(groups: groups.map { $0.map { ConnectDestination(to: $0) } })
        change(&command)
        legs.connect(
            command, as: CommandID(id), by: RelayCallNumber(call), Self.caller(call), at: now)
        drain()
    }

    /// A worker before this one has sent it for certain.
    mutating func resumeConnect(with change: (inout ConnectCommand) -> Void) {
        var command = ConnectCommand(groups: [[ConnectDestination(to: "+15550101")]])
        change(&command)
        let pending = CallResumption.Pending(CommandID(1), .connect(command), at: now, isSent: true)
        legs.resumeConnect(command, pending, by: RelayCallNumber(0), Self.caller().id, at: now)
        drain()
    }

    mutating func dial(
        _ destinations: [String], _ order: DialCommand.Order = .inTurn, _ call: Int = 0, as id: Int32 = 1,
        attempts: Int = 1, by caller: CallInfo? = nil
    ) {
        let command = DialCommand(
            to: destinations, order, timeout: .seconds(20), attempts: attempts,
            run: DialledRun(.section("desk")))
        legs.dial(
            command, as: CommandID(id), by: RelayCallNumber(call), caller ?? Self.caller(call), at: now)
        drain()
    }

    /// The platform answers the oldest request that has no answer yet, or a later one.
    mutating func accepts(_ place: Int = 0) { answer(place, .accepted(item("{}"))) }
    mutating func refuses(_ code: Int, _ message: String = "no", _ place: Int = 0) {
        answer(place, .refused(code: code, message: message))
    }
    mutating func loses(_ place: Int = 0) { answer(place, .lost("the connection was lost")) }

    private mutating func answer(_ place: Int, _ reply: RelayReply) {
        legs.answered(tokens.remove(at: place), of: RelayCallNumber(0), reply, at: now)
        drain()
    }

    /// A `calling.call.connect`.
    mutating func connect(event state: String, _ call: Int = 0, _ more: String = "") {
        let params =
            #"{"call_id":"c-\#(call)","connect_state":"\#(state)"\#(more.isEmpty ? "" : ",\(more)")}"#
        legs.received(connect: item(params), of: RelayCallNumber(call), at: now)
        drain()
    }

    /// A `calling.call.dial`.
    mutating func dial(event state: String, _ tag: String, leg: String? = nil, _ more: String = "") {
        let call = leg.map { #","call":{"call_id":"\#($0)","node_id":"n-2","dial_winner":"true"}"# } ?? ""
        let params = #"{"tag":"\#(tag)","dial_state":"\#(state)"\#(call)\#(more.isEmpty ? "" : ",\(more)")}"#
        legs.received(dial: item(params), at: now)
        drain()
    }

    /// A `calling.call.state` of a call that nobody has.
    mutating func state(_ state: String, of leg: String, tag: String? = nil, _ more: String = "") {
        let mark = tag.map { #","tag":"\#($0)""# } ?? ""
        let rest = more.isEmpty ? mark : "\(mark),\(more)"
        let params = #"{"call_id":"\#(leg)","node_id":"n-2","call_state":"\#(state)"\#(rest)}"#
        legs.received(state: item(params), at: now)
        drain()
    }

    mutating func wait(_ duration: Duration) {
        now = now.advanced(by: duration)
        legs.clock(at: now)
        drain()
    }

    mutating func end(_ call: Int = 0, _ id: String? = nil) {
        hasEnded = hasEnded || call == 0
        legs.callEnded(RelayCallNumber(call), CallID(id ?? "c-\(call)"), at: now)
        drain()
    }

    mutating func reconnect() {
        legs.reconnected(at: now)
        drain()
    }

    mutating func loseSession() {
        legs.sessionLost(at: now)
        drain()
    }

    /// All lines since the beginning.
    var all: [String] { outputs.compactMap(\.line) }

    /// Requests without an answer.
    var openRequests: Int { tokens.count }

    var isEmpty: Bool {
        legs.connects.isEmpty && legs.peers.isEmpty && legs.dials.isEmpty && legs.dialsOf.isEmpty
            && legs.attempts.isEmpty && legs.trees.isEmpty
    }

    private mutating func drain() {
        for output in legs.outbox {
            outputs.append(output)
            guard case .send(_, let request) = output else { continue }
            switch request.content {
            case .connect, .dial: tokens.append(request.token)
            case .disconnect, .end: break
            }
        }
        legs.outbox.removeAll()
    }
}

extension RelayLegs.Output {
    /// `nil` for a notice.
    var line: String? {
        switch self {
        case .deliver(let call, let event): return "\(call.value): \(event.line)"
        case .offer(let info):
            let by = info.dialled.map { "\($0.call)/\($0.command.number)" } ?? "nobody"
            return
                "offer \(info.id) \(info.from) → \(info.to) by \(by)\(info.isAnswered ? "" : " unanswered")"
        case .send(let call, let request):
            var params = JSONText()
            params.object { request.write(into: &$0) }
            return "\(call.value) → \(request.method) \(String(decoding: params.bytes, as: UTF8.self))"
        case .notice: return nil
        }
    }
}
