import BasicContainers
import SourceText
import YAMLTree

/// What is said about an object with named parameters: a step's, a stream's, a destination's.
package final class ObjectInfo: Sendable {
    package let name: String
    package let summary: String
    package let fields: [FieldInfo]
    package let groups: [FieldGroup]

    init(name: String, summary: String, fields: [FieldInfo], groups: [FieldGroup]) {
        self.name = name
        self.summary = summary
        self.fields = fields
        self.groups = groups
    }
}

/// Parameters that depend on each other.
package enum FieldGroup: Sendable, Hashable {
    case exactlyOne([String])
    case atLeastOne([String])

    package var names: [String] {
        switch self {
        case .exactlyOne(let names), .atLeastOne(let names): names
        }
    }
}

/// The one declaration of an object: its parameters, how they are read, and what holds between them.
///
/// Reading walks the keys that are present, so its time does not depend on how many parameters there are.
final class ObjectSchema<Owner>: Sendable {
    /// A check of what was read as a whole; what was written is made for those who ask.
    typealias Check = @Sendable (inout Owner, () -> WrittenObject, inout FlowReader) -> Void

    let info: ObjectInfo
    private let fields: RigidArray<LentField<Owner>>
    let make: @Sendable () -> Owner
    private let table: KeyTable
    private let required: UInt64
    private let groupMasks: [GroupMask]
    private let check: Check?

    init(
        _ name: String, _ summary: String, groups: [FieldGroup] = [],
        make: @escaping @Sendable () -> Owner, check: Check? = nil,
        @FieldList<Owner> fields list: () -> [Field<Owner>]
    ) {
        let fields = list()
        precondition(fields.count <= 64, "the parameters present are counted in 64 bits")
        info = ObjectInfo(name: name, summary: summary, fields: fields.map(\.info), groups: groups)
        self.fields = RigidArray(capacity: fields.count) { span in
            for field in fields { span.append(LentField(field)) }
        }
        self.make = make
        self.check = check
        table = KeyTable(fields.map { ($0.info.name, $0.info.alias) })
        var required: UInt64 = 0
        for (index, field) in fields.enumerated() where field.info.isRequired {
            required |= 1 << UInt64(index)
        }
        self.required = required
        groupMasks = groups.map { GroupMask($0, in: fields.map(\.info.name)) }
    }

    var needsParameters: Bool { required != 0 || !info.groups.isEmpty }

    /// Whether there is something to be said, or done, when nothing was written.
    var wantsSomething: Bool { needsParameters || check != nil }

    /// What is said about a parameter.
    func field(_ name: String) -> FieldInfo? { info.fields.first { $0.name == name } }

    /// Reads a mapping. `place` is what a missing parameter is reported at: the name of the step.
    func read(
        _ node: YAMLNode, for place: SourceRange, into owner: inout Owner, _ reader: inout FlowReader
    ) {
        guard node.kind == .mapping else {
            return reader.report(.wantsParameters(info, found: node))
        }
        guard node.hasMergeKey else {
            let present = readWritten(node, into: &owner, &reader)
            return finish(present, node, nil, place, &owner, &reader)
        }
        let merged = reader.mergedEntries(of: node) { key in
            table.match(key).map { info.fields[$0.index].name } ?? key
        }
        finish(read(merged, into: &owner, &reader), node, merged, place, &owner, &reader)
    }

    /// What is missing when nothing was written at all: `- play`, `- play:`.
    func readNothing(
        at place: SourceRange, _ node: YAMLNode, into owner: inout Owner, _ reader: inout FlowReader
    ) {
        finish(0, node, nil, place, &owner, &reader)
    }

    /// `play: "say:hi"` for `play: {url: "say:hi"}`: the value of the parameter `name`, which is `nil` when
    /// no lone value is accepted.
    func read(
        lone node: YAMLNode, as name: String?, isSWML: Bool, for place: SourceRange, into owner: inout Owner,
        _ reader: inout FlowReader
    ) {
        guard let index = info.fields.firstIndex(where: { $0.name == name }) else {
            return reader.report(.wantsParameters(info, found: node))
        }
        if !isSWML { reader.noteLenient(.shorthand(info.fields[index].name), at: node.place) }
        fields[index].read(node, &owner, &reader)
        finish(1 << UInt64(index), node, nil, place, &owner, &reader)
    }

    /// Reads the entries as they are written, and gives one bit for each parameter among them.
    private func readWritten(
        _ node: YAMLNode, into owner: inout Owner, _ reader: inout FlowReader
    ) -> UInt64 {
        var present: UInt64 = 0
        var value = node
        var key = node.firstPlace
        while key < node.endPlace {
            let place = node.place(after: key)
            // Where the key is no scalar, the tree has reported it.
            if let match = node.withText(at: key, { table.match($0) }) {
                if let match, present & match.bit == 0, !reader.isStrict {
                    present |= match.bit
                    value.move(to: place)
                    read(value, match.index, into: &owner, &reader)
                } else {
                    read(node.entry(at: key), match, &present, node.mapping ?? [], into: &owner, &reader)
                }
            }
            key = node.place(after: place)
        }
        return present
    }

