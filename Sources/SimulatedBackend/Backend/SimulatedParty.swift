/// Somebody whom a flow calls with `connect` or `dial`, and what they do.
///
/// Who is not described answers after two seconds and hangs up thirty seconds later.
public struct SimulatedParty: Sendable, Hashable {
    var double: LegDouble

    private init(_ pickup: LegDouble.Pickup, after time: Duration = .zero) {
        double = LegDouble(pickup, after: time)
    }

    /// Takes the call when it has rung that long, and stays unless something else is said.
    public static func answering(after time: Duration = .zero) -> SimulatedParty {
        SimulatedParty(.answers, after: time)
    }
    /// Is on the phone.
    public static let busy = SimulatedParty(.busy)
    /// Sees the call and does not want it.
    public static func declining(after time: Duration = .zero) -> SimulatedParty {
        SimulatedParty(.declines, after: time)
    }
    /// Cannot be called.
    public static let unreachable = SimulatedParty(.unreachable)
    /// Lets it ring.
    public static let absent = SimulatedParty(.noAnswer)

    /// Presses keys (`0-9*#A-D`), that long after the answer or after what was to be done before.
    public func pressing(_ keys: String, after time: Duration = .zero) -> SimulatedParty {
        doing(.press(keys), after: time)
    }

    /// Speaks, by default for 60 ms a character.
    public func saying(
        _ text: String, for duration: Duration? = nil, after time: Duration = .zero
    ) -> SimulatedParty {
        doing(.speak(text, duration), after: time)
    }

    /// Hangs up.
    public func hangingUp(after time: Duration = .zero) -> SimulatedParty { doing(.hangUp, after: time) }

    private func doing(_ deed: Deed, after time: Duration) -> SimulatedParty {
        var party = self
        party.double.deeds += [.wait(time), deed]
        return party
    }
}
