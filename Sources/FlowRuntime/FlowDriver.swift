public import FlowExpressions
public import OrderedCollections
public import FlowModel

/// Runs a flow on one call of a backend: the only place where the interpreter meets the world.
///
/// The machine is a local value of the task that runs it, so nothing is shared and nothing is locked.
/// Commands are handed over in order before the next event is read.
public struct FlowDriver: Sendable {
    public let flow: Flow
    /// The scope `envs`.
    public var environment: ValueMap
    /// Variables that are there from the start (`--var`), in calls that come in.
    public var variables: ValueMap
    /// Told everything of every call, each call's in order, as it happens; it must not block.
    public var observe: @Sendable (CallInfo, JournalEntry) -> Void

    public init(
        _ flow: Flow, environment: ValueMap = [:], variables: ValueMap = [:],
        observe: @escaping @Sendable (CallInfo, JournalEntry) -> Void = { _, _ in }
    ) {
        self.flow = flow
        self.environment = environment
        self.variables = variables
        self.observe = observe
    }

    /// Runs to the flow's end and closes the session, also when it throws.
    ///
    /// A call that was dialled (`CallInfo.dialled`) runs the section that it was dialled for: give it to a
    /// driver of the flow that dialled.
    ///
    /// It returns when the call is over: run calls at the same time in tasks of their own, as `answerCalls`
    /// does, or the next caller waits meanwhile.
    ///
    /// Throws when the phone system was lost, or when its events ended before the call did.
    public func run<Session: CallSession>(on session: Session) async throws(BackendError) -> FlowEnd {
        var machine = FlowMachine(
            flow: flow, call: session.call, environment: environment, variables: variables)
        return try await drive(&machine, [], on: session)
    }

    /// Goes on with a call that another worker has begun: hands over what that one had no time for, and then
    /// follows the session, whose events go on where the journal ends: with `started` only if it has none
    /// (`CallResumption.hasStarted`).
    ///
    /// It ends and throws as `run` does; a flow that had come to its end is not woken again.
    package func resume<Session: CallSession>(
        _ replay: JournalReplay, on session: Session
    ) async throws(BackendError) -> FlowEnd {
        if let end = replay.end {
            await session.close()
            return end
        }
        var machine = replay.machine
        return try await drive(&machine, replay.unsent, on: session)
    }

    private func drive<Session: CallSession>(
        _ machine: inout FlowMachine, _ unsent: ArraySlice<CallResumption.Pending>, on session: Session
    ) async throws(BackendError) -> FlowEnd {
        do throws(BackendError) {
            for command in unsent {
                try await hand(command.command, command.id, at: command.at, to: session)
            }
            let end = try await follow(session, &machine)
            await session.close()
            return end
        } catch {
            await session.close()
            throw error
        }
    }

    private func hand<Session: CallSession>(
        _ command: CallCommand, _ id: CommandID, at time: Timestamp, to session: Session
    ) async throws(BackendError) {
        observe(session.call, JournalEntry(.command(id, command), at: time))
        try await session.perform(command, as: id)
    }

    private func follow<Session: CallSession>(
        _ session: Session, _ machine: inout FlowMachine
    ) async throws(BackendError) -> FlowEnd {
        var reaction = Reaction()
        var events = session.events.makeAsyncIterator()
        while let timed = try await events.next(isolation: #isolation) {
            observe(session.call, JournalEntry(.event(timed.event), at: timed.at))
            machine.handle(timed.event, at: timed.at, forcing: timed.decisions, into: &reaction)
            for item in reaction.items {
                switch item {
                case .note(let note): observe(session.call, JournalEntry(.note(note), at: timed.at))
                case .perform(let id, let command): try await hand(command, id, at: timed.at, to: session)
                }
            }
            if let end = reaction.end { return end }
            reaction.removeAll()
        }
        throw BackendError(.protocolViolation, "the call's events ended before the call did")
    }
}
