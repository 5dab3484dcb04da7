public import OrderedCollections

/// A value of a variable, a parameter or an expression: JavaScript's data, without functions.
public enum Value: Sendable, Hashable {
    case undefined
    case null
    case bool(Bool)
    case number(Double)
    case string(Text)
    case list([Value])
    /// Keys keep the order in which they were written.
    case map(ValueMap)
}

/// An ordered map with keys compared by code units.
public typealias ValueMap = OrderedDictionary<Text, Value>
