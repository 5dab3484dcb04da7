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
struct ObjectSchema<Owner>: Sendable {
    /// A check of what was read as a whole.
    typealias Check = @Sendable (inout Owner, WrittenObject, inout FlowReader) -> Void

    let info: ObjectInfo
    let fields: [Field<Owner>]
    let make: @Sendable () -> Owner
    private let table: KeyTable
    private let required: UInt64
    private let check: Check?

    init(
        _ name: String, _ summary: String, groups: [FieldGroup] = [],
        make: @escaping @Sendable () -> Owner, check: Check? = nil,
        @FieldList<Owner> fields list: () -> [Field<Owner>]
    ) {
        let fields = list()
        precondition(fields.count <= 64, "the parameters present are counted in 64 bits")
        info = ObjectInfo(name: name, summary: summary, fields: fields.map(\.info), groups: groups)
        self.fields = fields
        self.make = make
        self.check = check
        table = KeyTable(fields.map { ($0.info.name, $0.info.alias) })
        var required: UInt64 = 0
        for (index, field) in fields.enumerated() where field.info.isRequired {
            required |= 1 << UInt64(index)
        }
        self.required = required
    }

    var needsParameters: Bool { required != 0 || !info.groups.isEmpty }

    func field(_ name: String) -> Field<Owner>? { fields.first { $0.info.name == name } }

    /// Reads a mapping. `place` is what a missing parameter is reported at: the name of the step.
    func read(
        _ node: YAMLNode, for place: SourceRange, into owner: inout Owner, _ reader: inout FlowReader
    ) {
        guard case .mapping(let entries) = node.content else {
            return reader.report(.wantsParameters(info, found: node))
        }
        var object = WrittenObject(info: info, place: place, node: node, entries: Array(entries))
        if node.hasMergeKey {
            object.entries = reader.mergedEntries(of: node) { [table] key in
                table.match(key).map { fields[$0.index].info.name } ?? key
            }
        }
        for entry in object.entries { read(entry, &object, &owner, &reader) }
        finish(&object, &owner, &reader)
    }

    /// What is missing when nothing was written at all: `- play`, `- play:`.
    func readNothing(
        at place: SourceRange, _ node: YAMLNode, into owner: inout Owner, _ reader: inout FlowReader
    ) {
        var object = WrittenObject(info: info, place: place, node: node, entries: [])
        finish(&object, &owner, &reader)
    }

    /// `play: "say:hi"` for `play: {url: "say:hi"}`.
    func read(
        lone step: WrittenStep, as name: String?, isSWML: Bool, into owner: inout Owner,
        _ reader: inout FlowReader
    ) {
        guard let value = step.value else { return }
        guard let index = fields.firstIndex(where: { $0.info.name == name }) else {
            return reader.report(.wantsParameters(info, found: value))
        }
        if !isSWML { reader.noteLenient(.shorthand(fields[index].info.name), at: value.place) }
        var object = WrittenObject(info: info, place: step.nameRange, node: value, entries: [])
        object.present = 1 << UInt64(index)
        fields[index].read(value, fields[index].info, &owner, &reader)
        finish(&object, &owner, &reader)
    }

    @inline(__always)
    private func read(
        _ entry: YAMLEntry, _ object: inout WrittenObject, _ owner: inout Owner, _ reader: inout FlowReader
    ) {
        guard case .scalar(let key) = entry.key.content else { return }  // The tree has reported it.
        guard let match = table.match(key.text) else {
            return reader.report(.unknownParameter(key.text, at: entry.key.place, in: info))
        }
        let bit: UInt64 = 1 << UInt64(match.index)
        guard object.present & bit == 0 else { return reader.reportRepeated(entry.key, object) }
        object.present |= bit
        let field = fields[match.index]
        if reader.isStrict { reader.checkStrict(entry, field.info) }
        let mark = reader.enter(entry.value)
        field.read(entry.value, field.info, &owner, &reader)
        reader.leave(mark)
    }

    private func finish(_ object: inout WrittenObject, _ owner: inout Owner, _ reader: inout FlowReader) {
        let missing = required & ~object.present
        if missing != 0 {
            for (index, field) in fields.enumerated() where missing & (1 << UInt64(index)) != 0 {
                reader.reportMissing(
                    .missingParameter(field.info.name, of: info, at: object.place), object.node)
            }
        }
        for group in info.groups { reader.check(group, of: object) }
        check?(&owner, object, &reader)
    }
}

/// An object as it was written, for checks between its parameters.
struct WrittenObject {
    let info: ObjectInfo
    /// What a missing parameter is reported at.
    let place: SourceRange
    let node: YAMLNode
    /// With merge keys applied.
    var entries: [YAMLEntry]
    /// One bit for each parameter written, by its index.
    var present: UInt64 = 0

    init(info: ObjectInfo, place: SourceRange, node: YAMLNode, entries: [YAMLEntry]) {
        self.info = info
        self.place = place
        self.node = node
        self.entries = entries
    }

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

/// Lists the fields of a schema, each checked by the compiler on its own.
@resultBuilder
enum FieldList<Owner> {
    static func buildExpression(_ field: Field<Owner>) -> Field<Owner> { field }
    static func buildBlock(_ fields: Field<Owner>...) -> [Field<Owner>] { fields }
}
