package import FlowExpressions
package import FlowRuntime
import OrderedCollections

/// One line of a cassette between header and footer.
package struct CassetteEntry: Sendable, Hashable {
    /// What a line tells.
    package enum Content: Sendable, Hashable {
        /// A run begins: its first event.
        case started(CallInfo, CassetteOrigin)
        case event(CallEvent)
        /// How a decision that follows from the event before went.
        case decision(ForcedDecision, step: String, place: String)
        /// What the flow asked for, and where.
        case command(CommandID, Value, place: String)
        /// The flow's end.
        case over(Value, place: String)

        /// A command, in its written form.
        package static func command(_ id: CommandID, _ command: CallCommand) throws -> Content {
            .command(id, try ValueEncoder.value(of: command), place: "")
        }
    }

    /// The run, from 0.
    package var call: Int
    /// Milliseconds from the cassette's date.
    package var at: Int64
    package var content: Content

    package init(call: Int, at: Int64, content: Content) {
        self.call = call
        self.at = at
        self.content = content
    }
}

/// What a run of a cassette runs, and why.
package enum CassetteOrigin: Sendable, Hashable {
    /// A call of its own, and the flow that it was given.
    case call(flow: Int)
    /// The confirm script of the `place`-th destination of the run's `connect` that was sent last.
    case confirm(of: Int, place: Int)
    /// A confirm script from a document.
    case confirmDocument(of: Int, url: String, text: String)
    /// One round of a waiting document.
    case waiting(of: Int, url: String, text: String)

    /// Whether it is a call that came in, and not a script on another leg.
    package var isCall: Bool { if case .call = self { true } else { false } }
}

// MARK: - Writing

extension CassetteEntry {
    /// The line's fields without its number and its checksum.
    func fields() throws -> ValueMap {
        var fields: ValueMap = ["call": Value(call + 1), "at": .number(Double(at))]
        switch content {
        case .started(let info, let origin):
            fields["in"] = "started"
            fields["info"] = try ValueEncoder.value(of: info)
            origin.add(to: &fields)
        case .event(let event): try Self.add(event, to: &fields)
        case .decision(let decision, let step, let place):
            fields["step"] = Value(place)
            fields["decide"] = Value(step)
            fields["nth"] = Value(decision.nth)
            fields["take"] = Value(decision.take)
        case .command(let id, let command, let place):
            fields["step"] = Value(place)
            fields["id"] = Value(Int(id.number))
            fields["out"] = command
        case .over(let end, let place):
            fields["step"] = Value(place)
            fields["over"] = end
        }
        return fields
    }

    private static func add(_ event: CallEvent, to fields: inout ValueMap) throws {
        switch event {
        case .started: fields["in"] = "started"
        case .finished(let id, let result):
            fields["id"] = Value(Int(id.number))
            fields["in"] = .map(["finished": try ValueEncoder.value(of: result)])
        case .conference(let change):
            fields["in"] = .map(["conference": try ValueEncoder.value(of: change)])
        case .ended(let ending): fields["in"] = .map(["ended": try ValueEncoder.value(of: ending)])
        }
    }
}

extension CassetteOrigin {
    fileprivate func add(to fields: inout ValueMap) {
        switch self {
        case .call(0): break
        case .call(let flow): fields["flow"] = Value(flow + 1)
        case .confirm(let run, let place):
            fields["confirms"] = .map(["of": Value(run + 1), "place": Value(place + 1)])
        case .confirmDocument(let run, let url, let text):
            fields["confirms"] = .map(["of": Value(run + 1), "url": Value(url), "text": Value(text)])
        case .waiting(let run, let url, let text):
            fields["waits"] = .map(["of": Value(run + 1), "url": Value(url), "text": Value(text)])
        }
    }
}

// MARK: - Reading

