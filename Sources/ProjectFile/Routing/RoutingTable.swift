package import FlowRuntime
package import SourceText

/// Which call gets which flow: the first route that fits, else the fallback.
package struct RoutingTable: Sendable, Equatable {
    package internal(set) var routes: [Route] = []
    /// The flow of every call that no route fits.
    package var fallback: FlowReference?

    package init(fallback: FlowReference? = nil) { self.fallback = fallback }

    /// Every flow that a call may get, in the order of the file; a file that is named twice, twice.
    package var flows: [FlowReference] { routes.map(\.flow) + (fallback.map { [$0] } ?? []) }

    /// The place among `routes` of the route that a call takes; `nil`: the fallback's.
    package func route(for call: CallInfo) -> Int? { routes.firstIndex { $0.pattern.fits(call) } }
}

/// A flow by its file.
package struct FlowReference: Sendable, Hashable {
    /// As it is written: in a project file, relative to its folder.
    package var path: String
    package var range: SourceRange

    package init(path: String, range: SourceRange = SourceRange(0, 0)) {
        self.path = path
        self.range = range
    }
}

/// Some calls, and the flow that they get.
package struct Route: Sendable, Hashable {
    package var pattern: CallPattern
    package var flow: FlowReference
    /// How many of them are up at once; `nil`: as many as the server takes.
    package var calls: Int?
    package var range: SourceRange
}
