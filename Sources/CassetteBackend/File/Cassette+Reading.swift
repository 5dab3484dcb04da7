import FlowExpressions
import FlowRuntime
import OrderedCollections

// Reading a cassette: whatever is wrong is an error with the entry's number.
extension Cassette {
    /// Reads a cassette that was written; bytes of any other kind are an error, never a trap.
    public init(bytes: [UInt8]) throws(CassetteFileError) {
        guard bytes.count <= CassetteFormat.fileLimit else {
            throw CassetteFileError(.tooLarge, "larger than \(CassetteFormat.fileLimit >> 20) MiB")
        }
        var reader = CassetteReader(bytes)
        self = try reader.read()
    }
}

/// Reads line by line and keeps count.
private struct CassetteReader {
    private let bytes: [UInt8]
    private var offset = 0
    private var checksum = Checksum()
    private var entries: [CassetteEntry] = []
    private var calls = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The entry that is read next.
    private var number: Int { entries.count + 1 }

    mutating func read() throws(CassetteFileError) -> Cassette {
        let header = try header()
        while true {
            guard let fields = try line(number) else {
                throw CassetteFileError(
                    .truncated, entry: number,
                    "the file ends here, before its last line; it was cut off or not written to its end")
            }
            if fields["end"] != nil {
                try finish(fields)
                break
            }
            try add(fields)
        }
        let flows = header.list("flows").map {
            Cassette.RecordedFlow(file: $0["file"].text.string, hash: $0["hash"].text.string)
        }
        guard let date = CivilInstant.instant(header["date"]?.text.string ?? "") else {
            throw CassetteFileError(.malformed, entry: 0, "`date` is no instant")
        }
        return Cassette(
            backend: header["backend"]?.text.string ?? "", date: date, flows: flows,
            environment: header.map("env"), variables: header.map("variables"), entries: entries)
    }

    private mutating func header() throws(CassetteFileError) -> ValueMap {
        let name = "{\"\(CassetteFormat.versionName)\":"
        guard bytes.starts(with: name.utf8) else {
            throw CassetteFileError(.notACassette, "this is no cassette: it does not begin with \(name)…")
        }
        let version = bytes.dropFirst(name.utf8.count).prefix(9).prefix { (0x30...0x39).contains($0) }
        guard let version = Int(String(decoding: version, as: UTF8.self)), version == CassetteFormat.version
        else {
            throw CassetteFileError(
                .notACassette, entry: 0,
                "the cassette's version is not \(CassetteFormat.version), the one that this program reads")
        }
        guard let header = try line(0) else {
            throw CassetteFileError(.truncated, entry: 0, "the file ends within it")
        }
        return header
    }

    // MARK: Lines

    /// The fields of the next line, its checksum compared; `nil` at the end of the file.
    private mutating func line(_ number: Int) throws(CassetteFileError) -> ValueMap? {
        guard offset < bytes.count else { return nil }
        guard let end = bytes[offset...].firstIndex(of: 0x0A) else {
            throw CassetteFileError(
                .truncated, entry: number, "the file ends within this line; it was cut off")
        }
        let line = bytes[offset..<end]
        offset = end + 1
        guard line.count <= CassetteFormat.lineLimit else {
            throw CassetteFileError(
                .tooLarge, entry: number, "longer than \(CassetteFormat.lineLimit >> 20) MiB")
        }
        let fields = fields(of: line)
        try compareNumber(fields, number)
        try compareChecksum(line, number)
        guard let fields else { throw CassetteFileError(.malformed, entry: number, "this is no JSON object") }
        return fields
    }

    private func fields(of line: ArraySlice<UInt8>) -> ValueMap? {
        guard case .map(let fields)? = try? Value(ownJSON: String(decoding: line, as: UTF8.self)) else {
            return nil
        }
        return fields
    }

    /// Lines that were taken away, doubled or moved are told by their numbers.
    private func compareNumber(_ fields: ValueMap?, _ number: Int) throws(CassetteFileError) {
        guard number > 0, case .number(let written)? = fields?["n"], let found = Int(exactly: written),
            found != number
        else { return }
        let what =
            found > number
            ? "it is missing; entry \(found) stands in its place"
            : "entry \(found) stands here; it was doubled or moved"
        throw CassetteFileError(.edited, entry: number, what)
    }

    private mutating func compareChecksum(_ line: ArraySlice<UInt8>, _ number: Int) throws(CassetteFileError)
    {
        let body = line.dropLast(CheckedLine.tailLength)
        let before = checksum
        checksum.add(body)
        let tail = Array("\(CheckedLine.mark)\(checksum.shortText)\"}".utf8)
        guard line.count > tail.count, line.suffix(tail.count).elementsEqual(tail) else {
            checksum = before
            throw CassetteFileError(
                .edited, entry: number,
                "it is not as it was recorded (its checksum differs); record the cassette again")
        }
    }

    // MARK: Entries

    private mutating func add(_ fields: ValueMap) throws(CassetteFileError) {
        guard entries.count < CassetteFormat.entryLimit else {
            throw CassetteFileError(.tooLarge, entry: number, "too many entries")
        }
        do throws(ValueDecoder.Problem) {
            let entry = try CassetteEntry(fields, calls: calls)
            if case .started = entry.content { calls += 1 }
            entries.append(entry)
        } catch {
            throw CassetteFileError(.malformed, entry: number, "`\(error.path)` \(error.message)")
        }
    }

    private func finish(_ fields: ValueMap) throws(CassetteFileError) {
        guard fields["end"] == Value(entries.count) else {
            throw CassetteFileError(
                .edited, entry: number, "the last line counts other entries than there are")
        }
        guard offset == bytes.count else {
            throw CassetteFileError(.edited, entry: number, "something stands after the last line")
        }
    }
}

extension ValueMap {
    fileprivate func list(_ name: Text) -> [Value] {
        if case .list(let elements)? = self[name] { elements } else { [] }
    }
    fileprivate func map(_ name: Text) -> ValueMap {
        if case .map(let members)? = self[name] { members } else { [:] }
    }
}
