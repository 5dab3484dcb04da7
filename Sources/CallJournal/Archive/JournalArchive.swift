package import FlowRuntime

/// A journal to be looked at: its file is opened for reading only, also while a worker writes it.
package final class JournalArchive: Sendable {
    private let file: JournalFile

    /// Most calls of one story: those that a call dials, and those that these dial.
    private static let storyLimit = 1_000

    /// Throws when there is no such file, or when it is no journal.
    package init(at path: String) throws(JournalError) { file = try JournalFile(reading: path) }

    package var path: String { file.path }

    /// The calls, the newest first.
    package func calls(_ query: JournalQuery = .init()) throws(JournalError) -> [JournaledCall] {
        try file.calls(query)
    }

    /// The calls, the newest first, and what is wrong with those that cannot be shown: a damaged row hides
    /// no other.
    package func list(_ query: JournalQuery) throws(JournalError) -> JournalListing {
        try file.list(query)
    }

    /// The call with that id, the newest of several; `nil` when there is none.
    package func call(_ id: String) throws(JournalError) -> JournaledCall? {
        var query = JournalQuery()
        (query.id, query.limit) = (id, 1)
        return try file.calls(query).first
    }

    /// What happened in a call, and in those that it dialled.
    package func story(of call: JournaledCall) throws(JournalError) -> JournalStory {
        var story = JournalStory(flow: try file.flow(call.flow), backend: try file.backend())
        var waiting = [call]
        var seen: Set<Int64> = [call.number]
        while let next = waiting.popLast() {
            let (records, problem) = try file.records(of: next)
            story.calls.append(JournalStory.Call(call: next, records: records, problem: problem))
            var query = JournalQuery()
            query.parent = next.info.id.name
            // An id may come again; what is older was dialled by another call.
            for dialled in try file.calls(query) where dialled.number > next.number {
                guard seen.count < Self.storyLimit, seen.insert(dialled.number).inserted else { continue }
                waiting.append(dialled)
            }
        }
        return story
    }
}

/// Calls, and what is wrong with those that are missing among them.
package struct JournalListing: Sendable {
    package internal(set) var calls: [JournaledCall] = []
    /// One for each row that cannot be read, the newest first.
    package internal(set) var damages: [JournalError] = []
}

/// A call and those that it dialled, all of the same flow.
package struct JournalStory: Sendable {
    /// One of the calls.
    package struct Call: Sendable {
        package var call: JournaledCall
        package var records: [JournalRecord]
        /// What is wrong with the rest of its journal.
        package var problem: JournalError?
    }

    package let flow: JournaledFlow
    /// The name of the backend whose calls they are.
    package let backend: String
    /// The call that was asked for first.
    package internal(set) var calls: [Call] = []
}
