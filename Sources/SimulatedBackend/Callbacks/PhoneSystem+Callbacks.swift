import OrderedCollections
import Conferencing
import FlowExpressions
import FlowModel
import FlowRuntime

// Status callbacks (swml-language.md §3.2, §4.6): posted into `callbacks`, never answered, best effort like
// the carrier's.
extension PhoneSystem {
    /// Posts one. `leg` is the call whose session posts it, and which it is about unless `params` differ.
    mutating func post(
        _ eventType: String, _ params: ValueMap, to url: String, _ leg: LegID,
        method: CallbackMethod = .post, format: CallbackFormat = .relay
    ) {
        let callback = PostedCallback(
            at: now, leg: leg, url: url, method: method, format: format, eventType: eventType,
            channel: identity.channel(of: leg), project: identity.project, space: identity.space,
            params: params)
        callbacks.append(callback)
        let place = callbacks.count - 1
        observe(.callback(place), on: leg)
    }

    /// `call_id` and `node_id`, which every callback about a call has, and then its own fields.
    private func params(of leg: LegID, _ own: ValueMap) -> ValueMap {
        let info = legs[leg.index].info
        let params: ValueMap = [
            "call_id": .string(Text(info.id.name)), "node_id": .string(Text(info.nodeID)),
        ]
        return params.merging(own) { $1 }
    }

    // MARK: Calls

    enum PlayState: String { case playing, finished, error }

    mutating func post(_ state: PlayState, _ url: String?, _ id: CommandID, on leg: LegID) {
        guard let url else { return }
        let own: ValueMap = ["control_id": control("play", id), "state": text(state.rawValue)]
        post("calling.call.play", params(of: leg, own), to: url, leg)
    }

    /// The input is masked when the prompt keeps a secret.
    mutating func postCollect(_ prompting: Prompting, _ input: PromptInput, on leg: LegID) {
        guard let url = prompting.command.play.statusURL else { return }
        var result: ValueMap = ["type": text(input.collectType)]
        switch input {
        case .digits(let digits, let terminator):
            result["params"] = .map(["digits": text(digits), "terminator": text(terminator)])
        case .speech(let words, let confidence):
            result["params"] = .map(["text": text(words), "confidence": .number(confidence)])
        case .noInput, .noMatch: break
        }
        let own: ValueMap = ["control_id": control("prompt", prompting.id), "result": .map(result)]
        post("calling.call.collect", params(of: leg, own), to: url, leg)
    }

    enum RecordState: String {
        case recording, finished
        case noInput = "no_input"
    }

    /// The two shapes of swml-language.md C-25 at once: the file on `params` and under `record`.
    mutating func postRecording(
        _ command: RecordCommand, _ summary: RecordingSummary?, _ state: RecordState, on leg: LegID
    ) {
        guard let url = command.statusURL else { return }
        var own: ValueMap = ["control_id": text(command.controlID), "state": text(state.rawValue)]
        var record: ValueMap = [
            "format": text(command.format.rawValue), "direction": text(command.direction.rawValue),
            "stereo": .bool(command.stereo),
        ]
        own["record"] = .map(["audio": .map(record)])
        if let summary {
            let file: ValueMap = [
                "url": text(summary.url), "duration": .number(Double(summary.duration.milliseconds) / 1000),
                "size": .number(Double(summary.size)),
            ]
            record = ["audio": .map(record), "format": text(command.format.rawValue)]
            own["record"] = .map(record.merging(file) { $1 })
            own.merge(file) { $1 }
        }
        post("calling.call.record", params(of: leg, own), to: url, leg)
    }

    // MARK: Conferences

    mutating func post(_ event: RoomEvent, of room: RoomID) {
        if case .recordStopped(let milliseconds, let failed, _) = event {
            rooms[room].file = failed ? nil : storedRecording(of: room, milliseconds)
        }
        let settings = rooms[room].settings
        guard let status = event.statusCallback(recording: rooms[room].file), settings.want(status.selector)
        else {
            return
        }
        let target = status.target(in: settings)
        guard let url = target.url else { return }
        var fields: ValueMap = [:]
        let params = status.params(
            conferenceID: conferenceID(of: room), name: rooms[room].room.name,
            region: settings.region?.string, callID: { callID(of: LegID($0)).name })
        for (key, value) in params { fields[Text(key)] = value.value }
        if fields["node_id"] == nil { fields["node_id"] = text(legs[rooms[room].creator.index].info.nodeID) }
        post(
            "calling.conference", fields, to: url, status.leg ?? rooms[room].creator,
            method: target.method, format: target.format)
    }

