import FlowRuntime
import JSONRPC
import Testing

@testable import RelayProtocol

/// A machine and, of its server, as much as a transcript says. Pings are answered; nothing else is unless
/// the test does it.
struct Telephony {
    /// A request that the machine sent.
    struct Request {
        var id: [UInt8]
        var method: String
        /// Without the call's own `node_id` and `call_id`, as JSON.
        var params: String
        var call: String?
        var line: String { params == "{}" ? method : "\(method) \(params)" }
    }

    private(set) var machine: RelayMachine
    private(set) var now = Timestamp(milliseconds: 1_790_000_000_000)
    /// Requests that the test has not looked at.
    private var unread: [Request] = []
    fileprivate var unanswered: [Request] = []
    private(set) var offers: [CallInfo] = []
    private(set) var delivered: [RelayCallNumber: [TimedEvent]] = [:]
    private var toldUpTo: [RelayCallNumber: Int] = [:]
    /// Events that ended, with what they failed with.
    private(set) var ends: [RelayCallNumber: [BackendError?]] = [:]
    private(set) var notices: [RelayNotice] = []
    /// Where the commands of calls went.
    private(set) var nodes: [String] = []
    /// Of the newest request that had one.
    private(set) var lastTag = ""
    /// The control ids of all requests that had one.
    fileprivate var controls: [(method: String, id: String)] = []
    fileprivate var wantsSocket = false
    private(set) var isConnected = false

    init(limits: RelayLimits = RelayLimits(), resuming resumption: RelayResumption = .init()) {
        let configuration = RelayConfiguration(
            credentials: .token(project: Secret("proj-1"), token: Secret("tok-4711")), contexts: ["office"],
            limits: limits)
        machine = RelayMachine(configuration, seed: 7, resuming: resumption)
    }

    /// A connection, with a session's name; the same name again resumes the session.
    static func connected(
        limits: RelayLimits = RelayLimits(), resuming resumption: RelayResumption = .init()
    ) -> Telephony {
        var telephony = Telephony(limits: limits, resuming: resumption)
        telephony.handle(.start)
        telephony.letIn()
        return telephony
    }

    mutating func handle(_ input: RelayInput) {
        machine.handle(input, at: now)
        let effects = machine.effects
        machine.effects = []
        var isToClose = false
        for effect in effects {
            switch effect {
            case .open: wantsSocket = true
            case .send(let frame): sent(frame)
            case .offer(let number, let info):
                #expect(number.value == offers.count + firstNumber)
                offers.append(info)
            case .deliver(let number, let event): delivered[number, default: []].append(event)
            case .endEvents(let number, let error): ends[number, default: []].append(error)
            case .notice(let notice): notices.append(notice)
            case .close: isToClose = true
            case .stopped, .remember: break
            }
        }
        if isToClose { hangUpSocket() }
    }

    /// Calls that are resumed have the first numbers.
    var firstNumber = 0

    private mutating func sent(_ frame: [UInt8]) {
        guard case .request(let id?, let method, let params)? = try? RPCMessage(frame) else { return }
        var text = JSONText()
        text.object { text in
            for (name, value) in params.members where name != "node_id" && name != "call_id" {
                text.member(named: name, json: value.source)
            }
        }
        let request = Request(
            id: id.json, method: method, params: String(decoding: text.bytes, as: UTF8.self),
            call: params["call_id"]?.string)
        if let tag = params["tag"]?.string { lastTag = tag }
        if let id = params["control_id"]?.string { controls.append((method, id)) }
        if let node = params["node_id"]?.string { nodes.append(node) }
        unanswered.append(request)
        if method == "signalwire.ping" { return reply(to: method) }
        unread.append(request)
    }

    // MARK: The server

