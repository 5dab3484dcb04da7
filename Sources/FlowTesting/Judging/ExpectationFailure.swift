import FlowModel
package import SourceText

/// An expectation that was not met, or something that no scenario may do.
package struct ExpectationFailure: Sendable, Hashable {
    /// A stable name, such as `unmet-hears` (`callflow explain` has a page for each).
    package var id: Finding.ID
    /// What was expected, and what happened instead; lower case, without a full stop.
    package var message: String
    /// In the scenario file.
    package var range: SourceRange
    /// Whose call it is about.
    package var caller: String?
    /// From the beginning, in virtual time.
    package var at: Duration?
    /// The step that ran then, or that is meant.
    package var place: FlowPlace?
    /// The event that shows it, a place in the events of the world.
    package var event: Int?
    /// Events around it, for a trace: some before and few after.
    package var window: Range<Int>
}

/// A place in a flow, as messages show it.
package struct FlowPlace: Sendable, Hashable {
    package var file: SourceFile
    /// Of the step's name.
    package var range: SourceRange
    /// The step's name in canonical spelling.
    package var step: String
    /// From 1.
    package var line: Int
    /// From 1, in Unicode scalars.
    package var column: Int
}

extension FlowPlace {
    init(_ place: StepPlace) {
        file = place.flow.file
        range = place.step.nameRange
        step = place.name
        let position = LineTable(file).position(at: range.lower)
        line = position.line
        column = position.column
    }
}
