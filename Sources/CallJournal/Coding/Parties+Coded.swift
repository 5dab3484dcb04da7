import FlowModel
import FlowRuntime

// Commands about others: conferences, `connect`, `dial`.

extension Beep: WordCoded {}
extension ConferenceRecording: WordCoded {}
extension RecordingTrim: WordCoded {}
extension ConferenceEventWord: WordCoded {}
extension RecordingEventWord: WordCoded {}
extension CallbackFormat: WordCoded {}
extension CallbackMethod: WordCoded {}
extension MediaEncryption: WordCoded {}

extension JoinConferenceCommand: FieldCoded {
    static var blank: Self { .init(name: "") }
    mutating func code<Coder: FieldCoder>(_ coder: inout Coder) throws(Coder.Failure) {
        try coder.field(&name)
        try coder.field(&muted)
        try coder.field(&beep)
        try coder.field(&startOnEnter)
        try coder.field(&endOnExit)
        try coder.field(&waitURL)
        try coder.field(&coach)
        try coder.field(&room)
    }
}

extension JoinConferenceCommand.RoomSettings: FieldCoded {
    static var blank: Self { .init() }
    mutating func code<Coder: FieldCoder>(_ coder: inout Coder) throws(Coder.Failure) {
        try coder.field(&maxParticipants)
        try coder.field(&record)
        try coder.field(&trim)
        try coder.field(&region)
        try coder.field(&statusCallback)
        try coder.field(&recordingStatusCallback)
        try coder.field(&stream)
    }
}

extension ConferenceCallback: FieldCoded {
    static var blank: Self { .init(url: "") }
    mutating func code<Coder: FieldCoder>(_ coder: inout Coder) throws(Coder.Failure) {
        try coder.field(&url)
        try coder.field(&events)
        try coder.field(&format)
        try coder.field(&method)
    }
}

extension RecordingCallback: FieldCoded {
    static var blank: Self { .init(url: "") }
    mutating func code<Coder: FieldCoder>(_ coder: inout Coder) throws(Coder.Failure) {
        try coder.field(&url)
        try coder.field(&events)
        try coder.field(&format)
        try coder.field(&method)
    }
}

extension ConferenceAudioStream: FieldCoded {
    static var blank: Self { .init(url: "") }
    mutating func code<Coder: FieldCoder>(_ coder: inout Coder) throws(Coder.Failure) {
        try coder.field(&url)
        try coder.field(&name)
        try coder.field(&codec)
        try coder.field(&realtime)
        try coder.field(&statusURL)
        try coder.field(&statusURLMethod)
        try coder.field(&bearerToken)
        try coder.field(&customParameters)
    }
}

extension ConnectCommand: FieldCoded {
    static var blank: Self { .init(groups: []) }
    mutating func code<Coder: FieldCoder>(_ coder: inout Coder) throws(Coder.Failure) {
        try coder.field(&groups)
        try coder.field(&ringback)
        try coder.field(&ringbackLoops)
        try coder.field(&maxDuration)
        try coder.field(&answerOnBridge)
        try coder.field(&statusURL)
    }
}

extension ConnectDestination: FieldCoded {
    static var blank: Self { .init(to: "") }
    mutating func code<Coder: FieldCoder>(_ coder: inout Coder) throws(Coder.Failure) {
        try coder.field(&to)
        try coder.field(&from)
        try coder.field(&timeout)
        try coder.field(&confirm)
        try coder.field(&confirmTimeout)
        try coder.field(&callStateURL)
        try coder.field(&callStateEvents)
        try coder.field(&headers)
        try coder.field(&username)
        try coder.field(&password)
        try coder.field(&sip)
        try coder.field(&stream)
    }
}

extension SIPOptions: FieldCoded {
    static var blank: Self { .init() }
    mutating func code<Coder: FieldCoder>(_ coder: inout Coder) throws(Coder.Failure) {
        try coder.field(&fromName)
        try coder.field(&codecs)
        try coder.field(&webrtcMedia)
        try coder.field(&sessionTimeout)
        try coder.field(&encryption)
    }
}

extension ConfirmScript: JournalCoded {
    func write(to writer: inout ByteWriter) {
        switch self {
        case .steps(let block): writer.choice(1, block)
        case .url(let url): writer.choice(2, url)
        }
    }

    init(from reader: inout ByteReader) throws(JournalDamage) {
        switch try reader.byte() {
        case 1: self = .steps(try reader.next())
        case 2: self = .url(try reader.next())
        case let tag: throw reader.damage("\(tag) is no kind of script")
        }
    }
}

extension FlowBlock: FieldCoded {
    static var blank: Self { .init(document: 0, block: 0) }
    mutating func code<Coder: FieldCoder>(_ coder: inout Coder) throws(Coder.Failure) {
        try coder.field(&document)
        try coder.field(&block)
    }
}

extension DialCommand.Order: WordCoded {}
extension DialCommand: FieldCoded {
    static var blank: Self { .init(to: [], .inTurn, run: .blank) }
    mutating func code<Coder: FieldCoder>(_ coder: inout Coder) throws(Coder.Failure) {
        try coder.field(&destinations)
        try coder.field(&order)
        try coder.field(&from)
        try coder.field(&timeout)
        try coder.field(&attempts)
        try coder.field(&run)
    }
}
