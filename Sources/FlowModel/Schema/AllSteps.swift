import BasicContainers
import FlowExpressions
import YAMLTree

// The table of all steps: what names are looked up in, and what schemas and references are written from.

extension StepSchema {
    package static let all: [StepSchema] = [
        Answer.schema, AwaitConference.schema, Cond.schema, Connect.schema, Dial.schema, Execute.schema,
        Goto.schema, Hangup.schema, JoinConference.schema, Label.schema, LeaveConference.schema, Play.schema,
        Prompt.schema, Record.schema, RecordCall.schema, Request.schema, Return.schema, SendDigits.schema,
        SendSms.schema, SetVariables.schema, Sleep.schema, StopRecordCall.schema, Switch.schema,
        Transfer.schema,
        Unset.schema, UserEvent.schema,
    ]

    private static let table = KeyTable(all.map { ($0.name, $0.alias) })

    /// Reads a step of the method at a place among all.
    @inline(__always)
    static func read(
        _ index: Int, _ value: YAMLNode, _ place: StepPlace, by reader: inout FlowReader
    ) -> StepID {
        lent[index].read(value, place, by: &reader)
    }

    private static let lent = RigidArray<LentStep>(capacity: all.count) { span in
        for schema in all { span.append(LentStep(schema)) }
    }

    /// The step of that name, in either spelling.
    package static func named(_ name: String) -> StepSchema? { index(of: name).map { all[$0] } }

    /// The place among all steps of the one with that name, in either spelling.
    static func index(of name: String) -> Int? { name.withBytes { index(of: $0) } }

    static func index(of name: UnsafeBufferPointer<UInt8>) -> Int? { table.match(name)?.index }

    /// Objects inside steps, by the name that shapes refer to.
    package static let objects: [ObjectInfo] = [
        ConferenceStream.parameters.info, Destination.parameters.info, SIPHeader.parameters.info,
        Ringback.parameters.info, WrittenCondition.parameters.info, Switch.result("return_value").info,
    ]
}

extension StepAction {
    /// The declaration of this step; `nil` for one that is not built. A new step does not compile without a
    /// line here.
    package var schema: StepSchema? {
        switch self {
        case .answer: Answer.schema
        case .hangup: Hangup.schema
        case .play: Play.schema
        case .prompt: Prompt.schema
        case .record: Record.schema
        case .recordCall: RecordCall.schema
        case .stopRecordCall: StopRecordCall.schema
        case .joinConference: JoinConference.schema
        case .leaveConference: LeaveConference.schema
        case .awaitConference: AwaitConference.schema
        case .connect: Connect.schema
        case .dial: Dial.schema
        case .sendDigits: SendDigits.schema
        case .sleep: Sleep.schema
        case .set: SetVariables.schema
        case .unset: Unset.schema
        case .label: Label.schema
        case .goto: Goto.schema
        case .execute: Execute.schema
        case .return: Return.schema
        case .transfer: Transfer.schema
        case .switch: Switch.schema
        case .cond: Cond.schema
        case .request: Request.schema
        case .sendSms: SendSms.schema
        case .userEvent: UserEvent.schema
        case .unsupported: nil
        }
    }

    /// The step's name in canonical spelling.
    package var name: String {
        switch self {
        case .unsupported(let step): step.name.string
        case .answer, .hangup, .play, .prompt, .record, .recordCall, .stopRecordCall, .joinConference,
            .leaveConference, .awaitConference, .connect, .dial, .sendDigits, .sleep, .set, .unset, .label,
            .goto,
            .execute, .return, .transfer, .switch, .cond, .request, .sendSms, .userEvent:
            schema?.name ?? ""
        }
    }
}
