import CallFlowTestKit
import Synchronization
import TextBackend

/// Lets the callers of a scene call a text backend, each in a task of its own.
struct TextHarness: ConformanceHarness {
    let time = ConformanceTime.real(beat: .milliseconds(200))

    func backend(for stage: ConformanceStage) async throws -> TextBackend {
        let backend = TextBackend()
        for farEnd in stage.farEnds { callers.add(Task { try await play(farEnd, on: backend) }) }
        return backend
    }

    func shutDown(_ backend: TextBackend) async {
        backend.shutDown()
        callers.cancel()
    }

    private let callers = Callers()

    private func play(_ farEnd: FarEnd, on backend: TextBackend) async throws {
        try await Task.sleep(for: farEnd.calls)
        let phone = backend.ring(from: "+15555550111", to: "+15555550100")
        if farEnd.cue != .rings {
            for await sign in phone.signs where farEnd.cue.isGiven(by: sign) { break }
        }
        for act in farEnd.acts {
            try await Task.sleep(for: act.after)
            switch act.deed {
            case .press(let keys): await phone.press(keys)
            // Nothing here hears a voice.
            case .say: break
            case .hangUp: await phone.hangUp()
            }
        }
    }
}

extension FarEnd.Cue {
    fileprivate func isGiven(by sign: TextPhone.Sign) -> Bool {
        switch (self, sign) {
        case (.isAnswered, .answered), (.hearsSound, .sound), (.isAsked, .sound): true
        case (_, _): false
        }
    }
}

/// The tasks of those who call.
private final class Callers: Sendable {
    private let tasks = Mutex([Task<Void, any Error>]())
    func add(_ task: Task<Void, any Error>) { tasks.withLock { $0.append(task) } }
    func cancel() {
        for task in tasks.withLock({ $0 }) { task.cancel() }
    }
}
