import FlowExpressions
import SourceText
import YAMLTree

// How the parameters of steps are read: scalars by their type, lists, maps and blocks of steps.

extension FieldType {
    /// A scalar of a type, or a template for one.
    static func scalar<V>(_ type: ParameterType<V>) -> FieldType where Value == Given<V> {
        FieldType(type.shape, placeholders: type.placeholders, expecting: type.expectation) {
            node, info, reader in
            reader.given(node, info, type)
        }
    }

    /// A list of scalars; each element is checked by itself.
    static func list<V>(_ type: ParameterType<V>, from lowest: Int = 0) -> FieldType
    where Value == [Given<V>] {
        FieldType(
            .list(type.shape), placeholders: type.placeholders, expecting: "a list, each " + type.expectation
        ) { node, info, reader in
            reader.list(node, info, type, from: lowest)
        }
    }

    /// A list of scalars, or one scalar that stands for a list of one.
    static func oneOrMore<V>(_ type: ParameterType<V>) -> FieldType
    where Value == ShortList<Given<V>> {
        FieldType(
            .either([type.shape, .list(type.shape)]), placeholders: type.placeholders,
            expecting: type.expectation + ", or a list of these"
        ) { node, info, reader in
            guard node.kind == .scalar else {
                return reader.list(node, info, type, from: 1).map(ShortList.init)
            }
            return reader.given(node, info, type).map(ShortList.one)
        }
    }

    /// An object of parameters inside a step.
    static func object(_ schema: ObjectSchema<Value>) -> FieldType {
        FieldType(.reference(schema.info.name)) { node, _, reader in
            var owner = schema.make()
            schema.read(node, for: node.place, into: &owner, &reader)
            return owner
        }
    }

    /// A list of objects.
    static func objects<Owner>(_ schema: ObjectSchema<Owner>, from lowest: Int = 0) -> FieldType
    where Value == [Owner] {
        FieldType(.list(.reference(schema.info.name))) { node, info, reader in
            var owners: [Owner] = []
            let isList = reader.readItems(of: node, info, "objects", from: lowest) { item, reader in
                var owner = schema.make()
                schema.read(item, for: item.place, into: &owner, &reader)
                owners.append(owner)
            }
            return isList ? owners : nil
        }
    }
}

extension FieldType<Given<Bool>> {
    static var boolean: FieldType { .scalar(ParameterTypes.boolean) }
}

extension FieldType<Given<Text>> {
    static var text: FieldType { .scalar(ParameterTypes.text) }
    static var nonEmptyText: FieldType { .scalar(ParameterTypes.nonEmptyText) }
    static var webURL: FieldType { .scalar(ParameterTypes.webURL) }
    static var streamURL: FieldType { .scalar(ParameterTypes.streamURL) }
    static var keys: FieldType { .scalar(ParameterTypes.keys) }
    static var callerID: FieldType { .scalar(ParameterTypes.callerID) }
    static var codecs: FieldType { .scalar(ParameterTypes.codecs) }
    static var phoneNumber: FieldType { .scalar(ParameterTypes.phoneNumber) }
}

extension FieldType<Given<Int>> {
    static func integer(_ range: ClosedRange<Int>) -> FieldType { .scalar(.integer(range)) }
}

extension FieldType<Given<Double>> {
    static func number(_ range: ClosedRange<Double>) -> FieldType { .scalar(.number(range)) }
}

extension FieldType<Given<Duration>> {
    /// Seconds; fractions are seconds too.
    static var seconds: FieldType { .scalar(.time(.seconds)) }
    /// Whole seconds, as SWML wants them here.
    static func wholeSeconds(from lowest: Int = 0) -> FieldType {
        .scalar(.time(.seconds, wholeOnly: true, from: lowest))
    }
}

extension FieldType {
    static func word<W: Word>(_ words: [W] = Array(W.allCases)) -> FieldType where Value == Given<W> {
        .scalar(.word(words))
    }

