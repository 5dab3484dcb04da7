/// Runs a section or document and comes back (swml-language.md §3.10).
package struct Execute: Sendable, Hashable {
    package var dest: Given<DocumentTarget> = .missing
    /// Becomes `params` of the callee; replaces, never merges.
    package var params: GivenValue?
    /// Carried, never interpreted.
    package var meta: GivenValue?
    /// Runs after the callee returned, before `result`.
    package var onReturn: BlockID?
    /// The default variable is `return_value`.
    package var result: ResultHandler?
    package init() {}
}

extension Execute {
    static let parameters = ObjectSchema(
        "execute", "Runs a section or document and comes back.", make: { Execute() }
    ) {
        Field("dest", .target, .required, "A section's name, a URL, or a document.") { $0.dest = $1 }
        Field("params", .valueMap, "The `params` of what is run.") { $0.params = $1 }
        Field("meta", .valueMap, "Carried along, never interpreted.") { $0.meta = $1 }
        Field("onReturn", .steps, "Steps for when it came back.") { $0.onReturn = $1 }
        Field("result", .result("return_value"), "What follows by the value it returned.") { $0.result = $1 }
    }

    static let schema = StepSchema(parameters, scalar: "dest") { .execute($0) }
}
