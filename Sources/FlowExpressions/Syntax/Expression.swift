/// A parsed expression: a JavaScript subset (`swml-language.md` §2.8).
///
/// It is one array, which never changes: one allocation, a copy costs one reference count, and there is
/// nothing recursive to release.
package struct Expression: Sendable, Hashable {
    /// Children before parents, so that the root is the last. Nodes name each other by index.
    let nodes: [PlacedNode]

    var root: NodeID { nodes.count - 1 }
}

/// A node, and what is known of it besides.
struct PlacedNode: Sendable, Hashable {
    let node: Node
    /// Where it stands in the text.
    var range: Range<Int>
    /// How many nodes there are on the longest way down from it, itself included.
    let height: Int
}

typealias NodeID = Int

/// A variable that an expression reads.
enum Input: Sendable, Hashable {
    case variable(VariableName)
    /// A placeholder inside a condition: never JavaScript, missing gives `undefined`.
    indirect case path(VariablePath)
}

enum Node: Sendable, Hashable {
    case constant(Value)
    /// A variable, and its place among the inputs: each is looked up once, before anything is computed.
    case input(Input, Int)
    /// A parameter of an arrow function, by its place among those in scope.
    case local(Int)
    case concatenation([NodeID], Joining)
    case list([NodeID])
    case map([Entry])
    case member(NodeID, Text, optional: Bool)
    case index(NodeID, NodeID, optional: Bool)
    /// Parentheses round a chain with `?.`, which end its short cut.
    case group(NodeID)
    indirect case method(MethodCall)
    /// `/…/.test(value)`.
    indirect case test(Pattern, NodeID)
    case function(Function, [NodeID])
    case unary(UnaryOperator, NodeID)
    case binary(BinaryOperator, NodeID, NodeID)
    case logical(LogicalOperator, NodeID, NodeID)
    case conditional(NodeID, NodeID, NodeID)
    /// The path, an input as above, when it leads to a value, else the expression: `a.content-type` (§2.2).
    case pathOr(Input, Int, NodeID)

    /// How the parts of a text in pieces become text.
    enum Joining: Sendable, Hashable {
        /// A template literal: JavaScript's `String(…)`.
        case script
        /// Placeholders inside quotes: the text of a value at the boundary (§2.6).
        case boundary
    }

    struct Entry: Sendable, Hashable {
        var key: Key
        var value: NodeID
        enum Key: Sendable, Hashable {
            case fixed(Text)
            case computed(NodeID)
        }
    }
}

struct MethodCall: Sendable, Hashable {
    var receiver: NodeID
    /// As it is written, to word errors.
    var receiverText: Text
    var method: Method
    var arguments: [Argument]
    /// `a?.b()`: the whole chain is `undefined` when the receiver is missing.
    var isOptional: Bool
}

enum Argument: Sendable, Hashable {
    case value(NodeID)
    case callback(Callback)
    case pattern(Pattern)
}

/// What a method calls for each element.
enum Callback: Sendable, Hashable {
    /// `(a, b) => body`; its parameters take the places from `base` on.
    case arrow(parameterCount: Int, base: Int, body: NodeID)
    /// A function by its name, as in `map(Number)`.
    case function(Function)
}

enum UnaryOperator: Sendable, Hashable { case not, negate, number, typeof }

enum BinaryOperator: Sendable, Hashable {
    case add, subtract, multiply, divide, remainder
    case equal, unequal, strictEqual, strictUnequal
    case less, greater, lessEqual, greaterEqual
    case `in`
}

enum LogicalOperator: Sendable, Hashable { case and, or, coalesce }
