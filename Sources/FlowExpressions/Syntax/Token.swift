/// A token of an expression; what a name spells is told by its range. Strings, templates and regular
/// expressions are read by the parser, which knows whether a `/` divides and whether placeholders stand
/// inside quotes.
enum Token {
    case number(Double)
    case name(Word)
    case symbol(Symbol)
    /// `'` or `"`; the lexer stands behind it.
    case quote(UInt8)
    case end
}
