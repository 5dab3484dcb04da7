import FlowExpressions
import FlowModel

/// What a flow has that some rule looks for.
///
/// Noted by one look at every step and at everything that is read, without copying either. Like the methods
/// that occur it tells in one operation which rules have nothing to say, so that most rules cost most flows
/// nothing. A trait may stand where its rule finds nothing, never the other way round.
package struct FlowTraits: OptionSet, Sendable, Hashable {
    package let rawValue: UInt32
    package init(rawValue: UInt32) { self.rawValue = rawValue }

    // Joins.

    package static let severalJoins = FlowTraits(rawValue: 1 << 0)
    package static let coach = FlowTraits(rawValue: 1 << 1)
    package static let until = FlowTraits(rawValue: 1 << 2)
    package static let waitURL = FlowTraits(rawValue: 1 << 3)
    package static let trim = FlowTraits(rawValue: 1 << 4)
    package static let recordingCallback = FlowTraits(rawValue: 1 << 5)
    /// A join that does not start its room.
    package static let lateStart = FlowTraits(rawValue: 1 << 6)
    /// A callback's URL without its events.
    package static let callbackWithoutEvents = FlowTraits(rawValue: 1 << 7)

    // Callbacks of joins and legs.

    /// Events, method or format of a callback without its URL.
    package static let eventsWithoutURL = FlowTraits(rawValue: 1 << 8)

    // Parameters.

    /// A prompt with terminators that it never waits for.
    package static let idleTerminators = FlowTraits(rawValue: 1 << 9)

    /// A text that may be a URL with something odd about it.
    package static let oddURLs = FlowTraits(rawValue: 1 << 10)

    // Conditions, switches and jumps.

    package static let constantCondition = FlowTraits(rawValue: 1 << 11)
    package static let placeholderInCondition = FlowTraits(rawValue: 1 << 12)
    /// A condition that reads what a caller has keyed in.
    package static let digitsInCondition = FlowTraits(rawValue: 1 << 13)
    /// A case of a `switch` that is several keys of a telephone.
    package static let longCase = FlowTraits(rawValue: 1 << 14)

    package static let switchWithoutDefault = FlowTraits(rawValue: 1 << 15)
    /// A jump that is always made, or a call to a section.
    package static let certainJump = FlowTraits(rawValue: 1 << 16)

    // Variables.

    /// A variable is read that nothing is known to set.
    package static let unknownVariable = FlowTraits(rawValue: 1 << 17)
    /// A member of `conference` is read.
    package static let conferenceMember = FlowTraits(rawValue: 1 << 18)
    /// A variable is looked at that has a closed set of words.
    package static let resultWords = FlowTraits(rawValue: 1 << 19)
}

// Of steps.

extension StepKinds {
    /// Steps that may have traits.
    static let telling: StepKinds = [
        .goto, .cond, .switch, .joinConference, .connect, .execute, .transfer, .dial, .prompt,
    ]
}

extension StepAction {
    /// What the step itself adds to the traits of its flow.
    var traits: FlowTraits {
        switch self {
        case .joinConference(let join): join.traits
        case .goto(let jump): jump.traits
        case .prompt(let prompt): prompt.hasIdleTerminators ? .idleTerminators : []
        case .cond(let choice): choice.traits
        case .switch(let choice): choice.traits
        case .connect(let connect): FlowTraits.eventsWithoutURL.union(connect.result?.traits ?? [])
        case .execute(let execute): FlowTraits.certainJump.union(execute.result?.traits ?? [])
        case .transfer: .certainJump
        case .dial(let dial): dial.result?.traits ?? []
        case .answer, .hangup, .play, .record, .recordCall, .stopRecordCall, .leaveConference,
            .awaitConference, .sendDigits, .sleep, .set, .unset, .label, .return, .request,
            .sendSms, .userEvent, .unsupported:
            []
        }
    }
}

extension Goto {
    @inline(__always)
    fileprivate var traits: FlowTraits {
        var traits: FlowTraits = isCertain ? .certainJump : []
        if let when { traits.formUnion(when.traits) }
        return traits
    }
}

extension JoinConference {
    @inline(__always)
    fileprivate var traits: FlowTraits {
        var traits: FlowTraits = []
        if isCoach { traits.insert(.coach) }
        if !mayStartRoom { traits.insert(.lateStart) }
        if until.isWritten { traits.insert(.until) }
        if waitUrl.isWritten { traits.insert(.waitURL) }
        if trim.isWritten { traits.insert(.trim) }
        if statusCallback.isWritten {
            if !statusCallbackEvent.isWritten { traits.insert(.callbackWithoutEvents) }
        } else if statusCallbackEvent.isWritten || statusCallbackEventType.isWritten
            || statusCallbackMethod.isWritten
        {
            traits.insert(.eventsWithoutURL)
        }
        if recordingStatusCallback.isWritten {
            traits.insert(.recordingCallback)
            if !recordingStatusCallbackEvent.isWritten { traits.insert(.callbackWithoutEvents) }
        } else if recordingStatusCallbackEvent.isWritten || recordingStatusCallbackEventType.isWritten
            || recordingStatusCallbackMethod.isWritten
        {
            traits.insert(.eventsWithoutURL)
        }
        if stream.isWritten { traits.insert(.eventsWithoutURL) }
        if let result { traits.formUnion(result.traits) }
        return traits
    }
}

extension ResultHandler {
    @inline(__always)
    fileprivate var traits: FlowTraits {
        switch self {
        // What a step sets has a closed set of words, and is looked at without being written.
        case .switch(let choice): choice.traits.union(.resultWords)
        case .cond(let choice): choice.traits
        }
    }
}

extension Switch {
    @inline(__always)
    fileprivate var traits: FlowTraits {
        var traits: FlowTraits = `default`.isWritten ? [] : .switchWithoutDefault
        if cases.haveSeveralKeys { traits.insert(.longCase) }
        return traits
    }
}

extension Cond {
    @inline(__always)
    fileprivate var traits: FlowTraits {
        var traits: FlowTraits = []
        for place in entries.indices { traits.formUnion(entries[place].when?.traits ?? []) }
        return traits
    }
}

extension GivenCondition {
    @inline(__always)
    fileprivate var traits: FlowTraits {
        var traits: FlowTraits = []
        if condition.hasPlaceholders { traits.insert(.placeholderInCondition) }
        if condition.expression.isConstant { traits.insert(.constantCondition) }
        condition.expression.forEachVariable { if $0.isKeyedIn { traits.insert(.digitsInCondition) } }
        return traits
    }
}

extension Optional {
    /// Whether there is one; copies nothing, as a comparison with `nil` does.
    @inline(__always)
    var isWritten: Bool { if case .some = self { true } else { false } }
}

// Of what is read.

extension KnownVariables {
    /// Whether a variable is the author's own, as nearly all are; no rule has anything to say of them.
    @inline(__always)
    func isOwn(_ variable: VariableName) -> Bool {
        (variable.scope == nil || variable.scope == .vars) && isAssigned(variable.name)
    }

    /// What reading another variable adds to the traits of a flow.
    func traits(of read: VariableRead) -> FlowTraits {
        let variable = read.variable
        var traits: FlowTraits = []
        if !isKnown(variable) { traits.insert(.unknownVariable) }
        if ResultValues.mayHaveWords(variable) { traits.insert(.resultWords) }
        if read.member != nil, variable.isVariable("conference") { traits.insert(.conferenceMember) }
        return traits
    }
}
