package import FlowRuntime
import Synchronization

/// What happened in a scene: all that the rules judge.
package struct SceneTranscript: Sendable, Hashable {
    /// In the order in which they came: those of the far ends, and those that were dialled.
    package var calls: [CallTranscript] = []
    /// How long a beat took.
    package var beat: Duration
    /// Why the scene did not come to its end.
    package var problem: String?
    /// How many calls the far ends made.
    package var expectedCalls: Int
    /// The inbound calls ended when the backend was shut down.
    package var callsEnded = false
}

/// What was asked of one call, and what came back, in order.
package struct CallTranscript: Sendable, Hashable {
    /// One line of it.
    package enum Entry: Sendable, Hashable {
        case command(CommandID, CallCommand)
        case event(TimedEvent)
        /// The connection with the phone system was cut.
        case interrupted
        case closed
        /// There are no more events.
        case streamEnded
        /// `perform`, the events or the driver threw.
        case threw(String)
        /// More events came than a call of a scene can have.
        case flooded
        /// A driver's flow came to its end.
        case flowEnded(FlowEnd)
    }

    package var call: CallInfo
    package var entries: [Entry] = []

    package init(_ call: CallInfo, _ entries: [Entry] = []) {
        self.call = call
        self.entries = entries
    }
}

/// A transcript that the tasks of a scene write.
final class TranscriptLog: Sendable {
    private let state: Mutex<SceneTranscript>
    private let open: Mutex<Int>

    init(beat: Duration, calls: Int) {
        state = Mutex(SceneTranscript(beat: beat, expectedCalls: calls))
        open = Mutex(calls)
    }

    var transcript: SceneTranscript { state.withLock { $0 } }

    /// A far end's call is over; whether it was the last.
    func closed() -> Bool {
        open.withLock {
            $0 -= 1
            return $0 == 0
        }
    }

    /// A call came in; the place for its entries.
    func opened(_ call: CallInfo) -> Int {
        state.withLock {
            $0.calls.append(CallTranscript(call))
            return $0.calls.count - 1
        }
    }
    func add(_ entry: CallTranscript.Entry, to call: Int) {
        state.withLock { $0.calls[call].entries.append(entry) }
    }
    /// Only the first problem counts: others follow from it.
    func fail(_ problem: String) { state.withLock { $0.problem = $0.problem ?? problem } }
    func noteCallsEnded() { state.withLock { $0.callsEnded = true } }
}
