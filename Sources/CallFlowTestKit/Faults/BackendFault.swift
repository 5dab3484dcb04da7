/// Something that goes wrong between a flow and a phone system: what `FaultyBackend` does to another backend.
///
/// Each fault has its chances, counted in every call for itself, and it happens at one of them.
public enum BackendFault: String, Sendable, Hashable, CaseIterable {
    // MARK: At a command (`cancel` does not count)

    /// It is answered by `.failed` with `.refused`, and never reaches the phone system.
    case refusesCommand
    /// It never reaches the phone system, and is never answered.
    case losesCommand
    /// It is done, but answered only after the next event of the call.
    case answersLate
    /// It is answered twice.
    case answersTwice
    /// It is done, but never answered.
    case losesAnswer
    /// Its answer has the id of another command.
    case answersUnderWrongID
    /// Its answer is of another command's kind.
    case answersInWrongKind
    /// It is answered by `.failed` with `.unsupported`, and never reaches the phone system.
    case answersUnsupported
    /// `perform` throws `.connectionLost`.
    case losesConnection
    /// The events end instead of its answer.
    case endsEvents
    /// Its answer has a time before everything else.
    case turnsTimeBack

    // MARK: At `cancel`

    case answersCancel
    /// It never reaches the phone system.
    case ignoresCancel

    // MARK: At the first event

    case losesStart
    case repeatsStart

    // MARK: At the call's end

    case losesEnd
    case repeatsEnd
    /// A change of a conference is told after the end.
    case goesOnAfterEnd
    /// The events throw instead of telling the end.
    case throwsAtEnd

    // MARK: At a command after the call's end

    case throwsAfterEnd

    // MARK: At an event of a conference: the call's own join, its leave

    case losesJoin
    case repeatsJoin
    case losesLeave
    case repeatsLeave

    // MARK: At the close

    /// The session is not told.
    case ignoresClose

    // MARK: At an inbound call, counted in the whole backend

    case givesCallTwice
    /// Another call comes after the backend was shut down.
    case givesCallAfterShutDown
}
