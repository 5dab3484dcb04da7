import SourceText
import TestSupport
import YAMLTree

/// A JSON value, keys in order.
indirect enum JSON: Hashable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case list([JSON])
    case map([(key: String, value: JSON)])

    init(_ node: YAMLNode) {
        switch node.content {
        case .scalar(let scalar):
            switch scalar.resolved {
            case .null: self = .null
            case .bool(let flag): self = .bool(flag)
            case .integer(let number): self = .number(Double(number))
            case .float(let number): self = .number(number)
            case .string: self = .string(scalar.text)
            }
        case .sequence(let items): self = .list(items.map(JSON.init))
        case .mapping(let entries): self = .map(entries.map { ($0.key.scalar?.text ?? "", JSON($0.value)) })
        }
    }

    static func == (left: JSON, right: JSON) -> Bool { left.text == right.text }
    func hash(into hasher: inout Hasher) { hasher.combine(text) }

    var text: String {
        switch self {
        case .null: "null"
        case .bool(let flag): flag ? "true" : "false"
        case .number(let number):
            number == number.rounded() && number.magnitude < 1e15 ? "\(Int(number))" : "\(number)"
        case .string(let text): JSON.quoted(text)
        case .list(let items): "[" + items.map(\.text).joined(separator: ", ") + "]"
        case .map(let entries):
            "{" + entries.map { "\(JSON.quoted($0.key)): \($0.value.text)" }.joined(separator: ", ") + "}"
        }
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case _: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    /// The paths of all values inside, this one's first.
    var paths: [[Int]] {
        switch self {
        case .null, .bool, .number, .string: [[]]
        case .list(let items):
            [[]] + items.enumerated().flatMap { index, item in item.paths.map { [index] + $0 } }
        case .map(let entries):
            [[]] + entries.enumerated().flatMap { index, entry in entry.value.paths.map { [index] + $0 } }
        }
    }

    subscript(path: ArraySlice<Int>) -> JSON {
        get {
            guard let first = path.first else { return self }
            switch self {
            case .list(let items): return items[first][path.dropFirst()]
            case .map(let entries): return entries[first].value[path.dropFirst()]
            case .null, .bool, .number, .string: return self
            }
        }
        set {
            guard let first = path.first else {
                self = newValue
                return
            }
            switch self {
            case .list(var items):
                items[first][path.dropFirst()] = newValue
                self = .list(items)
            case .map(var entries):
                entries[first].value[path.dropFirst()] = newValue
                self = .map(entries)
            case .null, .bool, .number, .string: break
            }
        }
    }

    /// The keys on the way; a list's element has none.
    func keys(of path: ArraySlice<Int>) -> [String] {
        guard let first = path.first else { return [] }
        switch self {
        case .list(let items): return ["-"] + items[first].keys(of: path.dropFirst())
        case .map(let entries): return [entries[first].key] + entries[first].value.keys(of: path.dropFirst())
        case .null, .bool, .number, .string: return []
        }
    }
}

struct Document {
    let name: String
    let value: JSON
}

/// A document with one thing changed.
struct Mutant {
    enum Change: CaseIterable {
        case droppedKey, unknownKey, wrongType, scalarType, null, placeholder, wrongWord, outOfRange,
            wrongScheme
    }

    let name: String
    let change: Change
    /// The keys down to the place, and what was done there.
    let keys: [String]
    let what: String
    /// The value that stands there now.
    let new: JSON
    let json: String

    var key: String { keys.last ?? "" }
    /// The place is the whole value of a step: `sections`, a section, an index, the method.
    var isStepValue: Bool { keys.count >= 2 && keys[keys.count - 2] == "-" }
}

/// Changes documents by a seed.
struct Mutator {
    private var random: SplitMix64

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    mutating func pick(_ count: Int) -> Int { Int(random.next() % UInt64(count)) }

    /// One change; `nil` when the drawn one does not fit the drawn place.
    mutating func mutate(_ document: Document) -> Mutant? {
        let paths = document.value.paths
        let path = paths[pick(paths.count)]
        let change = Mutant.Change.allCases[pick(Mutant.Change.allCases.count)]
        let keys = document.value.keys(of: path[...])
        guard !isUserData(keys), let new = changed(document.value[path[...]], change, keys) else {
            return nil
        }
        var value = document.value
        value[path[...]] = new
        guard value != document.value else { return nil }
        let dropped = change == .droppedKey ? droppedKey(document.value[path[...]], new) : nil
        return Mutant(
            name: document.name, change: change, keys: keys + (dropped.map { [$0] } ?? []),
            what: "\(change) at \(keys.joined(separator: "/")): \(new.text)", new: new,
            json: value.text + "\n")
    }

    /// Values that are the author's own: any change of them is another valid document.
    private func isUserData(_ keys: [String]) -> Bool {
        keys.contains {
            ["set", "params", "meta", "body", "event", "return", "custom_parameters"].contains($0)
        }
    }

    private func droppedKey(_ old: JSON, _ new: JSON) -> String? {
        guard case .map(let before) = old, case .map(let after) = new else { return nil }
        return before.map(\.key).first { key in !after.contains { $0.key == key } }
    }

    private mutating func changed(_ value: JSON, _ change: Mutant.Change, _ keys: [String]) -> JSON? {
        switch (change, value) {
        case (.droppedKey, .map(var entries)):
            guard !entries.isEmpty else { return nil }
            entries.remove(at: pick(entries.count))
            return .map(entries)
        case (.unknownKey, .map(let entries)):
            return keys.last == "case" || keys.last == "sections"
                ? nil : .map(entries + [("zzz_unknown", .bool(true))])
        case (.wrongType, .string), (.wrongType, .number), (.wrongType, .bool):
            return [.list([]), .map([("zzz", .null)])][pick(2)]
        case (.wrongType, .list), (.wrongType, .map):
            return [.number(5), .bool(true), .list([.number(5)]), .map([("zzz", .null)])][pick(4)]
        case (.scalarType, .string): return [.number(5), .bool(true)][pick(2)]
        case (.scalarType, .number), (.scalarType, .bool):
            return [.string("5"), .string("true"), .string("zzz")][pick(3)]
        case (.null, _): return .null
        case (.placeholder, .string), (.placeholder, .number), (.placeholder, .bool): return .string("${x}")
        case (.wrongWord, .string(let text)):
            return .string([text.uppercased(), text + "zzz", "", String(text.dropLast())][pick(4)])
        case (.outOfRange, .number(let number)): return .number([-1, -5, 1e9, number + 0.5, 0][pick(5)])
        case (.wrongScheme, .string(let text)):
            guard let colon = text.firstIndex(of: ":") else { return nil }
            return .string(["ftp", "ws", "SAY", "xsay", "file"][pick(5)] + text[colon...])
        case (.unknownKey, _), (.droppedKey, _), (.wrongType, _), (.scalarType, _), (.placeholder, _),
            (.wrongWord, _),
            (.outOfRange, _), (.wrongScheme, _):
            return nil
        }
    }
}
