import OrderedCollections
import FlowExpressions
import FlowModel

// `record`, `recordCall`, `stopRecordCall` (swml-language.md §3.6).
extension FlowMachine {
    mutating func begin(_ record: Record, _ step: StepReference) throws(ScriptError) {
        var command = RecordCommand(controlID: generatedControlID())
        command.stereo = try value(record.stereo, default: false)
        command.format = try value(record.format, default: .wav)
        command.direction = try value(record.direction, default: .speak)
        command.terminators = try string(record.terminators) ?? "#"
        command.beep = try value(record.beep, default: false)
        command.inputSensitivity = try value(record.inputSensitivity, default: 44)
        command.initialTimeout = try value(record.initialTimeout, default: .seconds(4))
        command.endSilenceTimeout = try value(record.endSilenceTimeout, default: .seconds(5))
        command.maxLength = try value(record.maxLength)
        command.statusURL = try string(record.statusUrl)
        wait(for: .record(command), step)
    }

    mutating func complete(record step: StepReference, _ result: CommandResult) {
        guard case .recorded(let recording) = result else { return }
        setVariable("record_url", Value(recording.url))
        setVariable("record_result", recording.isSilent ? "failed" : "success")
        done(step, recording.isSilent ? "no_input" : "success")
    }

    mutating func begin(_ record: RecordCall, _ step: StepReference) throws(ScriptError) {
        var command = RecordCommand(controlID: try string(record.controlId) ?? generatedControlID())
        command.stereo = try value(record.stereo, default: false)
        command.format = try value(record.format, default: .wav)
        command.direction = try value(record.direction, default: .both)
        command.terminators = try string(record.terminators) ?? ""
        command.beep = try value(record.beep, default: false)
        command.inputSensitivity = try value(record.inputSensitivity, default: 44)
        command.initialTimeout = try value(record.initialTimeout, default: .zero)
        command.endSilenceTimeout = try value(record.endSilenceTimeout, default: .zero)
        command.maxLength = try value(record.maxLength)
        command.statusURL = try string(record.statusUrl)
        setVariable("record_control_id", Value(command.controlID))
        wait(for: .startRecording(command), step)
    }

    mutating func complete(_ record: RecordCall, _ step: StepReference, _ result: CommandResult) {
        if case .recordingStarted(let url) = result { setVariable("record_call_url", Value(url)) }
        succeed(step, .recordCall(record))
    }

    mutating func begin(_ stop: StopRecordCall, _ step: StepReference) throws(ScriptError) {
        let id = try string(stop.controlId) ?? scopes.vars["record_control_id"]?.text.string ?? ""
        guard !id.isEmpty else { throw ScriptError(.executeFailed, "no recording was started") }
        wait(for: .stopRecording(controlID: id), step)
    }

    /// Unique within the call: the number of the command.
    private func generatedControlID() -> String { "record-\(lastCommand + 1)" }
}
