/// One word of a Swift source; comments and white space are not words.
struct SwiftToken: Equatable {
    enum Kind: Equatable { case word, rawWord, number, string, mark }

    var kind: Kind
    /// As written; of a string its literal parts, without quotes and interpolations; a raw word without its
    /// backticks.
    var text: String
    /// From 1.
    var line: Int
    /// Where it ends: further down for a string of several lines.
    var lastLine: Int
    /// Nothing stands between this token and the one before it.
    var isGlued: Bool
    var startsLine: Bool
    /// A `///` comment stands right before it.
    var isDocumented: Bool

    func isWord(_ text: String) -> Bool { kind == .word && self.text == text }
    func isMark(_ text: String) -> Bool { kind == .mark && self.text == text }
}
