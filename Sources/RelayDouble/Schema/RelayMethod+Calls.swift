// relay-protocol.md §4.1 to §4.3.

extension RelayMethod {
    static let calls: [String: RelayMethod] = [
        "calling.answer": .call(
            .answer, "Answered", .optional("max_duration", .longestTime), .optional("codecs", .texts)),
        "calling.end": .call(
            .end, "Disconnecting call",
            .optional("reason", .word(["hangup", "cancel", "busy", "noAnswer", "decline", "error"]))),
        "calling.pass": .call(.pass, "Passing call"),
        "calling.dial": .other(
            .dial, "Dialing", .required("devices", devices(.tagged(dialled))), .required("tag", .name),
            .optional("region", .text), .optional("max_price_per_minute", .number(0...1_000_000)),
            .optional("node_id", .text), .optional("max_duration", .longestTime)),
        "calling.connect": .call(
            .connectCall, "Connecting", .required("devices", devices(.tagged(connected))),
            .optional("ringback", .list(.tagged(sounds), nonEmpty: true)), .optional("tag", .text),
            .optional("max_duration", .longestTime),
            .optional("max_price_per_minute", .number(0...1_000_000)), .optional("status_url", .webURL)),
        "calling.disconnect": .call(.disconnectCall, "Disconnecting"),
        "calling.transfer": .call(.transfer, "Transferring", .required("dest", .name)),
        "calling.refer": .call(
            .refer, "Starting SIP REFER",
            .required("device", .tagged(["sip": referred])), .optional("status_url", .webURL)),
        "calling.denoise": .call(.denoise(true), "Denoiser on"),
        "calling.denoise.stop": .call(.denoise(false), "Denoiser off"),
    ]

    /// Groups of devices: the outer list one after another, the inner ones together.
    private static func devices(_ device: ParameterSchema.Shape) -> ParameterSchema.Shape {
        .list(.list(device, nonEmpty: true), nonEmpty: true)
    }

    private static let states = ParameterSchema.Shape.list(
        .word(["created", "ringing", "answered", "ended"]), nonEmpty: false)
    private static let header = ParameterSchema(.required("name", .name), .required("value", .text))
    private static let headers = ParameterSchema.Shape.list(.object(header), nonEmpty: false)

    private static let callbacks: [ParameterSchema.Field] = [
        .optional("call_state_url", .webURL), .optional("call_state_events", states),
        .optional("confirm", .text),
    ]

    private static let dialled: [String: ParameterSchema] = [
        "phone": ParameterSchema(
            [
                .required("to_number", .name), .optional("from_number", .text),
                .optional("timeout", .seconds), .optional("max_duration", .longestTime),
            ] + callbacks),
        "sip": ParameterSchema(
            [
                .required("to", .name), .optional("from", .text), .optional("from_name", .text),
                .optional("timeout", .seconds), .optional("max_duration", .longestTime),
                .optional("headers", headers), .optional("codecs", .texts),
                .optional("webrtc_media", .flag), .optional("session_timeout", .longestTime),
            ] + callbacks),
        "webrtc": ParameterSchema(
            [
                .required("to", .name), .optional("from", .text), .optional("timeout", .seconds),
                .optional("codecs", .texts),
            ] + callbacks),
        "agora": ParameterSchema(
            [
                .optional("from", .text), .optional("to", .text), .required("appid", .name),
                .required("channel", .name),
            ] + callbacks),
    ]

    private static let connected: [String: ParameterSchema] = dialled.merging([
        "call": ParameterSchema(.required("node_id", .text), .required("call_id", .name)),
        "queue": ParameterSchema(
            .required("node_id", .text), .required("queue_name", .name), .optional("queue_id", .text)),
        "stream": audioStream,
    ]) { first, _ in first }

    private static let referred = ParameterSchema(
        .required("to", .name), .optional("headers", headers), .optional("username", .text),
        .optional("password", .text))

    /// relay-protocol.md §6.2: the room's audio, or a leg's.
    static let audioStream = ParameterSchema(
        .required("url", .socketURL), .optional("name", .text), .optional("codec", .text),
        .optional("status_url", .webURL), .optional("status_url_method", .httpMethod),
        .optional("realtime", .flag), .optional("authorization_bearer_token", .text),
        .optional("custom_parameters", .anyObject))
}
