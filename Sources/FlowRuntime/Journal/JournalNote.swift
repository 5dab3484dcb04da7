public import FlowExpressions

/// Where a step stands: a document of the call and a step in it. The file and line are the reader's to
/// derive.
public struct StepReference: Sendable, Hashable, Codable {
    /// 0 is the flow itself; higher numbers are documents fetched or given inline by `execute` and
    /// `transfer`.
    public var document: Int32
    /// The index in `Flow.steps`.
    public var step: Int32
    public init(document: Int32, step: Int32) {
        self.document = document
        self.step = step
    }
}

/// What the machine decided and did, for the trace, the journal, coverage and tests. Notes change nothing in
/// the world; together with commands and events they are the whole story of a call.
public enum JournalNote: Sendable, Hashable, Codable {
    /// The step begins; parameters are not expanded yet.
    case began(StepReference)
    /// The step is over. `outcome` is what its result variable holds, or a word for it (`answered`, `done`).
    case ended(StepReference, outcome: String)
    /// A block of the step was taken: the n-th case or entry in document order; -1 is the default or `else`.
    case branch(StepReference, Int)
    /// `goto` jumped, or did not.
    case jumped(StepReference, taken: Bool)
    /// A variable that the flow or a step set.
    case set(StepReference, name: String, value: Value)
    /// A soft error of the run (swml-language.md §1.8): the variable `script_error` holds the code.
    indirect case warning(StepReference?, ScriptError)
    /// `execute` or `onReturn` or `onHangup` begins to run a list of steps.
    case entered(section: String, depth: Int)
    case returned(StepReference?, value: Value)
    /// The outcome of a membership (also of a hang-up inside the room).
    indirect case conference(StepReference?, ConferenceReport)
    /// A command answered after nobody waited for it any more.
    case unusedAnswer(CommandID)
    indirect case finished(FlowEnd)
}

/// `conference.…` once the participant is out.
public struct ConferenceReport: Sendable, Hashable, Codable {
    public var outcome: String
    public var reason: String
    public var by: String
    /// Seconds from the join to the room's start, or to the leave when it never started.
    public var waited: Double
    /// Seconds in the started room.
    public var talked: Double
    public var peakSize: Int
}

/// A platform error code and what it was about (swml-language.md §1.8).
public struct ScriptError: Error, Sendable, Hashable, Codable {
    /// The platform's codes, as `script_error` holds them, and ours.
    public enum Code: String, Sendable, Hashable, Codable, CaseIterable {
        case parseError = "relay_script_parse_error"
        case sectionUndefined = "relay_script_section_parameter_undefined"
        case parameterMissing = "relay_script_method_parameter_missing"
        case parameterInvalid = "relay_script_method_parameter_invalid_value"
        case noMatchingCondition = "relay_script_method_no_matching_condition"
        case executeFailed = "relay_script_method_execute_failed"
        case expression = "relay_script_js_eval_error"
        case nestedTooDeep = "relay_script_nested_too_deep"
        case tooManyTransfers = "relay_script_too_many_transfers"
        case methodUndefined = "relay_script_method_undefined"
        /// Ours: more steps than `FlowLimits.steps` in one call.
        case tooManySteps = "callflow_too_many_steps"
        /// Ours: `set` gave more than `FlowLimits.valueBytes` to a variable, or `FlowLimits.callBytes` in
        /// all.
        case tooMuchData = "callflow_too_much_data"
        /// Ours: a call in a conference was asked to connect (design §2.1, *The step*).
        case inConference = "in_conference"
    }
    public var code: Code
    public var message: String
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}

/// How a run came to its one end.
public struct FlowEnd: Sendable, Hashable, Codable {
    /// Who ended the call.
    public var ending: CallEnding
    /// The step that was running, or that ended the call.
    public var step: StepReference?
    /// The error that ended the script, if one did.
    public var error: ScriptError?
    public init(ending: CallEnding, step: StepReference?, error: ScriptError?) {
        self.ending = ending
        self.step = step
        self.error = error
    }
}
