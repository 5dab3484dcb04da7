import CallFlowTestKit

/// Another harness, in whose backends something goes wrong.
struct FaultyHarness<Base: ConformanceHarness>: ConformanceHarness {
    let base: Base
    let fault: BackendFault
    var number = 1
    var capabilities: Set<Capability> { base.capabilities }
    var time: ConformanceTime { base.time }
    var canInterrupt: Bool { true }

    func backend(for stage: ConformanceStage) async throws -> FaultyBackend<Base.Backend> {
        FaultyBackend(try await base.backend(for: stage), fault, at: number)
    }

    func shutDown(_ backend: FaultyBackend<Base.Backend>) async { await base.shutDown(backend.base) }
}
