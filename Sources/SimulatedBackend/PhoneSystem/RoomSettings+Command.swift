import Conferencing
import FlowModel
import FlowRuntime

extension RoomSettings {
    /// What a join asks of its room, in the room's own words.
    init(_ written: JoinConferenceCommand.RoomSettings) {
        self.init(
            record: written.record, trim: written.trim, region: written.region.map { ExactText($0) },
            maxParticipants: written.maxParticipants, stream: written.stream.map { StreamSettings($0) },
            statusCallback: written.statusCallback.map {
                CallbackSettings(
                    url: ExactText($0.url), events: WordSet($0.events), format: $0.format, method: $0.method)
            } ?? CallbackSettings(),
            recordingStatusCallback: written.recordingStatusCallback.map {
                CallbackSettings(
                    url: ExactText($0.url), events: WordSet($0.events), format: $0.format, method: $0.method)
            } ?? CallbackSettings())
    }
}

extension StreamSettings {
    init(_ stream: ConferenceAudioStream) {
        var parameters: [ExactText: ExactText] = [:]
        for (key, value) in stream.customParameters { parameters[ExactText(key)] = ExactText(value) }
        self.init(
            url: ExactText(stream.url), name: stream.name.map { ExactText($0) },
            codec: stream.codec.map { ExactText($0) }, statusURL: stream.statusURL.map { ExactText($0) },
            statusMethod: stream.statusURLMethod, realtime: stream.realtime,
            authorizationBearerToken: stream.bearerToken.map { ExactText($0.revealed) },
            customParameters: parameters)
    }
}
