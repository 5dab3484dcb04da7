public import FlowRuntime

/// A phone system without a phone: calls come from scripted callers and go to scripted parties, and time is
/// virtual.
///
/// Time moves only when every session waits for an event, and events are handed over one at a time: the next
/// when the session that got the last one waits again or is closed. So a run is the same every time, however
/// the tasks of the sessions are scheduled. That has two consequences for whoever uses it: take every call as
/// it comes, each in a task of its own (`FlowDriver.answerCalls`), and close every session, for one that
/// neither waits nor is closed stops the world.
///
/// A call that nobody takes, because the task that takes them is busy with another call, rings until it is
/// taken, until the caller gives up, or until the ringing limit.
///
/// Scripts that would run on other legs (`confirm`, a waiting document) are not done here: `World` runs them.
public struct SimulatedBackend: CallBackend {
    public static let name = "simulator"
    public static let capabilities = Set(Capability.allCases).subtracting([.confirm, .waitDocument])

    let switchboard: Switchboard

    /// - Parameters:
    ///   - callers: Who dials in. Their call ids are `c-1`, `c-2`, … in this order.
    ///   - responses: The answers to requests, by method and URL as in `GET https://example.com/a`. Any other
    ///     request fails with `.unreachable`; nothing ever reaches the network.
    ///   - parties: Whom flows call, by number or address as the flow has it.
    ///   - seed: Ids that a carrier would make up are derived from it.
    public init(
        callers: [SimulatedCaller], responses: [String: HTTPResponse] = [:],
        parties: [String: SimulatedParty] = [:], seed: UInt64 = 0
    ) {
        let http = responses.mapValues { HTTPDouble([HTTPDouble.Answer(.response($0))]) }
        var phone = PhoneSystem(
            seed: seed, doubles: Doubles(http: http, legs: parties.mapValues(\.double)),
            observation: .nothing, runsScripts: false)
        for (place, caller) in callers.enumerated() { phone.dial(caller.script(named: "\(place)")) }
        self.init(phone)
    }

    /// A backend over a phone system that has its callers and doubles already.
    package init(_ phone: PhoneSystem) {
        precondition(!phone.runsScripts, "a session cannot run scripts on other legs")
        switchboard = Switchboard(phone)
    }

    /// Each call once, in the order in which they came; ends when nothing is left to happen, or at
    /// `shutDown`. To be iterated by one task at a time.
    ///
    /// Calls run at the same time: `for try await session in backend.inboundCalls` with a body that runs the
    /// flow takes the second call when the first is over. `FlowDriver.answerCalls` runs them side by side.
    public var inboundCalls: Calls { Calls(switchboard: switchboard) }

    /// Ends everything: no further calls, and the events of all sessions end.
    public func shutDown() { switchboard.shutDown() }

    /// A look at the phone system as it is now.
    package var phone: PhoneSystem { switchboard.snapshot }

    /// The party at the far end of a call acts now, outside of any script.
    package func inject(_ deed: Deed, on leg: LegID) { switchboard.inject(deed, on: leg) }

    /// The calls that come in.
    public struct Calls: AsyncSequence, Sendable {
        public typealias Element = Session
        public typealias Failure = BackendError
        let switchboard: Switchboard

        public func makeAsyncIterator() -> Iterator { Iterator(switchboard: switchboard) }

        /// Gives the next call when it rings.
        public struct Iterator: AsyncIteratorProtocol {
            let switchboard: Switchboard

            public mutating func next(
                isolation actor: isolated (any Actor)? = #isolation
            ) async throws(BackendError) -> Session? {
                guard let leg = await switchboard.nextCall() else { return nil }
                return Session(switchboard: switchboard, leg: leg, call: switchboard.info(of: leg))
            }
        }
    }

    /// One call.
    public struct Session: CallSession {
        let switchboard: Switchboard
        let leg: LegID
        public let call: CallInfo

        public var events: Events { Events(switchboard: switchboard, leg: leg) }

        /// Takes a command at once; throws when the session is closed.
        public func perform(_ command: CallCommand, as id: CommandID) async throws(BackendError) {
            guard switchboard.perform(command, as: id, on: leg) else {
                throw BackendError(.closed, "the session is closed, or the simulator is shut down")
            }
        }

        /// Hangs up, if the call is still up.
        public func close() async { switchboard.close(leg) }
    }

    /// What happens to one call.
    public struct Events: AsyncSequence, Sendable {
        public typealias Element = TimedEvent
        public typealias Failure = BackendError
        let switchboard: Switchboard
        let leg: LegID

        public func makeAsyncIterator() -> Iterator { Iterator(switchboard: switchboard, leg: leg) }

        /// Gives the next event; while it waits, time may move.
        public struct Iterator: AsyncIteratorProtocol {
            let switchboard: Switchboard
            let leg: LegID

            public mutating func next(
                isolation actor: isolated (any Actor)? = #isolation
            ) async throws(BackendError) -> TimedEvent? {
                await switchboard.nextEvent(of: leg)
            }
        }
    }
}
