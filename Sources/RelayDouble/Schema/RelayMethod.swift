/// What becomes of a request.
enum RelayAction: Sendable, Hashable {
    // The connection.
    case connect, receive, unreceive, ping, reauthenticate
    case sendMessage
    // The life of a call.
    case answer, end, pass, dial, connectCall, disconnectCall, transfer, refer, denoise(Bool)
    // What has a `control_id`.
    case play, playAndCollect, collect, record, sendDigits, detect
    /// Lasts until it is stopped, or the call is over. Nothing is done but the events.
    case lasting(LastingOperation)
    case steer(Steering)
    case joinConference, leaveConference
    /// Accepted, and nothing more: the other side of it is not a telephone.
    case accept
}

/// What is done to an operation that runs.
enum Steering: Sendable, Hashable { case pause, resume, stop, volume, startInputTimers }

/// An operation that the double only begins and ends.
enum LastingOperation: Sendable, Hashable {
    case tap, stream, transcribe, sendFax, receiveFax, pay, ai
}

/// A method of the protocol as the double knows it.
struct RelayMethod: Sendable {
    let action: RelayAction
    /// `message` of the result.
    let message: String
    let schema: ParameterSchema

    /// By name: all of relay-protocol.md §1, §4, §6 and §7.
    static let all: [String: RelayMethod] = session.merging(calls) { first, _ in first }
        .merging(media) { first, _ in first }
        .merging(conferences) { first, _ in first }
        .merging(others) { first, _ in first }

    /// A method with `call_id` and `node_id` before its own parameters.
    static func call(
        _ action: RelayAction, _ message: String, _ fields: ParameterSchema.Field...
    ) -> RelayMethod {
        let common: [ParameterSchema.Field] = [.required("node_id", .text), .required("call_id", .text)]
        return RelayMethod(action: action, message: message, schema: ParameterSchema(common + fields))
    }

    /// The same with `control_id`.
    static func operation(
        _ action: RelayAction, _ message: String, _ fields: ParameterSchema.Field...
    ) -> RelayMethod {
        let common: [ParameterSchema.Field] = [
            .required("node_id", .text), .required("call_id", .text), .required("control_id", .name),
        ]
        return RelayMethod(action: action, message: message, schema: ParameterSchema(common + fields))
    }

    static func other(
        _ action: RelayAction, _ message: String, _ fields: ParameterSchema.Field...
    ) -> RelayMethod {
        RelayMethod(action: action, message: message, schema: ParameterSchema(fields))
    }
}
