import CallFlowTestKit
import FlowRuntime
import NIOCore
import NIOPosix
import RelayDouble
import RelayProtocol
import Synchronization

@testable import RelayBackend

/// RELAY, with a double at the other end and scripted callers for the far ends; in real time.
struct RelayHarness: ConformanceHarness {
    let time = ConformanceTime.real(beat: beat)
    let canInterrupt = true
    private let doubles = Doubles()

    /// Long against a loaded machine's delays, and against the tenth of a second that a key takes.
    private static let beat = Duration.milliseconds(200)

    func backend(for stage: ConformanceStage) async throws -> RelayBackend {
        var configuration = RelayDoubleConfiguration()
        configuration.pace = .real(times: 1)
        let double = try await RelayDouble.start(configuration)
        let backend = try Watched(of: double).backend
        doubles.add(double, of: backend)
        try await double.waitForWorker()
        for farEnd in stage.farEnds { try await double.call(Self.caller(farEnd)) }
        return backend
    }

    func shutDown(_ backend: RelayBackend) async {
        await backend.shutDown()
        await doubles.remove(of: backend)?.shutDown()
    }

    func interrupt(_ backend: RelayBackend) async {
        try? await doubles.get(of: backend)?.dropConnections()
    }

    private static func caller(_ farEnd: FarEnd) -> RelayCaller {
        var caller = RelayCaller(dials: farEnd.calls)
        for (place, act) in farEnd.acts.enumerated() {
            let deed: RelayDeed =
                switch act.deed {
                case .press(let keys): .press(keys)
                case .say(let words): .say(words, for: beat)
                case .hangUp: .hangUp
                }
            caller.acts.append(RelayAct(deed, upon: place == 0 ? cue(farEnd.cue) : nil, after: act.after))
        }
        return caller
    }

    private static func cue(_ cue: FarEnd.Cue) -> RelayCue {
        switch cue {
        case .rings: .rings
        case .isAnswered: .isAnswered
        case .hearsSound: .hearsSound
        case .isAsked: .isAsked
        }
    }

    private final class Doubles: Sendable {
        private let all = Mutex([ObjectIdentifier: RelayDouble]())
        func add(_ double: RelayDouble, of backend: RelayBackend) {
            all.withLock { $0[ObjectIdentifier(backend)] = double }
        }
        func get(of backend: RelayBackend) -> RelayDouble? {
            all.withLock { $0[ObjectIdentifier(backend)] }
        }
        func remove(of backend: RelayBackend) -> RelayDouble? {
            all.withLock { $0.removeValue(forKey: ObjectIdentifier(backend)) }
        }
    }
}
