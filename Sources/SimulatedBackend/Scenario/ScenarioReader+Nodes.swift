import FlowExpressions
import OrderedCollections
import SourceText
package import YAMLTree

// The small words of a scenario file: keys, texts, times, references.
extension ScenarioReader {
    /// The entries of a mapping, merge keys applied; anything else is a finding.
    package mutating func entries(of node: YAMLNode, _ what: String) -> [YAMLEntry]? {
        if node.isNull { return [] }
        guard node.mapping != nil else {
            report("bad-value", "\(what) is a map of keys and values", node.range)
            return nil
        }
        return node.mergedEntries(findings: &findings)
    }

    /// What stands under a key.
    package func value(_ key: String, in entries: [YAMLEntry]) -> YAMLNode? {
        entries.last { $0.key.scalar?.text == key }?.value
    }

    /// `x-…` is ignored, as in a flow: a home for YAML anchors.
    package mutating func checkKey(_ key: YAMLNode, among known: [String]) {
        guard let text = key.scalar?.text else {
            return report("unknown-key", "a key is a word", key.range)
        }
        guard !known.contains(text), !text.hasPrefix("x-") else { return }
        report("unknown-key", "unknown key '\(text)'" + suggestion(text, known), key.range)
    }

    /// The known word that was probably meant, or all of them, to be put behind a message.
    package func suggestion(_ word: String, _ known: [String]) -> String {
        if let near = nearest(to: word, among: known) { return "; did you mean '\(near)'?" }
        return known.isEmpty ? "" : "; known are \(known.joined(separator: ", "))"
    }

    /// A scalar's text as it stands in the file, so that a phone number is never an integer.
    package mutating func text(_ node: YAMLNode, _ what: String) -> String? {
        guard let scalar = node.scalar, !node.isNull else {
            report("bad-value", "\(what) is a text", node.range)
            return nil
        }
        return scalar.text
    }

    /// A time as a scenario writes it.
    package mutating func time(_ node: YAMLNode, _ what: String) -> Duration? {
        guard let scalar = node.scalar, let time = TimeText.duration(scalar.text) else {
            report("bad-value", "\(what) is a time such as 500ms, 1.5s, 5m or 1h", node.range)
            return nil
        }
        return time
    }

    /// The time under a key, if it is there and is one.
    mutating func duration(_ key: String, in entries: [YAMLEntry]) -> Duration? {
        guard let node = value(key, in: entries) else { return nil }
        return time(node, "'\(key)'")
    }

    // MARK: Text with references to other callers' calls

    /// Text in which `${NAME.call_id}` stands for the call of a caller.
    package mutating func scriptText(
        _ node: YAMLNode, _ what: String, callers: [ScenarioCaller]
    ) -> ScriptText? {
        guard let text = text(node, what) else { return nil }
        guard text.containsText("${") || text.containsText("%{") else { return ScriptText(text) }
        var parts: [ScriptText.Part] = []
        var rest = text[...]
        while let open = rest.firstRange(ofPlaceholder: "{") {
            if open.lowerBound > rest.startIndex {
                parts.append(.text(String(rest[..<open.lowerBound])))
            }
            guard let close = rest[open.upperBound...].firstIndex(of: "}") else { break }
            let name = String(rest[open.upperBound..<close])
            if let reference = reference(name, node, callers) { parts.append(reference) }
            rest = rest[rest.index(after: close)...]
        }
        if !rest.isEmpty { parts.append(.text(String(rest))) }
        return ScriptText(parts)
    }

    private mutating func reference(
        _ name: String, _ node: YAMLNode, _ callers: [ScenarioCaller]
    ) -> ScriptText.Part? {
        let words = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard words.count == 2, ["call_id", "callId"].contains(words[1]) else {
            report(
                "bad-reference", "'\(name)' is not known here; ${NAME.call_id} gives the call of a caller",
                node.range)
            return nil
        }
        checkPerson(words[0], callers.map(\.name), node.range)
        return .callID(ofCaller: words[0])
    }

    mutating func checkPerson(_ name: String, _ names: [String], _ range: SourceRange) {
        guard !names.contains(name) else { return }
        report("unknown-caller", "there is no caller '\(name)'" + suggestion(name, names), range)
    }
}

extension Substring {
    /// The next `${` or `%{`, as the range of both characters.
    fileprivate func firstRange(ofPlaceholder brace: Character) -> Range<Index>? {
        var index = startIndex
        while let place = self[index...].firstIndex(of: brace) {
            if place > startIndex {
                let sigil = self.index(before: place)
                if self[sigil] == "$" || self[sigil] == "%" { return sigil..<self.index(after: place) }
            }
            index = self.index(after: place)
        }
        return nil
    }
}

/// Times as a scenario writes them.
enum TimeText {
    /// No scenario needs more, and sums of a few of these stay far from overflowing.
    static let longest: Int64 = 1000 * 365 * 86_400_000

    /// `500ms`, `1.5s`, `5m`, `1h`, and a bare number of seconds; exact to the millisecond.
    static func duration(_ text: String) -> Duration? {
        let units: [(String, Int64)] = [("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("", 1000)]
        for (unit, scale) in units where text.hasSuffix(unit) {
            return milliseconds(text.utf8.dropLast(unit.utf8.count), scale).map(Duration.milliseconds)
        }
        return nil
    }

    private static func milliseconds(_ digits: Substring.UTF8View, _ scale: Int64) -> Int64? {
        var total: Int64 = 0
        var place: Int64?
        var hasDigit = false
        for byte in digits {
            if byte == UInt8(ascii: "."), place == nil {
                place = scale
                continue
            }
            guard UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte else { return nil }
            hasDigit = true
            let digit = Int64(byte - UInt8(ascii: "0"))
            if let scaled = place {
                total += digit * scaled / 10
                place = scaled / 10
            } else {
                total = total * 10 + digit * scale
            }
            if total > longest { return nil }
        }
        return hasDigit ? total : nil
    }
}

extension Value {
    /// A node as a value, by the core schema. The tree's depth is bounded, and so is this.
    init(_ node: YAMLNode) {
        switch node.content {
        case .scalar(let scalar):
            switch scalar.resolved {
            case .null: self = .null
            case .bool(let bool): self = .bool(bool)
            case .integer(let integer): self = .number(Double(integer))
            case .float(let float): self = .number(float)
            case .string: self = .string(Text(scalar.text))
            }
        case .sequence(let nodes): self = .list(nodes.map { Value($0) })
        case .mapping:
            var ignored: [Finding] = []
            var map: ValueMap = [:]
            for entry in node.mergedEntries(findings: &ignored) {
                if let key = entry.key.scalar { map[Text(key.text)] = Value(entry.value) }
            }
            self = .map(map)
        }
    }
}
