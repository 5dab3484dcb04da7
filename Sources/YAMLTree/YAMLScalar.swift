/// A scalar: its text after unquoting and unescaping, and how it was written.
package struct YAMLScalar: Sendable, Hashable {
    package enum Style: UInt8, Sendable, Hashable { case plain, singleQuoted, doubleQuoted, literal, folded }

    /// What the YAML core schema makes of the scalar. Quoted and block scalars are always `.string`.
    package enum Resolved: Sendable, Hashable {
        case null
        case bool(Bool)
        case integer(Int)
        case float(Double)
        case string
    }

    package var text: String
    package var style: Style
    package var resolved: Resolved

    package init(_ text: String, _ style: Style, _ resolved: Resolved) {
        self.text = text
        self.style = style
        self.resolved = resolved
    }
}
