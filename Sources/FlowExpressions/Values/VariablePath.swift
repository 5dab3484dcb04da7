import OrderedCollections

/// `a.b[0]['c']`: a variable and members of it, never JavaScript (`swml-language.md` §2.2).
///
/// A property such as `.length` of a list is looked up as a key, finds nothing and gives `undefined`.
package struct VariablePath: Sendable, Hashable {
    /// A step from a value to a member of it.
    package enum Segment: Sendable, Hashable {
        case key(Text)
        case index(Int)
    }

    /// The variable: `vars.a` of `vars.a.b`. A scope is one without a prefix unless a name follows it.
    package let variable: VariableName
    /// The scope that the first name is, if it is one.
    package let scope: Variables.Scope?
    /// What follows the variable: `b` of `vars.a.b`.
    package let segments: [Segment]
    /// Whether a name behind the first has a `-`, so that the text is also a subtraction.
    let hasDash: Bool

    /// The name of the variable: `a` of `vars.a.b`.
    package var name: Text { variable.name }

    /// Whether it is one name and nothing else: `a`, neither `vars.a` nor `a.b`.
    package var isName: Bool { variable.scope == nil && segments.isEmpty }

    /// Whether it is a scope and nothing else.
    package var isScope: Bool { isName && scope != nil }

    /// Whether `set` may give it a value: scopes are reserved, and only what is in `vars` can be changed.
    package var isAssignable: Bool {
        switch scope {
        case nil: true
        case .vars: !isName
        case .params, .envs, .call: false
        }
    }

    /// A path, or nil when the text is none; white space around it is ignored.
    package static func parse(_ text: String) -> VariablePath? {
        text.withBytes { parse($0, 0..<$0.count) }
    }

    /// The same for a text in UTF-8.
    package static func parse(utf8 text: UnsafeBufferPointer<UInt8>) -> VariablePath? {
        guard Names.isPlain(text) else { return parse(text, 0..<text.count) }
        // A name alone, as nearly always.
        let word = Word(text)
        if case .constant = word { return nil }
        let variable = VariableName(scope: nil, name: Text(text.string(text.indices)))
        return VariablePath(variable: variable, scope: word.scope, segments: [], hasDash: false)
    }

    static func parse(_ bytes: Bytes, _ range: Range<Int>) -> VariablePath? {
        var reader = PathReader(bytes, range)
        return reader.path()
    }

    /// As it is usually written, for messages: `a.b[0]`; a name that cannot follow a dot is quoted.
    package var text: String {
        guard let scope = variable.scope else {
            return segments.reduce(variable.name.string) { $0 + $1.text }
        }
        return segments.reduce(scope.rawValue + Segment.key(variable.name).text) { $0 + $1.text }
    }

    /// The value found, `undefined` when any part of the path is missing.
    package func value(in variables: Variables) -> Value { found(in: variables) ?? .undefined }

    /// The value found, nil when any part of the path is missing.
    package func found(in variables: Variables) -> Value? {
        guard var value = variable.value(in: variables) else { return nil }
        for segment in segments {
            switch (value, segment) {
            case (.map(let map), .key(let key)):
                guard let member = map[key] else { return nil }
                value = member
            case (.map(let map), .index(let index)):
                guard let member = map[Text(String(index))] else { return nil }
                value = member
            case (.list(let list), .index(let index)):
                guard index < list.count else { return nil }
                value = list[index]
            case (.list, .key), (.undefined, _), (.null, _), (.bool, _), (.number, _), (.string, _):
                return nil
            }
        }
        return value
    }
}

extension VariablePath.Segment {
    /// As it is written behind a variable.
    fileprivate var text: String {
        switch self {
        case .index(let index): return "[\(index)]"
        case .key(let name):
            let isName = name.string.withBytes { bytes in
                !bytes.isEmpty && Names.length(bytes, bytes.indices, dashes: true) == bytes.count
            }
            return isName ? ".\(name)" : "['\(name)']"
        }
    }
}

/// Reads `segment ('.' segment | '[' digits ']' | '[' quoted ']')*`; `.[` counts as `[` (§2.2).
private struct PathReader {
    private let bytes: Bytes
    private let start: Int
    private let end: Int
    private var offset: Int
    private var hasDash = false

    init(_ bytes: Bytes, _ range: Range<Int>) {
        func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
        var (lower, upper) = (range.lowerBound, range.upperBound)
        while lower < upper, isSpace(bytes[lower]) { lower += 1 }
        while upper > lower, isSpace(bytes[upper - 1]) { upper -= 1 }
        self.bytes = bytes
        (start, end, offset) = (lower, upper, lower)
    }

    mutating func path() -> VariablePath? {
        guard let root = name(dashes: false) else { return nil }
        let word = Word(bytes, root)
        if case .constant = word { return nil }
        let scope = word.scope
        var segments: [VariablePath.Segment] = []
        var member: Text?
        while offset < end {
            guard let segment = segment() else { return nil }
            if scope != nil, case .key(let name) = segment, member == nil, segments.isEmpty {
                member = name
            } else {
                segments.append(segment)
            }
        }
        // Most texts that are no path are told by now, without a text of their own.
        let variable: VariableName =
            if let member {
                VariableName(scope: scope, name: member)
            } else {
                VariableName(scope: nil, name: Text(bytes.string(root)))
            }
        return VariablePath(variable: variable, scope: scope, segments: segments, hasDash: hasDash)
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard offset < end, bytes[offset] == byte else { return false }
        offset += 1
        return true
    }

    private mutating func name(dashes: Bool) -> Range<Int>? {
        let length = Names.length(bytes, offset..<end, dashes: dashes)
        guard length > 0 else { return nil }
        let name = offset..<offset + length
        if dashes, !hasDash { hasDash = bytes[name].contains(UInt8(ascii: "-")) }
        offset += length
        return name
    }

    private mutating func segment() -> VariablePath.Segment? {
        let hasDot = take(UInt8(ascii: "."))
        guard take(UInt8(ascii: "[")) else {
            return hasDot ? name(dashes: true).map { .key(Text(bytes.string($0))) } : nil
        }
        let segment = subscripted()
        return take(UInt8(ascii: "]")) ? segment : nil
    }

    private mutating func subscripted() -> VariablePath.Segment? {
        guard offset < end else { return nil }
        let quote = bytes[offset]
        guard quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else {
            return index().map { .index($0) }
        }
        offset += 1
        let first = offset
        while offset < end, bytes[offset] != quote {
            if bytes[offset] == UInt8(ascii: "\\") { return nil }  // an escape: leave it to JavaScript
            offset += 1
        }
        let key = Text(bytes.string(first..<offset))
        return take(quote) ? .key(key) : nil
    }

    private mutating func index() -> Int? {
        let first = offset
        while offset < end, (0x30...0x39).contains(bytes[offset]) { offset += 1 }
        let digits = bytes[first..<offset]
        // Nine digits: more than any list has, and no overflow.
        guard (1...9).contains(digits.count), digits.count == 1 || digits.first != 0x30 else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }
}
