import FlowModel
import FlowRuntime

// What comes in: events and the answers to commands. Numbers of cases are never used twice.

extension CallID: JournalCoded {
    func write(to writer: inout ByteWriter) { writer.text(name) }
    init(from reader: inout ByteReader) throws(JournalDamage) { self.init(try reader.text()) }
}

extension CommandID: JournalCoded {
    func write(to writer: inout ByteWriter) { writer.signed(Int64(number)) }
    init(from reader: inout ByteReader) throws(JournalDamage) { self.init(try reader.integer()) }
}

extension Timestamp: JournalCoded {
    func write(to writer: inout ByteWriter) { writer.signed(milliseconds) }
    init(from reader: inout ByteReader) throws(JournalDamage) {
        self.init(milliseconds: try reader.signed())
    }
}

extension CallEvent: JournalCoded {
    func write(to writer: inout ByteWriter) {
        switch self {
        case .started: writer.byte(1)
        case .finished(let id, let result):
            writer.byte(2)
            writer.add(id)
            writer.add(result)
        case .conference(let change):
            writer.byte(3)
            writer.add(change)
        case .ended(let ending):
            writer.byte(4)
            writer.add(ending)
        }
    }

    init(from reader: inout ByteReader) throws(JournalDamage) {
        switch try reader.byte() {
        case 1: self = .started
        case 2: self = .finished(try reader.next(), try reader.next())
        case 3: self = .conference(try reader.next())
        case 4: self = .ended(try reader.next())
        case let tag: throw reader.damage("\(tag) is no kind of event")
        }
    }
}

extension CommandResult: JournalCoded {
    func write(to writer: inout ByteWriter) {
        switch self {
        case .done: writer.byte(1)
        case .failed(let failure): writer.choice(2, failure)
        case .played(let failedItems): writer.choice(3, failedItems)
        case .prompted(let input): writer.choice(4, input)
        case .recorded(let recording): writer.choice(5, recording)
        case .recordingStarted(let url): writer.choice(6, url)
        case .key(let key): writer.choice(7, key)
        case .bridged(let bridge): writer.choice(8, bridge)
        case .dialled(let dialled): writer.choice(9, dialled)
        case .response(let response): writer.choice(10, response)
        }
    }

    init(from reader: inout ByteReader) throws(JournalDamage) {
        switch try reader.byte() {
        case 1: self = .done
        case 2: self = .failed(try reader.next())
        case 3: self = .played(failedItems: try reader.next())
        case 4: self = .prompted(try reader.next())
        case 5: self = .recorded(try reader.next())
        case 6: self = .recordingStarted(url: try reader.next())
        case 7: self = .key(try reader.next())
        case 8: self = .bridged(try reader.next())
        case 9: self = .dialled(try reader.next())
        case 10: self = .response(try reader.next())
        case let tag: throw reader.damage("\(tag) is no kind of result")
        }
    }
}

extension ByteWriter {
    /// A case of an enumeration and its payload.
    mutating func choice(_ tag: UInt8, _ payload: some JournalCoded) {
        byte(tag)
        add(payload)
    }
}

extension CommandFailure.Code: WordCoded {}
extension CommandFailure: FieldCoded {
    static var blank: Self { .init(.failed) }
    mutating func code<Coder: FieldCoder>(_ coder: inout Coder) throws(Coder.Failure) {
        try coder.field(&code)
        try coder.field(&detail)
    }
}

extension PromptInput: JournalCoded {
    func write(to writer: inout ByteWriter) {
        switch self {
        case .digits(let digits, let terminator):
            writer.choice(1, digits)
            writer.add(terminator)
        case .speech(let text, let confidence):
            writer.choice(2, text)
            writer.add(confidence)
        case .noInput: writer.byte(3)
        case .noMatch: writer.byte(4)
        }
    }

    init(from reader: inout ByteReader) throws(JournalDamage) {
        switch try reader.byte() {
        case 1: self = .digits(try reader.next(), terminator: try reader.next())
        case 2: self = .speech(try reader.next(), confidence: try reader.next())
        case 3: self = .noInput
        case 4: self = .noMatch
        case let tag: throw reader.damage("\(tag) is no kind of input")
        }
    }
}

extension RecordingSummary: FieldCoded {
    static var blank: Self { .init(url: "", duration: .zero, size: 0) }
    mutating func code<Coder: FieldCoder>(_ coder: inout Coder) throws(Coder.Failure) {
        try coder.field(&url)
        try coder.field(&duration)
        try coder.field(&size)
        try coder.field(&isSilent)
    }
}

extension BridgeSummary: FieldCoded {
    static var blank: Self { .init(peer: CallID(""), duration: .zero) }
    mutating func code<Coder: FieldCoder>(_ coder: inout Coder) throws(Coder.Failure) {
        try coder.field(&peer)
        try coder.field(&duration)
    }
}

extension DialSummary: FieldCoded {
    static var blank: Self { .init(call: CallID(""), to: "") }
    mutating func code<Coder: FieldCoder>(_ coder: inout Coder) throws(Coder.Failure) {
        try coder.field(&call)
        try coder.field(&to)
    }
}

extension HTTPRequest.Header: FieldCoded {
    static var blank: Self { .init("", "") }
    mutating func code<Coder: FieldCoder>(_ coder: inout Coder) throws(Coder.Failure) {
        try coder.field(&name)
        try coder.field(&value)
    }
}

extension HTTPResponse: FieldCoded {
    static var blank: Self { .init(status: 0) }
    mutating func code<Coder: FieldCoder>(_ coder: inout Coder) throws(Coder.Failure) {
        try coder.field(&status)
        try coder.field(&headers)
        try coder.field(&body)
    }
}

extension CallEnding.Party: WordCoded {}
extension CallEnding: FieldCoded {
    static var blank: Self { .init(by: .system) }
    mutating func code<Coder: FieldCoder>(_ coder: inout Coder) throws(Coder.Failure) {
        try coder.field(&by)
        try coder.field(&reason)
    }
}

extension ConferenceOutcome: WordCoded {}
extension ConferenceChange.Kind: JournalCoded {
    func write(to writer: inout ByteWriter) {
        switch self {
        case .joined(let waiting): writer.choice(1, waiting)
        case .started: writer.byte(2)
        case .changed: writer.byte(3)
        case .left(let outcome, let reason, let by):
            writer.choice(4, outcome)
            writer.add(reason)
            writer.add(by)
        }
    }

    init(from reader: inout ByteReader) throws(JournalDamage) {
        switch try reader.byte() {
        case 1: self = .joined(waiting: try reader.next())
        case 2: self = .started
        case 3: self = .changed
        case 4: self = .left(try reader.next(), reason: try reader.next(), by: try reader.next())
        case let tag: throw reader.damage("\(tag) is no kind of change")
        }
    }
}
extension ConferenceChange: FieldCoded {
    static var blank: Self { .init(id: "", name: "", kind: .started, size: 0, isRecording: false) }
    mutating func code<Coder: FieldCoder>(_ coder: inout Coder) throws(Coder.Failure) {
        try coder.field(&id)
        try coder.field(&name)
        try coder.field(&kind)
        try coder.field(&size)
        try coder.field(&isRecording)
    }
}

extension ForcedDecision: FieldCoded {
    static var blank: Self { .init(nth: 0, take: 0) }
    mutating func code<Coder: FieldCoder>(_ coder: inout Coder) throws(Coder.Failure) {
        try coder.field(&nth)
        try coder.field(&take)
    }
}
