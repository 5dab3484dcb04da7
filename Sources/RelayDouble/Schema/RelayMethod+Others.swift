// relay-protocol.md §4.5 and §4.9 to §4.13: what is checked, answered and ended, but not acted out.

extension RelayMethod {
    static let others: [String: RelayMethod] = lasting.merging(simple) { first, _ in first }

    private static let lasting: [String: RelayMethod] = [
        "calling.send_fax": .operation(
            .lasting(.sendFax), "Sending fax", .required("document", .webURL), .optional("identity", .text),
            .optional("header_info", .text)),
        "calling.send_fax.stop": .operation(.steer(.stop), "Stopping"),
        "calling.receive_fax": .operation(.lasting(.receiveFax), "Receiving fax"),
        "calling.receive_fax.stop": .operation(.steer(.stop), "Stopping"),
        "calling.tap": .operation(
            .lasting(.tap), "Tapping",
            .required(
                "tap",
                .tagged([
                    "audio": ParameterSchema(
                        .required("direction", .word(["listen", "speak", "both"])))
                ])),
            .required("device", .tagged(tapDevices))),
        "calling.tap.stop": .operation(.steer(.stop), "Stopping"),
        "calling.stream": .operation(
            .lasting(.stream), "Streaming", .required("url", .socketURL), .optional("name", .text),
            .optional("codec", .text),
            .optional("track", .word(["inbound_track", "outbound_track", "both_tracks"])),
            .optional("status_url", .webURL), .optional("status_url_method", .httpMethod),
            .optional("authorization_bearer_token", .text), .optional("custom_parameters", .anyObject)),
        "calling.stream.stop": .operation(.steer(.stop), "Stopping"),
        "calling.transcribe": .operation(
            .lasting(.transcribe), "Transcribing", .optional("status_url", .webURL)),
        "calling.transcribe.stop": .operation(.steer(.stop), "Stopping"),
        "calling.pay": pay,
        "calling.pay.stop": .operation(.steer(.stop), "Stopping"),
        "calling.ai": .operation(
            .lasting(.ai), "AI started", .optional("agent", .text), .optional("prompt", .anyObject),
            .optional("post_prompt", .anyObject), .optional("post_prompt_url", .webURL),
            .optional("post_prompt_auth_user", .text), .optional("post_prompt_auth_password", .text),
            .optional("global_data", .anyObject), .optional("pronounce", .anything),
            .optional("hints", .anything), .optional("languages", .anything),
            .optional("SWAIG", .anyObject), .optional("params", .anyObject)),
        "calling.ai.stop": .operation(.steer(.stop), "AI stopped"),
    ]

    private static let tapDevices: [String: ParameterSchema] = [
        "rtp": ParameterSchema(
            .required("addr", .name), .required("port", .integer(1...65_535)), .optional("codec", .text),
            .optional("ptime", .count)),
        "ws": ParameterSchema(
            .required("uri", .url(["ws://", "wss://"])), .optional("codec", .text),
            .optional("rate", .count)),
    ]

    /// Numbers and truth values are texts here (relay-protocol.md §9 row 32).
    private static let pay = RelayMethod.operation(
        .lasting(.pay), "Paying", .required("payment_connector_url", .webURL),
        .optional("input", .word(["dtmf"])), .optional("payment_method", .word(["credit-card"])),
        .optional("bank_account_type", .text), .optional("timeout", .text), .optional("max_attempts", .text),
        .optional("security_code", .text), .optional("postal_code", .text),
        .optional("min_postal_code_length", .text),
        .optional("token_type", .word(["one-time", "reusable"])), .optional("charge_amount", .text),
        .optional("currency", .text), .optional("language", .text), .optional("voice", .text),
        .optional("description", .text), .optional("valid_card_types", .text),
        .optional("status_url", .webURL),
        .optional(
            "parameters",
            .list(
                .object(ParameterSchema(.required("name", .name), .required("value", .text))),
                nonEmpty: false)),
        .optional("prompts", .list(.anyObject, nonEmpty: false)))

    private static let simple: [String: RelayMethod] = [
        "calling.join_room": .call(
            .accept, "Joining room", .required("name", .name), .optional("status_url", .webURL)),
        "calling.leave_room": .call(.accept, "Leaving room"),
        "calling.queue.enter": .operation(
            .accept, "Entering Queue", .required("queue_name", .name), .optional("status_url", .webURL),
            .optional("wait_url", .webURL)),
        "calling.queue.leave": .operation(
            .accept, "Leaving Queue", .required("queue_name", .name), .optional("queue_id", .text),
            .optional("status_url", .webURL)),
        "calling.echo": .call(
            .accept, "Echo started", .optional("timeout", .seconds), .optional("status_url", .webURL)),
        "calling.bind_digit": .call(
            .accept, "Digit binding created", .required("digits", .keys), .required("bind_method", .name),
            .optional("params", .anyObject), .optional("realm", .text), .optional("max_triggers", .count)),
        "calling.clear_digit_bindings": .call(
            .accept, "Digit bindings cleared", .optional("realm", .text)),
        "calling.live_transcribe": .call(
            .accept, "Live transcription started", .required("action", .anything)),
        "calling.live_translate": .call(
            .accept, "Live translation started", .required("action", .anything),
            .optional("status_url", .webURL)),
        "calling.amazon_bedrock": .call(
            .accept, "AI started", .optional("prompt", .anything), .optional("SWAIG", .anything),
            .optional("params", .anything), .optional("global_data", .anything),
            .optional("post_prompt", .anything), .optional("post_prompt_url", .webURL)),
        "calling.ai_message": .call(
            .accept, "Message sent", .optional("control_id", .name), .optional("message_text", .text),
            .optional("role", .text), .optional("reset", .anyObject), .optional("global_data", .anyObject)),
        "calling.ai_hold": .call(
            .accept, "AI on hold", .optional("timeout", .text), .optional("prompt", .text)),
        "calling.ai_unhold": .call(.accept, "AI resumed", .optional("prompt", .text)),
        "calling.user_event": .call(.accept, "Event sent", .required("event", .anything)),
    ]
}
