import FlowExpressions
import OrderedCollections
import SourceText
import YAMLTree

// Values of any form: `set`, `params`, `body`, `event`, `return`.

extension FlowReader {
    /// Reads any value of a node that has been entered.
    mutating func value(_ node: YAMLNode, _ info: FieldInfo) -> GivenValue {
        GivenValue(valueTemplate(node, info.name), at: node.range)
    }

    /// Reads a map of values; reports anything else.
    mutating func valueMap(_ node: YAMLNode, _ info: FieldInfo) -> GivenValue? {
        guard node.kind == .mapping else {
            if !node.isNull || !isCut(node) {
                report(.wrongType(info.name, expected: "a map of names to values", found: node))
            }
            return nil
        }
        return value(node, info)
    }

    /// An element of a list or a map.
    private mutating func element(_ node: YAMLNode, _ name: String) -> ValueTemplate {
        let entered = enter(node)
        defer { leave(entered) }
        return valueTemplate(node, name)
    }

    /// A value with its placeholders. The depth of the recursion is the tree's, which the YAML reader bounds.
    private mutating func valueTemplate(_ node: YAMLNode, _ name: String) -> ValueTemplate {
        switch node.kind {
        case .scalar: ScalarInput.reading(node) { valueLeaf($0, node, name) } ?? .literal(.null)
        case .sequence: listTemplate(node, name)
        case .mapping: mapTemplate(node)
        }
    }

    private mutating func valueLeaf(_ input: ScalarInput, _ node: YAMLNode, _ name: String) -> ValueTemplate {
        switch input.kind {
        case .null, .collection: return .literal(.null)
        case .bool(let flag): return .literal(.bool(flag))
        case .number(let number): return self.number(number, input, node, name)
        case .text:
            if hasPlaceholder(input), let template = template(input, in: node) {
                return .text(template, at: node.range)
            }
            return .literal(.string(Text(input.text)))
        }
    }

    private mutating func number(
        _ number: Double, _ input: ScalarInput, _ node: YAMLNode, _ name: String
    ) -> ValueTemplate {
        let text = input.text
        guard number.isFinite else {
            report(.notFinite(name, text, at: node.range))
            return .literal(.null)
        }
        if NumberHazard.losesText(text) { report(.numberLosesText(name, text, at: node.range)) }
        return .literal(.number(number))
    }

    private mutating func listTemplate(_ node: YAMLNode, _ name: String) -> ValueTemplate {
        var templates: [ValueTemplate] = []
        templates.reserveCapacity(node.itemCount)
        node.forEachItem { templates.append(element($0, name)) }
        var values: [FlowExpressions.Value] = []
        for template in templates {
            guard let value = template.literal else { return .list(templates) }
            values.append(value)
        }
        return .literal(.list(values))
    }

    private mutating func mapTemplate(_ node: YAMLNode) -> ValueTemplate {
        var templates: [ValueTemplate.Entry] = []
        templates.reserveCapacity(node.entryCount)
        readEntries(of: node) { key, value, reader in
            guard let name = key.text else { return }  // The tree has reported it.
            templates.append(ValueTemplate.Entry(Text(name), at: key.range, reader.element(value, name)))
        }
        guard templates.allSatisfy({ $0.value.literal != nil }) else { return .map(templates) }
        var map = ValueMap(minimumCapacity: templates.count)
        for template in templates { map[template.key] = template.value.literal }
        return .literal(.map(map))
    }
}

/// Numbers whose text YAML does not keep: a phone number's `+`, a code's leading zero (swml-language.md
/// §1.4).
enum NumberHazard {
    /// The text says more than the number: `+1555`, `007`, `0x1F`, a number beyond 2⁵³. `25.00` is harmless
    /// as a number and only a hazard where a text is wanted.
    static func losesText(_ text: String) -> Bool {
        let bytes = text.utf8
        guard let first = bytes.first else { return false }
        if first == UInt8(ascii: "+") { return true }
        let digits = first == UInt8(ascii: "-") ? bytes.dropFirst() : bytes[...]
        if digits.count > 1, digits.first == UInt8(ascii: "0"), digits.dropFirst().first != UInt8(ascii: ".")
        {
            return true
        }
        // 2⁵³ has 16 digits.
        return digits.count > 15 && digits.allSatisfy(DecimalText.isDigit)
    }

    /// Where a text is wanted: the number would be written otherwise. `25.00` is one, `25` is not.
    static func differsAsText(_ text: String) -> Bool {
        losesText(text) || text.utf8.contains(UInt8(ascii: ".")) && text.utf8.last == UInt8(ascii: "0")
            || text.utf8.contains(UInt8(ascii: "e")) || text.utf8.contains(UInt8(ascii: "E"))
    }
}
