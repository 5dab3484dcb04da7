public import OrderedCollections

/// A value of a variable, a parameter or an expression: JavaScript's data, without functions.
///
/// Values are trees of at most `Value.depthLimit` levels: the JSON reader and the evaluator refuse deeper
/// ones, so that walking or releasing a value never exhausts the stack. Whoever puts values into lists and
/// maps in a loop asks `isDeeper(than:)`.
public enum Value: Sendable {
    case undefined
    case null
    case bool(Bool)
    case number(Double)
    case string(Text)
    case list([Value])
    /// Keys keep the order in which they were written (JavaScript moves keys that are integers to the front).
    case map(ValueMap)
}

/// An ordered map with keys compared by code units.
public typealias ValueMap = OrderedDictionary<Text, Value>

extension Value {
    /// The deepest nesting of lists and maps. Far beyond what a document or a web service sends.
    public static let depthLimit = 128

    /// Whether lists and maps nest deeper than a number of levels; a list of scalars has one.
    public func isDeeper(than levels: Int) -> Bool {
        switch self {
        case .undefined, .null, .bool, .number, .string: false
        case .list(let elements): levels == 0 || elements.contains { $0.isDeeper(than: levels - 1) }
        case .map(let map): levels == 0 || map.values.contains { $0.isDeeper(than: levels - 1) }
        }
    }

    public var isUndefined: Bool {
        if case .undefined = self { true } else { false }
    }

    /// `undefined` or `null`.
    public var isNullish: Bool {
        switch self {
        case .undefined, .null: true
        case .bool, .number, .string, .list, .map: false
        }
    }

    /// JavaScript's truthiness: false are `undefined`, `null`, `false`, `0`, `NaN` and the empty text.
    public var isTruthy: Bool {
        switch self {
        case .undefined, .null: false
        case .bool(let bool): bool
        case .number(let number): number != 0 && !number.isNaN
        case .string(let text): !text.isEmpty
        case .list, .map: true
        }
    }

    /// The member of a map; `undefined` when there is none or when this is not a map.
    public subscript(key: Text) -> Value {
        if case .map(let map) = self { map[key] ?? .undefined } else { .undefined }
    }

    /// The element of a list; `undefined` outside it or when this is not a list.
    public subscript(index: Int) -> Value {
        if case .list(let list) = self, list.indices.contains(index) { list[index] } else { .undefined }
    }
}

extension Value: Hashable {
    /// Structural; `NaN` equals itself, so that a saved and restored value equals the original. This is not
    /// the `==` of an expression.
    public static func == (left: Value, right: Value) -> Bool {
        switch (left, right) {
        case (.undefined, .undefined), (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.number(let left), .number(let right)): left == right || left.isNaN && right.isNaN
        case (.string(let left), .string(let right)): left == right
        case (.list(let left), .list(let right)): left == right
        case (.map(let left), .map(let right)): left == right
        case (.undefined, _), (.null, _), (.bool, _), (.number, _), (.string, _), (.list, _), (.map, _): false
        }
    }

    public func hash(into hasher: inout Hasher) {
        switch self {
        case .undefined: hasher.combine(0)
        case .null: hasher.combine(1)
        case .bool(let bool): hasher.combine(bool)
        case .number(let number): hasher.combine(number.isNaN ? .nan : number)
        case .string(let text): hasher.combine(text)
        case .list(let list): hasher.combine(list)
        case .map(let map): hasher.combine(map)
        }
    }
}

extension Value: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByStringLiteral, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral
{
    public init(nilLiteral: ()) { self = .null }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(integerLiteral value: Int) { self = .number(Double(value)) }
    public init(floatLiteral value: Double) { self = .number(value) }
    public init(stringLiteral value: String) { self = .string(Text(value)) }
    public init(arrayLiteral elements: Value...) { self = .list(elements) }
    /// The last of two entries with the same key wins.
    public init(dictionaryLiteral elements: (Text, Value)...) {
        self = .map(ValueMap(elements) { _, last in last })
    }

    public init(_ string: String) { self = .string(Text(string)) }
    public init(_ number: Int) { self = .number(Double(number)) }
}
