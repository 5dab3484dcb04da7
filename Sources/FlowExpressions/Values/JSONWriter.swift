import OrderedCollections

extension Value {
    /// Compact JSON as `JSON.stringify` writes it: members that are `undefined` are left out, elements that
    /// are become `null`, so do `NaN` and the infinities; a lone surrogate is written as an escape.
    ///
    /// `undefined` itself is `null` here.
    public var jsonText: String {
        var writer = JSONWriter()
        writer.write(self)
        return writer.text
    }
}

extension Text {
    /// The text as a JSON string, quotes included.
    public var jsonText: String {
        var writer = JSONWriter()
        writer.write(self)
        return writer.text
    }
}

/// Appends values as compact JSON.
private struct JSONWriter {
    private(set) var text = ""

    mutating func write(_ value: Value) {
        switch value {
        case .undefined, .null: text += "null"
        case .bool(let bool): text += bool ? "true" : "false"
        case .number(let number): text += number.isFinite ? NumberText.decimal(number) : "null"
        case .string(let string): write(string)
        case .list(let elements): write(elements)
        case .map(let map): write(map)
        }
    }

    private mutating func write(_ elements: [Value]) {
        text += "["
        for (index, element) in elements.enumerated() {
            if index > 0 { text += "," }
            write(element)
        }
        text += "]"
    }

    private mutating func write(_ map: ValueMap) {
        text += "{"
        var isFirst = true
        for (key, value) in map where !value.isUndefined {
            if !isFirst { text += "," }
            isFirst = false
            write(key)
            text += ":"
            write(value)
        }
        text += "}"
    }

    mutating func write(_ string: Text) {
        text += "\""
        let units = string.units
        var offset = 0
        while offset < units.count {
            let (scalar, width) = Text.scalar(in: units, at: offset)
            if let scalar { write(scalar) } else { writeEscape(units[offset]) }
            offset += width
        }
        text += "\""
    }

    private mutating func write(_ scalar: Unicode.Scalar) {
        switch scalar {
        case "\"": text += "\\\""
        case "\\": text += "\\\\"
        case "\n": text += "\\n"
        case "\r": text += "\\r"
        case "\t": text += "\\t"
        case "\u{8}": text += "\\b"
        case "\u{C}": text += "\\f"
        case "\u{0}"..<"\u{20}": writeEscape(UInt16(scalar.value))
        case _: text.unicodeScalars.append(scalar)
        }
    }

    private mutating func writeEscape(_ unit: UInt16) {
        let digits = String(unit, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
}