    /// Reads entries to which merge keys have been applied.
    private func read(
        _ entries: [YAMLEntry], into owner: inout Owner, _ reader: inout FlowReader
    ) -> UInt64 {
        var present: UInt64 = 0
        for entry in entries {
            // Where the key is no scalar, the tree has reported it.
            guard let match = entry.key.withText({ table.match($0) }) else { continue }
            read(entry, match, &present, entries, into: &owner, &reader)
        }
        return present
    }

    /// Reads one of the entries unless its key is unknown, or the parameter is there already.
    private func read(
        _ entry: YAMLEntry, _ match: KeyTable.Match?, _ present: inout UInt64,
        _ entries: @autoclosure () -> [YAMLEntry], into owner: inout Owner, _ reader: inout FlowReader
    ) {
        guard let match else {
            return reader.report(
                .unknownParameter(entry.key.scalar?.text ?? "", at: entry.key.place, in: info))
        }
        guard present & match.bit == 0 else {
            return reader.reportRepeated(entry.key, among: entries(), info)
        }
        present |= match.bit
        if reader.isStrict { reader.checkStrict(entry, info.fields[match.index]) }
        read(entry.value, match.index, into: &owner, &reader)
    }

    @inline(__always)
    private func read(_ value: YAMLNode, _ index: Int, into owner: inout Owner, _ reader: inout FlowReader) {
        let entered = reader.enter(value)
        fields[index].read(value, &owner, &reader)
        reader.leave(entered)
    }

    private func finish(
        _ present: UInt64, _ node: YAMLNode, _ merged: [YAMLEntry]?, _ place: SourceRange,
        _ owner: inout Owner, _ reader: inout FlowReader
    ) {
        let isWhole = required & ~present == 0 && groupMasks.allSatisfy { $0.holds(present) }
        guard !isWhole || check != nil else { return }
        let object = { [info] in
            WrittenObject(info: info, place: place, node: node, merged: merged, present: present)
        }
        if !isWhole { reader.reportMissing(from: object(), required: required) }
        check?(&owner, object, &reader)
    }
}

/// A parameter as a schema keeps it. It cannot be copied, so that reading one counts no references: a closure
/// that is called out of an array of copyable things is retained for the call.
private struct LentField<Owner>: ~Copyable, Sendable {
    private let field: Field<Owner>

    init(_ field: Field<Owner>) { self.field = field }

    @inline(never)
    borrowing func read(_ node: YAMLNode, _ owner: inout Owner, _ reader: inout FlowReader) {
        field.read(node, &owner, &reader)
    }
}

/// An object as it was written, for checks between its parameters.
struct WrittenObject {
    let info: ObjectInfo
    /// What a missing parameter is reported at.
    let place: SourceRange
    let node: YAMLNode
    /// With merge keys applied, when there are any.
    let merged: [YAMLEntry]?
    /// One bit for each parameter written, by its index.
    let present: UInt64

    var entries: [YAMLEntry] { merged ?? node.mapping ?? [] }

    func has(_ name: String) -> Bool {
        guard let index = info.fields.firstIndex(where: { $0.name == name }) else { return false }
        return present & (1 << UInt64(index)) != 0
    }

    /// The entry of a parameter in either spelling.
    func entry(_ name: String) -> YAMLEntry? {
        guard let field = info.fields.first(where: { $0.name == name }) else { return nil }
        return entries.first { entry in
            guard let key = entry.key.scalar?.text else { return false }
            return key == field.name || key == field.alias
        }
    }

    func keyRange(_ name: String) -> SourceRange? { entry(name)?.key.place }
}

/// A group of parameters as bits, checked at once.
private struct GroupMask: Sendable {
    private let bits: UInt64
    private let isExclusive: Bool

    init(_ group: FieldGroup, in names: [String]) {
        var bits: UInt64 = 0
        for (index, name) in names.enumerated() where group.names.contains(name) {
            bits |= 1 << UInt64(index)
        }
        precondition(bits.nonzeroBitCount == group.names.count, "a group names a parameter that is not there")
        self.bits = bits
        switch group {
        case .exactlyOne: isExclusive = true
        case .atLeastOne: isExclusive = false
        }
    }

    func holds(_ present: UInt64) -> Bool {
        let count = (present & bits).nonzeroBitCount
        return count == 1 || count > 1 && !isExclusive
    }
}

/// Lists the fields of a schema, each checked by the compiler on its own.
@resultBuilder
enum FieldList<Owner> {
    static func buildExpression(_ field: Field<Owner>) -> Field<Owner> { field }
    static func buildBlock(_ fields: Field<Owner>...) -> [Field<Owner>] { fields }
}
