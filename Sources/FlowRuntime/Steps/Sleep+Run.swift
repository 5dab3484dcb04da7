import FlowModel

extension FlowMachine {
    /// `-1` sleeps until the call ends.
    mutating func begin(_ sleep: Sleep, _ step: StepReference) throws(ScriptError) {
        switch try value(sleep.duration) {
        case .forever: phase = .waiting(Wait(kind: .forever, step: step))
        case .time(.zero): done(step)
        case .time(let duration): wait(for: .startTimer(duration), step)
        }
    }
}
