/// A parsed expression: a JavaScript subset (`swml-language.md` §2.8).
///
/// The tree is shared and never changes, so that a copy costs one reference count.
package struct Expression: Sendable, Hashable {
    /// Holds the tree, so that looking into it copies nothing.
    final class Shared: Sendable {
        let tree: ExpressionTree
        init(_ tree: consuming ExpressionTree) { self.tree = tree }
    }

    let shared: Shared

    init(_ tree: consuming ExpressionTree) { shared = Shared(tree) }

    package static func == (left: Expression, right: Expression) -> Bool {
        left.shared === right.shared || left.shared.tree == right.shared.tree
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(shared.tree) }
}

/// The nodes of an expression lie in one array, children before parents, and name each other by index:
/// compact, and nothing recursive to release.
struct ExpressionTree: Sendable, Hashable {
    var nodes: [Node] = []
    /// What is known of each node besides.
    var extents: [Extent] = []
    /// The variables it reads; each is looked up once, before anything is computed.
    var inputs: [Input] = []
    var root: NodeID = 0
    /// The whole text it was parsed from in UTF-8, to word errors.
    var source: [UInt8]

    /// The text of a node.
    func text(of node: NodeID) -> String {
        String(decoding: source[extents[node].range], as: UTF8.self)
    }

    struct Extent: Sendable, Hashable {
        /// Where the node stands in `source`.
        var range: Range<Int>
        /// How many nodes there are on the longest way down from it, itself included.
        let height: Int
    }
}

typealias NodeID = Int

/// A variable that an expression reads.
enum Input: Sendable, Hashable {
    /// An unprefixed name, or a scope as a whole.
    case name(Text)
    /// A member of a scope: `vars.x`.
    case member(Text, Variables.Scope)
    /// A placeholder inside a condition: never JavaScript, missing gives `undefined`.
    case path(VariablePath)
}

enum Node: Sendable, Hashable {
    case constant(Value)
    case input(Int)
    /// A parameter of an arrow function, by its place among those in scope.
    case local(Int)
    case concatenation([NodeID], Joining)
    case list([NodeID])
    case map([Entry])
    case member(NodeID, Text, optional: Bool)
    case index(NodeID, NodeID, optional: Bool)
    /// Parentheses round a chain with `?.`, which end its short cut.
    case group(NodeID)
    case method(MethodCall)
    /// `/…/.test(value)`.
    indirect case test(Pattern, NodeID)
    case function(Function, [NodeID])
    case unary(UnaryOperator, NodeID)
    case binary(BinaryOperator, NodeID, NodeID)
    case logical(LogicalOperator, NodeID, NodeID)
    case conditional(NodeID, NodeID, NodeID)
    /// The path when it leads to a value, else the expression: `a.content-type` (§2.2).
    case pathOr(Int, NodeID)

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
