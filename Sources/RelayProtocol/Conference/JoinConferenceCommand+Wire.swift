import FlowModel
import FlowRuntime
import JSONRPC

// A join on the wire (relay-protocol.md §6.2). What is not written is absent, and so is what says the same as
// the platform's default; whoever knows only the wire reads the same from both.
extension JoinConferenceCommand {
    /// The members of the parameters of `calling.join_conference`, without the call's own.
    func write(into params: inout JSONText) {
        params.member("name", name)
        if muted { params.member("muted", true) }
        if beep != .both { params.member("beep", beep.rawValue) }
        if !startOnEnter { params.member("start_on_enter", false) }
        if endOnExit { params.member("end_on_exit", true) }
        if let waitURL { params.member("wait_url", waitURL) }
        if let coach { params.member("coach", coach) }
        room.write(into: &params)
    }
}

extension JoinConferenceCommand.RoomSettings {
    fileprivate func write(into params: inout JSONText) {
        if let maxParticipants { params.member("max_participants", maxParticipants) }
        if let record { params.member("record", record.rawValue) }
        if let region { params.member("region", region) }
        if let trim { params.member("trim", trim.rawValue) }
        if let callback = statusCallback {
            params.member("status_callback", callback.url)
            params.words("status_callback_event", callback.events.lazy.map(\.rawValue))
            params.member("status_callback_event_type", callback.format.rawValue)
            params.member("status_callback_method", callback.method.rawValue)
        }
        if let callback = recordingStatusCallback {
            params.member("recording_status_callback", callback.url)
            params.words("recording_status_callback_event", callback.events.lazy.map(\.rawValue))
            params.member("recording_status_callback_event_type", callback.format.rawValue)
            params.member("recording_status_callback_method", callback.method.rawValue)
        }
        if let stream { params.object("stream") { stream.write(into: &$0) } }
    }
}

extension ConferenceAudioStream {
    /// The members of a `stream` object: of a conference, and of a `stream` device (relay-protocol.md §4.3).
    func write(into stream: inout JSONText) {
        stream.member("url", url)
        if let name { stream.member("name", name) }
        if let codec { stream.member("codec", codec) }
        if let statusURL {
            stream.member("status_url", statusURL)
            stream.member("status_url_method", statusURLMethod.rawValue)
        }
        if realtime { stream.member("realtime", true) }
        if let bearerToken { stream.member("authorization_bearer_token", bearerToken.revealed) }
        guard !customParameters.isEmpty else { return }
        stream.object("custom_parameters") { parameters in
            // In the order of their names: the same command is always the same bytes.
            for (name, value) in customParameters.sorted(by: { $0.key < $1.key }) {
                var text = JSONText(capacity: value.utf8.count + 2)
                text.element(value)
                parameters.member(named: name, json: text.bytes)
            }
        }
    }
}

extension JSONText {
    /// A list that the platform takes as one text, its words joined by single spaces; no words, no member.
    fileprivate mutating func words(_ name: StaticString, _ words: some Collection<String>) {
        guard !words.isEmpty else { return }
        member(name, words.joined(separator: " "))
    }
}
