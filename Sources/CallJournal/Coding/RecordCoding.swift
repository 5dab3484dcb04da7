import FlowRuntime

// How records stand in a chunk: first the number of its first record within the call, from 0, so that a
// missing chunk is noticed; then the records. Times are milliseconds from the call's begin; a command has
// that of the last event.

extension ByteWriter {
    mutating func add(_ timed: TimedEvent, since begin: Timestamp) {
        byte(timed.decisions.isEmpty ? 1 : 2)
        signed(timed.at.milliseconds &- begin.milliseconds)
        add(timed.event)
        if !timed.decisions.isEmpty { add(timed.decisions) }
    }

    mutating func add(_ command: CallCommand, as id: CommandID) {
        byte(3)
        add(id)
        add(command)
    }

    mutating func add(sent id: CommandID) {
        byte(4)
        add(id)
    }

    mutating func add(resumedAt time: Timestamp, since begin: Timestamp) {
        byte(5)
        signed(time.milliseconds &- begin.milliseconds)
    }
}

/// The records of one call, read chunk by chunk.
struct RecordReader {
    let begin: Timestamp
    private(set) var records: [JournalRecord] = []

    init(since begin: Timestamp) { self.begin = begin }

    /// After an error, `records` are those before it.
    mutating func read(_ chunk: [UInt8]) throws(JournalDamage) {
        var reader = ByteReader(chunk)
        guard try reader.unsigned() == UInt64(records.count) else {
            throw reader.damage("entries are missing after entry \(records.count)")
        }
        while !reader.isAtEnd { records.append(try record(&reader)) }
    }

    private func record(_ reader: inout ByteReader) throws(JournalDamage) -> JournalRecord {
        switch try reader.byte() {
        case 1: return .event(try event(&reader))
        case 2:
            var timed = try event(&reader)
            timed.decisions = try reader.next()
            return .event(timed)
        case 3: return .command(try reader.next(), try reader.next())
        case 4: return .sent(try reader.next())
        case 5: return .resumed(at: try time(&reader))
        case let tag: throw reader.damage("\(tag) is no kind of entry")
        }
    }

    private func event(_ reader: inout ByteReader) throws(JournalDamage) -> TimedEvent {
        let time = try time(&reader)
        return TimedEvent(try reader.next(), at: time)
    }

    private func time(_ reader: inout ByteReader) throws(JournalDamage) -> Timestamp {
        Timestamp(milliseconds: begin.milliseconds &+ (try reader.signed()))
    }
}
