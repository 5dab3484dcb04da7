public import CallFlow
import FlowTesting

/// Something that a scenario expects and that did not happen, or that no scenario may do.
public struct ScenarioFailure: Sendable, Hashable, CustomStringConvertible {
    /// A place in a file, from 1; columns are Unicode scalars.
    public struct Place: Sendable, Hashable {
        public let file: String
        public let line: Int
        public let column: Int
    }

    /// A stable name, such as `unmet-hears`; `callflow explain` has a page for each.
    public let id: Finding.ID
    /// What was expected, and what happened instead.
    public let message: String
    /// In the scenario file.
    public let place: Place
    /// Whose call it is about, if it is about one.
    public let caller: String?
    /// In virtual time, from the beginning.
    public let time: Duration?
    /// The step that ran then, or that is meant.
    public let step: String?
    /// Where that step stands.
    public let stepPlace: Place?

    init(_ failure: ExpectationFailure, in file: SourceFile, _ table: LineTable) {
        let position = table.position(at: failure.range.lower)
        id = failure.id
        message = failure.message
        place = Place(file: file.name, line: position.line, column: position.column)
        caller = failure.caller
        time = failure.at
        step = failure.place?.step
        stepPlace = failure.place.map { Place(file: $0.file.name, line: $0.line, column: $0.column) }
    }

    /// As a compiler says it, and where the flow was then.
    public var description: String {
        var text = "\(place.file):\(place.line):\(place.column): error[\(id)]: \(message)"
        if let step, let stepPlace {
            let who = caller.map { " of \($0)" } ?? ""
            text += "\n\(stepPlace.file):\(stepPlace.line):\(stepPlace.column): note: in \(step)\(who)"
        }
        return text
    }
}
