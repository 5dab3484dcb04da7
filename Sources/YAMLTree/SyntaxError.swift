import SourceText

/// libyaml's error in the user's words, at the place that must change.
struct SyntaxError {
    let failure: LibYAMLFailure
    /// Byte offsets of libyaml's two marks.
    let problem: Int
    let context: Int
    let bytes: UnsafeBufferPointer<UInt8>

    init(_ failure: LibYAMLFailure, problem: Int, context: Int, bytes: UnsafeBufferPointer<UInt8>) {
        self.failure = failure
        self.problem = problem
        self.context = context
        self.bytes = bytes
    }

    static func isSurrogateEscape(_ failure: LibYAMLFailure) -> Bool {
        failure.problem == "found invalid Unicode character escape code"
    }

    var finding: Finding {
        Finding("yaml-syntax", .error, failure.problem, at: SourceRange(problem, problem))
    }
}
