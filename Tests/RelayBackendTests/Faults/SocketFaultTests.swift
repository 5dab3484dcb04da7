import CallFlow
import FlowRuntime
import RelayDouble
import RelayProtocol
import Testing

@testable import RelayBackend

/// The sweep of `FaultSweepTests` once more over TLS and real sockets, thinner: each frame meets one fault.
@Suite("Faults on real sockets", .timeLimit(.minutes(10)))
struct SocketFaultTests {
    /// Those that need no wait of ten seconds and more, which the sweep in virtual time has.
    private static let effects: [RelayFault.Effect] = [
        .dropBefore, .dropAfter, .duplicate, .swapWithNext, .goSilent, .disconnect(restart: false),
        .disconnect(restart: true),
    ]
    /// So many at a time.
    private static let width = 8

    /// Gives what is wrong, and how many frames there were.
    private static func run(_ fault: RelayFault?) async throws -> (problems: [String], frames: Int) {
        let call = StandardCall.all[0]
        return try await RelayDouble.running { double in
            if let fault { try await double.arm(fault) }
            let watched = try Watched(of: double) { configuration in
                configuration.limits.requestTimeout = .milliseconds(500)
                configuration.limits.proofTimeout = .milliseconds(300)
                configuration.limits.serverPingTimeout = .milliseconds(400)
            }
            let driver = FlowDriver(try call.flow())
            let worker = Task(executorPreference: watched.backend.executor) {
                try await driver.answerCalls(of: watched.backend) { _, _ in }
            }
            let caller = try await double.call(RelayCaller().pressing("1", upon: .isAsked))
            var problems: [String] = []
            do {
                try await caller.waitUntilOver(.seconds(15))
            } catch {
                // A session that is forgotten, or a caller whose key was not asked for.
                if fault?.effect != .disconnect(restart: true) { problems.append("\(error)") }
                try await caller.hangUp()
            }
            await watched.backend.shutDown()
            try await worker.value
            let journal = try await double.journal
            problems += journal.repeated.map { "sent twice: \($0)" }
            if !journal.experience.isInOrder(of: call.experience) { problems.append("\(journal.experience)") }
            return (problems, journal.count)
        }
    }

    // §8: 74, 79
    @Test func `end a call, and do nothing twice`() async throws {
        let clean = try await Self.run(nil)
        #expect(clean.problems.isEmpty)
        // The last ones are of the connection's end.
        var faults = (1..<clean.frames).map { frame in
            RelayFault(Self.effects[frame % Self.effects.count], at: .frame(frame))
        }
        await withTaskGroup(of: Void.self) { group in
            func startNext() {
                guard let fault = faults.popLast() else { return }
                group.addTask {
                    do {
                        for problem in try await Self.run(fault).problems {
                            Issue.record("\(fault): \(problem)")
                        }
                    } catch {
                        Issue.record("\(fault): \(error)")
                    }
                }
            }
            for _ in 0..<Self.width { startNext() }
            for await _ in group { startNext() }
        }
    }
}
