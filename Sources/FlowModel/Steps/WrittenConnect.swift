import SourceText
import YAMLTree

/// `connect` as it is written: four shapes, of which the first has its destination's parameters beside the
/// step's own (swml-language.md §3.4).
struct WrittenConnect {
    var connect = Connect()
    var single = Destination()
    var serial: [Destination]?
    var parallel: [Destination]?
    var serialParallel: [[Destination]]?

    static let shapes = ["to", "serial", "parallel", "serialParallel"]
    /// What belongs to a destination and stands beside `to` only.
    private static let singleOnly = [
        "username", "password", "name", "codec", "realtime", "statusUrlMethod", "authorizationBearerToken",
        "customParameters",
    ]

    static let parameters = ObjectSchema(
        "connect", "Dials destinations and bridges the caller with the first who answers.",
        groups: [.exactlyOne(shapes)], make: { WrittenConnect() },
        check: { $0.finish($1(), &$2) }
    ) {
        Field("to", .scalar(ParameterTypes.address), "Whom to call.") { $0.single.to = $1 }
        Field("username", .text, "The user name of the SIP authentication.") { $0.single.username = $1 }
        Field("password", .text, "The password of the SIP authentication.") { $0.single.password = $1 }
        Field("name", .text, "A name for status events; streams only.") { $0.single.name = $1 }
        Field("codec", .scalar(ParameterTypes.codec), "The audio's codec; streams only.", default: "PCMU") {
            $0.single.codec = $1
        }
        Field("realtime", .boolean, "Whether the endpoint may send audio; streams only.", default: "false") {
            $0.single.realtime = $1
        }
        Field("statusUrlMethod", .word(), "How `statusUrl` is told; streams only.", default: "POST") {
            $0.single.statusUrlMethod = $1
        }
        Field("authorizationBearerToken", .text, "The token of the handshake; streams only.") {
            $0.single.authorizationBearerToken = $1
        }
        Field("customParameters", .namedTexts, "Names and texts for the `start` message; streams only.") {
            $0.single.customParameters = $1
        }
        Field("serial", .objects(Destination.parameters, from: 1), "Whom to call, one after the other.") {
            $0.serial = $1
        }
        Field("parallel", .objects(Destination.parameters, from: 1), "Whom to call, all at once.") {
            $0.parallel = $1
        }
        Field("serialParallel", .groups, "Groups to call, one after the other; in a group all at once.") {
            $0.serialParallel = $1
        }
        Field("from", .callerID, "The caller ID.") { $0.connect.from = $1 }
        Field("fromName", .text, "The caller's name; SIP only.") { $0.connect.fromName = $1 }
        Field("headers", .objects(SIPHeader.parameters), "Headers of the invitation; SIP only.") {
            $0.connect.headers = $1
        }
        Field("codecs", .codecs, "The codecs offered, a comma list; SIP only.") { $0.connect.codecs = $1 }
        Field("webrtcMedia", .boolean, "Whether the media is WebRTC; SIP only.", default: "false") {
            $0.connect.webrtcMedia = $1
        }
        Field("sessionTimeout", .wholeSeconds(), "The session timer; SIP only.") {
            $0.connect.sessionTimeout = $1
        }
        Field("timeout", .wholeSeconds(), "How long an answer is waited for.", default: "60") {
            $0.connect.timeout = $1
        }
        Field("callStateEvents", .list(.word()), "Which states `callStateUrl` is told.", default: "[ended]") {
            $0.connect.callStateEvents = $1
        }
        Field("callStateUrl", .webURL, "Is told the leg's states.") { $0.connect.callStateUrl = $1 }
        Field("confirm", .confirm, "A document or steps for the answering leg, before it is bridged.") {
            $0.connect.confirm = $1
        }
        Field("confirmTimeout", .wholeSeconds(), "How long `confirm` may take.") {
            $0.connect.confirmTimeout = $1
        }
        Field("encryption", .word(), "Whether the media is encrypted; SIP only.", default: "optional") {
            $0.connect.encryption = $1
        }
        Field("ringback", .ringback, "What the caller hears while it rings.") { $0.connect.ringback = $1 }
        Field("result", .result("connect_result"), "What follows by the outcome.") { $0.connect.result = $1 }
        Field("maxDuration", .wholeSeconds(), "How long the bridged call may last.", default: "14400") {
            $0.connect.maxDuration = $1
        }
        Field(
            "answerOnBridge", .boolean, "Whether the caller is answered only when the other side is.",
            default: "false"
        ) { $0.connect.answerOnBridge = $1 }
        Field("transferAfterBridge", .document, "The document that runs after a queue's call.") {
            $0.connect.transferAfterBridge = $1
        }
        Field("statusUrl", .webURL, "Is told how the connection fares.") { $0.connect.statusUrl = $1 }
    }

    /// Brings the four shapes into one.
    private mutating func finish(_ written: WrittenObject, _ reader: inout FlowReader) {
        if let serialParallel {
            (connect.shape, connect.groups) = (.serialParallel, serialParallel)
        } else if let parallel {
            (connect.shape, connect.groups) = (.parallel, [parallel])
        } else if let serial {
            (connect.shape, connect.groups) = (.serial, serial.map { [$0] })
        } else if written.has("to") {
            single.range = single.to.range
            (connect.shape, connect.groups) = (.single, [[single]])
        }
        if !written.has("to") { reportMisplaced(written, &reader) }
        checkQueue(written, &reader)
    }

    private func reportMisplaced(_ written: WrittenObject, _ reader: inout FlowReader) {
        guard connect.shape != .single else { return }
        for name in Self.singleOnly where written.has(name) {
            guard let place = written.keyRange(name) else { continue }
            reader.report(.belongsToDestination(name, at: place))
        }
    }

    /// A caller taken from a queue needs a document to go on with (§3.4).
    private func checkQueue(_ written: WrittenObject, _ reader: inout FlowReader) {
        guard !written.has("transferAfterBridge"), !reader.isCut(written.node) else { return }
        for destination in connect.groups.joined() {
            if case .queue? = destination.to.literal {
                reader.report(.queueNeedsTransfer(at: destination.to.range))
            }
        }
    }
}

extension FieldType<[[Destination]]> {
    /// A list of lists of destinations, never deeper and never mixed (§5.3).
    fileprivate static var groups: FieldType {
        let group = FieldType<[Destination]>.objects(Destination.parameters, from: 1)
        return FieldType(.list(group.shape)) { node, info, reader in
            var groups: [[Destination]] = []
            let isList = reader.readItems(of: node, info, "lists", from: 1) { item, reader in
                if let destinations = group.read(item, info, &reader) { groups.append(destinations) }
            }
            return isList ? groups : nil
        }
    }
}

extension FieldType<Given<DocumentTarget>> {
    fileprivate static var document: FieldType { .scalar(ParameterTypes.document) }
}
