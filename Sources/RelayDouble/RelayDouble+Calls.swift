import JSONRPC

// What a test lets happen.

extension RelayDouble {
    /// Lets somebody call. A call that no connected worker wants waits until one does.
    @discardableResult
    public func call(_ caller: RelayCaller = RelayCaller()) async throws -> RelayDoubleCall {
        let number = try await with { $0.place(caller) }
        return RelayDoubleCall(number: number, double: self)
    }

    /// Lets somebody call.
    @discardableResult
    public func call(
        from: String = "+15555550111", to: String = "+15555550100", context: String = "default"
    ) async throws -> RelayDoubleCall {
        try await call(RelayCaller(from: from, to: to, context: context))
    }

    /// Somebody enters a conference whose call no worker here has: by another product, or another project's
    /// worker.
    public func enterConference(
        _ name: String, startOnEnter: Bool = true, endOnExit: Bool = false, isMuted: Bool = false
    ) async throws -> RelayDoubleCall {
        let number = try await with {
            $0.enterFromOutside(name, startOnEnter: startOnEnter, endOnExit: endOnExit, isMuted: isMuted)
        }
        return RelayDoubleCall(number: number, double: self)
    }

    /// Ends a conference, as by the control API. Nothing happens when it is not running.
    public func endConference(_ name: String) async throws { try await with { $0.endConference(name) } }

    /// Lets somebody write a message to a number; it is lost when no worker has subscribed to the context.
    public func message(
        _ body: String, from: String = "+15555550111", to: String = "+15555550100",
        context: String = "default"
    ) async throws {
        try await with { $0.deliver(body, from: from, to: to, context: context) }
    }

    /// Says who answers a number, a SIP URI or a resource name from now on.
    public func script(_ number: String, _ party: RelayParty) async throws {
        try await with { $0.script(number, party) }
    }

    /// The call that the worker sees under this id, whoever began it; `nil` if it has never been there.
    public func call(id: String) async throws -> RelayDoubleCall? {
        guard let number = Leg.number(id), try await with({ $0.hasPlaced(number) }) else { return nil }
        return RelayDoubleCall(number: number, double: self)
    }

    /// The conferences hear these calls begin to talk, or fall silent: an event for each of them that is in
    /// one which has started, and was not heard so before (relay-protocol.md §6.10, time line 16).
    public func talk(_ isTalking: Bool, on calls: [RelayDoubleCall]) async throws {
        try await with { exchange in
            for call in calls { exchange.hearSpeech(isTalking, on: call.number) }
        }
    }

    /// How many events no worker has acknowledged, of those that are kept for that (`unacknowledgedEvents` of
    /// the configuration).
    public var unacknowledgedEvents: Int { get async throws { try await with { $0.unacknowledgedEvents } } }

    /// How many calls are up, or ring.
    public var liveCalls: Int { get async throws { try await with { $0.liveCalls } } }
}

// Faults, and the end of connections.
extension RelayDouble {
    /// Lets something go wrong once, on cue.
    public func arm(_ faults: RelayFault...) async throws {
        try await with { exchange in
            for fault in faults { exchange.arm(fault) }
        }
    }

    /// Forgets the faults that have not happened.
    public func disarm() async throws { try await with { $0.disarm() } }

    /// Closes every socket without a word.
    public func dropConnections() async throws { try await with { $0.dropAll() } }

    /// Tells every worker that its socket is about to be closed, and closes it when the worker has answered,
    /// or after two seconds. With `restart` the sessions cannot be resumed.
    public func disconnect(restart: Bool = false) async throws {
        try await with { $0.disconnectAll(restart: restart) }
    }

    /// Sends an event of any type to every worker; `params` is a JSON object. For what the double does not do
    /// by itself: events that are unknown, late, or about strangers.
    ///
    /// Throws `RelayDoubleError.notAnObject` for anything else than an object.
    public func push(_ type: String, params: String) async throws {
        let json = Array(params.utf8)
        guard let document = try? JSONDocument(json), document.root.isObject else {
            throw RelayDoubleError.notAnObject
        }
        try await with { $0.push(type, params: json) }
    }

    /// Sends any text to every worker, be it a frame or not. It stands in the journal as malformed.
    public func push(text: String) async throws { try await with { $0.pushText(text) } }

    /// Sends a ping to every worker.
    public func ping() async throws { try await with { $0.ping() } }
}

// What a test looks at.
extension RelayDouble {
    /// The frames so far, and what was wrong with the worker's.
    public var journal: RelayJournal { get async throws { try await with { $0.journal } } }

    /// Returns when the journal shows something; looks after every frame. Throws when it takes too long.
    public func wait(
        _ timeout: Duration = .seconds(10), until isShown: @escaping @Sendable (RelayJournal) -> Bool
    ) async throws {
        try await wait(timeout, for: "the journal to show it") { isShown($0.journal) }
    }

    /// Returns when a worker is connected and has subscribed to the context.
    public func waitForWorker(context: String = "default", _ timeout: Duration = .seconds(10)) async throws {
        try await wait(timeout, for: "a worker of the context \(context)") { $0.hasWorker(for: context) }
    }
}

/// One call of a double, as the person at the far end has it.
public struct RelayDoubleCall: Sendable {
    let number: Int
    private let double: RelayDouble

    init(number: Int, double: RelayDouble) {
        self.number = number
        self.double = double
    }

    /// `call_id` on the wire.
    public var id: String { Leg.id(number) }

    /// Presses keys (`0-9*#A-D`).
    public func press(_ keys: String) async throws { try await perform(.press(keys)) }
    /// Speaks, by default for 60 ms a character; returns when they have begun.
    public func say(_ text: String, for duration: Duration? = nil) async throws {
        try await perform(.say(text, for: duration))
    }
    /// Hangs up.
    public func hangUp() async throws { try await perform(.hangUp) }

    /// Mutes the participant in the conference, as by the control API, or opens the microphone again.
    public func mute(_ on: Bool = true) async throws { try await double.with { $0.mute(number, on) } }
    /// Puts the participant on hold, or takes them back.
    public func hold(_ on: Bool = true) async throws { try await double.with { $0.hold(number, on) } }
    /// Takes the participant out of the conference, as by the control API.
    public func removeFromConference() async throws { try await double.with { $0.remove(number) } }

    /// Whether the call is up, or rings.
    public var isUp: Bool { get async throws { try await double.with { $0.isUp(number) } } }

    /// Returns when the person sees it, or sees it already. Throws when it takes too long.
    public func wait(until cue: RelayCue, _ timeout: Duration = .seconds(10)) async throws {
        try await double.wait(timeout, for: "\(id): \(cue.rawValue)") { [number] in $0.sees(cue, number) }
    }

    /// Returns when the call is over. Throws when it takes too long.
    public func waitUntilOver(_ timeout: Duration = .seconds(10)) async throws {
        try await double.wait(timeout, for: "the end of \(id)") { [number] in !$0.isUp(number) }
    }

    private func perform(_ deed: RelayDeed) async throws {
        _ = try await double.with { [number] in $0.perform(deed, on: number) }
    }
}
