package import FlowExpressions

/// What a step itself may hold, noted while it is read: who looks for something opens only the steps that may
/// have it, and no step at all when none has.
///
/// A note may stand where nothing is found on a closer look, never the other way round.
package struct StepContents: OptionSet, Sendable, Hashable {
    package let rawValue: UInt32
    package init(rawValue: UInt32) { self.rawValue = rawValue }

    // Texts and numbers.

    /// A text with placeholders.
    package static let templates = StepContents(rawValue: 1 << 0)
    /// A text with `:/` in it, unless that is behind `https` and a public host follows.
    package static let oddURLs = StepContents(rawValue: 1 << 1)
    /// A number from `largeNumber` on as a parameter.
    package static let largeNumbers = StepContents(rawValue: 1 << 2)

    // Conditions, jumps and choices.

    /// A condition that reads no variable.
    package static let constantCondition = StepContents(rawValue: 1 << 3)
    package static let placeholderInCondition = StepContents(rawValue: 1 << 4)
    /// A condition that reads what a caller has keyed in.
    package static let digitsInCondition = StepContents(rawValue: 1 << 5)
    /// A jump that is always made.
    package static let certainJump = StepContents(rawValue: 1 << 6)
    /// A `sleep` that never ends.
    package static let endlessSleep = StepContents(rawValue: 1 << 7)
    /// A choice one of whose lists runs in every case.
    package static let fallback = StepContents(rawValue: 1 << 8)
    /// A `switch`, as a step or as a `result`, without a `default`.
    package static let switchWithoutDefault = StepContents(rawValue: 1 << 9)
    /// A `switch` with a case of several keys of a telephone.
    package static let longCase = StepContents(rawValue: 1 << 10)
    /// A `switch` by what the step itself has come to.
    package static let resultSwitch = StepContents(rawValue: 1 << 11)

    // Prompts and joins.

    /// Terminators of an input that the first digit ends.
    package static let idleTerminators = StepContents(rawValue: 1 << 12)
    package static let coach = StepContents(rawValue: 1 << 13)
    package static let until = StepContents(rawValue: 1 << 14)
    package static let waitURL = StepContents(rawValue: 1 << 15)
    package static let trim = StepContents(rawValue: 1 << 16)
    package static let recordingCallback = StepContents(rawValue: 1 << 17)
    /// A join that does not start its room.
    package static let lateStart = StepContents(rawValue: 1 << 18)
    /// A callback's URL without its events.
    package static let callbackWithoutEvents = StepContents(rawValue: 1 << 19)
    /// Events, method or format of a callback without its URL.
    package static let eventsWithoutURL = StepContents(rawValue: 1 << 20)
    /// A `sleep` of less than `shortestSleep`.
    package static let shortSleep = StepContents(rawValue: 1 << 21)

    /// Few parameters have so large a number, and many of those are times in the wrong unit.
    static let largeNumber = 100.0
    /// Shorter than anybody hears.
    package static let shortestSleep = Duration.milliseconds(100)
}

extension StepAction {
    /// What there is in the step besides its texts, numbers, conditions and cases, which are noted where they
    /// are read.
    var contents: StepContents {
        switch self {
        case .joinConference(let join): join.contents
        case .prompt(let prompt):
            prompt.terminators.isWritten && !prompt.maxDigits.isWritten ? .idleTerminators : []
        case .sleep(let sleep): sleep.contents
        case .goto(let jump): jump.when.isWritten || jump.max.isWritten ? [] : .certainJump
        case .switch(let choice): choice.contents
        case .cond(let choice): choice.contents
        case .connect(let connect): StepContents.eventsWithoutURL.union(connect.result?.contents ?? [])
        case .execute(let execute): execute.result?.contents ?? []
        case .dial(let dial): dial.result?.contents ?? []
        case .answer, .hangup, .play, .record, .recordCall, .stopRecordCall, .leaveConference,
            .awaitConference, .sendDigits, .set, .unset, .label, .return, .transfer, .request, .sendSms,
            .userEvent, .unsupported:
            []
        }
    }
}

extension JoinConference {
    @inline(__always)
    fileprivate var contents: StepContents {
        var contents = StepContents()
        if coach.isWritten { contents.insert(.coach) }
        if !mayStartRoom { contents.insert(.lateStart) }
        if until.isWritten { contents.insert(.until) }
        if waitUrl.isWritten { contents.insert(.waitURL) }
        if trim.isWritten { contents.insert(.trim) }
        if statusCallback.isWritten {
            if !statusCallbackEvent.isWritten { contents.insert(.callbackWithoutEvents) }
        } else if statusCallbackEvent.isWritten || statusCallbackEventType.isWritten
            || statusCallbackMethod.isWritten
        {
            contents.insert(.eventsWithoutURL)
        }
        if recordingStatusCallback.isWritten {
            contents.insert(.recordingCallback)
            if !recordingStatusCallbackEvent.isWritten { contents.insert(.callbackWithoutEvents) }
        } else if recordingStatusCallbackEvent.isWritten || recordingStatusCallbackEventType.isWritten
            || recordingStatusCallbackMethod.isWritten
        {
            contents.insert(.eventsWithoutURL)
        }
        if stream.isWritten { contents.insert(.eventsWithoutURL) }
        if let result { contents.formUnion(result.contents) }
        return contents
    }

    /// Whether the room may start when this participant is in; coaches never start one.
    @inline(__always)
    package var mayStartRoom: Bool {
        if coach.isWritten { return false }
        switch startOnEnter?.param {
        case .literal(let starts): return starts
        case .template, nil: return true
        }
    }
}

extension Sleep {
    @inline(__always)
    fileprivate var contents: StepContents {
        switch duration.literal {
        case .forever: .endlessSleep
        case .time(let time): time < StepContents.shortestSleep ? .shortSleep : []
        case nil: []
        }
    }
}

extension ResultHandler {
    @inline(__always)
    fileprivate var contents: StepContents {
        switch self {
        case .switch(let choice): choice.contents.union(.resultSwitch)
        case .cond(let choice): choice.contents
        }
    }
}

extension Switch {
    @inline(__always)
    fileprivate var contents: StepContents { `default`.isWritten ? .fallback : .switchWithoutDefault }
}

extension Text {
    /// Nothing but keys of a telephone, each of them a byte, and more than the one that any prompt collects.
    package var isSeveralKeys: Bool {
        byteCount > 1
            && string.utf8.allSatisfy {
                $0 &- UInt8(ascii: "0") < 10 || $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "#")
            }
    }
}

extension Cond {
    @inline(__always)
    fileprivate var contents: StepContents { fallback.isWritten ? .fallback : [] }
}

extension Optional {
    /// Whether there is one; copies nothing, as a comparison with `nil` does.
    @inline(__always)
    fileprivate var isWritten: Bool { if case .some = self { true } else { false } }
}
