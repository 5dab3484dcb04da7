package import CassetteBackend
package import FlowModel
package import FlowRuntime

/// Why a journaled call cannot be shown or exported.
package enum JournalStoryError: Error, Sendable, CustomStringConvertible {
    /// This version of the program finds errors in the flow.
    case flow(String)
    /// The flow does not do what the journal has.
    case mismatch(CallID, JournalMismatch)
    /// What came in gives no cassette.
    case recording(CassetteRecordingError)

    package var description: String {
        switch self {
        case .flow(let name): "this version of callflow finds errors in the flow \(name)"
        case .mismatch(let call, let mismatch):
            "call \(call): the flow does not do what the journal has: \(mismatch)"
        case .recording(let error): "\(error)"
        }
    }
}

extension JournalStory {
    /// What came in to all the calls, in the order in which it came.
    package var inputs: InputLog {
        var log = InputLog()
        var runs: [Int32?] = Array(repeating: nil, count: calls.count)
        for (call, timed) in events {
            if case .started = timed.event { runs[call] = log.begin(calls[call].call.info, .call(flow: 0)) }
            if let run = runs[call] { log.append(timed.event, to: run, at: timed.at) }
        }
        return log
    }

    /// Events with the place of their call; of the same instant those of earlier calls first, for a call that
    /// was dialled begins after what dialled it.
    private var events: [(call: Int, timed: TimedEvent)] {
        let numbers = calls.map(\.call.number)
        var all: [(call: Int, place: Int, timed: TimedEvent)] = []
        for (call, told) in calls.enumerated() {
            for (place, record) in told.records.enumerated() {
                if case .event(let timed) = record { all.append((call, place, timed)) }
            }
        }
        all.sort { left, right in
            (left.timed.at, numbers[left.call], left.place) < (
                right.timed.at, numbers[right.call], right.place
            )
        }
        return all.map { ($0.call, $0.timed) }
    }

    /// The flow that the calls ran, if this version of the program can run it.
    package func readFlow() throws(JournalStoryError) -> Flow {
        guard let flow = flow.flow else { throw .flow(flow.name) }
        return flow
    }

    /// Throws when the flow would not do what the journal has, as another version of this program may not.
    package func check() throws(JournalStoryError) {
        let run = try readFlow()
        for told in calls {
            do throws(JournalMismatch) {
                _ = try JournalReplay(
                    run, call: told.call.info, environment: flow.environment, variables: flow.variables,
                    records: told.records)
            } catch {
                throw .mismatch(told.call.info.id, error)
            }
        }
    }

    /// The calls as a recording that can be given away: numbers and secrets are stand-ins.
    package func cassette() throws(JournalStoryError) -> Cassette {
        let run = try readFlow()
        do throws(CassetteRecordingError) {
            return try Cassette(
                recording: inputs, flows: [run], environment: flow.environment, variables: flow.variables,
                backend: backend)
        } catch {
            throw .recording(error)
        }
    }
}
