/// JSON, for schemas: keys in the order given, two blanks of indentation.
package indirect enum SchemaText: Sendable {
    case text(String)
    case integer(Int)
    case number(Double)
    case boolean(Bool)
    case list([SchemaText])
    case object([(key: String, value: SchemaText)])

    package static func texts(_ texts: [String]) -> SchemaText { .list(texts.map { .text($0) }) }

    /// The document, with a line break at its end.
    package var document: String {
        var text = ""
        write(to: &text, indent: 0)
        return text + "\n"
    }

    private func write(to text: inout String, indent: Int) {
        switch self {
        case .text(let string): text += Self.quoted(string)
        case .integer(let integer): text += String(integer)
        case .number(let number): text += DecimalText.shown(number)
        case .boolean(let flag): text += flag ? "true" : "false"
        case .list(let items): Self.write(items, to: &text)
        case .object(let members): Self.write(members, to: &text, indent: indent)
        }
    }

    /// On one line: the lists of a schema are short.
    private static func write(_ items: [SchemaText], to text: inout String) {
        text += "["
        for (index, item) in items.enumerated() {
            if index > 0 { text += ", " }
            item.write(to: &text, indent: 0)
        }
        text += "]"
    }

    private static func write(
        _ members: [(key: String, value: SchemaText)], to text: inout String, indent: Int
    ) {
        guard members.count > 1 || members.contains(where: \.value.isTall) else {
            text += "{"
            for member in members {
                text += quoted(member.key) + ": "
                member.value.write(to: &text, indent: indent)
            }
            text += "}"
            return
        }
        let margin = String(repeating: "  ", count: indent + 1)
        text += "{"
        for (index, member) in members.enumerated() {
            text += index > 0 ? ",\n" : "\n"
            text += margin + quoted(member.key) + ": "
            member.value.write(to: &text, indent: indent + 1)
        }
        text += "\n" + String(repeating: "  ", count: indent) + "}"
    }

    private var isTall: Bool {
        if case .object = self { true } else { false }
    }

    static func quoted(_ string: String) -> String {
        var result = "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
