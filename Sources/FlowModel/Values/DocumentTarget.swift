package import FlowExpressions

/// Where `execute`, `transfer` and `dial` go on (swml-language.md §1.6).
package enum DocumentTarget: Sendable, Hashable {
    /// A section of the document that contains the step.
    case section(Text)
    /// A document to fetch.
    case url(Text)
    /// The document itself, as JSON or YAML.
    case inline(Text)
}
