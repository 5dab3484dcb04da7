import JSONRPC

/// What the parameters of a method, or an object inside, may hold: every member is named, whatever has
/// another name or another type is a violation (relay-protocol.md §4.0).
struct ParameterSchema: Sendable {
    /// A member.
    struct Field: Sendable {
        let name: String
        let isRequired: Bool
        let shape: Shape
    }

    /// What a value may be. `null` never is: what is not set is left out.
    indirect enum Shape: Sendable {
        case text
        /// A text that is not empty.
        case name
        /// A text that begins with one of these.
        case url([String])
        case word([String])
        /// Words with single spaces between them.
        case words([String])
        /// A text of these characters, not empty.
        case characters(String)
        case integer(ClosedRange<Int>)
        case number(ClosedRange<Double>)
        case flag
        case list(Shape, nonEmpty: Bool)
        case object(ParameterSchema)
        /// `{type, params}`, the params by the type.
        case tagged([String: ParameterSchema])
        case anyObject
        case anything
    }

    /// More would not fit the mask of those that were seen.
    private static let fieldLimit = 64

    let fields: [Field]
    private let required: UInt64

    init(_ fields: Field...) { self.init(fields) }

    init(_ fields: [Field]) {
        precondition(fields.count <= Self.fieldLimit, "a schema has at most 64 members")
        self.fields = fields
        var required: UInt64 = 0
        for (place, field) in fields.enumerated() where field.isRequired { required |= 1 << UInt64(place) }
        self.required = required
    }

    /// The first thing that is wrong with an object, or `nil`.
    func problem(in object: JSONItem) -> SchemaProblem? {
        guard object.isObject else { return SchemaProblem("must be an object") }
        var seen: UInt64 = 0
        for (name, value) in object.members {
            guard let place = fields.firstIndex(where: { $0.name == name }) else {
                return SchemaProblem("is not a parameter", at: name)
            }
            guard seen & 1 << UInt64(place) == 0 else { return SchemaProblem("is there twice", at: name) }
            seen |= 1 << UInt64(place)
            if let problem = fields[place].shape.problem(in: value) { return problem.inside(name) }
        }
        guard seen & required != required else { return nil }
        let missing = fields.indices.first { required & ~seen & 1 << UInt64($0) != 0 }
        return missing.map { SchemaProblem("is missing", at: fields[$0].name) }
    }
}

/// What is wrong, and where.
struct SchemaProblem: Sendable, Hashable, CustomStringConvertible {
    private var path: String
    private let complaint: String

    init(_ complaint: String, at path: String = "") {
        self.complaint = complaint
        self.path = path
    }

    /// The same, seen from the object around it.
    func inside(_ name: String) -> SchemaProblem {
        var outer = self
        outer.path = path.isEmpty ? name : name + "." + path
        return outer
    }

    var description: String { "`\(path)` \(complaint)" }
}

extension ParameterSchema.Shape {
    func problem(in value: JSONItem) -> SchemaProblem? {
        switch self {
        case .text, .name, .url, .word, .words, .characters: textProblem(in: value)
        case .integer(let range): integerProblem(in: value, range)
        case .number(let range): numberProblem(in: value, range)
        case .flag: value.kind == .bool ? nil : SchemaProblem("must be true or false")
        case .list(let element, let nonEmpty): listProblem(in: value, of: element, nonEmpty)
        case .object(let schema): schema.problem(in: value)
        case .tagged(let types): taggedProblem(in: value, types)
        case .anyObject: value.isObject ? nil : SchemaProblem("must be an object")
        case .anything: value.kind == .null ? SchemaProblem("is null: leave it out") : nil
        }
    }

    private func textProblem(in value: JSONItem) -> SchemaProblem? {
        guard let text = value.string else { return SchemaProblem("must be a text") }
        switch self {
        case .name: return text.isEmpty ? SchemaProblem("is empty") : nil
        case .url(let schemes):
            let isFine = schemes.contains { text.hasPrefix($0) && text.utf8.count > $0.utf8.count }
            return isFine ? nil : SchemaProblem("must begin with \(schemes.joined(separator: " or "))")
        case .word(let words): return words.contains(text) ? nil : Self.unknownWord(words)
        case .words(let words):
            let isFine = text.split(separator: " ", omittingEmptySubsequences: false).allSatisfy {
                words.contains(String($0))
            }
            return isFine ? nil : Self.unknownWord(words)
        case .characters(let alphabet):
            guard !text.isEmpty else { return SchemaProblem("is empty") }
            let isFine = text.utf8.allSatisfy(alphabet.utf8.contains)
            return isFine ? nil : SchemaProblem("must be of the characters \(alphabet)")
        case .text, .integer, .number, .flag, .list, .object, .tagged, .anyObject, .anything: return nil
        }
    }

    private static func unknownWord(_ words: [String]) -> SchemaProblem {
        SchemaProblem("must be of the words: " + words.joined(separator: ", "))
    }

    private func integerProblem(in value: JSONItem, _ range: ClosedRange<Int>) -> SchemaProblem? {
        guard value.kind == .number, let number = value.int else {
            return SchemaProblem("must be a whole number")
        }
        return range.contains(number) ? nil : SchemaProblem("must be \(Self.bounds(range))")
    }

    private func numberProblem(in value: JSONItem, _ range: ClosedRange<Double>) -> SchemaProblem? {
        guard value.kind == .number, let number = value.double else {
            return SchemaProblem("must be a number")
        }
        return range.contains(number) ? nil : SchemaProblem("must be \(Self.bounds(range))")
    }

    private static func bounds<Number>(_ range: ClosedRange<Number>) -> String {
        "from \(range.lowerBound) to \(range.upperBound)"
    }

    private func listProblem(
        in value: JSONItem, of element: Self, _ nonEmpty: Bool
    ) -> SchemaProblem? {
        guard value.kind == .array else { return SchemaProblem("must be a list") }
        let elements = value.elements
        if nonEmpty, elements.isEmpty { return SchemaProblem("is empty") }
        for (place, item) in elements.enumerated() {
            if let problem = element.problem(in: item) { return problem.inside(String(place)) }
        }
        return nil
    }

    private func taggedProblem(in value: JSONItem, _ types: [String: ParameterSchema]) -> SchemaProblem? {
        let outer = ParameterSchema(.required("type", .text), .required("params", .anyObject))
        if let problem = outer.problem(in: value) { return problem }
        guard let type = value["type"]?.string, let params = value["params"], let schema = types[type] else {
            return Self.unknownWord(types.keys.sorted()).inside("type")
        }
        return schema.problem(in: params)?.inside("params")
    }
}

extension ParameterSchema.Field {
    static func required(_ name: String, _ shape: ParameterSchema.Shape) -> Self {
        Self(name: name, isRequired: true, shape: shape)
    }
    static func optional(_ name: String, _ shape: ParameterSchema.Shape) -> Self {
        Self(name: name, isRequired: false, shape: shape)
    }
}

extension ParameterSchema.Shape {
    static let webURL = Self.url(["http://", "https://"])
    static let socketURL = Self.url(["wss://"])
    static let httpMethod = Self.word(["GET", "POST"])
    static let texts = Self.list(.text, nonEmpty: false)
    /// Seconds. No call lasts longer.
    static let seconds = Self.number(0...86_400)
    /// Minutes or seconds, by the place (relay-protocol.md §9 row 21).
    static let longestTime = Self.integer(0...86_400)
    static let count = Self.integer(0...Int(Int32.max))
    static let keys = Self.characters("0123456789#*ABCD")
}
