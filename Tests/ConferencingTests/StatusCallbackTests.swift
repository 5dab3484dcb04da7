import Conferencing
import FlowModel
import Testing

/// Room events as `calling.conference` statuses (swml-language.md §4.6).
struct `A status callback` {
    static let file = RecordingFile(url: "https://example.com/r.wav", bytes: 16_000)

    /// Everything that a whole life reports, a line per callback.
    private func reports(_ inputs: [RoomInput], settings: RoomSettings, file: RecordingFile? = nil)
        -> [String]
    {
        var lines: [String] = []
        forEachStep(of: inputs) { step in
            for callback in step.events.compactMap({ $0.statusCallback(recording: file) }) {
                lines.append((settings.want(callback.selector) ? "" : "unwanted ") + line(callback))
            }
        }
        return lines
    }

    private func line(_ callback: StatusCallback) -> String {
        let params = callback.params(
            conferenceID: "cf-1", name: "standup", region: "us", callID: { "call-" + letter($0) })
        return params.dropFirst(2).map { key, value in
            switch value {
            case .text(let text): key == "status" ? text : "\(key)=\(text)"
            case .integer(let number): "\(key)=\(number)"
            case .seconds(let seconds): "\(key)=\(seconds)"
            case .flag(let flag): flag ? key : "-"
            }
        }.filter { $0 != "-" && $0 != "region=us" }.joined(separator: " ")
    }

    private let recorded = RoomSettings(
        record: .recordFromStart, trim: .doNotTrim,
        statusCallback: CallbackSettings(
            url: "https://example.com/c", events: WordSet(ConferenceEventWord.allCases)),
        recordingStatusCallback: CallbackSettings(
            url: "https://example.com/r", events: WordSet(RecordingEventWord.allCases)))

    private func life(_ settings: RoomSettings) -> [RoomInput] {
        [
            .join(
                .init(a, ParticipantSettings(startOnEnter: false), room: settings, newInstance: InstanceID(1))
            ),
            .join(.init(b, ParticipantSettings(endOnExit: true), newInstance: InstanceID(2))),
            .join(.init(c, ParticipantSettings(muted: true, coach: .call(b)), newInstance: InstanceID(3))),
            .speech(a, true), .mute(a, true), .mute(a, false), .hold(a, true), .hold(a, false),
            .leave(b, .hungUp),
        ]
    }

