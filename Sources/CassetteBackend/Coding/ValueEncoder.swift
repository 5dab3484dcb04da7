import FlowExpressions
import FlowRuntime
import OrderedCollections

/// Encodes anything as a `Value` that reads well as JSON, by one mechanical rule.
///
/// Structures become maps in the order of their fields, durations whole milliseconds. A case without a
/// payload is its name (`"done"`), one with a payload a map of that one name, in which the payload stands
/// without the compiler's `_0`: `{"say":"Hello"}`, `{"digits":{"value":"1","terminator":"#"}}`.
struct ValueEncoder: Encoder {
    fileprivate let node = Node()
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    /// The name of a payload without a name, beside others that have one.
    static let payloadName: Text = "value"

    static func value(of subject: some Encodable) throws -> Value {
        if let scalar = scalar(of: subject) { return scalar }
        let encoder = ValueEncoder()
        try subject.encode(to: encoder)
        return encoder.node.value
    }

    private static func scalar(of subject: some Encodable) -> Value? {
        switch subject {
        case let bool as Bool: .bool(bool)
        case let text as String: Value(text)
        case let number as Double: .number(number)
        case let number as Int: Value(number)
        case let number as Int32: Value(Int(number))
        case let number as Int64: .number(Double(number))
        case let number as UInt8: Value(Int(number))
        case let duration as Duration: .number(Double(duration.milliseconds))
        case let value as Value: value
        case let texts as [String: String]: .map(ValueMap(sorting: texts))
        case _: nil
        }
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        KeyedEncodingContainer(KeyedNode(node: node))
    }
    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        node.becomeList()
        return ListNode(node: node)
    }
    func singleValueContainer() -> any SingleValueEncodingContainer { ScalarNode(node: node) }
}

extension ValueMap {
    /// Dictionaries have no order of their own; a file must not differ from run to run.
    fileprivate init(sorting texts: [String: String]) {
        self.init()
        for (name, text) in texts.sorted(by: { Text($0.key) < Text($1.key) }) {
            self[Text(name)] = Value(text)
        }
    }
}

/// What is being encoded; a reference, because containers are handed out before they are filled.
private final class Node {
    private enum Content {
        case scalar(Value)
        case list([Value])
        case fields(ValueMap)
        /// A case of an enumeration and its payload.
        case choice(Text, Node)
    }
    private var content = Content.fields([:])

    var value: Value {
        switch content {
        case .scalar(let value): value
        case .list(let values): .list(values)
        case .fields(let fields): .map(fields)
        case .choice(let name, let payload): payload.isEmpty ? .string(name) : .map([name: payload.merged])
        }
    }

    private var isEmpty: Bool { if case .fields(let fields) = content { fields.isEmpty } else { false } }

    /// A payload: `_0` alone is the payload itself; beside names it joins them.
    private var merged: Value {
        guard case .fields(var fields) = content, let first = fields["_0"] else { return value }
        if fields.count == 1 { return first }
        fields["_0"] = nil
        var merged: ValueMap = [:]
        if case .map(let members) = first {
            merged = members
        } else {
            merged[ValueEncoder.payloadName] = first
        }
        for (name, value) in fields { merged[name] = value }
        return .map(merged)
    }

    func becomeList() { content = .list([]) }
    func set(_ value: Value) { content = .scalar(value) }
    func append(_ value: Value) {
        guard case .list(var values) = content else { return }
        content = .list([])
        values.append(value)
        content = .list(values)
    }
    var count: Int { if case .list(let values) = content { values.count } else { 0 } }
    func set(_ value: Value, for name: String) {
        guard case .fields(var fields) = content else { return }
        content = .list([])
        fields[Text(name)] = value
        content = .fields(fields)
    }
    /// Only the compiler's coding of enumerations nests containers.
    func choose(_ name: String) -> Node {
        let payload = Node()
        content = .choice(Text(name), payload)
        return payload
    }
}

private struct KeyedNode<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let node: Node
    var codingPath: [any CodingKey] { [] }

    mutating func encodeNil(forKey key: Key) { node.set(.null, for: key.stringValue) }
    mutating func encode<T: Encodable>(_ subject: T, forKey key: Key) throws {
        node.set(try ValueEncoder.value(of: subject), for: key.stringValue)
    }
    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        KeyedEncodingContainer(KeyedNode<Nested>(node: node.choose(key.stringValue)))
    }
    mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        let payload = node.choose(key.stringValue)
        payload.becomeList()
        return ListNode(node: payload)
    }
    mutating func superEncoder() -> any Encoder { ValueEncoder() }
    mutating func superEncoder(forKey key: Key) -> any Encoder { ValueEncoder() }
}

private struct ListNode: UnkeyedEncodingContainer {
    let node: Node
    var codingPath: [any CodingKey] { [] }
    var count: Int { node.count }

    mutating func encodeNil() { node.append(.null) }
    mutating func encode<T: Encodable>(_ subject: T) throws {
        node.append(try ValueEncoder.value(of: subject))
    }
    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type
    ) -> KeyedEncodingContainer<Nested> { KeyedEncodingContainer(KeyedNode<Nested>(node: Node())) }
    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { ListNode(node: Node()) }
    mutating func superEncoder() -> any Encoder { ValueEncoder() }
}

private struct ScalarNode: SingleValueEncodingContainer {
    let node: Node
    var codingPath: [any CodingKey] { [] }

    mutating func encodeNil() { node.set(.null) }
    mutating func encode<T: Encodable>(_ subject: T) throws { node.set(try ValueEncoder.value(of: subject)) }
}
