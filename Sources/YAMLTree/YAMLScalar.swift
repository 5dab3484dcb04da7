/// A scalar: its text after unquoting and unescaping, and how it was written.
package struct YAMLScalar: Sendable, Hashable {
    /// How the scalar is written, which tells text from numbers.
    package enum Style: UInt8, Sendable, Hashable { case plain, singleQuoted, doubleQuoted, literal, folded }

    /// What the YAML core schema makes of the scalar. Quoted and block scalars are `.string` unless an
    /// explicit tag such as `!!int` says otherwise.
    package enum Resolved: Sendable, Hashable {
        case null
        case bool(Bool)
        case integer(Int)
        case float(Double)
        case string
    }

    // In this order the three take 32 bytes instead of 40.
    package var resolved: Resolved
    package var style: Style
    package var text: String

    package init(_ text: String, _ style: Style, _ resolved: Resolved) {
        self.text = text
        self.style = style
        self.resolved = resolved
    }
}
