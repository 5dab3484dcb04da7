// Stands in for the expression language until it is there.
package struct Template: Sendable, Hashable {}
package struct Condition: Sendable, Hashable {}
package struct VariablePath: Sendable, Hashable {}
