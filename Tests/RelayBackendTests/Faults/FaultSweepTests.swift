import FlowRuntime
import Foundation
import RelayDouble
import RelayProtocol
import Testing

/// A loop over positions, not samples: whatever goes wrong at whichever frame, the call comes to a defined
/// end, nothing unsafe is sent twice, and the journal tells it.
@Suite("Every fault at every frame", .timeLimit(.minutes(10)))
struct FaultSweepTests {
    static let effects: [RelayFault.Effect] =
        [
            .dropBefore, .dropAfter, .lose, .delay(.seconds(1)), .delay(.seconds(30)), .duplicate,
            .swapWithNext, .malform, .goSilent, .disconnect(restart: false), .disconnect(restart: true),
            .refuse(code: 500), .refuse(code: 404), .refuse(code: -32_603),
        ] + (isThorough ? [.refuse(code: 410), .refuse(code: 409), .refuse(code: -32_002)] : [])

    /// `CALLFLOW_FUZZ=N` plays every call under every behaviour that the protocol leaves open; otherwise each
    /// call has one of the first two.
    static let isThorough = ProcessInfo.processInfo.environment["CALLFLOW_FUZZ"] != nil

    /// What the protocol leaves open: whether events are sent again, whether a join tells the id, whether
    /// conferences tell anything.
    private static let behaviours: [(redelivers: Bool, tellsID: Bool, tellsEvents: Bool)] = [
        (true, true, true), (false, false, true), (true, false, true), (false, true, true),
        (true, true, false), (false, true, false),
    ]

    private static func configurations(of call: StandardCall) -> [RelayDoubleConfiguration] {
        let turn = (StandardCall.all.firstIndex { $0.name == call.name } ?? 0) % 2
        return (isThorough ? behaviours : [behaviours[turn]]).map { behaviour in
            var configuration = RelayDoubleConfiguration()
            configuration.redelivers = behaviour.redelivers
            configuration.joinResultHasID = behaviour.tellsID
            configuration.sendsConferenceEvents = behaviour.tellsEvents
            return configuration
        }
    }

    // §8: 42, 43, 44, 45, 49, 56, 57, 58, 74, 79, 80
    @Test(arguments: StandardCall.all)
    func `ends a call in a defined state, and does nothing twice`(_ call: StandardCall) throws {
        for (place, configuration) in Self.configurations(of: call).enumerated() {
            let clean = try FaultRun(call, configuration, nil)
            #expect(clean.problems.isEmpty, "behaviour \(place)")
            let frames = clean.line.exchange.journal.frames
            #expect(frames.count > 25)
            for frame in frames {
                for effect in Self.effects {
                    let run = try FaultRun(call, configuration, RelayFault(effect, at: .frame(frame.number)))
                    for problem in run.problems {
                        Issue.record("behaviour \(place), \(effect) at frame \(frame): \(problem)")
                    }
                }
            }
        }
    }
}
