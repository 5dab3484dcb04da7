import FlowExpressions
import FlowRuntime
import OrderedCollections

/// Decodes what `ValueEncoder` made; everything else is an error that names the place, never a trap.
struct ValueDecoder: Decoder {
    fileprivate let value: Value
    fileprivate let path: String
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    /// Why something could not be decoded, in the user's words.
    struct Problem: Error, Sendable, Hashable {
        var path: String
        var message: String
    }

    static func decode<T: Decodable>(
        _ type: T.Type, from value: Value, at path: String
    ) throws(Problem) -> T {
        try ValueDecoder(value: value, path: path).read(type)
    }

    fileprivate func problem(_ expected: String) -> Problem {
        Problem(path: path, message: "is \(value.kindName), not \(expected)")
    }

    fileprivate func read<T: Decodable>(_ type: T.Type) throws(Problem) -> T {
        if let scalar = try scalar(type) { return scalar }
        do {
            return try T(from: self)
        } catch let problem as Problem {
            throw problem
        } catch {
            // The compiler's own: a name that no case has.
            throw Problem(path: path, message: "is not one of the words that may stand here")
        }
    }

    private func scalar<T>(_ type: T.Type) throws(Problem) -> T? {
        switch type {
        case is Bool.Type:
            guard case .bool(let bool) = value else { throw problem("true or false") }
            return bool as? T
        case is String.Type:
            guard case .string(let text) = value else { throw problem("a text") }
            return text.string as? T
        case is Double.Type: return try number() as? T
        case is Int.Type: return try integer(Int.self) as? T
        case is Int32.Type: return try integer(Int32.self) as? T
        case is Int64.Type: return try integer(Int64.self) as? T
        case is UInt8.Type: return try integer(UInt8.self) as? T
        case is Duration.Type: return Duration.milliseconds(try integer(Int64.self)) as? T
        case is Value.Type: return value as? T
        case _: return nil
        }
    }

    private func number() throws(Problem) -> Double {
        guard case .number(let number) = value else { throw problem("a number") }
        return number
    }

    private func integer<T: FixedWidthInteger>(_ type: T.Type) throws(Problem) -> T {
        guard let integer = T(exactly: try number()) else { throw problem("a whole number in range") }
        return integer
    }

    fileprivate var fields: ValueMap? { if case .map(let fields) = value { fields } else { nil } }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(try KeyedFields(decoder: self))
    }
    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard case .list(let elements) = value else { throw problem("a list") }
        return Elements(elements: elements, path: path)
    }
    func singleValueContainer() -> any SingleValueDecodingContainer { Single(decoder: self) }
}

/// The fields of a map, the one case of an enumeration, or a case's payload.
private struct KeyedFields<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let decoder: ValueDecoder
    let fields: ValueMap
    var codingPath: [any CodingKey] { [] }

    init(decoder: ValueDecoder) throws(ValueDecoder.Problem) {
        self.decoder = decoder
        if let fields = decoder.fields {
            self.fields = fields
        } else if case .string(let name) = decoder.value, Key(stringValue: name.string) != nil {
            // A case without a payload.
            fields = [name: [:]]
        } else {
            throw decoder.problem("a map")
        }
    }

    var allKeys: [Key] { fields.keys.compactMap { Key(stringValue: $0.string) } }

    func contains(_ key: Key) -> Bool { fields[Text(key.stringValue)] != nil }

    private func member(_ key: Key) throws(ValueDecoder.Problem) -> ValueDecoder {
        let name = key.stringValue
        let path = decoder.path.isEmpty ? name : "\(decoder.path).\(name)"
        guard let value = fields[Text(name)] else {
            throw ValueDecoder.Problem(path: path, message: "is missing")
        }
        return ValueDecoder(value: value, path: path)
    }

    func decodeNil(forKey key: Key) throws -> Bool { try member(key).value == .null }
    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T { try member(key).read(type) }
    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
        KeyedDecodingContainer(Payload<Nested>(decoder: try member(key)))
    }
    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try member(key).unkeyedContainer()
    }
    func superDecoder() -> any Decoder { decoder }
    func superDecoder(forKey key: Key) throws -> any Decoder { try member(key) }
}

/// The payload of a case: see `ValueEncoder` for where `_0` stands.
private struct Payload<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let decoder: ValueDecoder
    var codingPath: [any CodingKey] { [] }
    var allKeys: [Key] { decoder.fields?.keys.compactMap { Key(stringValue: $0.string) } ?? [] }

    private func member(_ key: Key) throws(ValueDecoder.Problem) -> ValueDecoder {
        let name = Text(key.stringValue)
        if let value = decoder.fields?[name] {
            return ValueDecoder(value: value, path: "\(decoder.path).\(name)")
        }
        guard key.stringValue == "_0" else {
            throw ValueDecoder.Problem(path: "\(decoder.path).\(name)", message: "is missing")
        }
        if let value = decoder.fields?[ValueEncoder.payloadName] {
            return ValueDecoder(value: value, path: "\(decoder.path).\(ValueEncoder.payloadName)")
        }
        return decoder
    }

    func contains(_ key: Key) -> Bool {
        key.stringValue == "_0" || decoder.fields?[Text(key.stringValue)] != nil
    }
    func decodeNil(forKey key: Key) throws -> Bool { try member(key).value == .null }
    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T { try member(key).read(type) }
    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> { try member(key).container(keyedBy: type) }
    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try member(key).unkeyedContainer()
    }
    func superDecoder() -> any Decoder { decoder }
    func superDecoder(forKey key: Key) throws -> any Decoder { try member(key) }
}

private struct Elements: UnkeyedDecodingContainer {
    let elements: [Value]
    let path: String
    private(set) var currentIndex = 0
    var codingPath: [any CodingKey] { [] }
    var count: Int? { elements.count }
    var isAtEnd: Bool { currentIndex >= elements.count }

    init(elements: [Value], path: String) {
        self.elements = elements
        self.path = path
    }

    private mutating func next() throws(ValueDecoder.Problem) -> ValueDecoder {
        let place = "\(path)[\(currentIndex)]"
        guard !isAtEnd else { throw ValueDecoder.Problem(path: place, message: "is missing") }
        defer { currentIndex += 1 }
        return ValueDecoder(value: elements[currentIndex], path: place)
    }

    mutating func decodeNil() -> Bool {
        guard !isAtEnd, elements[currentIndex] == .null else { return false }
        currentIndex += 1
        return true
    }
    mutating func decode<T: Decodable>(_ type: T.Type) throws -> T { try next().read(type) }
    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type
    ) throws -> KeyedDecodingContainer<Nested> { try next().container(keyedBy: type) }
    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try next().unkeyedContainer()
    }
    mutating func superDecoder() throws -> any Decoder { try next() }
}

private struct Single: SingleValueDecodingContainer {
    let decoder: ValueDecoder
    var codingPath: [any CodingKey] { [] }

    func decodeNil() -> Bool { decoder.value == .null }
    func decode<T: Decodable>(_ type: T.Type) throws -> T { try decoder.read(type) }
}

extension Value {
    /// What a message calls it.
    var kindName: String {
        switch self {
        case .undefined: "nothing"
        case .null: "null"
        case .bool: "a truth value"
        case .number: "a number"
        case .string: "a text"
        case .list: "a list"
        case .map: "a map"
        }
    }
}
