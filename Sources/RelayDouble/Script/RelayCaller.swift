/// Somebody who calls in, and what they do. Without acts they stay, in silence, until the call is ended.
///
/// ```swift
/// RelayCaller(to: "+15555550100", context: "support")
///     .pressing("1", upon: .isAsked)
///     .hangingUp(upon: .leavesConference)
/// ```
public struct RelayCaller: Sendable, Hashable {
    /// A phone number, or a SIP URI (`sip:…`) for a call from a SIP telephone.
    public var from: String
    public var to: String
    /// Workers that have subscribed to it are offered the call, one after another.
    public var context: String
    /// SIP headers, in order.
    public var headers: [Header]
    /// When the call comes in.
    public var dials: Duration
    public var acts: [RelayAct] = []

    /// A SIP header of the call.
    public struct Header: Sendable, Hashable {
        public var name: String
        public var value: String
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    public init(
        from: String = "+15555550111", to: String = "+15555550100", context: String = "default",
        headers: [Header] = [], dials: Duration = .zero
    ) {
        self.from = from
        self.to = to
        self.context = context
        self.headers = headers
        self.dials = dials
    }

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

    /// Does something more.
    public func doing(_ act: RelayAct) -> Self {
        var caller = self
        caller.acts.append(act)
        return caller
    }
}
