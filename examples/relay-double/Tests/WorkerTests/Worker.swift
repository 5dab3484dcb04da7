import CallFlowTestKit
import Foundation

/// The worker under test, in a process of its own: `callflow serve` with one flow. Any RELAY client will do,
/// in any language: what it needs to know stands in its environment.
struct Worker {
    private let process: Process

    init(_ flow: String, context: String, for double: RelayDouble) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["callflow", "serve", flow, "--context", context]
        process.environment = ProcessInfo.processInfo.environment.merging(double.environment) { $1 }
        try process.run()
        self.process = process
    }

    /// Asks it to stop, and waits until it has; its exit status.
    func stop() -> Int32 {
        process.terminate()
        process.waitUntilExit()
        return process.terminationStatus
    }
}

/// Starts a double and a worker, and stops both after `body`.
func withWorker(
    _ flow: String, context: String, _ body: (RelayDouble) async throws -> Void
) async throws -> Int32 {
    try await RelayDouble.running { double in
        let worker = try Worker(flow, context: context, for: double)
        do {
            try await double.waitForWorker(context: context)
            try await body(double)
        } catch {
            _ = worker.stop()
            throw error
        }
        return worker.stop()
    }
}
