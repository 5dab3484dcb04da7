import FlowExpressions
import FlowRuntime
import OrderedCollections

/// What has a compact form in journals.
///
/// `Codable` costs some microseconds for each command (measured: a journal's whole share of a call is 70 µs),
/// so each type says by hand what it consists of. The forms are the file's format: whoever changes one raises
/// `JournalFormat.version`.
protocol JournalCoded {
    func write(to writer: inout ByteWriter)
    init(from reader: inout ByteReader) throws(JournalDamage)
}

/// Writes fields or reads them, so that a type names them once.
protocol FieldCoder {
    associatedtype Failure: Error
    mutating func field<T: JournalCoded>(_ value: inout T) throws(Failure)
}

/// A structure: its fields, one after the other.
protocol FieldCoded: JournalCoded {
    /// To be filled; what is in it does not matter.
    static var blank: Self { get }
    mutating func code<Coder: FieldCoder>(_ coder: inout Coder) throws(Coder.Failure)
}

extension FieldCoded {
    func write(to writer: inout ByteWriter) {
        var copy = self
        copy.code(&writer)
    }

    init(from reader: inout ByteReader) throws(JournalDamage) {
        self = Self.blank
        try code(&reader)
    }
}

/// A word of a closed list, as itself: lists grow, and their order means nothing.
protocol WordCoded: JournalCoded, RawRepresentable where RawValue == String {}

extension WordCoded {
    func write(to writer: inout ByteWriter) { writer.text(rawValue) }

    init(from reader: inout ByteReader) throws(JournalDamage) {
        let word = try reader.text()
        guard let value = Self(rawValue: word) else {
            throw reader.damage("`\(word.prefix(40))` is no word that may stand here")
        }
        self = value
    }
}

// MARK: - Scalars

extension Bool: JournalCoded {
    func write(to writer: inout ByteWriter) { writer.byte(self ? 1 : 0) }
    init(from reader: inout ByteReader) throws(JournalDamage) {
        switch try reader.byte() {
        case 0: self = false
        case 1: self = true
        case _: throw reader.damage("a truth value is neither")
        }
    }
}

extension Int: JournalCoded {
    func write(to writer: inout ByteWriter) { writer.signed(Int64(self)) }
    init(from reader: inout ByteReader) throws(JournalDamage) { self = try reader.integer() }
}

extension Int32: JournalCoded {
    func write(to writer: inout ByteWriter) { writer.signed(Int64(self)) }
    init(from reader: inout ByteReader) throws(JournalDamage) { self = try reader.integer() }
}

extension Double: JournalCoded {
    func write(to writer: inout ByteWriter) { writer.unsigned(bitPattern.byteSwapped) }
    init(from reader: inout ByteReader) throws(JournalDamage) {
        // Most numbers are whole and small, and have their zeros at the end.
        self = Double(bitPattern: try reader.unsigned().byteSwapped)
    }
}

extension String: JournalCoded {
    func write(to writer: inout ByteWriter) { writer.text(self) }
    init(from reader: inout ByteReader) throws(JournalDamage) { self = try reader.text() }
}

extension Duration: JournalCoded {
    func write(to writer: inout ByteWriter) {
        let (seconds, attoseconds) = components
        writer.signed(seconds)
        writer.signed(attoseconds)
    }
    init(from reader: inout ByteReader) throws(JournalDamage) {
        let seconds = try reader.signed()
        self.init(secondsComponent: seconds, attosecondsComponent: try reader.signed())
    }
}

// MARK: - Collections

extension Optional: JournalCoded where Wrapped: JournalCoded {
    func write(to writer: inout ByteWriter) {
        guard let self else { return writer.byte(0) }
        writer.byte(1)
        writer.add(self)
    }
    init(from reader: inout ByteReader) throws(JournalDamage) {
        self = try reader.next(Bool.self) ? try reader.next(Wrapped.self) : nil
    }
}

extension Array: JournalCoded where Element: JournalCoded {
    func write(to writer: inout ByteWriter) {
        writer.unsigned(UInt64(count))
        for element in self { writer.add(element) }
    }
    init(from reader: inout ByteReader) throws(JournalDamage) {
        self = []
        for _ in 0..<(try reader.count()) { append(try reader.next()) }
    }
}

extension Dictionary: JournalCoded where Key == String, Value == String {
    /// Sorted: equal commands have equal bytes.
    func write(to writer: inout ByteWriter) {
        writer.unsigned(UInt64(count))
        for (key, value) in sorted(by: { $0.key < $1.key }) {
            writer.text(key)
            writer.text(value)
        }
    }
    init(from reader: inout ByteReader) throws(JournalDamage) {
        self = [:]
        for _ in 0..<(try reader.count()) {
            let key = try reader.text()
            self[key] = try reader.text()
        }
    }
}

// MARK: - Values

extension Text: JournalCoded {
    /// A lone surrogate has no UTF-8: such a text is its code units, after a byte that says so.
    func write(to writer: inout ByteWriter) {
        let string = string
        if Text(string) == self {
            writer.byte(0)
            writer.text(string)
        } else {
            writer.byte(1)
            let units = units
            writer.unsigned(UInt64(units.count))
            for unit in units { writer.unsigned(UInt64(unit)) }
        }
    }

    init(from reader: inout ByteReader) throws(JournalDamage) {
        if try !reader.next(Bool.self) {
            self.init(try reader.text())
            return
        }
        var units: [UInt16] = []
        for _ in 0..<(try reader.count()) {
            guard let unit = UInt16(exactly: try reader.unsigned()) else {
                throw reader.damage("a code unit is too large")
            }
            units.append(unit)
        }
        self.init(units: units)
    }
}

extension OrderedDictionary: JournalCoded where Key == Text, Value == FlowExpressions.Value {
    func write(to writer: inout ByteWriter) {
        writer.unsigned(UInt64(count))
        for (key, value) in self {
            writer.add(key)
            writer.add(value)
        }
    }
    init(from reader: inout ByteReader) throws(JournalDamage) {
        self = [:]
        for _ in 0..<(try reader.count()) {
            let key = try reader.next(Text.self)
            self[key] = try reader.nested { (reader) throws(JournalDamage) in
                try reader.next(FlowExpressions.Value.self)
            }
        }
    }
}

extension Value: JournalCoded {
    func write(to writer: inout ByteWriter) {
        switch self {
        case .undefined: writer.byte(0)
        case .null: writer.byte(1)
        case .bool(let bool):
            writer.byte(2)
            writer.add(bool)
        case .number(let number):
            writer.byte(3)
            writer.add(number)
        case .string(let text):
            writer.byte(4)
            writer.add(text)
        case .list(let elements):
            writer.byte(5)
            writer.add(elements)
        case .map(let map):
            writer.byte(6)
            writer.add(map)
        }
    }

    init(from reader: inout ByteReader) throws(JournalDamage) {
        switch try reader.byte() {
        case 0: self = .undefined
        case 1: self = .null
        case 2: self = .bool(try reader.next())
        case 3: self = .number(try reader.next())
        case 4: self = .string(try reader.next())
        case 5: self = .list(try reader.nested { (reader) throws(JournalDamage) in try reader.next() })
        case 6: self = .map(try reader.next())
        case let tag: throw reader.damage("\(tag) is no kind of value")
        }
    }
}
