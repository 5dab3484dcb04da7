package import SourceText

/// A step's place in `Flow.steps`.
package struct StepID: Sendable, Hashable, Codable {
    private var storage: Int32
    package init(_ index: Int) { storage = Int32(truncatingIfNeeded: index) }
    package var index: Int { Int(storage) }
}

/// A block's place in `Flow.blocks`.
package struct BlockID: Sendable, Hashable, Codable {
    private var storage: Int32
    package init(_ index: Int) { storage = Int32(truncatingIfNeeded: index) }
    package var index: Int { Int(storage) }
}

/// A position in a flow: before the step `index` of `block`, or after its last one.
package struct FlowPosition: Sendable, Hashable, Codable {
    package var block: BlockID
    package var index: Int
    package init(_ block: BlockID, _ index: Int) {
        self.block = block
        self.index = index
    }
}

/// A list of steps: a section's, or one that stands inside a step.
package struct Block: Sendable, Hashable {
    /// The places of its steps in `Flow.order`.
    package internal(set) var places: Range<Int>
    /// The step that holds this list; `nil` for a section's and for `onHangup`.
    package var parent: StepID?
    /// The section around it, an index into `Flow.sections`; `nil` for `onHangup`.
    package var section: Int?
    package var range: SourceRange
    /// Runs on another leg (`confirm`), so that no label outside is in sight.
    package var isIsolated = false
}

/// One step of a flow.
package struct Step: Sendable, Hashable {
    package let id: StepID
    package let block: BlockID
    /// Its index in the block.
    package let index: Int
    /// The method's name: `joinConference`.
    package let nameRange: SourceRange
    /// The whole entry.
    package let range: SourceRange
    /// The aliases through which this copy of the step was reached, outermost first; usually none.
    package let aliases: [SourceRange]
    package internal(set) var action: StepAction
    /// What there may be in its parameters.
    package internal(set) var contents = StepContents()
}

/// What a step does. The one list of all steps: a new case does not compile until everybody handles it.
package enum StepAction: Sendable, Hashable {
    indirect case answer(Answer)
    case hangup(Hangup)
    indirect case play(Play)
    indirect case prompt(Prompt)
    indirect case record(Record)
    indirect case recordCall(RecordCall)
    indirect case stopRecordCall(StopRecordCall)
    indirect case joinConference(JoinConference)
    indirect case leaveConference(LeaveConference)
    indirect case awaitConference(AwaitConference)
    indirect case connect(Connect)
    indirect case dial(Dial)
    indirect case sendDigits(SendDigits)
    indirect case sleep(Sleep)
    case set(SetVariables)
    case unset(Unset)
    case label(Label)
    indirect case goto(Goto)
    indirect case execute(Execute)
    indirect case `return`(Return)
    indirect case transfer(Transfer)
    indirect case `switch`(Switch)
    case cond(Cond)
    indirect case request(Request)
    indirect case sendSms(SendSms)
    indirect case userEvent(UserEvent)
    /// A method of SWML that is known and not built yet, or a name that nobody knows (an error then).
    indirect case unsupported(UnsupportedStep)

    /// Stands in a step while what is inside it is read; takes no memory.
    static var pending: StepAction { .hangup(Hangup()) }
}
