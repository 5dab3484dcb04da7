import FlowExpressions
import FlowModel

/// The variables that steps set, and the fields of a call.
enum PlatformVariables {
    /// By variable: the steps that set it (swml-language.md §2.11, C-42, design §2).
    static let setters = PlatformTable<StepKinds>(
        [
            ("script_error", .all),
            ("return_value", [.execute, .connect, .joinConference, .request, .unsupported]),
        ] + groups.flatMap { kinds, names in names.map { ($0, kinds) } })

    private static let groups: [(StepKinds, [Text])] = [
        (.answer, ["answer_result"]),
        (.play, ["play_result"]),
        (.connect, ["connect_result", "connect_failed_reason"]),
        (.joinConference, ["join_conference_result", "conference"]),
        (.leaveConference, ["leave_conference_result"]),
        (.awaitConference, ["await_conference_result", "await_conference_key"]),
        (.dial, ["dial_result", "dial_failed_reason", "dial_call_id"]),
        (
            .prompt,
            [
                "prompt_result", "prompt_value", "prompt_value_raw", "prompt_digit_terminator",
                "prompt_speech_confidence",
            ]
        ),
        (.record, ["record_url", "record_result"]),
        (.recordCall, ["record_call_url", "record_call_result", "record_control_id"]),
        (.stopRecordCall, ["stop_record_call_result"]),
        (
            .request,
            [
                "request_url", "request_result", "request_response", "request_response_code",
                "request_response_headers", "request_response_body",
            ]
        ),
        (.sendDigits, ["send_digits_result"]),
        (.sendSms, ["send_sms_result"]),
        (
            .unsupported,
            [
                "ai_result", "ai_agents_global_data", "denoise_result", "detect_result",
                "detect_machine_beep",
                "detect_ms", "queue_result", "wait_time", "entry_position", "entry_size", "join_room_result",
                "pay_result", "pay_payment_results", "receive_fax_document", "receive_fax_identity",
                "receive_fax_remote_identity", "receive_fax_pages", "receive_fax_result_code",
                "receive_fax_result_text", "receive_fax_result", "send_fax_document", "send_fax_identity",
                "send_fax_remote_identity", "send_fax_pages", "send_fax_result_code", "send_fax_result_text",
                "send_fax_result", "sip_refer_to", "sip_refer_result", "sip_refer_response_code",
                "sip_refer_to_response_code", "stream_result", "stream_control_id", "stop_stream_result",
                "tap_uri",
                "tap_result", "tap_control_id", "tap_rtp_src_addr", "tap_rtp_src_port", "tap_ptime",
                "tap_codec",
                "tap_rate", "stop_tap_result", "transcribe_result", "transcribe_control_id",
                "transcribe_stop_result",
            ]
        ),
    ]

    /// The members of `call` (§2.4); `state` is `call_state` (C-41).
    static let callFields: [Text] = [
        "call_id", "node_id", "segment_id", "call_state", "state", "direction", "type", "from", "to",
        "from_number",
        "to_number", "headers", "tag", "dial_winner", "parent", "peer", "project_id", "space_id", "sip_data",
    ]

    /// Whether a variable is a field of the call or one that steps set.
    static func mayHold(_ variable: VariableName) -> Bool {
        switch variable.scope {
        case .call: true
        case .vars, nil: setters[variable.platformName] != nil
        case .params, .envs: false
        }
    }

    private static let callTable = SpellingTable(callFields.map(\.string))

    /// Whether `call` has a member of that name, which is in the platform's spelling.
    static func isCallField(_ name: Text) -> Bool { callTable.index(of: name) != nil }

    /// The members of `conference` (design §2.1).
    static let conferenceFields: [Text] = [
        "id", "name", "state", "size", "recording", "outcome", "reason", "by", "waited", "talked",
        "peak_size",
    ]

    private static let conferenceTable = SpellingTable(conferenceFields.map(\.string))

    /// Whether `conference` has a member of that name, which is in the platform's spelling.
    static func isConferenceField(_ name: Text) -> Bool { conferenceTable.index(of: name) != nil }

    /// Names that only an AI session has (§2.3).
    static let sessionScopes: Set<Text> = ["global_data", "args", "meta_data"]
}
