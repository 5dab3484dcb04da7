import FlowModel
import FlowTesting
import SimulatedBackend
import SourceText
import Testing

/// The sentences of design §2.1 and what a phone system must keep, over whole runs.
struct `Every invariant` {
    /// Everything that the sentences speak of, in one world: a recorded and streamed room with a limit, beeps,
    /// a coach and waiting audio, a bridge, recordings with callbacks, and `onHangup`.
    static let flows = """
        sections:
          main:
            - switch:
                variable: call.to
                case:
                  host: [{joinConference: {name: r, endOnExit: true, beep: "true"}}]
                  guest: [{recordCall: {controlId: bg, statusUrl: "https://a/r"}},
                    {joinConference: {name: r, startOnEnter: false, waitUrl: "https://a/m", maxParticipants: 3,
                      record: record-from-start, stream: {url: "wss://a/s"}}}]
                  coach: [{joinConference: {name: r, coach: c-3, beep: "true"}}]
                  late: [{record: {maxLength: 5, initialTimeout: 0, statusUrl: "https://a/r"}},
                    {joinConference: {name: r, until: joined}}, {leaveConference: {}}]
                default: [{connect: {to: "sip:x@a.example"}}, {play: "say:over"}]
            - play: "say:bye"
            - hangup
        onHangup:
          - request: {url: "https://a/over", method: POST, timeout: 2}
          - cond: [{when: "true", then: [{set: {done: 1}}]}]
        """

    private func run(_ disturbance: Disturbance = Disturbance()) throws -> ScenarioRun {
        let text = """
            flow: f.yaml
            http: {POST https://a/over: 200}
            callers:
              host: {to: host, dials: 6s}
              guest: {to: guest, dials: 1s}
              coach: {to: coach, dials: 8s}
              late: {to: late, dials: 20s}
              plain: {to: plain, dials: 0s}
            scenarios:
            - name: everything
              do:
                - {at: 10s, host: {says: "hello", for: 2s}}
                - {at: 14s, coach: {says: "well done", for: 1s}}
                - {at: 18s, coach: hangs up}
                - {at: 40s, host: hangs up}
            """
        let flow = try #require(Flow.read(SourceFile(name: "f.yaml", text: Self.flows)).flow)
        let file = ScenarioFile.read(SourceFile(name: "f.test.yaml", text: text)).scenarios
        let scenario = try #require(file.scenarios.first)
        return ScenarioRun(Variation(disturbance).applied(to: scenario), flows: [flow])
    }

    @Test func `holds in a world that has all of what it speaks of`() throws {
        #expect(InvariantChecker.violations(of: try run()).map(\.description) == [])
    }

    @Test func `is noticed when it does not hold`() throws {
        var noticed: Set<Invariant> = []
        for disturbance in [Disturbance(), Disturbance(hangUps: [HangUp("guest", .at(.seconds(30)))])] {
            let run = try run(disturbance)
            let evidence = RunEvidence(run.world, isOver: run.isOver)
            for falsified in Falsified.streams(of: evidence) + Falsified.endings(of: evidence) {
                noticed.formUnion(InvariantChecker.violations(of: falsified).map(\.invariant))
            }
        }
        #expect(Invariant.allCases.filter { !noticed.contains($0) } == [])
    }

    @Test func `has a sentence of its own`() {
        let sentences = Set(Invariant.allCases.map(\.rawValue))
        #expect(sentences.count == Invariant.allCases.count)
        #expect(sentences.allSatisfy { !$0.hasSuffix(".") && $0.contains(" ") })
    }
}
