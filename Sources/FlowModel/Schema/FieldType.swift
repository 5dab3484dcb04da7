import YAMLTree

/// How a parameter's node is read. Scalars have a `ParameterType`; lists, maps and blocks of steps their own
/// way.
struct FieldType<Value>: Sendable {
    let shape: JSONShape
    let placeholders: PlaceholderRule
    /// What is accepted, in words, where the shape does not say enough.
    let expectation: String?
    let read: @Sendable (YAMLNode, FieldInfo, inout FlowReader) -> Value?

    init(
        _ shape: JSONShape, placeholders: PlaceholderRule = .nowhere, expecting expectation: String? = nil,
        _ read: @escaping @Sendable (YAMLNode, FieldInfo, inout FlowReader) -> Value?
    ) {
        self.shape = shape
        self.placeholders = placeholders
        self.expectation = expectation
        self.read = read
    }
}

/// What is said about one parameter, whatever its type.
package final class FieldInfo: Sendable {
    /// Canonical, camelCase.
    package let name: String
    /// SWML's snake_case; equal to `name` when nothing changes.
    package let alias: String
    package let summary: String
    package let isRequired: Bool
    /// The value that holds when nothing is written, as a document would write it.
    package let defaultValue: String?
    /// Ours, not SWML's.
    package let isExtension: Bool
    package let placeholders: PlaceholderRule
    package let shape: JSONShape
    /// What is accepted, in words.
    package let expectation: String

    init(
        name: String, summary: String, isRequired: Bool, defaultValue: String? = nil,
        isExtension: Bool = false,
        placeholders: PlaceholderRule, shape: JSONShape, expectation: String? = nil
    ) {
        self.name = name
        alias = Spelling.snakeCase(name)
        self.summary = summary
        self.isRequired = isRequired
        self.defaultValue = defaultValue
        self.isExtension = isExtension
        self.placeholders = placeholders
        self.shape = shape
        self.expectation = expectation ?? shape.described
    }
}

/// One parameter of an object: its description and the way into the object.
struct Field<Owner>: Sendable {
    let info: FieldInfo
    let read: @Sendable (YAMLNode, inout Owner, inout FlowReader) -> Void

    /// Declares a parameter: its camelCase name, from which the other spelling is derived; `placeholders`
    /// where SWML's schema differs from the type's usual rule; `set`, which is called only with a value that
    /// was read.
    init<Value>(
        _ name: String, _ type: FieldType<Value>, _ need: FieldNeed, _ summary: String,
        default defaultValue: String? = nil, ours: Bool = false, placeholders: PlaceholderRule? = nil,
        set: @escaping @Sendable (inout Owner, consuming Value) -> Void
    ) {
        let info = FieldInfo(
            name: name, summary: summary, isRequired: need == .required, defaultValue: defaultValue,
            isExtension: ours, placeholders: placeholders ?? type.placeholders, shape: type.shape,
            expectation: type.expectation)
        self.info = info
        read = { node, owner, reader in
            if let value = type.read(node, info, &reader) { set(&owner, consume value) }
        }
    }

    /// Declares a parameter that need not be written.
    init<Value>(
        _ name: String, _ type: FieldType<Value>, _ summary: String, default defaultValue: String? = nil,
        ours: Bool = false, placeholders: PlaceholderRule? = nil,
        set: @escaping @Sendable (inout Owner, consuming Value) -> Void
    ) {
        self.init(
            name, type, .optional, summary, default: defaultValue, ours: ours, placeholders: placeholders,
            set: set)
    }
}

/// Whether a parameter must be written.
enum FieldNeed: Sendable { case optional, required }
