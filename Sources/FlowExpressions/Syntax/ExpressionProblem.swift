/// A mistake in an expression, a condition or a template, found when the document loads.
package struct ExpressionProblem: Error, Sendable, Hashable {
    /// What is wrong; each is a finding of its own.
    package enum Kind: Sendable, Hashable {
        /// It is no expression at all.
        case syntax
        /// JavaScript that expressions leave out: assignment, `new`, `function`, `Date` …
        case unsupported
        /// Longer than 1,024 characters, nested too deeply, or a pattern that is too large.
        case tooLarge
        /// `${` without its `}`: the text stands as it is.
        case unclosedPlaceholder
        /// A function or a method that does not exist, or not on this kind of value.
        case unknownFunction
        /// `env.` where `envs.` is meant (`swml-language.md` C-57). It is read as a variable all the same.
        case envForEnvs
        /// A regular expression that is wrong or uses what the matcher leaves out.
        case pattern
    }

    package var kind: Kind
    /// In the user's words, lower case, no full stop.
    package var message: String
    /// UTF-8 offsets into the text that was parsed.
    package var range: Range<Int>
    /// What to write instead of the text in `range`, when that is certain.
    package var replacement: String?

    package init(_ kind: Kind, _ message: String, _ range: Range<Int>, replacement: String? = nil) {
        self.kind = kind
        self.message = message
        self.range = range
        self.replacement = replacement
    }

    /// Whether the expression cannot be evaluated; the others are read in a defined way all the same.
    package var isFatal: Bool {
        switch kind {
        case .syntax, .unsupported, .tooLarge, .unknownFunction, .pattern: true
        case .unclosedPlaceholder, .envForEnvs: false
        }
    }
}

/// Why an expression had no value in a run: `relay_script_js_eval_error` (`swml-language.md` §1.8).
package struct EvaluationProblem: Sendable, Hashable, Codable {
    /// As V8 words it where it has a wording.
    package var message: String
    /// UTF-8 offsets into the text that was parsed.
    package var range: Range<Int>

    package init(message: String, range: Range<Int>) {
        self.message = message
        self.range = range
    }
}
