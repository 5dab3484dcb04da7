import FlowExpressions
import FlowModel

// `sendSms` and `userEvent` (swml-language.md §3.7).
extension FlowMachine {
    mutating func begin(_ message: SendSms, _ step: StepReference) throws(ScriptError) {
        var command = SendSmsCommand(
            to: try filled(message.toNumber, "toNumber"), from: try filled(message.fromNumber, "fromNumber"))
        command.body = try string(message.body)
        for media in message.media ?? [] { command.media.append(try string(media)) }
        command.region = try string(message.region)
        for tag in message.tags ?? [] { command.tags.append(try string(tag)) }
        command.statusCallback = try string(message.statusCallback)
        wait(for: .sendSms(command), step)
    }

    /// Nobody may be listening, which is no failure.
    mutating func begin(_ event: UserEvent, _ step: StepReference) {
        wait(for: .userEvent(UserEventCommand(event: expand(event.event.value))), step)
    }
}
