import SourceText
import YAMLTree

/// Chooses a list of steps by the first condition that holds (swml-language.md §3.10).
package struct Cond: Sendable, Hashable {
    package var entries: [CondEntry] = []
    /// The list's `else`: runs when no condition of the whole list held, wherever it was written (C-38).
    package var fallback: BlockID?
    package init() {}
}

/// One `when` with its `then`.
package struct CondEntry: Sendable, Hashable {
    /// `nil` when it could not be read (an error).
    package var when: GivenCondition?
    package var then: BlockID
}

extension Cond {
    static let schema = StepSchema(
        "cond", "Chooses steps by the first condition that holds.",
        value: FieldType(.list(.reference("cond")), read), missing: Cond()
    ) { .cond($0) }

    @Sendable static func read(_ node: YAMLNode, _ info: FieldInfo, _ reader: inout FlowReader) -> Cond? {
        var cond = Cond()
        var firstElse: SourceRange?
        let what = "conditions, each with `when` and `then`"
        let isList = reader.readItems(of: node, info, what, from: 0) { item, reader in
            reader.read(item, into: &cond, &firstElse)
        }
        return isList ? cond : nil
    }
}

/// An entry of a `cond` list as it is written: `when` with `then`, or `else`.
struct WrittenCondition {
    var when: GivenCondition?
    var then: BlockID?
    var `else`: BlockID?

    static let parameters = ObjectSchema(
        "cond", "A condition and its steps, or the steps for when none holds.",
        groups: [.atLeastOne(["when", "then", "else"])], make: { WrittenCondition() },
        check: { entry, object, reader in
            guard entry.when == nil || entry.then == nil else { return }
            let written = object()
            guard written.has("when") != written.has("then") else { return }
            for (name, other) in [("when", "then"), ("then", "when")]
            where written.has(name) && !written.has(other) {
                guard let place = written.keyRange(name) else { continue }
                reader.reportMissing(.missingCompanion(other, of: name, at: place), written.node)
            }
        }
    ) {
        Field("when", .condition, "The condition, in the expression language.") { $0.when = $1 }
        Field("then", .steps, "Steps for when it holds.") { $0.then = $1 }
        Field("else", .steps, "Steps for when no condition of the list holds.") { $0.else = $1 }
    }
}

extension FlowReader {
    fileprivate mutating func read(_ node: YAMLNode, into cond: inout Cond, _ firstElse: inout SourceRange?) {
        var entry = WrittenCondition()
        WrittenCondition.parameters.read(node, for: node.place, into: &entry, &self)
        if let then = entry.then { cond.entries.append(CondEntry(when: entry.when, then: then)) }
        guard let block = entry.else else { return }
        let place = node.mapping?.first { $0.key.scalar?.text == "else" }?.key.place ?? node.place
        if let firstElse {
            report(.repeatedElse(at: place, first: firstElse))
        } else {
            (cond.fallback, firstElse) = (block, place)
        }
    }
}
