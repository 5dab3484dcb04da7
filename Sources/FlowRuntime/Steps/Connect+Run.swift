import OrderedCollections
import FlowExpressions
import FlowModel

extension FlowMachine {
    /// A caller in a room cannot be bridged elsewhere (design §2.1, *The step*).
    mutating func begin(_ connect: Connect, _ step: StepReference) throws(ScriptError) {
        guard membership == nil else {
            throw ScriptError(.inConference, "a caller in a conference cannot be connected")
        }
        var command = ConnectCommand(groups: [])
        for group in connect.groups {
            var destinations: [ConnectDestination] = []
            for destination in group { destinations.append(try expand(destination, of: connect, step)) }
            command.groups.append(destinations)
        }
        for sound in connect.ringback?.sounds ?? [] { command.ringback.append(MediaItem(try value(sound))) }
        command.ringbackLoops = try value(connect.ringback?.loop)
        command.maxDuration = try value(connect.maxDuration, default: Connect.defaultMaxDuration)
        command.answerOnBridge = try value(connect.answerOnBridge, default: false)
        command.statusURL = try string(connect.statusUrl)
        scopes.vars["connect_failed_reason"] = nil
        wait(for: .connect(command), step)
    }

    /// What a destination does not say it inherits from the step (swml-language.md §3.4, *Inheritance*).
    private mutating func expand(
        _ destination: Destination, of connect: Connect, _ step: StepReference
    ) throws(ScriptError) -> ConnectDestination {
        let address = try value(destination.to)
        var expanded = ConnectDestination(to: address.description)
        expanded.from = try string(destination.from ?? connect.from)
        let timeout = try value(destination.timeout ?? connect.timeout, default: Connect.defaultTimeout)
        expanded.timeout = timeout
        expanded.confirm = try confirm(destination.confirm ?? connect.confirm, step)
        expanded.confirmTimeout = try value(
            destination.confirmTimeout ?? connect.confirmTimeout, default: timeout)
        expanded.callStateURL = try string(destination.callStateUrl ?? connect.callStateUrl)
        if let words = destination.callStateEvents ?? connect.callStateEvents {
            expanded.callStateEvents = []
            for word in words { expanded.callStateEvents.append(try value(word).rawValue) }
        }
        for header in destination.headers ?? connect.headers ?? [] {
            expanded.headers.append(.init(try string(header.name), try string(header.value)))
        }
        expanded.username = try string(destination.username)
        expanded.password = try string(destination.password).map { Secret($0) }
        expanded.sip = try sipOptions(destination, of: connect)
        if case .stream(let url) = address {
            expanded.stream = try audioStream(destination, of: connect, to: url.string)
        }
        return expanded
    }

    private mutating func sipOptions(
        _ destination: Destination, of connect: Connect
    ) throws(ScriptError) -> SIPOptions {
        var options = SIPOptions()
        options.fromName = try string(destination.fromName ?? connect.fromName)
        options.codecs = try string(destination.codecs ?? connect.codecs)?.commaList ?? []
        options.webrtcMedia = try value(destination.webrtcMedia ?? connect.webrtcMedia, default: false)
        options.sessionTimeout = try value(destination.sessionTimeout ?? connect.sessionTimeout)
        options.encryption = try value(destination.encryption ?? connect.encryption)
        return options
    }

    private mutating func audioStream(
        _ destination: Destination, of connect: Connect, to url: String
    ) throws(ScriptError) -> ConferenceAudioStream {
        var stream = ConferenceAudioStream(url: url)
        stream.name = try string(destination.name)
        stream.codec = try value(destination.codec)?.description
        stream.realtime = try value(destination.realtime, default: false)
        stream.statusURL = try string(connect.statusUrl)
        stream.statusURLMethod = try value(destination.statusUrlMethod, default: .post)
        stream.bearerToken = try string(destination.authorizationBearerToken).map { Secret($0) }
        for parameter in destination.customParameters ?? [] {
            stream.customParameters[parameter.name.string] = try string(parameter.value)
        }
        return stream
    }

    private mutating func confirm(
        _ confirm: Confirm?, _ step: StepReference
    ) throws(ScriptError) -> ConfirmScript? {
        switch confirm {
        case nil: nil
        case .url(let url): .url(try string(url))
        case .steps(let block): .steps(FlowBlock(document: step.document, block: Int32(block.index)))
        }
    }

    mutating func complete(_ connect: Connect, _ step: StepReference, _ result: CommandResult) {
        if case .failed(let failure) = result {
            warn(step, ScriptError(.executeFailed, failure.sentence))
            setVariable("connect_result", "failed")
            return connectFailed(connect, step, reason: failure.code.connectReason)
        }
        markAnswered()
        setVariable("connect_result", "connected")
        setVariable("return_value", "connected")
        done(step, "connected")
        if let target = connect.transferAfterBridge {
            transfer(afterBridge: target, step)
        } else {
            runResult(of: step)
        }
    }

    /// The document that takes over once the bridge is over; like `transfer` it never comes back.
    private mutating func transfer(afterBridge target: Given<DocumentTarget>, _ step: StepReference) {
        do throws(ScriptError) {
            try transfer(to: try value(target), [:], step)
        } catch {
            warn(step, error)
            endScript(error, isNoted: true)
        }
    }

    mutating func connectFailed(_ connect: Connect, _ step: StepReference, reason: String) {
        setVariable("connect_failed_reason", Value(reason))
        setVariable("return_value", "failed")
        done(step, reason)
        runResult(of: step)
    }
}

extension CommandFailure.Code {
    /// `connect_failed_reason`, and `failed_reason` of the callback (swml-language.md §3.4, ruling).
    package var connectReason: String {
        switch self {
        case .busy: "busy"
        case .noAnswer, .timedOut: "no_answer"
        case .declined, .refused: "declined"
        case .canceled: "canceled"
        case .unreachable: "unreachable"
        case .notFound: "not_found"
        case .callGone, .unsupported, .full, .coachNotFound, .failed: "error"
        }
    }
}

extension ScriptError {
    var connectReason: String { code == .inConference ? "in_conference" : "error" }
}
