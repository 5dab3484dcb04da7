package import FlowRuntime

/// A worker's side of SignalWire RELAY as a value (design §3 item 7): the connection (`RelaySession`) and the
/// calls it carries (`RelayCalls`), fed with frames, commands and the passing of time.
///
/// No socket, clock, task or randomness is inside: the shell does what `effects` say, and tells what came of
/// it. So a whole night on the phone can be a test of a few lines.
package struct RelayMachine: Sendable {
    /// What the shell is to do, in order; the shell takes all of it after each input.
    package var effects: [RelayEffect] = []

    /// The next instant at which `handle(.clock)` has something to do. It is stored because the shell asks
    /// after each input: to read what has to be computed, it would copy the whole machine.
    package private(set) var nextDeadline: Timestamp?

    var session: RelaySession
    var calls: RelayCalls

    /// - `seed`: Jitter and ids are derived from it; give every process another one.
    /// - `resumption`: What a worker before this one has left (design §3 item 8).
    package init(
        _ configuration: RelayConfiguration, seed: UInt64, resuming resumption: RelayResumption = .init()
    ) {
        session = RelaySession(configuration, seed: seed, protocolName: resumption.protocolName)
        calls = RelayCalls(configuration, resuming: resumption.calls)
        nextDeadline = calls.nextDeadline
    }

    /// For frames and texts that are logged. It changes with the connection: take it anew each time.
    package var mask: RelayMask { session.mask }

    /// What the server calls us (relay-protocol.md §1.4); empty before the first connection.
    package var identity: String { session.identity }

    /// Takes one input. Instants never go backwards; the shell sees to that.
    package mutating func handle(_ input: RelayInput, at now: Timestamp) {
        switch input {
        case .start: session.start(at: now, into: &effects)
        case .opened: session.opened(at: now, into: &effects)
        case .frame(let bytes): session.received(bytes, at: now, into: &effects)
        case .closed(let reason, let cause):
            session.closed(reason, because: cause, at: now, into: &effects)
        case .clock:
            session.clock(at: now, into: &effects)
            calls.clock(at: now, session: &session, into: &effects)
        case .perform(let call, let id, let command):
            calls.perform(command, as: id, on: call, at: now, session: &session, into: &effects)
        case .closeSession(let call): calls.close(call, at: now, session: &session, into: &effects)
        case .passOn(let call): calls.passOn(call, at: now, session: &session, into: &effects)
        case .receive(let contexts): session.receive(contexts, at: now, into: &effects)
        case .unreceive(let contexts): session.unreceive(contexts, at: now, into: &effects)
        case .drain:
            session.unsubscribe(at: now, into: &effects)
            calls.refuseFurther()
        case .shutDown:
            calls.shutDown(at: now, session: &session, into: &effects)
            session.shutDown(at: now, into: &effects)
        }
        settle(at: now)
    }

    /// Hands the news of the connection to the calls, until there are none: calls answer news with requests.
    /// That the machine has stopped is told last.
    private mutating func settle(at now: Timestamp) {
        var end: RelayEffect?
        while let news = session.takeNews() {
            calls.handle(news, at: now, session: &session, into: &effects)
            if case .stopped(let error) = news { end = .stopped(error) }
        }
        if let end { effects.append(end) }
        nextDeadline = Timestamp.earlier(session.nextDeadline, calls.nextDeadline)
    }
}

/// What reaches the machine.
package enum RelayInput: Sendable {
    /// Begin: open a connection, and keep one until `shutDown`.
    case start
    /// The socket asked for by `.open` is open, TLS and the WebSocket's handshake included.
    case opened
    /// A whole text frame.
    case frame([UInt8])
    /// The socket could not be opened, or is closed, whoever closed it. The reason is for people.
    case closed(String, OutageCause = .other)
    /// `nextDeadline` has been reached.
    case clock
    case perform(RelayCallNumber, CommandID, CallCommand)
    /// The session of a call is closed: hangs up if it is up, and ends its events.
    case closeSession(RelayCallNumber)
    /// Nobody here serves this call: another worker may.
    case passOn(RelayCallNumber)
    /// Inbound calls of these contexts too, from now on.
    case receive([String])
    /// No more calls of these contexts.
    case unreceive([String])
    /// No new calls; those that are there go on.
    case drain
    /// End everything. Calls that are up are hung up.
    case shutDown
}

/// What the shell is to do.
package enum RelayEffect: Sendable, Equatable {
    /// Open a socket; answered by `.opened` or `.closed`.
    case open
    /// Send a text frame on the open socket.
    case send([UInt8])
    /// Close the socket; answered by `.closed`. The reason is for the log.
    case close(String)
    /// A call wants a flow. Its events go to this number from now on.
    case offer(RelayCallNumber, CallInfo)
    case deliver(RelayCallNumber, TimedEvent)
    /// Nothing more comes for this call. With an error its events fail.
    case endEvents(RelayCallNumber, BackendError?)
    /// The machine is done; no input changes that. An error says why it gave up.
    case stopped(BackendError?)
    /// The session's name changed: whoever starts this worker again resumes with it. Not for logs.
    case remember(protocolName: String)
    case notice(RelayNotice)
}

/// A call of this machine, for as long as the process lives; never used twice.
package struct RelayCallNumber: Sendable, Hashable, Comparable {
    package let value: Int
    package init(_ value: Int) { self.value = value }
    package static func < (left: Self, right: Self) -> Bool { left.value < right.value }
}

/// What a worker left when it stopped.
package struct RelayResumption: Sendable {
    /// The name of its session (relay-protocol.md §1.4), or empty.
    package var protocolName: String
    /// Calls that may still be up. Their numbers are 0, 1, … in this order; they are not offered.
    package var calls: [CallResumption]
    package init(protocolName: String = "", calls: [CallResumption] = []) {
        self.protocolName = protocolName
        self.calls = calls
    }
}
