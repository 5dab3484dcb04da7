import CallFlowTestKit

extension SceneTranscript {
    /// The same scene with one thing wrong, for each thing and each way.
    var mutants: [SceneTranscript] {
        var mutants: [SceneTranscript] = []
        for call in calls.indices {
            for entry in calls[call].entries.indices {
                mutants += calls[call].entries[entry].mutants.map { others in
                    var mutant = self
                    mutant.calls[call].entries.replaceSubrange(entry...entry, with: others)
                    return mutant
                }
            }
            var (absent, unrelated) = (self, self)
            absent.calls.remove(at: call)
            unrelated.calls[call].call.dialled = nil
            mutants += [absent, unrelated]
        }
        var stuck = self
        stuck.problem = "stuck"
        return mutants + [stuck]
    }
}

extension CallTranscript.Entry {
    /// What may stand in the entry's place: nothing, the entry twice, or another one.
    fileprivate var mutants: [[Self]] {
        guard case .event(let timed) = self else {
            var mutants: [[Self]] = [[], [self, self], [.threw("lost"), self]]
            if case .command(let id, _) = self {
                mutants.append([
                    self, .event(TimedEvent(.finished(id, .done), at: Timestamp(milliseconds: 0))),
                ])
            }
            return mutants
        }
        var mutants: [[Self]] = [[], [self, self]]
        mutants.append([.event(TimedEvent(timed.event, at: Timestamp(milliseconds: 0)))])
        mutants.append([.event(TimedEvent(timed.event, at: timed.at.advanced(by: .seconds(86_400))))])
        return mutants + timed.event.mutants.map { [.event(TimedEvent($0, at: timed.at))] }
    }
}

extension CallEvent {
    fileprivate var mutants: [CallEvent] {
        switch self {
        case .started: []
        case .finished(let id, _):
            [
                .finished(CommandID(id.number + 100), .done), .finished(id, .done),
                .finished(id, .recordingStarted(url: "")), .finished(id, .failed(CommandFailure(.refused))),
                .finished(id, .failed(CommandFailure(.unsupported))),
            ]
        case .conference(let change):
            [
                ConferenceChange.Kind.joined(waiting: false), .joined(waiting: true), .started, .changed,
                .left(.removed, reason: "", by: nil),
            ].map { kind in
                var mutant = change
                mutant.kind = kind
                return .conference(mutant)
            }
        case .ended: [.ended(CallEnding(by: .system)), .ended(CallEnding(by: .caller))]
        }
    }
}
