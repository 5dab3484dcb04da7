/// Somebody whom a worker calls with `calling.connect` or `calling.dial`, and what they do.
///
/// Who is not described answers after two seconds and hangs up thirty seconds later.
public struct RelayParty: Sendable, Hashable {
    enum Pickup: Sendable, Hashable { case answers, busy, declines, noAnswer, unreachable }

    let pickup: Pickup
    /// From the ringing to the answer or refusal.
    let after: Duration
    public var acts: [RelayAct] = []

    private init(_ pickup: Pickup, after time: Duration = .zero) {
        self.pickup = pickup
        after = time
    }

    static let standard = RelayParty.answering(after: .seconds(2)).hangingUp(after: .seconds(30))

    /// Takes the call when it has rung that long, and stays unless something else is said.
    public static func answering(after time: Duration = .zero) -> RelayParty {
        RelayParty(.answers, after: time)
    }
    /// Is on the phone.
    public static let busy = RelayParty(.busy)
    /// Sees the call and does not want it.
    public static func declining(after time: Duration = .zero) -> RelayParty {
        RelayParty(.declines, after: time)
    }
    /// Lets it ring.
    public static let absent = RelayParty(.noAnswer)
    /// Cannot be called.
    public static let unreachable = RelayParty(.unreachable)

    /// Presses keys (`0-9*#A-D`).
    public func pressing(_ keys: String, upon cue: RelayCue? = nil, after time: Duration = .zero) -> Self {
        doing(RelayAct(.press(keys), upon: cue, after: time))
    }

    /// Speaks, by default for 60 ms a character.
    public func saying(
        _ text: String, for duration: Duration? = nil, upon cue: RelayCue? = nil,
        after time: Duration = .zero
    ) -> Self {
        doing(RelayAct(.say(text, for: duration), upon: cue, after: time))
    }

    /// Hangs up.
    public func hangingUp(upon cue: RelayCue? = nil, after time: Duration = .zero) -> Self {
        doing(RelayAct(.hangUp, upon: cue, after: time))
    }

    /// Does something more, after the answer.
    public func doing(_ act: RelayAct) -> Self {
        var party = self
        party.acts.append(act)
        return party
    }
}
