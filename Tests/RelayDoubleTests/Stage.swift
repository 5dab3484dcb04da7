import FlowRuntime
import JSONRPC
import RelayDouble

/// An exchange with clients of a few lines: what they say goes in, time passes when the test says so, and
/// what they are told is written down.
struct Stage {
    var exchange: RelayExchange
    private(set) var now: Int64 = 0
    private var lastID = 0
    /// What was sent to each socket and has not been looked at.
    private var inbox: [Int: [[UInt8]]] = [:]
    private(set) var closed: [Int] = []
    private(set) var unread: [Int] = []

    init(_ configure: (inout RelayDoubleConfiguration) -> Void = { _ in }) {
        var configuration = RelayDoubleConfiguration()
        configure(&configuration)
        exchange = RelayExchange(configuration, at: Timestamp(milliseconds: 0))
    }

    /// Opens a socket and authenticates; the socket's number.
    mutating func connect(_ contexts: [String] = ["default"], more: String = "") -> Int {
        let socket = exchange.opened()
        let list = contexts.map { "\"\($0)\"" }.joined(separator: ",")
        let wanted = contexts.isEmpty ? "" : ",\"contexts\":[\(list)]"
        request("signalwire.connect", Self.connect + wanted + more, on: socket)
        return socket
    }

    static let connect = """
        "version":{"major":2,"minor":0,"revision":0},"agent":"tests/1.0","event_acks":true,\
        "authentication":{"project":"project","token":"token"}
        """

    /// The inside of the parameters of a command on a call, with more.
    static func on(_ call: Int, _ more: String = "") -> String {
        "\"node_id\":\"node-1@relay-double\",\"call_id\":\"call-\(call)\"" + (more.isEmpty ? "" : "," + more)
    }

    /// Sends a request, given the inside of its parameters; the answer to it, if it came.
    @discardableResult
    mutating func request(_ method: String, _ params: String = "", on socket: Int = 1) -> Answer? {
        lastID += 1
        let id = "rq-\(lastID)"
        let frame = "{\"jsonrpc\":\"2.0\",\"id\":\"\(id)\",\"method\":\"\(method)\",\"params\":{\(params)}}"
        send(frame, on: socket)
        return inbox[socket]?.lazy.compactMap { Answer($0, to: id) }.first
    }

    mutating func send(_ text: String, on socket: Int = 1) {
        exchange.received(Array(text.utf8), on: socket)
        collect()
    }

    /// Lets that much time pass.
    mutating func pass(_ milliseconds: Int64) {
        let end = now + milliseconds
        while let due = exchange.nextDue, due.milliseconds <= end { advance(to: due.milliseconds) }
        advance(to: end)
    }

    /// Lets everything happen that anybody waits for.
    mutating func run() {
        while let due = exchange.nextDue { advance(to: due.milliseconds) }
    }

    private mutating func advance(to instant: Int64) {
        now = max(now, instant)
        exchange.advance(to: Timestamp(milliseconds: now), patient: Timestamp(milliseconds: now))
        collect()
    }

    /// Takes what the exchange wants done.
    mutating func collect() {
        for effect in exchange.effects {
            switch effect {
            case .send(let socket, let bytes): inbox[socket, default: []].append(bytes)
            case .close(let socket): closed.append(socket)
            case .stopReading(let socket): unread.append(socket)
            }
        }
        exchange.effects = []
    }

    /// Somebody calls and is answered; the call's number.
    mutating func talk(to caller: RelayCaller = RelayCaller(), on socket: Int = 1) -> Int {
        let call = exchange.place(caller)
        collect()
        request("calling.answer", Self.on(call), on: socket)
        return call
    }

    /// The texts that reached a socket, in order; looked at once.
    mutating func received(by socket: Int = 1) -> [String] {
        let frames = inbox[socket] ?? []
        inbox[socket] = []
        return frames.map { String(decoding: $0, as: UTF8.self) }
    }

    /// The events that reached a socket, in order, each as its type and what tells it apart; looked at once.
    mutating func events(on socket: Int = 1) -> [String] {
        let frames = inbox[socket] ?? []
        inbox[socket] = []
        return frames.compactMap(Self.sketch)
    }

    private static func sketch(_ frame: [UInt8]) -> String? {
        guard let outer = (try? JSONDocument(frame))?.root["params"],
            let type = outer["event_type"]?.string, let params = outer["params"]
        else { return nil }
        guard type != "signalwire.authorization.state" else { return nil }
        let telling = [
            params["call_state"], params["state"], params["connect_state"], params["dial_state"],
            params["status"], params["message_state"], params["result"]?["type"],
            params["detect"]?["params"]?["event"],
        ]
        let words = telling.compactMap { $0?.string }
        let name = type.split(separator: ".").last.map(String.init) ?? type
        return ([name] + words).joined(separator: " ")
    }

    var violations: [String] { exchange.journal.violations.map(\.message) }
}

/// An answer to a request.
struct Answer {
    let frame: JSONItem

    init?(_ bytes: [UInt8], to id: String) {
        guard let frame = (try? JSONDocument(bytes))?.root, frame["id"]?.string == id,
            frame["method"] == nil
        else { return nil }
        self.frame = frame
    }

    /// Of a result, `""` when it has none.
    var code: String? { frame["result"].map { $0["code"]?.string ?? "" } }
    var error: Int? { frame["error"]?["code"]?.int }
    subscript(_ name: StaticString) -> String? { frame["result"]?[name]?.string }
}
