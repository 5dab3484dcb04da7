import FlowRuntime
import RelayDouble
import RelayProtocol

/// A standard call with one fault, and what is wrong with how it went.
struct FaultRun {
    let call: StandardCall
    let fault: RelayFault?
    private(set) var line: VirtualLine
    private(set) var problems: [String] = []

    /// Longer than any wait of a worker: a sound that nobody tells the end of, and its stop.
    static let longest = Duration.seconds(240)

    init(_ call: StandardCall, _ double: RelayDoubleConfiguration, _ fault: RelayFault?) throws {
        self.call = call
        self.fault = fault
        let flow = try call.flow()
        line = VirtualLine(flow, double: double)
        line.atDouble { exchange in
            if let fault { exchange.arm(fault) }
            _ = exchange.place(call.caller)
        }
        let moves = line.run(for: Self.longest) { line in
            line.exchange.liveCalls == 0 && line.worker?.calls.values.allSatisfy { $0.end != nil } ?? true
        }
        if !moves { problems.append("time stands still") }
        // Whoever was never asked anything has had enough by now.
        line.atDouble { _ = $0.perform(.hangUp, on: 1) }
        line.run(for: .seconds(30))
        judgeWire()
        guard let served = line.worker?.calls[RelayCallNumber(0)] else {
            judgeCallNeverOffered()
            return
        }
        problems += served.problems(of: flow)
        judge(served)
    }

    /// It rings on; nothing else can be asked of a worker that was not told.
    private mutating func judgeCallNeverOffered() {
        let isTold = line.exchange.journal.events("calling.call.receive").contains { $0.fault == nil }
        if isTold { problems.append("the call was offered, and no flow was begun") }
    }

    private mutating func judge(_ served: VirtualCall) {
        guard let end = served.end else {
            return problems.append("the flow has not ended: \(served.records.suffix(3))")
        }
        // A single fault hits one command; while a silent connection goes unnoticed it may hit two.
        let isLong = if case .goSilent = fault?.effect { true } else { false }
        let failures = served.failures.filter { $0.code != .notFound }
        if failures.count > (isLong ? 2 : 1) { problems.append("several commands failed: \(failures)") }
        if line.exchange.liveCalls > 0, !leavesTheCall { problems.append("the call is still up") }
        guard fault == nil else { return }
        if line.exchange.journal.experience != call.experience {
            problems.append("the caller heard \(line.exchange.journal.experience)")
        }
        if end.ending.by != call.endsBy { problems.append("it ended by \(end.ending)") }
        problems += served.failures.map { "failed: \($0)" }
    }

    private mutating func judgeWire() {
        let journal = line.exchange.journal
        problems += journal.repeated.map { "sent twice: \($0)" }
        if !breaksTheProtocol { problems += journal.violations.map { "\($0)" } }
        if !journal.experience.isInOrder(of: call.experience + call.aftermath) {
            problems.append("the caller heard \(journal.experience)")
        }
    }

    /// A duplicate of ours, or a server that let us in and does not know us.
    private var breaksTheProtocol: Bool {
        switch fault?.effect {
        case .duplicate, .refuse: true
        case nil, .disconnect, .dropBefore, .dropAfter, .lose, .delay, .swapWithNext, .malform, .goSilent:
            false
        }
    }

    /// The server has forgotten whose the call is, or has lied that it is over.
    private var leavesTheCall: Bool {
        switch fault?.effect {
        case .disconnect(restart: true), .refuse(404, _), .refuse(410, _): true
        case nil, .disconnect, .refuse, .dropBefore, .dropAfter, .lose, .delay, .duplicate, .swapWithNext,
            .malform, .goSilent:
            false
        }
    }
}

extension [String] {
    /// Whether each is one of these, in their order, none twice. Of a text whose value is missing the
    /// beginning counts.
    func isInOrder(of all: [String]) -> Bool {
        var rest = all[...]
        return allSatisfy { text in
            guard let place = rest.firstIndex(where: { $0.hasPrefix(text) }) else { return false }
            rest = rest[(place + 1)...]
            return true
        }
    }
}