    /// A recording of no length leaves no file.
    private func storedRecording(of room: RoomID, _ milliseconds: Int64) -> RecordingFile? {
        guard milliseconds > 0 else { return nil }
        let url = "https://recordings.example/\(conferenceID(of: room)).wav"
        let (bytes, overflow) = Int(milliseconds).multipliedReportingOverflow(
            by: RecordingFormat.wav.bytesPerMillisecond)
        return RecordingFile(url: ExactText(url), bytes: overflow ? .max : bytes)
    }

    // MARK: Streams

    enum StreamState: String { case streaming, finished }

    /// A double that is no sound stands for a far end that cannot be reached: the conference goes on without.
    mutating func openStream(of room: RoomID) {
        guard let stream = rooms[room].settings.stream else { return }
        if case .failure = doubles.media[stream.url.string]?.content {
            observe(.warning("the stream \(stream.url) cannot be reached"), on: rooms[room].creator)
            return handle(.streamClosed(rooms[room].instance), in: room)
        }
        postStream(.streaming, of: room)
    }

    mutating func postStream(_ state: StreamState, of room: RoomID) {
        guard let stream = rooms[room].settings.stream, let url = stream.statusURL else { return }
        let creator = rooms[room].creator
        var own: ValueMap = [
            "control_id": text("stream-" + conferenceID(of: room)), "state": text(state.rawValue),
            "url": text(stream.url.string),
        ]
        if let name = stream.name { own["name"] = text(name.string) }
        post(
            "calling.call.stream", params(of: creator, own), to: url.string, creator,
            method: stream.statusMethod)
    }

    // MARK: connect

    enum CallState: String { case created, ringing, answered, ended }

    mutating func post(_ state: CallState, of leg: LegID, _ destination: ConnectDestination, reason: String?)
    {
        guard let url = destination.callStateURL, destination.callStateEvents.contains(state.rawValue) else {
            return
        }
        let info = legs[leg.index].info
        let numbers: ValueMap = ["from_number": text(info.from), "to_number": text(info.to)]
        var own: ValueMap = [
            "call_state": text(state.rawValue), "direction": text(info.direction.rawValue),
            "device": .map(["type": text(info.kind.rawValue), "params": .map(numbers)]),
        ]
        if let reason { own["end_reason"] = text(reason) }
        post("calling.call.state", params(of: leg, own), to: url, leg)
    }

    enum ConnectState: String { case connecting, connected, failed, disconnected }

    mutating func post(
        _ state: ConnectState, _ url: String?, on leg: LegID, peer: LegID? = nil, reason: String? = nil
    ) {
        guard let url else { return }
        var own: ValueMap = ["connect_state": text(state.rawValue)]
        if let reason { own["failed_reason"] = text(reason) }
        if let peer {
            let info = legs[peer.index].info
            own["peer"] = .map(["call_id": text(info.id.name), "node_id": text(info.nodeID)])
        }
        post("calling.call.connect", params(of: leg, own), to: url, leg)
    }

    private func text(_ text: String) -> Value { .string(Text(text)) }
    private func control(_ kind: String, _ id: CommandID) -> Value { text("\(kind)-\(id.number)") }
}

extension StatusCallback {
    fileprivate var leg: LegID? { participant.map { LegID($0.participant) } }

    fileprivate func target(
        in settings: RoomSettings
    ) -> (url: String?, method: CallbackMethod, format: CallbackFormat) {
        switch selector {
        case .conference:
            let callback = settings.statusCallback
            return (callback.url?.string, callback.effectiveMethod, callback.effectiveFormat)
        case .recording:
            let callback = settings.recordingStatusCallback
            return (callback.url?.string, callback.effectiveMethod, callback.effectiveFormat)
        }
    }
}

extension CallbackValue {
    fileprivate var value: Value {
        switch self {
        case .text(let text): .string(Text(text))
        case .integer(let number): .number(Double(number))
        case .seconds(let seconds): .number(seconds)
        case .flag(let flag): .bool(flag)
        }
    }
}

extension PromptInput {
    fileprivate var collectType: String {
        switch self {
        case .digits: "digit"
        case .speech: "speech"
        case .noInput: "no_input"
        case .noMatch: "no_match"
        }
    }
}