    @Test func `reports every status of a life in order`() {
        #expect(
            reports(life(recorded), settings: recorded, file: Self.file) == [
                "participant-join call_id=call-a size=1",
                "participant-join call_id=call-b size=2 start_on_join end_on_leave",
                "conference-start size=2", "record-start size=2",
                "participant-join call_id=call-c size=3 muted start_on_join coaching",
                "participant-speech-start call_id=call-a size=3",
                "participant-mute call_id=call-a size=3 muted",
                "participant-speech-stop call_id=call-a size=3 muted",
                "participant-unmute call_id=call-a size=3", "participant-hold call_id=call-a size=3 hold",
                "participant-unhold call_id=call-a size=3",
                "participant-leave call_id=call-b size=2 start_on_join end_on_leave",
                "participant-leave call_id=call-a size=1",
                "participant-leave call_id=call-c size=0 muted start_on_join coaching",
                "record-stop size=0 recording_url=https://example.com/r.wav recording_file_size=16000 "
                    + "recording_duration=7.0",
                "conference-end size=0 recording_url=https://example.com/r.wav recording_file_size=16000 "
                    + "recording_duration=7.0 reason_ended=participant-with-end-on-exit-left "
                    + "call_id_ending_conf=call-b",
            ])
    }

    @Test func `has its fields in a fixed order under the names of the wire`() {
        let member = Membership(a, size: 2, flags: [.muted, .startOnEnter])
        let callback = RoomEvent.participantJoined(member).statusCallback()
        let params = callback?.params(
            conferenceID: "cf-1", name: "standup", region: "us", callID: { "call-" + letter($0) })
        #expect(
            params?.map(\.key) == [
                "conference_id", "name", "status", "call_id", "region", "size", "muted", "hold",
                "start_on_join",
                "end_on_leave", "coaching",
            ])
        #expect(
            params?.map(\.value) == [
                .text("cf-1"), .text("standup"), .text("participant-join"), .text("call-a"), .text("us"),
                .integer(2), .flag(true), .flag(false), .flag(true), .flag(false), .flag(false),
            ])
        let plain = RoomEvent.recordStarted(size: 2).statusCallback()?
            .params(conferenceID: "cf-1", name: "standup", region: nil, callID: { _ in "" })
        #expect(plain?.map(\.key) == ["conference_id", "name", "status", "size"])
    }

    @Test func `of a recording without a file is absent and has no recording fields`() {
        let stopped = RoomEvent.recordStopped(milliseconds: 900, failed: false, size: 0)
        #expect(stopped.statusCallback()?.selector == .recording(.absent))
        #expect(stopped.statusCallback(recording: Self.file)?.selector == .recording(.completed))
        let failed = RoomEvent.recordStopped(milliseconds: 900, failed: true, size: 1)
        #expect(failed.statusCallback(recording: Self.file)?.selector == .recording(.absent))
        #expect(failed.statusCallback(recording: Self.file)?.recording == nil)
        let unrecorded = RoomEvent.conferenceEnded(
            ConferenceEnd(InstanceID(1), .error, by: nil, peakSize: 1))
        #expect(unrecorded.statusCallback(recording: Self.file)?.recording == nil)
        #expect(unrecorded.statusCallback().map(line) == "conference-end size=0 reason_ended=error")
    }

    @Test func `without an event list gets the default words`() {
        let settings = RoomSettings(
            record: .recordFromStart, statusCallback: CallbackSettings(url: "https://example.com/c"),
            recordingStatusCallback: CallbackSettings(url: "https://example.com/r"))
        let wanted = reports(life(settings), settings: settings, file: Self.file)
            .filter { !$0.hasPrefix("unwanted") }.map { $0.prefix { $0 != " " } }
        #expect(
            wanted == [
                "participant-join", "participant-join", "conference-start", "participant-join",
                "participant-leave", "participant-leave", "participant-leave", "record-stop",
                "conference-end",
            ])
    }

    @Test func `without a URL goes nowhere, whatever the words`() {
        let settings = RoomSettings(
            record: .recordFromStart, trim: .doNotTrim,
            statusCallback: CallbackSettings(events: WordSet(ConferenceEventWord.allCases)),
            recordingStatusCallback: CallbackSettings(events: WordSet(RecordingEventWord.allCases)))
        #expect(reports(life(settings), settings: settings).allSatisfy { $0.hasPrefix("unwanted ") })
    }

    @Test func `is selected by its word alone`() {
        for word in ConferenceEventWord.allCases {
            let settings = RoomSettings(
                statusCallback: CallbackSettings(url: "https://example.com/c", events: [word]))
            for other in ConferenceEventWord.allCases {
                #expect(settings.want(.conference(other)) == (word == other), "\(word) \(other)")
            }
            #expect(RecordingEventWord.allCases.allSatisfy { !settings.want(.recording($0)) })
        }
    }

    @Test func `is not made of answers, warnings, sounds and releases`() {
        let silent: [RoomEvent] = [
            .instanceCreated(InstanceID(1), by: a), .streamOpened, .streamClosed(failed: true),
            .waitingAudioStarted(a, .own), .waitingAudioStopped(a), .beep(cause: a, .enter),
            .coachingChanged(coach: a, heardBy: nil), .released(Release(a, .left, peakSize: 1)),
            .joinRefused(a, .full), .alreadyInside(a), .notInside(a), .notRunning(InstanceID(1)),
            .settingIgnored(a, .record), .waitingMediaFailed(a),
        ]
        for event in silent { #expect(event.statusCallback(recording: Self.file) == nil, "\(told(event))") }
    }
}
