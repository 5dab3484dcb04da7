/// Writes JSON text, on one line, without a library: keys keep the order in which they are written.
struct JSONWriter {
    private(set) var text = ""
    /// Whether the next value or key follows another in the same object or list.
    private var needsComma = false

    mutating func object(_ body: (inout JSONWriter) -> Void) { enclose("{", "}", body) }
    mutating func list(_ body: (inout JSONWriter) -> Void) { enclose("[", "]", body) }

    mutating func key(_ name: String) {
        string(name)
        text += ":"
        needsComma = false
    }

    mutating func number(_ value: Int) { write("\(value)") }
    mutating func null() { write("null") }

    mutating func string(_ value: String) {
        var quoted = "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            // Line separators end a line for some readers, DEL and C1 controls act on a terminal.
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}":
                quoted += Self.escape(scalar)
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        write(quoted + "\"")
    }

    mutating func field(_ name: String, _ value: Int) {
        key(name)
        number(value)
    }

    mutating func field(_ name: String, _ value: String) {
        key(name)
        string(value)
    }

    private mutating func enclose(_ open: String, _ close: String, _ body: (inout JSONWriter) -> Void) {
        write(open)
        needsComma = false
        body(&self)
        text += close
        needsComma = true
    }

    private mutating func write(_ value: String) {
        if needsComma { text += "," }
        text += value
        needsComma = true
    }

    private static func escape(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
}
