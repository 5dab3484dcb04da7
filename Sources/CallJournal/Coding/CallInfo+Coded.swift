import FlowExpressions
import FlowRuntime

// What is known of a call when it begins.

extension CallInfo.Direction: WordCoded {}
extension CallInfo.Kind: WordCoded {}
extension CallInfo.Header: FieldCoded {
    static var blank: Self { .init("", "") }
    mutating func code<Coder: FieldCoder>(_ coder: inout Coder) throws(Coder.Failure) {
        try coder.field(&name)
        try coder.field(&value)
    }
}

extension CallInfo: FieldCoded {
    static var blank: Self { .init(id: CallID(""), from: "", to: "") }
    mutating func code<Coder: FieldCoder>(_ coder: inout Coder) throws(Coder.Failure) {
        try coder.field(&id)
        try coder.field(&nodeID)
        try coder.field(&direction)
        try coder.field(&kind)
        try coder.field(&from)
        try coder.field(&to)
        try coder.field(&headers)
        try coder.field(&isAnswered)
        try coder.field(&extra)
        try coder.field(&dialled)
    }
}

extension DialOrigin: FieldCoded {
    static var blank: Self { .init(by: CallID(""), CommandID(0), run: .blank) }
    mutating func code<Coder: FieldCoder>(_ coder: inout Coder) throws(Coder.Failure) {
        try coder.field(&call)
        try coder.field(&command)
        try coder.field(&run)
    }
}

extension DialledRun: FieldCoded {
    static var blank: Self { .init(.url("")) }
    mutating func code<Coder: FieldCoder>(_ coder: inout Coder) throws(Coder.Failure) {
        try coder.field(&target)
        try coder.field(&params)
        try coder.field(&generation)
    }
}

extension DialledRun.Target: JournalCoded {
    func write(to writer: inout ByteWriter) {
        switch self {
        case .section(let name): writer.choice(1, name)
        case .document(let name, let text, let section):
            writer.choice(2, name)
            writer.add(text)
            writer.add(section)
        case .url(let url): writer.choice(3, url)
        }
    }

    init(from reader: inout ByteReader) throws(JournalDamage) {
        switch try reader.byte() {
        case 1: self = .section(try reader.next())
        case 2: self = .document(name: try reader.next(), text: try reader.next(), section: try reader.next())
        case 3: self = .url(try reader.next())
        case let tag: throw reader.damage("\(tag) is no kind of target")
        }
    }
}
