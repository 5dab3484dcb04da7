import FlowExpressions
import FlowModel
import FlowRuntime

// What a flow asks for. Numbers of cases are never used twice.

extension CallCommand: JournalCoded {
    func write(to writer: inout ByteWriter) {
        switch self {
        case .answer(let answer): writer.choice(1, answer)
        case .hangup(let reason): writer.choice(2, reason)
        case .play(let play): writer.choice(3, play)
        case .prompt(let prompt): writer.choice(4, prompt)
        case .record(let record): writer.choice(5, record)
        case .startRecording(let record): writer.choice(6, record)
        case .stopRecording(let controlID): writer.choice(7, controlID)
        case .sendDigits(let digits): writer.choice(8, digits)
        case .joinConference(let join): writer.choice(9, join)
        case .leaveConference(let conferenceID): writer.choice(10, conferenceID)
        case .awaitKey(let keys): writer.choice(11, keys)
        case .connect(let connect): writer.choice(12, connect)
        case .dial(let dial): writer.choice(13, dial)
        case .sendSms(let sms): writer.choice(14, sms)
        case .userEvent(let event): writer.choice(15, event)
        case .startTimer(let duration): writer.choice(16, duration)
        case .request(let request): writer.choice(17, request)
        case .fetchDocument(let request): writer.choice(18, request)
        case .cancel(let id): writer.choice(19, id)
        }
    }

    init(from reader: inout ByteReader) throws(JournalDamage) {
        switch try reader.byte() {
        case 1: self = .answer(try reader.next())
        case 2: self = .hangup(try reader.next())
        case 3: self = .play(try reader.next())
        case 4: self = .prompt(try reader.next())
        case 5: self = .record(try reader.next())
        case 6: self = .startRecording(try reader.next())
        case 7: self = .stopRecording(controlID: try reader.next())
        case 8: self = .sendDigits(try reader.next())
        case 9: self = .joinConference(try reader.next())
        case 10: self = .leaveConference(conferenceID: try reader.next())
        case 11: self = .awaitKey(try reader.next())
        case 12: self = .connect(try reader.next())
        case 13: self = .dial(try reader.next())
        case 14: self = .sendSms(try reader.next())
        case 15: self = .userEvent(try reader.next())
        case 16: self = .startTimer(try reader.next())
        case 17: self = .request(try reader.next())
        case 18: self = .fetchDocument(try reader.next())
        case 19: self = .cancel(try reader.next())
        case let tag: throw reader.damage("\(tag) is no kind of command")
        }
    }
}

extension Secret: JournalCoded {
    /// Nothing: that there is one says enough, and the flow knows it (design §3.3).
    func write(to writer: inout ByteWriter) {}
    init(from reader: inout ByteReader) throws(JournalDamage) { self.init(Secret.mask) }
}

extension HangupReason: WordCoded {}

extension AnswerCommand: FieldCoded {
    static var blank: Self { .init() }
    mutating func code<Coder: FieldCoder>(_ coder: inout Coder) throws(Coder.Failure) {
        try coder.field(&maxDuration)
        try coder.field(&codecs)
        try coder.field(&username)
        try coder.field(&password)
    }
}

extension MediaItem: JournalCoded {
    func write(to writer: inout ByteWriter) {
        switch self {
        case .url(let url): writer.choice(1, url)
        case .say(let text): writer.choice(2, text)
        case .silence(let duration): writer.choice(3, duration)
        case .ring(let duration, let country):
            writer.choice(4, duration)
            writer.add(country)
        }
    }

    init(from reader: inout ByteReader) throws(JournalDamage) {
        switch try reader.byte() {
        case 1: self = .url(try reader.next())
        case 2: self = .say(try reader.next())
        case 3: self = .silence(try reader.next())
        case 4: self = .ring(try reader.next(), country: try reader.next())
        case let tag: throw reader.damage("\(tag) is no kind of sound")
        }
    }
}

extension Voice: FieldCoded {
    static var blank: Self { .standard }
    mutating func code<Coder: FieldCoder>(_ coder: inout Coder) throws(Coder.Failure) {
        try coder.field(&name)
        try coder.field(&language)
        try coder.field(&gender)
    }
}

extension PlayCommand: FieldCoded {
    static var blank: Self { .init(items: []) }
    mutating func code<Coder: FieldCoder>(_ coder: inout Coder) throws(Coder.Failure) {
        try coder.field(&items)
        try coder.field(&volume)
        // Hardly any flow has another voice.
        var own = voice == .standard ? nil : Optional(voice)
        try coder.field(&own)
        voice = own ?? .standard
        try coder.field(&statusURL)
    }
}

extension DigitCollection: FieldCoded {
    static var blank: Self { .init() }
    mutating func code<Coder: FieldCoder>(_ coder: inout Coder) throws(Coder.Failure) {
        try coder.field(&maxDigits)
        try coder.field(&terminators)
        try coder.field(&digitTimeout)
        try coder.field(&initialTimeout)
    }
}

extension SpeechCollection: FieldCoded {
    static var blank: Self { .init() }
    mutating func code<Coder: FieldCoder>(_ coder: inout Coder) throws(Coder.Failure) {
        try coder.field(&timeout)
        try coder.field(&endTimeout)
        try coder.field(&language)
        try coder.field(&hints)
        try coder.field(&engine)
    }
}

extension PromptCommand: FieldCoded {
    static var blank: Self { .init(play: .blank, digits: nil) }
    mutating func code<Coder: FieldCoder>(_ coder: inout Coder) throws(Coder.Failure) {
        try coder.field(&play)
        try coder.field(&digits)
        try coder.field(&speech)
        try coder.field(&initialTimeout)
        try coder.field(&isSensitive)
    }
}

extension RecordingFormat: WordCoded {}
extension RecordingDirection: WordCoded {}
extension RecordCommand: FieldCoded {
    static var blank: Self { .init(controlID: "") }
    mutating func code<Coder: FieldCoder>(_ coder: inout Coder) throws(Coder.Failure) {
        try coder.field(&controlID)
        try coder.field(&stereo)
        try coder.field(&format)
        try coder.field(&direction)
        try coder.field(&terminators)
        try coder.field(&beep)
        try coder.field(&inputSensitivity)
        try coder.field(&initialTimeout)
        try coder.field(&endSilenceTimeout)
        try coder.field(&maxLength)
        try coder.field(&statusURL)
    }
}

extension SendSmsCommand: FieldCoded {
    static var blank: Self { .init(to: "", from: "") }
    mutating func code<Coder: FieldCoder>(_ coder: inout Coder) throws(Coder.Failure) {
        try coder.field(&to)
        try coder.field(&from)
        try coder.field(&body)
        try coder.field(&media)
        try coder.field(&region)
        try coder.field(&tags)
        try coder.field(&statusCallback)
    }
}

extension UserEventCommand: FieldCoded {
    static var blank: Self { .init(event: .null) }
    mutating func code<Coder: FieldCoder>(_ coder: inout Coder) throws(Coder.Failure) {
        try coder.field(&event)
    }
}

extension HTTPRequest: FieldCoded {
    static var blank: Self { .init(method: "", url: "") }
    mutating func code<Coder: FieldCoder>(_ coder: inout Coder) throws(Coder.Failure) {
        try coder.field(&method)
        try coder.field(&url)
        try coder.field(&headers)
        try coder.field(&body)
        try coder.field(&timeout)
        try coder.field(&connectTimeout)
    }
}
