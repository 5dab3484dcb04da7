/// Names that the platform sets, not the author.
package enum PlatformNames {
    /// The variables that steps set in `vars` (`swml-language.md` §2.11, design §2).
    package static let variables: Set<Text> = [
        "answer_result", "ai_result", "return_value", "ai_agents_global_data", "connect_result",
        "connect_failed_reason", "denoise_result", "detect_result", "detect_machine_beep", "detect_ms",
        "queue_result", "wait_time", "entry_position", "entry_size", "join_conference_result",
        "leave_conference_result", "await_conference_result", "await_conference_key", "conference",
        "join_room_result", "pay_result", "pay_payment_results", "prompt_result", "prompt_value",
        "prompt_digit_terminator", "prompt_speech_confidence", "prompt_value_raw", "receive_fax_document",
        "receive_fax_identity", "receive_fax_remote_identity", "receive_fax_pages", "receive_fax_result_code",
        "receive_fax_result_text", "receive_fax_result", "send_fax_document", "send_fax_identity",
        "send_fax_remote_identity", "send_fax_pages", "send_fax_result_code", "send_fax_result_text",
        "send_fax_result", "record_url", "record_result", "record_call_url", "record_call_result",
        "record_control_id", "stop_record_call_result", "request_url", "request_result",
        "request_response_code", "request_response_headers", "request_response_body", "request_response",
        "send_digits_result", "send_sms_result", "sip_refer_to", "sip_refer_result",
        "sip_refer_response_code", "sip_refer_to_response_code", "stream_result", "stream_control_id",
        "stop_stream_result", "tap_uri", "tap_result", "tap_control_id", "tap_rtp_src_addr",
        "tap_rtp_src_port", "tap_ptime", "tap_codec", "tap_rate", "stop_tap_result", "transcribe_result",
        "transcribe_control_id", "transcribe_stop_result", "script_error",
    ]

    static let keyedIn = SpellingTable(["prompt_value", "prompt_value_raw"])

    /// `promptResult` as `prompt_result`; nil for a name without an upper-case letter.
    static func snakeCase(_ name: Text) -> Text? {
        guard name.withUTF8({ $0.contains { $0 &- 0x41 < 26 } }) ?? true else { return nil }
        let bytes = name.string.utf8
        var snake: [UInt8] = []
        snake.reserveCapacity(bytes.count + 4)
        for byte in bytes {
            if (0x41...0x5A).contains(byte) {
                snake.append(UInt8(ascii: "_"))
                snake.append(byte + 0x20)
            } else {
                snake.append(byte)
            }
        }
        return Text(String(decoding: snake, as: UTF8.self))
    }
}
