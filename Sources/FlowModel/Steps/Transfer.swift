/// Goes on in a section or document and never comes back (§3.10).
package struct Transfer: Sendable, Hashable {
    package var dest: Given<DocumentTarget> = .missing
    /// Becomes `params` of the target.
    package var params: GivenValue?
    /// Carried, never interpreted.
    package var meta: GivenValue?
    package init() {}
}

extension Transfer {
    static let parameters = ObjectSchema(
        "transfer", "Goes on in a section or document and never comes back.", make: { Transfer() }
    ) {
        Field("dest", .target, .required, "A section's name, a URL, or a document.") { $0.dest = $1 }
        Field("params", .valueMap, "The `params` of what is run.") { $0.params = $1 }
        Field("meta", .valueMap, "Carried along, never interpreted.") { $0.meta = $1 }
    }

    static let schema = StepSchema(parameters, scalar: "dest") { .transfer($0) }
}
