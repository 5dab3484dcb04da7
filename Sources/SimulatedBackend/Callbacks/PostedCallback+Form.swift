import OrderedCollections
import FlowExpressions
import FlowModel
import FlowRuntime

// The parameters of the compatibility layout (`cxml`, `laml`), swml-language.md §4.6.
extension PostedCallback {
    /// Names and values in the order of the reference; what the event does not have is left out.
    package var form: [(String, String)] {
        isRecordingEvent ? recordingForm : conferenceForm
    }

    private var isRecordingEvent: Bool { status.hasPrefix("record-") }

    private var conferenceForm: [(String, String)] {
        var form = [("AccountSid", project)]
        add("CallSid", "call_id", to: &form)
        add("ConferenceSid", "conference_id", to: &form)
        add("FriendlyName", "name", to: &form)
        form.append(("StatusCallbackEvent", status))
        form.append(("EventName", status))
        form.append(("Timestamp", CivilTime(at).rfc2822))
        add("Muted", "muted", to: &form)
        add("Hold", "hold", to: &form)
        add("Coaching", "coaching", to: &form)
        add("StartConferenceOnEnter", "start_on_join", to: &form)
        add("EndConferenceOnExit", "end_on_leave", to: &form)
        add("Duration", "recording_duration", to: &form)
        add("RecordingUrl", "recording_url", to: &form)
        add("RecordingFileSize", "recording_file_size", to: &form)
        add("ReasonConferenceEnded", "reason_ended", to: &form)
        add("CallSidEndingConference", "call_id_ending_conf", to: &form)
        return form
    }

    private var recordingForm: [(String, String)] {
        var form = [("AccountSid", project)]
        add("CallSid", "call_id", to: &form)
        add("ConferenceSid", "conference_id", to: &form)
        add("RecordingSid", "conference_id", to: &form)
        add("RecordingUrl", "recording_url", to: &form)
        form.append(("RecordingStatus", recordingStatus))
        add("RecordingDuration", "recording_duration", to: &form)
        form.append(("RecordingChannels", "1"))
        form.append(("RecordingSource", "Conference"))
        return form
    }

    private var recordingStatus: String {
        if status == ConferenceStatus.recordStart.rawValue { return "in-progress" }
        return params["recording_url"] == nil ? "absent" : "completed"
    }

    private func add(_ name: String, _ key: Text, to form: inout [(String, String)]) {
        guard let value = params[key] else { return }
        if case .string(let text) = value {
            form.append((name, text.string))
        } else {
            form.append((name, value.jsonText))
        }
    }
}