extension CassetteEntry {
    /// Reads a line's fields; `calls` is how many runs have begun before it.
    init(_ fields: ValueMap, calls: Int) throws(ValueDecoder.Problem) {
        call = try fields.number("call", in: 1...(calls + 1)) - 1
        at = Int64(try fields.number("at", in: 0...Int(CassetteFormat.timeLimit)))
        let isNew = call == calls
        if fields["in"] == "started" {
            guard isNew else { throw .init(path: "call", message: "has begun before") }
            let info = try ValueDecoder.decode(CallInfo.self, from: fields["info"] ?? .undefined, at: "info")
            content = .started(info, try CassetteOrigin(fields, calls: calls))
            return
        }
        guard !isNew else { throw .init(path: "call", message: "has not begun") }
        if let event = fields["in"] {
            content = .event(try Self.event(event, fields))
        } else if let command = fields["out"] {
            let id = CommandID(Int32(try fields.number("id", in: 1...Int(Int32.max))))
            content = .command(id, command, place: try fields.text("step"))
        } else if fields["decide"] != nil {
            let decision = ForcedDecision(
                nth: try fields.number("nth", in: 0...FlowLimits.steps),
                take: try fields.number("take", in: -1...Int(Int32.max)))
            content = .decision(decision, step: try fields.text("decide"), place: try fields.text("step"))
        } else if let end = fields["over"] {
            content = .over(end, place: try fields.text("step"))
        } else {
            throw .init(path: "in", message: "is missing, and so are `out`, `decide` and `over`")
        }
    }

    private static func event(_ value: Value, _ fields: ValueMap) throws(ValueDecoder.Problem) -> CallEvent {
        guard case .map(let event) = value, event.count == 1, let (name, payload) = event.elements.first
        else {
            throw .init(path: "in", message: "is no event")
        }
        switch name {
        case "finished":
            let id = CommandID(Int32(try fields.number("id", in: 1...Int(Int32.max))))
            return .finished(
                id, try ValueDecoder.decode(CommandResult.self, from: payload, at: "in.finished"))
        case "conference":
            return .conference(
                try ValueDecoder.decode(ConferenceChange.self, from: payload, at: "in.conference"))
        case "ended":
            return .ended(try ValueDecoder.decode(CallEnding.self, from: payload, at: "in.ended"))
        case _: throw .init(path: "in", message: "is no event")
        }
    }
}

extension CassetteOrigin {
    fileprivate init(_ fields: ValueMap, calls: Int) throws(ValueDecoder.Problem) {
        if case .map(let confirms)? = fields["confirms"] {
            let run = try confirms.number("of", in: 1...max(1, calls)) - 1
            self =
                confirms["text"] == nil
                ? .confirm(of: run, place: try confirms.number("place", in: 1...Int(Int32.max)) - 1)
                : .confirmDocument(of: run, url: try confirms.text("url"), text: try confirms.text("text"))
        } else if case .map(let waits)? = fields["waits"] {
            let run = try waits.number("of", in: 1...max(1, calls)) - 1
            self = .waiting(of: run, url: try waits.text("url"), text: try waits.text("text"))
        } else if fields["flow"] != nil {
            self = .call(flow: try fields.number("flow", in: 1...Int(Int32.max)) - 1)
        } else {
            self = .call(flow: 0)
        }
    }
}

extension ValueMap {
    func number(_ name: Text, in range: ClosedRange<Int>) throws(ValueDecoder.Problem) -> Int {
        guard case .number(let number)? = self[name], let integer = Int(exactly: number),
            range.contains(integer)
        else {
            let what = self[name] == nil ? "is missing" : "is no whole number that may stand here"
            throw ValueDecoder.Problem(path: name.string, message: what)
        }
        return integer
    }

    func text(_ name: Text) throws(ValueDecoder.Problem) -> String {
        guard case .string(let text)? = self[name] else {
            let what = self[name] == nil ? "is missing" : "is no text"
            throw ValueDecoder.Problem(path: name.string, message: what)
        }
        return text.string
    }
}
