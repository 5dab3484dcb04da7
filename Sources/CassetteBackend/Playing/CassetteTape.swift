import FlowExpressions
import FlowRuntime
import OrderedCollections

/// A cassette that is being played: a value that knows how far, and who may take what.
///
/// Entries are taken strictly in the order of the file, each once:
///
/// | who | may take | otherwise |
/// |---|---|---|
/// | whoever takes calls | the next entry, if it begins a call | waits |
/// | a call that waits for an event | its own next entry, an event, once all before it are taken | waits |
/// | the same | its own next entry is a command or its end | mismatch at once: it would wait for ever |
/// | a call that sends a command | its own next entry, an equal command | mismatch |
/// | a call that is over | its own next entry, its end | mismatch |
///
/// A recording that was stopped ends in the middle of calls: such a call has no next entry, and no end.
struct CassetteTape: Sendable {
    /// What a call that waits for an event gets.
    enum Next: Sendable {
        case event(TimedEvent)
        /// Earlier entries have to be taken by others.
        case wait
        /// The recording of this call ends here.
        case nothing
    }

    private let cassette: Cassette
    /// The entries that are played, as places in the file.
    private let places: [Int]
    /// By call: its entries, as indices of `places`.
    private let own: [[Int]]
    /// By call: how many of them are taken.
    private var taken: [Int]
    /// The first of `places` that is not taken.
    private(set) var position = 0

    /// `playsScripts`: also the runs of scripts on other legs.
    init(_ cassette: Cassette, playsScripts: Bool) {
        self.cassette = cassette
        var isPlayed: [Bool] = []
        var places: [Int] = []
        var own: [[Int]] = []
        for (place, entry) in cassette.entries.enumerated() {
            if case .started(_, let origin) = entry.content {
                isPlayed.append(playsScripts || origin.isCall)
                own.append([])
            }
            guard isPlayed[entry.call] else { continue }
            own[entry.call].append(places.count)
            places.append(place)
        }
        self.places = places
        self.own = own
        taken = [Int](repeating: 0, count: own.count)
    }

    /// The entry that is taken next; `nil` at the end.
    var entry: CassetteEntry? { position < places.count ? cassette.entries[places[position]] : nil }

    /// The next entry of a call, as a place in the file.
    private func ownNext(_ call: Int) -> Int? {
        taken[call] < own[call].count ? places[own[call][taken[call]]] : nil
    }

    private func isNext(_ place: Int) -> Bool { position < places.count && places[position] == place }

    private func instant(_ entry: CassetteEntry) -> Timestamp {
        cassette.date.advanced(by: .milliseconds(entry.at))
    }

    private mutating func pass(_ call: Int) {
        position += 1
        taken[call] += 1
    }

    // MARK: Taking

    /// Whether the next entry begins a call; that entry stays.
    var nextCall: (call: Int, info: CallInfo, origin: CassetteOrigin)? {
        guard let entry, case .started(let info, let origin) = entry.content else { return nil }
        return (entry.call, info, origin)
    }

    /// Whether no call that is played comes after that one.
    func isLastCallGiven(_ call: Int) -> Bool { own.lastIndex { !$0.isEmpty }.map { $0 <= call } ?? true }

    /// The next event of a call, and the decisions that are settled for it.
    mutating func takeEvent(of call: Int) throws(CassetteMismatch) -> Next {
        guard let place = ownNext(call) else { return .nothing }
        let entry = cassette.entries[place]
        let event: CallEvent
        switch entry.content {
        case .started: event = .started
        case .event(let recorded): event = recorded
        case .decision, .command, .over:
            throw mismatch(place, call, nil, "\(words(entry)), and the flow waits for something else")
        }
        guard isNext(place) else { return .wait }
        pass(call)
        return .event(TimedEvent(event, at: instant(entry), decisions: takeDecisions(of: call)))
    }

    private mutating func takeDecisions(of call: Int) -> [ForcedDecision] {
        var decisions: [ForcedDecision] = []
        while let entry, entry.call == call, case .decision(let decision, _, _) = entry.content {
            decisions.append(decision)
            pass(call)
        }
        return decisions
    }

