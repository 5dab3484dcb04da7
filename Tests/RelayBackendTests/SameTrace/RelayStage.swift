import CallFlow
import FlowModel
import FlowRuntime
import OrderedCollections
import RelayDouble
import RelayProtocol
import Synchronization

@testable import RelayBackend

/// Plays a story over RELAY, to a double at the other end.
struct RelayStage {
    private let story: Story
    private let flow: Flow
    private let double: RelayDouble
    private let book: StoryBook

    init(_ story: Story, _ flow: Flow, on double: RelayDouble) {
        self.story = story
        self.flow = flow
        self.double = double
        book = StoryBook(flow, parties: story.parties)
    }

    func traces() async throws -> [String: [String]] {
        let watched = try Watched(of: double, allowing: ["127.0.0.1"])
        for party in story.parties { try await double.script(party.address, party.relayed) }
        let driver = FlowDriver(flow, environment: story.envs) { [book] in book.note($0, $1) }
        let worker = Task(executorPreference: watched.backend.executor) {
            try await driver.answerCalls(of: watched.backend)
        }
        for move in story.moves { try await play(move) }
        await watched.backend.shutDown()
        try await worker.value
        return book.traces
    }

    private func play(_ move: Story.Move) async throws {
        switch move {
        case .calls(let person):
            let call = try await double.call(person.caller(book.expand))
            book.enter(person.name, CallID(call.id))
        case .until(let name, let sight): await book.wait(until: sight, of: name)
        case .presses(let name, let keys):
            guard let call = try await call(of: name) else { return }
            try await call.wait(until: .isAsked)
            try await call.press(keys)
        case .hangsUp(let name): try await call(of: name)?.hangUp()
        }
    }

    private func call(of name: String) async throws -> RelayDoubleCall? {
        guard let id = book.call(of: name) else { return nil }
        return try await double.call(id: id.name)
    }
}

/// What the flows of a story have done so far, and who waits for more of it.
private final class StoryBook: Sendable {
    private struct State {
        var names: OrderedDictionary<CallID, String> = [:]
        var notes: [CallID: [JournalNote]] = [:]
        var joins: [CallID: Int] = [:]
        /// The one move that waits.
        var waiter: (name: String, sight: Story.Sight, go: CheckedContinuation<Void, Never>)?
    }

    private let flow: Flow
    private let parties: [Party]
    private let state = Mutex(State())

    init(_ flow: Flow, parties: [Party]) {
        self.flow = flow
        self.parties = parties
    }

    func enter(_ name: String, _ call: CallID) { state.withLock { $0.names[call] = name } }

    func call(of name: String) -> CallID? {
        state.withLock { state in state.names.first { $0.value == name }?.key }
    }

    func expand(_ text: String) -> String {
        state.withLock { state in
            state.names.reduce(text) { $0.replacing("{\($1.value)}", with: $1.key.name) }
        }
    }

    func note(_ call: CallInfo, _ entry: JournalEntry) {
        state.withLock { state in
            if call.dialled != nil, state.names[call.id] == nil {
                state.names[call.id] = parties.first { $0.address == call.to }?.name ?? call.to
            }
            if case .note(let note) = entry.content { state.notes[call.id, default: []].append(note) }
            if case .event(.conference(let change)) = entry.content, case .joined = change.kind {
                state.joins[call.id, default: 0] += 1
            }
            guard let waiter = state.waiter, shows(waiter.sight, of: waiter.name, state) else { return }
            state.waiter = nil
            waiter.go.resume()
        }
    }

    /// Until it has happened; the suite's time limit ends a wait for nothing.
    func wait(until sight: Story.Sight, of name: String) async {
        await withCheckedContinuation { continuation in
            state.withLock { state in
                if shows(sight, of: name, state) {
                    continuation.resume()
                } else {
                    state.waiter = (name, sight, continuation)
                }
            }
        }
    }

    private func shows(_ sight: Story.Sight, of name: String, _ state: State) -> Bool {
        state.names.contains { call, other in
            other == name
                && StoryProgress(flow, notes: state.notes[call] ?? [], joins: state.joins[call] ?? 0)
                    .shows(sight)
        }
    }

    var traces: [String: [String]] {
        state.withLock { state in
            let trace = StoryTrace(flow, state.names)
            return state.notes.reduce(into: [:]) { traces, told in
                traces[state.names[told.key] ?? told.key.name] = trace.lines(told.value)
            }
        }
    }
}
