import FlowModel
import FlowRuntime
import JSONRPC

@testable import RelayProtocol

/// Conferences without a connection: commands, answers, events and time go in; what came out is read as
/// lines.
///
/// Call 0 is `c-0`, and so on. A line is `0 → method parameters` for a request, `0: …` for what a flow
/// is told.
struct ConferenceLine {
    var conferences = RelayConferences(limits: RelayLimits())
    var now = Timestamp(milliseconds: 0)
    /// Everything so far.
    private(set) var outputs: [RelayConferences.Output] = []
    private var tokens: [Int: Int32] = [:]
    private var read = 0

    /// What came out since it was asked last, without notices.
    mutating func lines() -> [String] {
        defer { read = outputs.count }
        return outputs[read...].compactMap(\.line)
    }

    /// Calls of which a warning says that something is believed of them, in order.
    var believed: [CallID?] {
        outputs.compactMap { output in
            guard case .notice(let notice) = output, notice.kind == .believed, notice.level == .warning
            else { return nil }
            return .some(notice.call)
        }
    }

    mutating func join(
        _ name: String = "night-desk", _ call: Int = 0, as id: Int32 = 1,
        with change: (inout JoinConferenceCommand) -> Void = { _ in }
    ) {
        var command = JoinConferenceCommand(name: name)
        change(&command)
        conferences.join(
            command, as: CommandID(id), by: RelayCallNumber(call), CallID("c-\(call)"), at: now)
        drain()
    }

    mutating func leave(_ conference: String = "cf-1", _ call: Int = 0, as id: Int32 = 9) {
        conferences.leave(conference, as: CommandID(id), by: RelayCallNumber(call), at: now)
        drain()
    }

    /// The platform answers the last request of a call with a result.
    mutating func accepts(_ call: Int = 0, _ result: String = #"{"code":"200"}"#) {
        answer(call, RelayReply(item(result)))
    }
    mutating func refuses(_ call: Int = 0, _ code: Int, _ message: String = "no") {
        answer(call, .refused(code: code, message: message))
    }
    mutating func loses(_ call: Int = 0) { answer(call, .lost("the connection was lost")) }

    private mutating func answer(_ call: Int, _ reply: RelayReply) {
        conferences.answered(tokens[call] ?? 0, of: RelayCallNumber(call), reply, at: now)
        drain()
    }

    /// An event of a call of ours, of a stranger (`who`), or of nobody.
    mutating func event(
        _ status: String, _ call: Int? = nil, who: String? = nil, in conference: String = "cf-1",
        name: String = "night-desk", size: Int? = nil, with more: String = ""
    ) {
        var params = #"{"conference_id":"\#(conference)","name":"\#(name)","status":"\#(status)""#
        if let id = call.map({ "c-\($0)" }) ?? who { params += #","call_id":"\#(id)""# }
        if let size { params += #","size":\#(size)"# }
        params += more.isEmpty ? "}" : ",\(more)}"
        raw(params, call)
    }

    /// Any event at all.
    mutating func raw(_ params: String, _ call: Int? = nil) {
        conferences.received(item(params), member: call.map { RelayCallNumber($0) }, at: now)
        drain()
    }

    mutating func wait(_ duration: Duration) {
        now = now.advanced(by: duration)
        conferences.clock(at: now)
        drain()
    }

    mutating func end(_ call: Int = 0) {
        conferences.callEnded(RelayCallNumber(call), at: now)
        drain()
    }

    mutating func reconnect() {
        conferences.reconnected(at: now)
        drain()
    }

    mutating func change(_ body: (inout RelayConferences) -> Void) {
        body(&conferences)
        drain()
    }

    /// A call that is in, the first or a further one; its lines are taken as read.
    mutating func enter(
        _ call: Int = 0, size: Int = 1, in conference: String = "cf-1",
        with change: (inout JoinConferenceCommand) -> Void = { _ in }
    ) {
        join("night-desk", call, with: change)
        accepts(call)
        event("participant-join", call, in: conference, size: size)
        _ = lines()
    }

    private mutating func drain() {
        for output in conferences.outbox {
            outputs.append(output)
            if case .send(let call, let request) = output { tokens[call.value] = request.token }
        }
        conferences.outbox.removeAll()
    }
}

/// A document of a test; what is not JSON is a mistake of the test.
func item(_ json: String) -> JSONItem {
    do {
        return try JSONDocument(Array(json.utf8)).root
    } catch {
        preconditionFailure("\(json): \(error)")
    }
}

extension RelayConferences.Output {
    /// `nil` for a notice.
    var line: String? {
        switch self {
        case .deliver(let call, let event): return "\(call.value): \(event.line)"
        case .send(let call, let request):
            var params = JSONText()
            params.object { request.write(into: &$0) }
            return "\(call.value) → \(request.method) \(String(decoding: params.bytes, as: UTF8.self))"
        case .notice: return nil
        }
    }
}

extension CallEvent {
    var line: String {
        switch self {
        case .started: "started"
        case .ended(let ending): "ended \(ending.reason)"
        case .finished(let id, .done): "\(id.number) done"
        case .finished(let id, .failed(let failure)): "\(id.number) failed \(failure.code)"
        case .finished(let id, .bridged(let bridge)):
            "\(id.number) bridged \(bridge.peer) \(bridge.duration.milliseconds)"
        case .finished(let id, .dialled(let dialled)): "\(id.number) dialled \(dialled.call) \(dialled.to)"
        case .finished(let id, let result): "\(id.number) \(result)"
        case .conference(let change): change.line
        }
    }
}

extension ConferenceChange {
    fileprivate var line: String {
        let what =
            switch kind {
            case .joined(let waiting): waiting ? "waits in" : "joined"
            case .started: "started"
            case .changed: "changed"
            case .left(let outcome, _, let by): "left[\(outcome.rawValue)\(by.map { " by \($0)" } ?? "")]"
            }
        return "\(what) \(id) size \(size)\(isRecording ? " recording" : "")"
    }
}
