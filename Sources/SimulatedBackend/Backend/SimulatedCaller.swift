public import FlowRuntime

/// Somebody who calls in, and what they do. Without deeds they answer nothing and stay until the flow ends
/// the call.
public struct SimulatedCaller: Sendable, Hashable {
    public var from: String
    public var to: String
    /// When the call arrives, from the beginning.
    public var dials: Duration
    public var headers: [CallInfo.Header]
    var lines: [ScriptLine] = []

    public init(
        from: String = "+15555550111", to: String = "+15555550100", dials: Duration = .zero,
        headers: [CallInfo.Header] = []
    ) {
        self.from = from
        self.to = to
        self.dials = dials
        self.headers = headers
    }

    /// Presses keys (`0-9*#A-D`) one after another, a tenth of a second each, from that time on.
    public func pressing(_ keys: String, at time: Duration) -> SimulatedCaller {
        doing(.press(keys), at: time)
    }

    /// Speaks, by default for 60 ms a character.
    public func saying(_ text: String, for duration: Duration? = nil, at time: Duration) -> SimulatedCaller {
        doing(.speak(text, duration), at: time)
    }

    /// Hangs up, at whatever the flow does then.
    public func hangingUp(at time: Duration) -> SimulatedCaller { doing(.hangUp, at: time) }

    private func doing(_ deed: Deed, at time: Duration) -> SimulatedCaller {
        var caller = self
        caller.lines.append(ScriptLine(.at(time), [deed]))
        return caller
    }

    func script(named name: String) -> CallerScript {
        CallerScript(
            name: name, from: ScriptText(from), to: ScriptText(to),
            headers: headers.map { CallerScript.Header($0.name, ScriptText($0.value)) }, dials: dials,
            lines: lines)
    }
}
