#if Server
    import CallFlowServer
    import SourceText

    /// What keeps a server from beginning: all of it is said before it ends.
    struct ServeMistakes: Sendable {
        /// A flow or the project file has errors.
        private(set) var hasErrors = false
        /// Something is missing or wrong beside them.
        private var cannotRun = false

        var isEmpty: Bool { !hasErrors && !cannotRun }

        /// Shows the findings of a file; only errors are mistakes.
        mutating func tell(_ file: FileFindings) {
            Output.error.write(TextRendering.findings(of: file))
            if file.findings.contains(where: { $0.severity == .error }) { hasErrors = true }
        }

        mutating func tell(_ problem: LoadProblem) {
            switch problem {
            case .refused(let file):
                Output.error.write(TextRendering.findings(of: file))
                hasErrors = true
            case .unreadable(let sentence): tell(sentence)
            }
        }

        mutating func tell(_ sentence: String) {
            Output.error.line("callflow: \(sentence)")
            cannotRun = true
        }

        /// What an attempt throws as a `Refusal` is told; the result of one that succeeds.
        mutating func attempt<Result>(_ body: () throws(Refusal) -> Result) -> Result? {
            do throws(Refusal) {
                return try body()
            } catch {
                tell(error.message)
                return nil
            }
        }

        /// Ends what was begun, if anything was told.
        func check() throws(ExitStatus) {
            if hasErrors {
                Output.error.line("callflow: nothing is served: there are errors")
                throw .findings
            }
            if cannotRun { throw .cannotRun }
        }
    }
#endif
