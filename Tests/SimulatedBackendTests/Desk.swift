import FlowModel
import FlowRuntime
import SimulatedBackend

/// Drives a phone system by hand, and writes down what it delivers as lines such as `1.5 c-1 #2 digits 12`.
struct Desk {
    var phone: PhoneSystem
    private(set) var lines: [String] = []
    private var commands: Int32 = 0
    private let start: Timestamp

    init(_ doubles: Doubles = Doubles(), runsScripts: Bool = true, observation: Observation = .everything) {
        phone = PhoneSystem(doubles: doubles, observation: observation, runsScripts: runsScripts)
        start = phone.now
    }

    /// A desk with one call that is answered, by the command #1.
    static func answered(
        _ doubles: Doubles = Doubles(), observation: Observation = .everything
    ) -> (desk: Desk, leg: LegID) {
        var desk = Desk(doubles, observation: observation)
        let leg = desk.call()
        desk.perform(.answer(AnswerCommand()), on: leg)
        desk.lines = []
        return (desk, leg)
    }

    /// A call that rings now.
    mutating func call(from: String = "+15555550111") -> LegID {
        let leg = phone.dial(from: from, to: "+15555550100")
        run(until: seconds)
        return leg
    }

    /// Answered calls, silently.
    mutating func answeredCalls(_ count: Int) -> [LegID] {
        let legs = (0..<count).map { _ in
            let leg = call()
            perform(.answer(AnswerCommand()), on: leg)
            return leg
        }
        lines = []
        return legs
    }

    @discardableResult
    mutating func perform(_ command: CallCommand, on leg: LegID) -> CommandID {
        commands += 1
        let id = CommandID(commands)
        phone.perform(command, as: id, for: leg)
        drain()
        return id
    }

    /// Somebody acts now.
    mutating func inject(_ deed: Deed, on leg: LegID) {
        phone.inject(deed, on: leg)
        run(until: seconds)
    }

    var seconds: Double { Double(phone.now.milliseconds(since: start)) / 1000 }

    mutating func run(until seconds: Double) {
        let instant = start.advanced(by: .milliseconds(Int64((seconds * 1000).rounded())))
        drain()
        while let next = phone.nextEventTime, next <= instant, phone.advance() { drain() }
        phone.pass(until: instant)
    }

    mutating func runToTheEnd() {
        drain()
        while phone.advance() { drain() }
    }

    mutating func forget() { lines = [] }

    private mutating func drain() {
        while let delivery = phone.nextDelivery() { lines.append("\(seconds) " + describe(delivery)) }
    }

    private func name(_ leg: LegID) -> String { phone.legs[Int(leg.rawValue)].info.id.name }

    private func describe(_ delivery: Delivery) -> String {
        switch delivery {
        case .inbound(let leg): "\(name(leg)) inbound"
        case .event(let leg, let event): "\(name(leg)) \(event.line)"
        case .confirm(let leg, _, let caller): "\(name(leg)) confirm for \(name(caller))"
        case .waiting(_, _, let url, let member): "\(name(member)) waits to \(url)"
        case .abandon(let leg): "\(name(leg)) waits no more"
        }
    }
}

extension CallEvent {
    var line: String {
        switch self {
        case .started: "started"
        case .finished(let id, let result): "#\(id.number) \(result.line)"
        case .conference(let change): "conference \(change.id) \(change.kind.line), \(change.size) inside"
        case .ended(let ending): "ended by \(ending.by.rawValue): \(ending.reason)"
        }
    }
}

extension CommandResult {
    var line: String {
        switch self {
        case .done: "done"
        case .failed(let failure): "failed: \(failure.code.rawValue)"
        case .played(let failed): failed.isEmpty ? "played" : "played but \(failed)"
        case .prompted(.digits(let digits, let terminator)): "digits '\(digits)' '\(terminator)'"
        case .prompted(.speech(let text, _)): "speech '\(text)'"
        case .prompted(.noInput): "no input"
        case .prompted(.noMatch): "no match"
        case .recorded(let file):
            "recorded \(file.duration.milliseconds) ms, \(file.size) bytes"
                + (file.isSilent ? ", silent" : "")
        case .recordingStarted(let url): "recording \(url)"
        case .key(let key): "key \(key)"
        case .bridged(let summary): "bridged \(summary.peer) for \(summary.duration.milliseconds) ms"
        case .dialled(let summary): "dialled \(summary.call) at \(summary.to)"
        case .response(let response): "response \(response.status)"
        }
    }
}

extension ConferenceChange.Kind {
    var line: String {
        switch self {
        case .joined(let waiting): waiting ? "joined, waiting" : "joined"
        case .started: "started"
        case .changed: "changed"
        case .left(let outcome, _, let by): "left: \(outcome.rawValue)" + (by.map { " by \($0)" } ?? "")
        }
    }
}
