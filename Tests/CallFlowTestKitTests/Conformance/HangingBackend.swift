import CallFlowTestKit
import Synchronization

/// A phone system that gives no sign of life, and heeds no cancellation.
struct HangingBackend: CallBackend {
    static let name = "hanging"
    static let capabilities = Set(Capability.allCases)

    let silence: Silence

    var inboundCalls: Calls { Calls(silence: silence) }

    struct Calls: AsyncSequence, AsyncIteratorProtocol {
        typealias Failure = BackendError
        let silence: Silence

        func makeAsyncIterator() -> Calls { self }
        mutating func next(
            isolation actor: isolated (any Actor)? = #isolation
        ) async throws(BackendError) -> SimulatedBackend.Session? {
            await silence.last()
            return nil
        }
    }
    typealias Session = SimulatedBackend.Session
}

/// Those who wait for nothing, and a sign for each of them that it does.
final class Silence: Sendable {
    private let waiting = Mutex([CheckedContinuation<Void, Never>]())
    private let (signs, sign) = AsyncStream.makeStream(of: Void.self)

    func last() async {
        await withCheckedContinuation { continuation in
            waiting.withLock { $0.append(continuation) }
            sign.yield()
        }
    }
    /// Returns when one more waits.
    func begins() async {
        for await _ in signs { return }
    }
    func end() {
        let waiting = waiting.withLock { $0 }
        for continuation in waiting { continuation.resume() }
    }
}

struct HangingHarness: ConformanceHarness {
    let silence = Silence()
    let time = ConformanceTime.virtual

    func backend(for stage: ConformanceStage) async throws -> HangingBackend {
        HangingBackend(silence: silence)
    }
    func shutDown(_ backend: HangingBackend) async {}
}

/// Time is over as soon as somebody waits for nothing.
struct SilenceClock: Clock {
    let silence: Silence
    var now: ContinuousClock.Instant { ContinuousClock().now }
    var minimumResolution: Duration { .nanoseconds(1) }

    func sleep(until deadline: ContinuousClock.Instant, tolerance: Duration?) async throws {
        await silence.begins()
    }
}
