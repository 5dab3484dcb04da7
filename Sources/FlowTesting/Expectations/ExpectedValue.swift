import FlowExpressions
import OrderedCollections
import SimulatedBackend
import SourceText
import YAMLTree

/// A value that is expected: what it does not name may be anything.
///
/// A map expects its own keys and leaves others alone, at every level; a list expects all its elements. Types
/// count: the text "5" is not the number 5.
struct ExpectedValue: Sendable {
    private indirect enum Content: Sendable {
        /// Also where there is nothing.
        case nothing
        case scalar(Value)
        case text(ScriptText)
        case list([ExpectedValue])
        case map([(key: Text, value: ExpectedValue)])
    }

    private let content: Content
    let range: SourceRange

    /// Reads a value; the tree's depth is bounded, and so is this.
    init?(_ node: YAMLNode, _ reader: inout ExpectationReader) {
        range = node.range
        switch node.content {
        case .scalar(let scalar):
            switch scalar.resolved {
            case .null: content = .nothing
            case .bool, .integer, .float: content = .scalar(Value(scalar.resolved))
            case .string:
                guard let text = reader.scriptText(node, "a value") else { return nil }
                content = .text(text)
            }
        case .sequence(let nodes):
            content = .list(nodes.compactMap { ExpectedValue($0, &reader) })
        case .mapping:
            var members: [(key: Text, value: ExpectedValue)] = []
            for entry in reader.entries(of: node, "a value") ?? [] {
                guard let key = entry.key.scalar?.text, let value = ExpectedValue(entry.value, &reader)
                else { continue }
                members.append((Text(key), value))
            }
            content = .map(members)
        }
    }

    /// The first place where a value is not as expected.
    struct Mismatch {
        /// From the value's top, as in `.customer.name`; empty for the whole.
        var path: String
        var expected: String
        var found: String
        var range: SourceRange

        /// As the end of a message: `expected 2; it was 3`.
        var sentence: String {
            "expected \(expected); \(found.isEmpty ? "there was none" : "it was \(found)")"
        }
    }

    /// Where the value differs; `nil` when it is as expected. `callID` gives the id of a caller's call.
    func mismatch(with value: Value, _ callID: (String) -> String) -> Mismatch? {
        mismatch(with: value, at: "", callID)
    }

    private func mismatch(with value: Value, at path: String, _ callID: (String) -> String) -> Mismatch? {
        func differs(from expected: Value) -> Mismatch? {
            expected == value ? nil : mismatch(path, expected.shown, value)
        }
        switch content {
        case .nothing: return value.isNullish ? nil : mismatch(path, "nothing", value)
        case .scalar(let expected): return differs(from: expected)
        case .text(let text): return differs(from: .string(Text(text.expanded(callID))))
        case .list(let expected):
            guard case .list(let found) = value, found.count == expected.count else {
                return mismatch(path, "a list of \(expected.count)", value)
            }
            for (place, (element, other)) in zip(expected, found).enumerated() {
                if let mismatch = element.mismatch(with: other, at: "\(path)[\(place)]", callID) {
                    return mismatch
                }
            }
            return nil
        case .map(let members):
            guard case .map(let found) = value else { return mismatch(path, "a map", value) }
            for (key, member) in members {
                let other = found[key] ?? .undefined
                if let mismatch = member.mismatch(with: other, at: "\(path).\(key.string)", callID) {
                    return mismatch
                }
            }
            return nil
        }
    }

    private func mismatch(_ path: String, _ expected: String, _ found: Value) -> Mismatch {
        Mismatch(
            path: path, expected: expected, found: found.isUndefined ? "" : found.shown, range: range)
    }
}

extension Value {
    /// A scalar as a document of YAML has it.
    fileprivate init(_ scalar: YAMLScalar.Resolved) {
        switch scalar {
        case .null, .string: self = .null
        case .bool(let bool): self = .bool(bool)
        case .integer(let integer): self = .number(Double(integer))
        case .float(let float): self = .number(float)
        }
    }

    /// As a message shows it: JSON, cut where it is long.
    var shown: String {
        let text = isUndefined ? "undefined" : jsonText
        return text.count > Self.shownLength ? "\(text.prefix(Self.shownLength - 1))…" : text
    }

    /// A failure is read in one line.
    private static let shownLength = 80
}