    /// A command of a call: it must equal the next entry. `place` is where the flow is, if that is known.
    mutating func take(
        _ command: CallCommand, as id: CommandID, of call: Int, at place: String?
    ) throws(CassetteMismatch) {
        let name = "`\(command.kind)`"
        guard let next = ownNext(call) else {
            throw mismatch(places.count, call, place, "the flow asks for \(name) after the recording's end")
        }
        let entry = cassette.entries[next]
        guard case .command(let recordedID, let recorded, _) = entry.content, isNext(next) else {
            throw mismatch(next, call, place, "\(words(entry)), and the flow asks for \(name)")
        }
        guard let now = try? ValueEncoder.value(of: command) else {
            throw mismatch(next, call, place, "the flow asks for a \(name) that has no written form")
        }
        guard recorded.commandName == command.kind else {
            throw mismatch(next, call, place, "\(words(entry)), and the flow asks for \(name)")
        }
        let fields = CassetteMismatch.Field.differences(recorded[command.kind], now[command.kind])
        guard fields.isEmpty else {
            throw mismatch(next, call, place, "the flow asks for another \(name)", fields)
        }
        guard recordedID == id else {
            throw mismatch(
                next, call, place, "the flow's \(name) is its command \(id.number), not \(recordedID.number)")
        }
        pass(call)
    }

    /// A call is over. `end` is what its flow came to, where that is known.
    mutating func takeEnd(of call: Int, _ end: Value? = nil, at place: String?) throws(CassetteMismatch) {
        guard let next = ownNext(call) else { return }
        let entry = cassette.entries[next]
        guard case .over(let recorded, _) = entry.content, isNext(next) else {
            throw mismatch(
                next, call, place,
                "\(words(entry)), and the flow is over: this entry and what follows is left")
        }
        let fields = CassetteMismatch.Field.differences(recorded, end ?? recorded)
        guard fields.isEmpty else {
            throw mismatch(next, call, place, "the flow ends in another way", fields)
        }
        pass(call)
    }

    /// The flow has done everything that follows from the event: nothing more of it may be next.
    func expectNothing(of call: Int, at place: String?) throws(CassetteMismatch) {
        guard let next = ownNext(call), isNext(next) else { return }
        let entry = cassette.entries[next]
        switch entry.content {
        case .started, .event: return
        case .decision, .command, .over:
            throw mismatch(next, call, place, "\(words(entry)), and the flow waits for something else")
        }
    }

    /// Everything was taken, or the first entry that is left.
    func expectEnd() throws(CassetteMismatch) {
        guard let entry else { return }
        throw mismatch(places[position], entry.call, nil, "\(words(entry)), and nobody takes it: it is left")
    }

    func mismatch(
        _ place: Int, _ call: Int, _ now: String?, _ message: String, _ fields: [CassetteMismatch.Field] = []
    ) -> CassetteMismatch {
        let recorded = cassette.entries.indices.contains(place) ? cassette.entries[place].content.place : ""
        return CassetteMismatch(
            entry: place + 1, call: call + 1, recordedPlace: recorded, place: now, message, fields: fields)
    }

    /// The place in the file of what is played at a position.
    func place(_ position: Int) -> Int { position < places.count ? places[position] : cassette.entries.count }

    /// The name of the step whose decision is recorded at a position.
    func decisionStep(_ position: Int) -> String {
        guard position < places.count,
            case .decision(_, let step, _) = cassette.entries[places[position]].content
        else { return "" }
        return step
    }

    // MARK: Words

    private func words(_ entry: CassetteEntry) -> String {
        switch entry.content {
        case .started: "the recording begins a call here"
        case .event(let event): "the recording goes on with \(words(event))"
        case .decision(_, let step, _): "the recording decides a `\(step)` here"
        case .command(_, let command, let place):
            "the recording asks for `\(command.commandName)`\(at(place))"
        case .over(_, let place): "the recorded flow is over here\(at(place))"
        }
    }

    private func at(_ place: String) -> String { place.isEmpty ? "" : " (then \(place))" }

    private func words(_ event: CallEvent) -> String {
        switch event {
        case .started: "the call's beginning"
        case .finished(let id, _): "the answer to command \(id.number)"
        case .conference: "a change of the conference"
        case .ended: "the call's end"
        }
    }
}

extension Value {
    /// The name of an encoded command.
    var commandName: Text {
        switch self {
        case .map(let fields): fields.keys.first ?? ""
        case .string(let name): name
        case .undefined, .null, .bool, .number, .list: ""
        }
    }
}

extension CassetteEntry.Content {
    /// Where the flow was; empty for what came in.
    var place: String {
        switch self {
        case .started, .event: ""
        case .decision(_, _, let place), .command(_, _, let place), .over(_, let place): place
        }
    }
}
