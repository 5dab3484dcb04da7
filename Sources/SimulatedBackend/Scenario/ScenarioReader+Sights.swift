import SourceText
import YAMLTree

// `after:` — what a line waits to see.
extension ScenarioReader {
    private static let verbs = [
        "joins", "leaves", "hears", "says", "presses", "is asked", "is answered", "is connected", "hangs up",
        "ends",
    ]

    mutating func readSight(_ node: YAMLNode, _ names: [String]) -> Sight? {
        guard let text = text(node, "'after'") else { return nil }
        if let room = roomSight(text) { return room }
        // The longest name that fits, so that `ann` does not hide `ann lee`.
        let fitting = names.filter { text.hasPrefix($0 + " ") }
        guard let name = fitting.max(by: { $0.utf8.count < $1.utf8.count }) else {
            let first = text.split(separator: " ").first.map(String.init) ?? text
            checkPerson(first, names, node.range)
            return nil
        }
        let rest = text.dropFirst(name.count + 1)
        if let sight = sight(of: name, String(rest)) { return sight }
        let verb = rest.prefix { $0 != "\"" }.trimmed
        report("bad-value", "a caller cannot be seen to '\(verb)'" + suggestion(verb, Self.verbs), node.range)
        return nil
    }

    /// `room starts`, `room "x" starts`
    private func roomSight(_ text: String) -> Sight? {
        if text == "room starts" { return .starts(room: nil) }
        guard text.hasPrefix("room \""), text.hasSuffix("\" starts"), text.utf8.count >= 14 else {
            return nil
        }
        return .starts(room: String(text.dropFirst(6).dropLast(8)))
    }

    private func sight(of name: String, _ words: String) -> Sight? {
        switch words {
        case "joins": .joins(name)
        case "leaves": .leaves(name)
        case "presses": .presses(name)
        case "says": .says(name, "")
        case "is asked": .isAsked(name)
        case "is answered": .isAnswered(name)
        case "is connected": .isConnected(name)
        case "hangs up", "ends": .ends(name)
        case _ where words.hasPrefix("hears "): .hears(name, words.dropFirst(6).unquoted)
        case _ where words.hasPrefix("says "): .says(name, words.dropFirst(5).unquoted)
        case _: nil
        }
    }
}

extension Substring {
    fileprivate var trimmed: String {
        var text = drop { $0 == " " }
        while text.last == " " { text.removeLast() }
        return String(text)
    }

    fileprivate var unquoted: String {
        let text = self.trimmed
        guard text.utf8.count >= 2, text.hasPrefix("\""), text.hasSuffix("\"") else { return text }
        return String(text.dropFirst().dropLast())
    }
}
