package import SourceText

/// Where the value of a setting came from, weakest first: what stands further down beats what stands above.
package enum ValueSource: Sendable, Hashable {
    /// Nobody said anything.
    case standard
    /// The project file, at that place.
    case file(SourceRange)
    /// A variable of the environment, by its name.
    case variable(String)
    /// An option of the command line, as it is written: `--max-calls`.
    case option(String)
}

/// A value and where it came from.
package struct Sourced<Value: Sendable>: Sendable {
    package var value: Value
    package var source: ValueSource

    package init(_ value: Value, _ source: ValueSource = .standard) {
        self.value = value
        self.source = source
    }
}

extension Sourced: Equatable where Value: Equatable {}
