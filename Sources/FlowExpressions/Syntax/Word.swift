/// What a name means to the parser before it means a variable.
///
/// Names are told apart once, by the lexer; the parser compares a byte or two from then on.
enum Word: Equatable {
    /// Nothing of its own: a variable, a member, a function, a method.
    case other
    /// `$`, which begins a placeholder.
    case dollar
    /// Stands for a value, so that it never names a variable.
    case constant(Constant)
    case scope(Variables.Scope)
    /// Mistaken for `envs`.
    case env
    /// Functions hang on it: `Math.max`.
    case namespace
    case `typeof`, `in`, instanceof
    /// JavaScript that expressions leave out.
    case refused(Refusal.Theme)
    /// Another language's word for an operator.
    case foreign(Symbol)

    /// A word for a value.
    enum Constant {
        case `true`, `false`, null, undefined, notANumber, infinity

        var value: Value {
            switch self {
            case .true: .bool(true)
            case .false: .bool(false)
            case .null: .null
            case .undefined: .undefined
            case .notANumber: .number(.nan)
            case .infinity: .number(.infinity)
            }
        }
    }

    /// The meaning of the name in a range of a text.
    init(_ bytes: Bytes, _ range: Range<Int>) {
        self.init(UnsafeBufferPointer(rebasing: bytes[range]))
    }

    /// The meaning of a name.
    init(_ name: Bytes) {
        self = Word.table.index(of: name).map { Word.meanings[$0] } ?? .other
    }

    /// The scope that it names, if it is one.
    var scope: Variables.Scope? {
        if case .scope(let scope) = self { scope } else { nil }
    }

    private static let table = SpellingTable(all.map(\.spelling))
    private static let meanings = all.map(\.word)

    private static let all: [(spelling: String, word: Word)] =
        [
            ("$", .dollar), ("typeof", .typeof), ("in", .in), ("instanceof", .instanceof), ("env", .env),
            ("true", .constant(.true)), ("false", .constant(.false)), ("null", .constant(.null)),
            ("undefined", .constant(.undefined)), ("NaN", .constant(.notANumber)),
            ("Infinity", .constant(.infinity)),
            ("and", .foreign(.and)), ("AND", .foreign(.and)), ("or", .foreign(.or)), ("OR", .foreign(.or)),
            ("not", .foreign(.not)), ("NOT", .foreign(.not)), ("eq", .foreign(.equal)),
            ("is", .foreign(.equal)), ("ne", .foreign(.unequal)),
        ] + Variables.Scope.allCases.map { ($0.rawValue, .scope($0)) }
        + ["Math", "JSON", "Object", "Array", "Number"].map { ($0, .namespace) }
        + Refusal.words.flatMap { theme, words in words.map { ($0, .refused(theme)) } }
}
