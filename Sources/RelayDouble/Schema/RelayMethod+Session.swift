// relay-protocol.md §1.3, §1.5, §1.8, §1.10 and §7.

extension RelayMethod {
    static let session: [String: RelayMethod] = [
        "signalwire.connect": connect,
        "signalwire.receive": .other(
            .receive, "Receiving events", .required("contexts", .list(.name, nonEmpty: true))),
        "signalwire.unreceive": .other(
            .unreceive, "Unreceiving events", .required("contexts", .list(.name, nonEmpty: true))),
        "signalwire.ping": .other(
            .ping, "Pong", .optional("timestamp", .number(0...Double(Int64.max))), .optional("payload", .text)
        ),
        "signalwire.reauthenticate": .other(
            .reauthenticate, "Authenticated", .required("authentication", .object(authentication)),
            .optional("dpop_token", .text)),
        "messaging.send": .other(
            .sendMessage, "Message accepted",
            .required("context", .name), .required("to_number", .name), .required("from_number", .name),
            .optional("body", .text), .optional("media", .list(.webURL, nonEmpty: true)),
            .optional("tags", .texts), .optional("region", .text)),
    ]

    private static let authentication = ParameterSchema(
        .optional("project", .text), .optional("token", .text), .optional("jwt_token", .text))

    private static let connect = RelayMethod.other(
        .connect, "Connected",
        .required(
            "version",
            .object(
                ParameterSchema(
                    .required("major", .count), .required("minor", .count), .required("revision", .count)))),
        .required("agent", .name), .required("authentication", .object(authentication)),
        .optional("event_acks", .flag), .optional("contexts", .list(.name, nonEmpty: true)),
        .optional("protocol", .name), .optional("authorization_state", .name),
        .optional("host", .text), .optional("identity", .text), .optional("params", .anyObject),
        .optional("protocols", .list(.anyObject, nonEmpty: false)))
}
