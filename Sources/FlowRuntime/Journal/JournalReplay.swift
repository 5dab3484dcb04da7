package import FlowExpressions
package import FlowModel
import OrderedCollections

/// A call's journal, played to its flow: the machine where it was, and what is still to be done.
///
/// | record | what is compared | what follows |
/// |---|---|---|
/// | `event` | no command of the event before is missing | the machine takes it; its commands are expected |
/// | `command` | it is the next one that is expected | it is pending, whether sent is not known |
/// | `sent` | it is pending | it was sent |
/// | `resumed` | | |
/// | the end | | commands that are still expected were never sent |
package struct JournalReplay: Sendable {
    package private(set) var machine: FlowMachine
    /// Commands of the flow that no journal has, in order: nobody has sent them.
    package private(set) var unsent: ArraySlice<CallResumption.Pending> = []
    /// How the flow came to its end, if it did.
    package private(set) var end: FlowEnd?
    /// When the last event came; `nil` of a journal without one.
    package private(set) var lastEventAt: Timestamp?
    private var pending: [CallResumption.Pending] = []
    private var membership: ConferenceChange?
    private var recordings: [String: CommandID] = [:]
    private var endAsked: HangupReason?
    private var reaction = Reaction()

    /// Throws when the flow does not do what the journal has: the file is damaged, or was written by another
    /// version of this program.
    package init(
        _ flow: Flow, call: CallInfo, environment: ValueMap, variables: ValueMap,
        records: some Sequence<JournalRecord>
    ) throws(JournalMismatch) {
        machine = FlowMachine(flow: flow, call: call, environment: environment, variables: variables)
        var number = 0
        for record in records {
            number += 1
            if let problem = take(record) {
                throw JournalMismatch(entry: number, step: machine.currentStep, problem)
            }
        }
    }

    /// The call is over; what may still run is `onHangup`.
    package var callHasEnded: Bool { machine.call.ending != nil }

    /// What a backend must know to go on with the call.
    package var resumption: CallResumption {
        CallResumption(
            machine.call.info, isAnswered: machine.call.isAnswered, hasStarted: lastEventAt != nil,
            membership: membership, pending: pending, recordings: recordings, endAsked: endAsked)
    }

    /// Gives what is wrong with a record, in the user's words.
    private mutating func take(_ record: JournalRecord) -> String? {
        switch record {
        case .event(let timed):
            if let missing = unsent.first {
                return "the command `\(missing.command.name)` is missing before this event"
            }
            return take(timed)
        case .command(let id, let command): return take(command, id)
        case .sent(let id):
            guard let place = pending.lastIndex(where: { $0.id == id }) else {
                // `cancel` has no answer, and what was answered at once is pending no more.
                return id.number <= machine.lastCommand ? nil : "no command has the number \(id.number)"
            }
            pending[place].isSent = true
            return nil
        case .resumed: return nil
        }
    }

    private mutating func take(_ timed: TimedEvent) -> String? {
        lastEventAt = timed.at
        follow(timed.event)
        machine.handle(timed.event, at: timed.at, forcing: timed.decisions, into: &reaction)
        for case .perform(let id, let command) in reaction.items {
            unsent.append(CallResumption.Pending(id, command, at: timed.at, isSent: false))
        }
        if let end = reaction.end { self.end = end }
        reaction.removeAll()
        return nil
    }

    private mutating func take(_ recorded: CallCommand, _ id: CommandID) -> String? {
        guard let expected = unsent.popFirst() else {
            return "the journal has the command `\(recorded.name)`, and the flow gives none"
        }
        guard expected.id == id, expected.command.isRecorded(as: recorded) else {
            return expected.command.name == recorded.name
                ? "the flow gives the command `\(recorded.name)` with other values"
                : "the journal has the command `\(recorded.name)`, and the flow gives "
                    + "`\(expected.command.name)`"
        }
        if case .hangup(let reason) = expected.command { endAsked = reason }
        if case .cancel(let given) = expected.command {
            pending.removeAll { $0.id == given }
        } else {
            pending.append(expected)
        }
        return nil
    }

    // MARK: What a backend must know

    private mutating func follow(_ event: CallEvent) {
        switch event {
        case .started: break
        case .finished(let id, let result):
            guard let place = pending.firstIndex(where: { $0.id == id }) else { return }
            follow(result, of: pending.remove(at: place).command, id)
        case .conference(let change): follow(change)
        case .ended: membership = nil
        }
    }

    private mutating func follow(_ result: CommandResult, of command: CallCommand, _ id: CommandID) {
        if case .recordingStarted = result, case .startRecording(let record) = command {
            recordings[record.controlID] = id
        }
        if case .done = result, case .stopRecording(let controlID) = command {
            recordings[controlID] = nil
        }
    }

    /// Keeps the last change as if the call had just joined.
    private mutating func follow(_ change: ConferenceChange) {
        switch change.kind {
        case .joined: membership = change
        case .started, .changed:
            guard let known = membership, known.id == change.id else { return }
            membership = change
            membership?.kind = change.kind == .started ? .joined(waiting: false) : known.kind
        case .left: if membership?.id == change.id { membership = nil }
        }
    }
}

/// A flow does not do what its journal has.
package struct JournalMismatch: Error, Sendable, Hashable, CustomStringConvertible {
    /// The number of the record, from 1.
    package let entry: Int
    /// The step that was running.
    package let step: StepReference?
    /// In the user's words, lower case, no full stop.
    package let message: String

    init(entry: Int, step: StepReference?, _ message: String) {
        self.entry = entry
        self.step = step
        self.message = message
    }

    package var description: String { "entry \(entry): \(message)" }
}
