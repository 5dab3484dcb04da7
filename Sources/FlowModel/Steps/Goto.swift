package import FlowExpressions

/// Jumps to a label of the same section (§3.10).
package struct Goto: Sendable, Hashable {
    package var label: Given<Text> = .missing
    /// The position after loading: the innermost list first, then outward to the section; `nil` when there is
    /// no such label (an error).
    package var target: FlowPosition?
    /// Always, when not written.
    package var when: GivenCondition?
    /// Jumps allowed, 1 to 100; 100 when not written. Then the next step runs (C-31).
    package var max: Given<Int>?
    package init() {}

    package static let defaultMax = 100
}

extension Goto {
    static let parameters = ObjectSchema(
        "goto", "Jumps to a label of the same section.", make: { Goto() },
        check: { jump, _, reader in reader.resolveInOwnList(&jump) }
    ) {
        Field("label", .label, .required, "The label; its own list is searched first, then those around it.")
        {
            $0.label = $1
        }
        Field("when", .condition, "The condition; always when not written.") { $0.when = $1 }
        Field(
            "max", .integer(1...defaultMax), "How often it may jump; then the next step runs.", default: "100"
        ) {
            $0.max = $1
        }
    }

    static let schema = StepSchema(parameters, scalar: "label") { .goto($0) }
}

extension FieldType<Given<Text>> {
    fileprivate static var label: FieldType {
        FieldType(ParameterTypes.labelName.shape) { node, info, reader in reader.label(node, info) }
    }
}