    /// Opens the socket that the machine wants, and answers its connect.
    mutating func letIn(session: String = "p-1") {
        #expect(wantsSocket)
        wantsSocket = false
        isConnected = true
        handle(.opened)
        reply(to: "signalwire.connect", #"{"protocol":"\#(session)","identity":"i"}"#)
        unread.removeAll { $0.method == "signalwire.connect" }
    }

    /// The socket is gone; what was under way on it is never answered.
    mutating func hangUpSocket() {
        unanswered = []
        wantsSocket = false
        isConnected = false
        handle(.closed("gone"))
    }

    mutating func reconnect(session: String = "p-1") {
        let limit = 100
        for _ in 0..<limit where !wantsSocket { advance(by: .seconds(1)) }
        letIn(session: session)
    }

    /// Answers the oldest request of a method that has no answer.
    mutating func reply(
        to method: String, _ result: String = #"{"code":"200","message":"OK"}"#,
        _ location: SourceLocation = #_sourceLocation
    ) {
        guard let place = unanswered.firstIndex(where: { $0.method == method }) else {
            Issue.record("no \(method) waits for an answer", sourceLocation: location)
            return
        }
        let id = String(decoding: unanswered.remove(at: place).id, as: UTF8.self)
        frame(#"{"jsonrpc":"2.0","id":\#(id),"result":\#(result)}"#)
    }

    mutating func refuse(
        _ method: String, _ code: Int, _ location: SourceLocation = #_sourceLocation
    ) {
        reply(to: method, #"{"code":"\#(code)","message":"No"}"#, location)
    }

    mutating func frame(_ text: String) { handle(.frame(Array(text.utf8))) }

    /// An event; `params` are the members of its inner parameters.
    mutating func event(_ type: String, _ params: String) {
        frame(
            #"{"jsonrpc":"2.0","id":"ev","method":"signalwire.event","params":"#
                + #"{"event_type":"\#(type)","params":{\#(params)}}}"#)
    }

    /// A phone call comes in; the number it is known by.
    @discardableResult
    mutating func ring(_ id: String = "c-1", _ more: String = "") -> RelayCallNumber {
        event(
            "calling.call.receive",
            #""call_id":"\#(id)","node_id":"n-1","context":"office","device":{"type":"phone","params":"#
                + #"{"from_number":"+15550100","to_number":"+15550199"}}\#(more)"#)
        return RelayCallNumber(offers.count + firstNumber - 1)
    }

    /// A call that is up; its answer was command 1.
    mutating func answeredCall(_ id: String = "c-1") -> RelayCallNumber {
        let call = ring(id)
        perform(.answer(AnswerCommand()), 1, on: call)
        reply(to: "calling.answer")
        state("answered", of: id)
        _ = takeSent()
        _ = told(call)
        return call
    }

    mutating func state(_ state: String, of id: String = "c-1", _ more: String = "") {
        event(
            "calling.call.state", #""call_id":"\#(id)","node_id":"n-1","call_state":"\#(state)"\#(more)"#)
    }

    // MARK: The shell

    mutating func perform(_ command: CallCommand, _ id: Int32, on call: RelayCallNumber) {
        handle(.perform(call, CommandID(id), command))
    }

    /// Time passes, and every deadline in it.
    mutating func advance(by duration: Duration) {
        let end = now.advanced(by: duration)
        var rounds = 0
        while let next = machine.nextDeadline, next <= end, rounds < 100_000 {
            now = max(now, next)
            rounds += 1
            handle(.clock)
        }
        #expect(rounds < 100_000, "time stands still")
        now = end
    }

    /// Requests since the last look.
    mutating func takeRequests() -> [Request] {
        defer { unread = [] }
        return unread
    }
    mutating func takeSent() -> [String] { takeRequests().map(\.line) }

    /// What a call was told since the last look.
    mutating func told(_ call: RelayCallNumber) -> [CallEvent] {
        let all = delivered[call] ?? []
        defer { toldUpTo[call] = all.count }
        return all.dropFirst(toldUpTo[call] ?? 0).map(\.event)
    }

    /// The control id of the newest request of that method which has one.
    func controlID(of method: String) -> String { controls.last { $0.method == method }?.id ?? "" }
    var lastControl: String { controls.last?.id ?? "" }

    /// An event of an operation.
    mutating func operation(_ type: String, _ control: String, _ more: String, of call: String = "c-1") {
        event("calling.call.\(type)", #""call_id":"\#(call)","control_id":"\#(control)",\#(more)"#)
    }
}

extension CallEvent {
    static func done(_ id: Int32) -> CallEvent { .finished(CommandID(id), .done) }
    static func result(_ id: Int32, _ result: CommandResult) -> CallEvent { .finished(CommandID(id), result) }
    /// The code of a failed command, whatever it says beyond.
    var failure: CommandFailure.Code? {
        if case .finished(_, .failed(let failure)) = self { failure.code } else { nil }
    }
}

// For runs that choose at random.
extension Telephony {
    mutating func replyToAny(_ random: inout some RandomNumberGenerator) {
        guard let method = unanswered.randomElement(using: &random)?.method else { return }
        let results = [
            #"{"code":"200","message":"OK"}"#, #"{"code":"200","url":"u","conference_id":"cf"}"#, "{}",
            #"{"code":"500","message":"No"}"#, #"{"code":"404","message":"No"}"#,
        ]
        let weights = [0, 0, 0, 1, 1, 2, 3, 4]
        reply(to: method, results[weights.randomElement(using: &random) ?? 0])
    }

    func anyControl(_ random: inout some RandomNumberGenerator) -> String {
        controls.suffix(8).randomElement(using: &random)?.id ?? ""
    }

    mutating func reconnectIfNeeded() {
        if wantsSocket { letIn() }
    }
}