    /// Words in one text, separated by spaces, or (ours) as a YAML list.
    static func words<W: Word>() -> FieldType where Value == Given<[W]> {
        let text: ParameterType<[W]> = ParameterType<W>.words()
        let word = ParameterType<W>.word()
        return FieldType(.either([text.shape, .list(word.shape)]), placeholders: .anywhere) {
            node, info, reader in
            guard node.kind == .sequence else { return reader.given(node, info, text) }
            if reader.isStrict { reader.report(.notSWML(.wordList(info.name), at: node.range)) }
            guard let given = reader.list(node, info, word, from: 1) else { return nil }
            var words: [W] = []
            for item in given {
                guard let literal = item.literal else {
                    reader.report(.placeholderInWordList(info.name, at: item.range))
                    continue
                }
                if !words.contains(literal) { words.append(literal) }
            }
            return Given(literal: words, at: node.range)
        }
    }
}

extension FieldType<[NamedText]> {
    /// A map from the author's own names to texts; any scalar is written as its text (C-51).
    static var namedTexts: FieldType {
        FieldType(.map(.either([.text(pattern: nil), .boolean, .number(nil)]))) { node, info, reader in
            guard node.kind == .mapping else {
                if !node.isNull || !reader.isCut(node) {
                    reader.report(.wrongType(info.name, expected: "a map of names to texts", found: node))
                }
                return nil
            }
            let entries = reader.mergedEntries(of: node)
            var texts: [NamedText] = []
            for entry in entries {
                guard let name = entry.key.text else { continue }
                let value = FieldInfo(
                    name: name, summary: "", isRequired: false, placeholders: .anywhere,
                    shape: .text(pattern: nil))
                let entered = reader.enter(entry.value)
                if let given = reader.given(entry.value, value, ParameterTypes.plainText) {
                    texts.append(NamedText(Text(name), at: entry.key.range, given))
                }
                reader.leave(entered)
            }
            return texts
        }
    }
}

extension ParameterTypes {
    /// A scalar as its text, without a word about numbers: they are welcome here.
    static let plainText = ParameterType<Text>("a text", .text(pattern: nil), placeholders: .anywhere) {
        input in
        if case .null = input.kind { return .success("") }
        return readText(input)
    }
}

extension FieldType<GivenValue> {
    static var value: FieldType {
        FieldType(.any, placeholders: .anywhere) { node, info, reader in reader.value(node, info) }
    }
    static var valueMap: FieldType {
        FieldType(.map(.any), placeholders: .anywhere) { node, info, reader in reader.valueMap(node, info) }
    }
}

extension FieldType<GivenCondition> {
    static var condition: FieldType {
        FieldType(.text(pattern: nil), placeholders: .anywhere) { node, info, reader in
            reader.condition(node, info)
        }
    }
}

extension FieldType<GivenPath> {
    static var path: FieldType {
        FieldType(.text(pattern: nil)) { node, info, reader in reader.path(node, info.name) }
    }
}

extension FieldType<BlockID> {
    static var steps: FieldType {
        FieldType(.steps) { node, info, reader in reader.readBlock(node, info.name) }
    }
}

extension FlowReader {
    mutating func list<V>(
        _ node: YAMLNode, _ info: FieldInfo, _ type: ParameterType<V>, from lowest: Int
    ) -> [Given<V>]? {
        var values: [Given<V>] = []
        if node.kind == .sequence { values.reserveCapacity(node.itemCount) }
        let isList = readItems(of: node, info, "values", from: lowest) { item, reader in
            if let value = reader.given(item, info, type) { values.append(value) }
        }
        return isList ? values : nil
    }

    /// Reads each element of a list, which has enough of them; reports anything else, and is false then.
    @inline(__always)
    mutating func readItems(
        of node: YAMLNode, _ info: FieldInfo, _ what: String, from lowest: Int,
        _ read: (YAMLNode, inout FlowReader) -> Void
    ) -> Bool {
        guard node.kind == .sequence else {
            if !node.isNull || !isCut(node) {
                report(.wrongType(info.name, expected: "a list of \(what)", found: node))
            }
            return false
        }
        if node.itemCount < lowest { reportMissing(.emptyList(info.name, at: node.range), node) }
        node.forEachItem { item in
            let entered = enter(item)
            read(item, &self)
            leave(entered)
        }
        return true
    }
}
