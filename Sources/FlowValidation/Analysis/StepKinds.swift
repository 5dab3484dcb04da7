import FlowModel

/// A set of steps by their method. A flow's own set tells in one operation which rules have nothing to look
/// at.
package struct StepKinds: OptionSet, Sendable, Hashable {
    package let rawValue: UInt32
    package init(rawValue: UInt32) { self.rawValue = rawValue }

    package static let answer = StepKinds(rawValue: 1 << 0)
    package static let hangup = StepKinds(rawValue: 1 << 1)
    package static let play = StepKinds(rawValue: 1 << 2)
    package static let prompt = StepKinds(rawValue: 1 << 3)
    package static let record = StepKinds(rawValue: 1 << 4)
    package static let recordCall = StepKinds(rawValue: 1 << 5)
    package static let stopRecordCall = StepKinds(rawValue: 1 << 6)
    package static let joinConference = StepKinds(rawValue: 1 << 7)
    package static let leaveConference = StepKinds(rawValue: 1 << 8)
    package static let awaitConference = StepKinds(rawValue: 1 << 9)
    package static let connect = StepKinds(rawValue: 1 << 10)
    package static let dial = StepKinds(rawValue: 1 << 11)
    package static let sendDigits = StepKinds(rawValue: 1 << 12)
    package static let sleep = StepKinds(rawValue: 1 << 13)
    package static let set = StepKinds(rawValue: 1 << 14)
    package static let unset = StepKinds(rawValue: 1 << 15)
    package static let label = StepKinds(rawValue: 1 << 16)
    package static let goto = StepKinds(rawValue: 1 << 17)
    package static let execute = StepKinds(rawValue: 1 << 18)
    package static let `return` = StepKinds(rawValue: 1 << 19)
    package static let transfer = StepKinds(rawValue: 1 << 20)
    package static let `switch` = StepKinds(rawValue: 1 << 21)
    package static let cond = StepKinds(rawValue: 1 << 22)
    package static let request = StepKinds(rawValue: 1 << 23)
    package static let sendSms = StepKinds(rawValue: 1 << 24)
    package static let userEvent = StepKinds(rawValue: 1 << 25)
    package static let unsupported = StepKinds(rawValue: 1 << 26)

    package static let all = StepKinds(rawValue: .max)
    /// Steps that go on in another section.
    static let calls: StepKinds = [.execute, .transfer, .dial]
    /// Steps behind which a call may be elsewhere than at the next step, or in a conference.
    static let turning: StepKinds = [
        .hangup, .sleep, .return, .goto, .transfer, .execute, .dial, .switch, .cond, .connect,
        .joinConference,
        .leaveConference, .awaitConference,
    ]
    /// Steps with conditions or cases.
    static let conditional: StepKinds = [
        .goto, .cond, .switch, .joinConference, .connect, .execute, .dial,
    ]
}

extension StepAction {
    /// The set that holds this step's method alone.
    var kind: StepKinds {
        switch self {
        case .answer: .answer
        case .hangup: .hangup
        case .play: .play
        case .prompt: .prompt
        case .record: .record
        case .recordCall: .recordCall
        case .stopRecordCall: .stopRecordCall
        case .joinConference: .joinConference
        case .leaveConference: .leaveConference
        case .awaitConference: .awaitConference
        case .connect: .connect
        case .dial: .dial
        case .sendDigits: .sendDigits
        case .sleep: .sleep
        case .set: .set
        case .unset: .unset
        case .label: .label
        case .goto: .goto
        case .execute: .execute
        case .return: .return
        case .transfer: .transfer
        case .switch: .switch
        case .cond: .cond
        case .request: .request
        case .sendSms: .sendSms
        case .userEvent: .userEvent
        case .unsupported: .unsupported
        }
    }
}
