import FlowExpressions
import FlowModel

/// The closed sets of words that variables of the platform can have (swml-language.md §2.4, §2.11, design
/// §2.1).
enum ResultValues {
    static func words(of variable: VariableName, _ members: [Text]) -> [Text]? {
        switch (variable.scope, members.count) {
        case (.call, 0): call[variable.platformName]
        case (nil, 0), (.vars, 0): variables[variable.platformName]
        case (nil, 1), (.vars, 1): variable.name == "conference" ? conference[members[0]] : nil
        default: nil
        }
    }

    /// Whether a variable, or a member of it, has such words.
    static func mayHaveWords(_ variable: VariableName) -> Bool {
        switch variable.scope {
        case .call: call[variable.platformName] != nil
        case nil, .vars: variable.name == "conference" || variables[variable.platformName] != nil
        case .params, .envs: false
        }
    }

    private static let outcome: [Text] = ["success", "failed"]

    private static let variables: PlatformTable<[Text]> = [
        "answer_result": outcome, "play_result": outcome, "record_result": outcome,
        "record_call_result": outcome,
        "stop_record_call_result": outcome, "request_result": outcome, "send_digits_result": outcome,
        "send_sms_result": outcome, "leave_conference_result": outcome,
        "join_conference_result": ["completed", "answered", "no-answer", "failed", "canceled"],
        "await_conference_result": ["started", "left", "timeout", "key"],
        "connect_result": ["connected", "failed"],
        "dial_result": ["answered", "failed", "dialing"],
        "prompt_result": ["match_digits", "match_speech", "no_input", "no_match", "failed"],
        "detect_result": ["machine", "human", "fax", "unknown", "detecting", "error"],
        "queue_result": ["entering", "connecting", "connected", "leaving", "timeout", "hangup", "failed"],
        "join_room_result": ["joined", "failed"],
    ]

    private static let conference: PlatformTable<[Text]> = [
        "outcome": ConferenceOutcome.allCases.map { Text($0.rawValue) },
        "state": ["waiting", "in", "out"],
    ]

    private static let call: PlatformTable<[Text]> = [
        "direction": ["inbound", "outbound"],
        "type": ["sip", "phone", "webrtc"],
        "state": states, "call_state": states,
    ]
    private static let states: [Text] = ["created", "ringing", "answered", "ending", "ended"]

    /// Where a word that this variable never has is found, in a sentence.
    static func advice(for word: Text, of variable: VariableName) -> String? {
        if variable.name == "join_conference_result", conference["outcome"]?.contains(word) == true {
            return "; it is an outcome, look at `conference.outcome`"
        }
        if variable.name == "connect_result", failureReasons.contains(word) {
            return "; the reason of a failure is in `connect_failed_reason`"
        }
        if variable.name == "dial_result", failureReasons.contains(word) {
            return "; the reason of a failure is in `dial_failed_reason`"
        }
        return nil
    }

    /// §3.4.
    private static let failureReasons: Set<Text> = [
        "busy", "no_answer", "no-answer", "declined", "canceled", "unreachable", "not_found", "error",
    ]
}
