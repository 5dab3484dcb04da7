/// Gives variables their values, in the order written (swml-language.md §3.11, §2.6).
package struct SetVariables: Sendable, Hashable {
    package var assignments: [Assignment] = []
    package init() {}
}

/// One entry of `set`: `a.b: 1` gives the member `b` of the map `a`; `vars.x` is `x`.
package struct Assignment: Sendable, Hashable {
    package var target: GivenPath
    package var value: GivenValue
    package init(_ target: GivenPath, _ value: GivenValue) {
        self.target = target
        self.value = value
    }
}

/// Removes variables; unknown names are no error (§3.11).
package struct Unset: Sendable, Hashable {
    package var names: [GivenPath] = []
    package init() {}
}
